"""What is open, what stands in it, what differs, and what a kept draft brings back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cabinet.contract.states import ReasonCode
from cabinet.desks.correction_draft import Change, CorrectionDraft, changes_between, same
from tests.perimeter_in_process import PerimeterInProcess, line
from tests.rejection_cards import card_of, spoilt


def draft(perimeter: PerimeterInProcess, value: dict[str, object]) -> CorrectionDraft:
    perimeter.judge(line("bet"))
    (bad,) = perimeter.judge(value)
    return CorrectionDraft(card_of(perimeter, bad.attempt_id))


def opened(of: CorrectionDraft) -> list[tuple[str, str, Any, Any]]:
    return [(field.name, field.sent_as, field.before, field.now) for field in of.open]


CASES: list[tuple[dict[str, object], list[tuple[str, str, Any, Any]]]] = [
    (spoilt("AM-404"), [("amountKop", "amountKop", 26_000, 500)]),
    # Likely only, so the old value stays.
    (spoilt("TM-702"), [("occurredAt", "occurredAt", "2026-11-24T12:00:00.000", "2026-11-24T12:00:00.000")]),
    (spoilt("ST-203"), [("settlementForm", "settlmentForm", "NON_CASH", "NON_CASH")]),
    (line("a", channel="web"), [("channel", "channel", "web", "web")]),
    (line("a", currency=None), [("currency", "currency", None, "UAH")]),
    (line("a", schemaVersion="0.9"), [("schemaVersion", "schemaVersion", "0.9", "1")]),
    # Worst first; a warning is open only where something is proposed for it.
    (
        line("a", occurredAt="2026-11-24T12:58:00+03:00", settlementForm="CASH"),
        [
            ("settlementForm", "settlementForm", "CASH", "NON_CASH"),
            ("occurredAt", "occurredAt", "2026-11-24T12:58:00+03:00", "2026-11-24T11:58:00.000+02:00"),
        ],
    ),
    (line("a", occurredAt="2026-11-24T06:58:00+02:00", siteId="zz"), [("siteId", "siteId", "zz", "zz")]),
    (line("a", seqNo=0, siteId="zz"), [("siteId", "siteId", "zz", "zz")]),
]


@pytest.mark.parametrize(("value", "expected"), CASES, ids=[str(case[1][0][:2]) for case in CASES])
def test_what_is_open(
    perimeter: PerimeterInProcess, value: dict[str, object], expected: list[tuple[str, str, Any, Any]]
) -> None:
    made = draft(perimeter, value)
    assert opened(made) == expected
    assert not made.touched
    names = {name for field in expected for name in field[:2]}
    assert made.rest == [name for name in value if name not in names | {"schemaVersion", "seqNo"}]
    for name, sent_as, _, now in expected:
        assert made.value.get(name) == now
        assert sent_as == name or sent_as not in made.value


def test_changes_and_the_line(perimeter: PerimeterInProcess) -> None:
    made = draft(perimeter, spoilt("AM-404"))
    assert made.changes() == [Change("amountKop", 26_000, 500)]
    made.set("amountKop", 400)
    made.set("roundId", None)
    assert made.touched
    assert made.changes() == [Change("roundId", "R-bad", None), Change("amountKop", 26_000, 400)]
    sent = json.loads(made.line(ReasonCode.WRONG_SUM, " звірено "))
    assert sent["amountKop"] == 400
    assert "roundId" not in sent
    assert (sent["correction"]["reasonCode"], sent["correction"]["text"]) == ("R1", "звірено")
    assert json.loads(made.line(ReasonCode.OTHER, ""))["correction"].keys() == {
        "kind", "attemptId", "originalSha256", "reasonCode"
    }  # fmt: skip


def test_a_kept_draft_comes_back_as_it_was(perimeter: PerimeterInProcess) -> None:
    made = draft(perimeter, spoilt("ST-203"))
    made.open_up("gameId")
    made.set("gameId", "slot-fruits")
    kept = made.kept()
    assert kept == {"settlmentForm": None, "gameId": "slot-fruits", "settlementForm": "NON_CASH"}
    again = CorrectionDraft(made._card)
    again.restore(kept)
    assert again.value == made.value
    assert [field.name for field in again.open] == ["settlementForm", "gameId"]
    assert again.touched


def test_a_field_is_opened_once_and_leaves_the_rest(perimeter: PerimeterInProcess) -> None:
    made = draft(perimeter, spoilt("AM-404"))
    assert "siteId" in made.rest
    field = made.open_up("siteId")
    assert (field.before, field.now, field.proposed) == ("mlynok.ua", "mlynok.ua", ())
    assert "siteId" not in made.rest


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(1, 1, True), (1, True, False), (1, 1.0, False), (1, "1", False), (None, None, True), ("a", "b", False)],
)
def test_the_same_in_json(one: Any, other: Any, *, expected: bool) -> None:
    assert same(one, other) is expected


def test_what_a_correction_has_of_its_own_is_no_change() -> None:
    before, after = {"a": 1, "seqNo": 4}, {"a": 2, "correction": {"kind": "x"}, "b": 3}
    assert changes_between(before, after) == [Change("a", 1, 2), Change("b", None, 3)]
