"""Attempts whole: in the order they came, by pages, only those named, and each with what hangs on it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from pydantic import ValidationError

from cabinet.contour.rejections.lines import lines
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.rejection_lines import MOST_LINES, LinesAsked, RejectionLines
from tests.contour.grants import refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line


def asked(perimeter: PerimeterInProcess, **given: Any) -> RejectionLines:
    with perimeter.perimeter.store.read() as rows:
        log = perimeter.perimeter.ledger.reader(rows, SAMPLE_EDRPOU)
        return lines(log, LinesAsked(**given), None, NOW)


def txs(found: RejectionLines) -> list[str | None]:
    return [item.row.operator_tx_id for item in found.items]


def payout(name: str, bet: str, **more: Any) -> dict[str, object]:
    return line(name, type="PAYOUT", relatedTxId=bet, **more)


def test_exact_bytes_and_findings(perimeter: PerimeterInProcess) -> None:
    raw = json.dumps(line("a", currency="EUR")).encode()
    (bad,) = perimeter.judge(raw)
    (item,) = asked(perimeter).items
    assert base64.b64decode(item.payload) == raw
    assert (item.row.attempt_id, [f.code for f in item.findings], item.withheld) == (bad.attempt_id, ["AM-403"], False)


def test_pages_run_from_the_oldest(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(5)))
    seen: list[str | None] = []
    cursor = None
    while True:
        found = asked(perimeter, limit=2, cursor=cursor)
        assert found.total.value == 5
        seen += txs(found)
        cursor = found.next
        if cursor is None:
            break
    assert seen == ["t0", "t1", "t2", "t3", "t4"]


def test_only_those_named_that_fit_the_filter(perimeter: PerimeterInProcess) -> None:
    a, b, c = perimeter.judge(line("a", currency="EUR"), line("b", currency="EUR"), line("c", amountKop=0))
    found = asked(perimeter, attemptIds=[c.attempt_id, a.attempt_id, "no-such"], filter="state:open")
    assert (txs(found), found.total.value) == (["a", "c"], 2)
    assert txs(asked(perimeter, attemptIds=[a.attempt_id, c.attempt_id], filter="code:AM-401")) == ["c"]
    assert b.attempt_id not in [item.row.attempt_id for item in found.items]


def test_a_frozen_view(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a", currency="EUR"))
    as_of = asked(perimeter).as_of
    perimeter.judge(line("b", currency="EUR"))
    frozen = asked(perimeter, asOf=as_of)
    assert (txs(frozen), frozen.total.value, frozen.as_of) == (["a"], 1, as_of)
    assert txs(asked(perimeter, asOf=2**62)) == ["a", "b"]


def test_each_is_followed_by_what_only_hangs_on_it(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(
        line("a", currency="EUR"), line("b", currency="EUR"), payout("a1", "a"), payout("b1", "b"),
        payout("a2", "a", currency="EUR"), payout("x1", "nobody"),
    )  # fmt: skip
    found = asked(perimeter, filter="code:AM-403", consequences=True)
    assert txs(found) == ["a", "a1", "b", "b1", "a2"]
    of = {item.row.operator_tx_id: item.follows for item in found.items}
    ids = {item.row.operator_tx_id: item.row.attempt_id for item in found.items}
    assert of == {"a": None, "a1": ids["a"], "b": None, "b1": ids["b"], "a2": None}
    assert found.total.value == 3
    assert txs(asked(perimeter, filter="code:AM-403")) == ["a", "b", "a2"]


def test_cursors_of_any_text(perimeter: PerimeterInProcess) -> None:
    assert refused(lambda: asked(perimeter, cursor="x")) == "CURSOR_INVALID"
    assert refused(lambda: asked(perimeter, filter="x:y")) == "FILTER_INVALID"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"limit": 0}, False), ({"limit": 1}, True), ({"limit": MOST_LINES}, True), ({"limit": MOST_LINES + 1}, False),
        ({"attemptIds": []}, False), ({"attemptIds": ["a"] * MOST_LINES}, True),
        ({"attemptIds": ["a"] * (MOST_LINES + 1)}, False), ({"attemptIds": ["a" * 64]}, True),
        ({"attemptIds": ["a" * 65]}, False), ({"asOf": -1}, False), ({"asOf": 0}, True), ({"asOf": 2**62 + 1}, False),
    ],
)  # fmt: skip
def test_limits_of_what_is_asked(given: dict[str, Any], taken: bool) -> None:
    if taken:
        LinesAsked(**given)
    else:
        with pytest.raises(ValidationError):
            LinesAsked(**given)
