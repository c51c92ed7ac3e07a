"""When corrections are signed, what of them one set has, and what happens where a signature was not foreseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from cabinet.contract.about import Limits
from cabinet.contract.correction_sets import CorrectionSet, Reckoned, set_of
from cabinet.contract.errors import KnownError
from cabinet.contract.limits import MAX_SET_PARTS
from cabinet.desks import correction_signing
from cabinet.desks.correction_signing import above_limits, correct_signed, send_part, sign_before, sign_set
from tests.perimeter_in_process import encoded

LIMITS = Limits(bulk_signed_above_items=3, bulk_signed_above_kop=100)


def body(mark: str = "a", kop: int = 1, kind: str = "RESUBMIT_REJECTED", items: int = 1) -> bytes:
    return encoded(*[{"operatorTxId": mark, "amountKop": kop, "correction": {"kind": kind}}] * items)


@dataclass
class Perimeter:
    """Stands for the client: refuses with ``refusals`` first; remembers what was signed and sent under what."""

    refusals: list[str] = field(default_factory=list)
    signed: list[CorrectionSet] = field(default_factory=list)
    sent: list[tuple[bytes, str, str | None]] = field(default_factory=list)

    def sign_corrections(self, wanted: CorrectionSet, _key: str) -> Any:
        self.signed.append(wanted)
        return type("Signed", (), {"set_id": f"set-{len(self.signed)}"})()

    def correct(self, data: bytes, key: str, set_id: str | None = None) -> Any:
        self.sent.append((data, key, set_id))
        if self.refusals:
            raise KnownError(self.refusals.pop(0))
        return "answer"


@pytest.fixture
def perimeter(monkeypatch: pytest.MonkeyPatch) -> Perimeter:
    made = Perimeter()
    monkeypatch.setattr("cabinet.perimeter.rejections.RejectionsClient", lambda _session: made)
    monkeypatch.setattr(correction_signing, "ask_limits", lambda _session: LIMITS)
    return made


SESSION: Any = None


@pytest.mark.parametrize(
    ("items", "kop", "above"),
    [(2, 99, False), (3, 100, False), (4, 100, True), (3, 101, True), (4, 101, True)],
)
def test_the_limits(items: int, kop: int, above: bool) -> None:
    assert above_limits(Reckoned(items=items, kop=kop), LIMITS) is above
    assert not above_limits(Reckoned(items=items, kop=kop), None)


@pytest.mark.parametrize(
    ("bodies", "signed"),
    [
        ([body(items=3)], False),
        ([body(items=2), body(items=2)], True),
        ([body(kop=50), body(kop=50)], False),
        ([body(kop=50), body(kop=51)], True),
        ([body(kind="REVERSAL")], True),
        ([body(), body(kind="REPLACEMENT")], True),
    ],
)
def test_what_is_signed_before(perimeter: Perimeter, bodies: list[bytes], signed: bool) -> None:
    assert sign_before(SESSION, bodies) == ("set-1" if signed else None)
    assert perimeter.signed == ([set_of(bodies)] if signed else [])


def test_nothing_is_signed_where_no_signature_is_wanted(perimeter: Perimeter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correction_signing, "ask_limits", lambda _session: None)
    assert sign_before(SESSION, [body(kind="REVERSAL")]) is None
    assert perimeter.signed == []


@pytest.mark.parametrize("count", [MAX_SET_PARTS - 1, MAX_SET_PARTS, MAX_SET_PARTS + 1])
def test_a_set_has_as_many_requests_as_it_may(perimeter: Perimeter, count: int) -> None:
    sign_set(SESSION, [body(str(n)) for n in range(count)])
    assert len(perimeter.signed[0].parts) == min(count, MAX_SET_PARTS)


@pytest.mark.parametrize("code", ["STEP_UP_REQUIRED", "CORRECTION_SET_UNKNOWN", "CORRECTION_SET_OTHER"])
def test_a_signature_that_was_not_foreseen_is_given_once(perimeter: Perimeter, code: str) -> None:
    perimeter.refusals = [code]
    assert send_part(SESSION, b"x", "key", "old", lambda: "anew") == "answer"
    assert perimeter.sent == [(b"x", "key", "old"), (b"x", "key", "anew")]
    perimeter.refusals = [code, code]
    with pytest.raises(KnownError, match=code):
        send_part(SESSION, b"x", "key", "old", lambda: "anew")
    assert len(perimeter.sent) == 4


def test_any_other_refusal_is_told(perimeter: Perimeter) -> None:
    perimeter.refusals = ["BODY_INVALID"]
    with pytest.raises(KnownError, match="BODY_INVALID"):
        send_part(SESSION, b"x", "key", None, lambda: "anew")
    assert perimeter.sent == [(b"x", "key", None)]


def test_one_correction(perimeter: Perimeter) -> None:
    correct_signed(SESSION, body(), "a")
    correct_signed(SESSION, body(kind="REVERSAL"), "b")
    perimeter.refusals = ["STEP_UP_REQUIRED"]
    correct_signed(SESSION, body("late"), "c")
    assert [(key, set_id) for _, key, set_id in perimeter.sent] == [
        ("a", None), ("b", "set-1"), ("c", None), ("c", "set-2"),
    ]  # fmt: skip
    assert perimeter.signed == [set_of([body(kind="REVERSAL")]), set_of([body("late")])]
