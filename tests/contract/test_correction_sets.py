"""What a request of corrections does, reckoned alike by whoever signs it and whoever takes it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from pydantic import ValidationError

from cabinet.contract.correction_sets import CorrectionPart, CorrectionSet, Reckoned, part_of, set_of
from cabinet.contract.limits import MAX_SET_PARTS
from cabinet.contract.money import COUNTED_KOP


def line(kind: str | None, kop: object = 100) -> bytes:
    value: dict[str, Any] = {"amountKop": kop}
    if kind is not None:
        value["correction"] = {"kind": kind}
    return json.dumps(value).encode()


def test_each_kind_by_itself() -> None:
    body = b"\n".join(
        [line("REVERSAL", 7), line("REPLACEMENT", 20), line("REVERSAL"), line("RESUBMIT_REJECTED", 3000), line(None, 5)]
    )
    part = part_of(body + b"\n\n")
    assert part.reversed == Reckoned(items=2, kop=107)
    assert part.replaced == Reckoned(items=1, kop=20)
    assert part.corrected == Reckoned(items=2, kop=3005)
    assert part.whole == Reckoned(items=5, kop=3132)
    assert part.sha256 == hashlib.sha256(body + b"\n\n").hexdigest()


@pytest.mark.parametrize(
    ("kind", "amends"), [("REVERSAL", True), ("REPLACEMENT", True), ("RESUBMIT_REJECTED", False), ("X", False)]
)
def test_what_speaks_of_accepted_ones(kind: str, amends: bool) -> None:
    assert part_of(line(kind)).amends is amends


@pytest.mark.parametrize(
    "odd",
    [b"{", b"[]", b"7", b"\xff", b'{"correction": 7}', b'{"correction": {"kind": ["REVERSAL"]}}', b"[" * 5_000],
)
def test_a_line_that_cannot_be_read_counts_as_one(odd: bytes) -> None:
    assert part_of(odd) == CorrectionPart(sha256=hashlib.sha256(odd).hexdigest(), corrected=Reckoned(items=1))


@pytest.mark.parametrize(
    ("kop", "counted"),
    [(1, 1), (0, 0), (-1, 0), (True, 0), ("5", 0), (1.5, 0), (COUNTED_KOP, COUNTED_KOP), (COUNTED_KOP + 1, 0)],
)
def test_the_sum_of_what_is_a_sum(kop: object, counted: int) -> None:
    assert part_of(line("REVERSAL", kop)).reversed == Reckoned(items=1, kop=counted)


def test_a_set_is_its_parts_in_their_order() -> None:
    bodies = [line("REVERSAL", 5), line("REPLACEMENT", 7), line("RESUBMIT_REJECTED", 9)]
    one, other = set_of(bodies), set_of(reversed(bodies))
    joined = b"".join(hashlib.sha256(body).digest() for body in bodies)
    assert one.sha256 == hashlib.sha256(joined).hexdigest() != other.sha256
    assert one.whole.sha256 == one.sha256
    assert (one.whole.reversed.kop, one.whole.replaced.kop, one.whole.corrected.kop) == (5, 7, 9)
    assert one.whole.whole == Reckoned(items=3, kop=21)


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (MAX_SET_PARTS, True), (MAX_SET_PARTS + 1, False)])
def test_how_many_parts(count: int, fits: bool) -> None:
    parts = [{"sha256": f"{n:064x}"} for n in range(count)]
    if fits:
        assert len(CorrectionSet.model_validate({"parts": parts}).parts) == count
    else:
        with pytest.raises(ValidationError):
            CorrectionSet.model_validate({"parts": parts})
