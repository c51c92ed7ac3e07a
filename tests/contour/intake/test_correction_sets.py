"""Who signs what of their corrections: reversals always, bulks above the limits, each request of a set once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.intake.correction_sets import CorrectionSets
from cabinet.contour.ledger.store import Row
from cabinet.contract.about import Limits
from cabinet.contract.correction_sets import CorrectionPart, CorrectionSet, Reckoned, SignedSet, set_of
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.json_forms import from_json
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import Environment, Outcome
from tests.amending import replacement_of, reversal_of
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def body(items: int = 1, kop: int = 1, kind: str = "RESUBMIT_REJECTED", mark: str = "") -> bytes:
    one = {"operatorTxId": mark, "amountKop": kop, "correction": {"kind": kind}}
    return b"\n".join([json.dumps(one).encode()] * items)


class Desk:
    """Sets and requests of one perimeter of either environment."""

    def __init__(self, inside: PerimeterInProcess, environment: Environment) -> None:
        self.inside = inside
        self.store = inside.perimeter.store
        self.limits = Limits()
        self.sets = CorrectionSets(self.store, self.limits, environment)
        self.officer, self.head = inside.person(Role.COMPLIANCE), inside.person(Role.HEAD)
        self.now = NOW

    def admit(self, data: bytes, set_id: str | None = None, who: PersonHere | None = None) -> str:
        try:
            with self.store.write() as rows:
                self.sets.admit(rows, who or self.officer, data, set_id, self.now)
        except KnownError as error:
            return error.code
        return "OK"

    def sign(self, *bodies: bytes, who: PersonHere | None = None) -> SignedSet:
        return self.sets.sign(who or self.officer, set_of(bodies), None, self.now)


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[PerimeterInProcess]:
    inside = PerimeterInProcess(tmp_path / "inside")
    yield inside
    inside.close()


@pytest.fixture
def desk(inside: PerimeterInProcess) -> Desk:
    return Desk(inside, Environment.PRODUCTION)


@pytest.mark.parametrize("kind", ["REVERSAL", "REPLACEMENT"])
def test_what_was_accepted_is_corrected_with_a_signature_by_whoever_may(desk: Desk, kind: str) -> None:
    back = body(kind=kind)
    assert desk.admit(back) == "RIGHT_MISSING", "compliance corrects what was rejected"
    assert desk.admit(back, who=desk.head) == "STEP_UP_REQUIRED"
    with pytest.raises(KnownError, match="RIGHT_MISSING") as refusal:
        desk.sign(back)
    assert Right.CORRECT_ACCEPTED.value in str(getattr(refusal.value, "required", ()))
    signed = desk.sign(back, who=desk.head)
    assert desk.admit(back, signed.set_id, desk.head) == "OK"


def test_a_right_that_was_taken_away_opens_nothing_that_was_signed_before(desk: Desk) -> None:
    back = body(kind="REVERSAL")
    signed = desk.sign(back, who=desk.head)
    less = dataclasses.replace(desk.head, rights=desk.head.rights - {Right.CORRECT_ACCEPTED})
    assert desk.admit(back, signed.set_id, less) == "RIGHT_MISSING"


def test_a_test_perimeter_asks_for_no_signature(inside: PerimeterInProcess) -> None:
    desk = Desk(inside, Environment.TEST)
    assert desk.admit(body(kind="REVERSAL"), who=desk.head) == "OK"
    assert desk.admit(body(kind="REVERSAL")) == "RIGHT_MISSING"
    assert desk.admit(body(kop=desk.limits.bulk_signed_above_kop + 1)) == "OK"
    assert desk.admit(body(), "no-such-set") == "CORRECTION_SET_UNKNOWN"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({"items": 999}, "OK"), ({"items": 1000}, "OK"), ({"items": 1001}, "STEP_UP_REQUIRED"),
        ({"kop": 99_999_999}, "OK"), ({"kop": 100_000_000}, "OK"), ({"kop": 100_000_001}, "STEP_UP_REQUIRED"),
    ],
)  # fmt: skip
def test_a_bulk_above_the_limits_is_signed(desk: Desk, of: dict[str, Any], expected: str) -> None:
    assert (desk.limits.bulk_signed_above_items, desk.limits.bulk_signed_above_kop) == (1_000, 100_000_000)
    data = body(**of)
    assert desk.admit(data) == expected
    signed = desk.sign(data)
    assert desk.admit(data, signed.set_id) == "OK", "signed, whatever its size"


def test_a_bulk_that_is_cut_up_is_one(desk: Desk) -> None:
    assert [desk.admit(body(items=500, mark=str(n))) for n in range(3)] == ["OK", "OK", "STEP_UP_REQUIRED"]
    assert desk.admit(body()) == "STEP_UP_REQUIRED"
    assert desk.admit(body(items=500), who=desk.head) == "OK", "another person's are their own"
    signed = desk.sign(body(items=500))
    assert desk.admit(body(items=500), signed.set_id) == "OK"
    desk.now += HOUR - SECOND
    assert desk.admit(body()) == "STEP_UP_REQUIRED"
    desk.now += SECOND
    assert desk.admit(body(items=1000)) == "OK", "an hour later it is another bulk"


def test_what_was_signed_is_not_reckoned_among_the_unsigned(desk: Desk) -> None:
    data = body(items=500)
    assert desk.admit(data, desk.sign(data).set_id) == "OK"
    assert desk.admit(body(items=1000)) == "OK"


def test_the_sums_of_several_requests(desk: Desk) -> None:
    assert desk.admit(body(kop=60_000_000)) == "OK"
    assert desk.admit(body(kop=40_000_001)) == "STEP_UP_REQUIRED"
    assert desk.admit(body(kop=40_000_000)) == "OK"


def test_each_request_of_a_set_is_taken_once(desk: Desk) -> None:
    one, other, stranger = (body(mark=mark) for mark in "abc")
    signed = desk.sign(one, other)
    assert desk.admit(stranger, signed.set_id) == "CORRECTION_SET_OTHER"
    assert desk.admit(other, signed.set_id) == "OK"
    assert desk.admit(other, signed.set_id) == "CORRECTION_SET_OTHER"
    assert desk.admit(one, signed.set_id) == "OK"


def test_a_set_is_one_persons_for_an_hour(desk: Desk) -> None:
    data = body()
    signed = desk.sign(data)
    assert signed.until == NOW + HOUR
    assert desk.admit(data, signed.set_id, desk.head) == "CORRECTION_SET_UNKNOWN"
    stranger = dataclasses.replace(desk.officer, edrpou="14360570")
    assert desk.admit(data, signed.set_id, stranger) == "CORRECTION_SET_UNKNOWN"
    desk.now += HOUR
    assert desk.admit(data, signed.set_id) == "CORRECTION_SET_UNKNOWN"
    desk.now -= SECOND
    assert desk.admit(data, signed.set_id) == "OK"


@pytest.mark.parametrize(
    "lie",
    [
        {"corrected": Reckoned(items=1, kop=9)}, {"corrected": Reckoned(items=2, kop=10)}, {"corrected": Reckoned()},
    ],
)  # fmt: skip
def test_what_was_signed_in_words_is_what_comes(desk: Desk, lie: dict[str, Reckoned]) -> None:
    """Whoever signs a smaller sum than they send has signed something else."""
    data = body(kop=10)
    (part,) = set_of([data]).parts
    wanted = CorrectionSet(parts=[part.model_copy(update=lie)])
    signed = desk.sets.sign(desk.officer, wanted, None, NOW)
    assert desk.admit(data, signed.set_id) == "CORRECTION_SET_OTHER"


def test_a_reversal_signed_as_a_correction_is_none(desk: Desk) -> None:
    data = body(kind="REVERSAL", kop=10)
    (part,) = set_of([data]).parts
    hidden = CorrectionPart(sha256=part.sha256, corrected=part.reversed)
    signed = desk.sets.sign(desk.head, CorrectionSet(parts=[hidden]), None, NOW)
    assert desk.admit(data, signed.set_id, desk.head) == "CORRECTION_SET_OTHER"


def test_a_set_that_names_a_request_twice(desk: Desk) -> None:
    with pytest.raises(KnownError, match="CORRECTION_SET_INVALID"):
        desk.sign(body(), body())


def test_a_request_that_is_refused_uses_nothing_up(desk: Desk) -> None:
    """What :meth:`admit` writes is part of the transaction that takes the corrections."""
    data = body(items=600)
    signed = desk.sign(data)
    for set_id in (signed.set_id, None):
        with pytest.raises(RuntimeError), desk.store.write() as rows:
            desk.sets.admit(rows, desk.officer, data, set_id, NOW)
            raise RuntimeError
    assert desk.admit(data, signed.set_id) == "OK"
    assert desk.admit(data) == "OK"


def test_what_was_signed_is_kept(desk: Desk) -> None:
    signed = desk.sign(body())
    with desk.store.read() as rows:
        kept: Row | None = rows.one("SELECT * FROM correction_sets WHERE set_id = :id", id=signed.set_id)
    assert kept is not None
    assert (kept["by_name"], kept["statement"], kept["cms"]) == (desk.officer.who, None, None)


def test_a_person_reverses_and_replaces_and_the_platform_is_told(inside: PerimeterInProcess) -> None:
    """IN-803's advice can be followed by a person, and the feed names what was reversed."""
    sent = line("a")
    (accepted,) = inside.judge(sent)
    raw = json.dumps(sent).encode()
    head, intake = inside.person(Role.HEAD), inside.perimeter.intake
    assert accepted.soms_tx_id is not None
    back = encoded(reversal_of(raw, accepted.soms_tx_id, "a-back"))
    (reversed_,) = from_json(BatchAnswer, intake.correct(head, back, "key-1", NOW)).items
    assert reversed_.status is Outcome.ACCEPTED
    assert reversed_.soms_tx_id is not None
    anew = encoded(replacement_of(back.rstrip(b"\n"), reversed_.soms_tx_id, "a-anew", amountKop=700))
    (replaced,) = from_json(BatchAnswer, intake.correct(head, anew, "key-2", NOW)).items
    assert replaced.status is Outcome.ACCEPTED
    with inside.perimeter.store.read() as rows:
        told = rows.all("SELECT attempt_id, of_attempt_id, by_name FROM corrections ORDER BY seq")
    assert [tuple(row) for row in told] == [
        (reversed_.attempt_id, accepted.attempt_id, head.who), (replaced.attempt_id, reversed_.attempt_id, head.who),
    ]  # fmt: skip
