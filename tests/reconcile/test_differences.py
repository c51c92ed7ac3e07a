"""What keeps a day from being equal, and what does not."""

from __future__ import annotations

import msgspec
import pytest

from cabinet.export.job import Heading
from cabinet.reconcile.differences import Difference, FieldPair, Kind, KindTotal, Report
from cabinet.reconcile.protocol import protocol_of


def report(*kinds: Kind, broken_lines: int = 0) -> Report:
    totals = {kind: KindTotal(count=kinds.count(kind), sum_kop=10 * kinds.count(kind)) for kind in Kind}
    return Report(
        day="2026-11-24", source="", files=[], as_of=7, fields=[], columns={}, lines=1, sums=[], totals=totals,
        differences=[], broken_lines=broken_lines, broken=[], cut_after={}, other_days={},
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_what_came_late_and_what_people_sent_is_no_difference(kind: Kind) -> None:
    differs = kind not in {Kind.LATE, Kind.CABINET}
    found = report(kind, kind)
    assert (found.differing, found.equal) == (2 * differs, not differs)


def test_lines_that_were_not_read_are_a_difference() -> None:
    found = report(Kind.LATE, Kind.EXTRA, broken_lines=3)
    assert (found.differing, found.equal) == (4, False)


def test_fields_that_differ() -> None:
    pairs = (FieldPair("amountKop", 1, 2), FieldPair("type", "BET", "BET", same=True))
    one = Difference(
        kind=Kind.DIFFERENT, operator_tx_id="a", type="BET", amount_kop=1, occurred_at=None, fields=pairs
    )  # fmt: skip
    assert one.differing == pairs[:1]


def test_the_protocol_has_the_reason_of_each_difference() -> None:
    found = [
        Difference(kind=kind, operator_tx_id=tx, type="BET", amount_kop=1, occurred_at=None)
        for kind, tx in ((Kind.EXTRA, "a"), (Kind.DIFFERENT, "a"), (Kind.EXTRA, "b"))
    ]
    of = msgspec.structs.replace(report(Kind.EXTRA, Kind.EXTRA, Kind.DIFFERENT), differences=found)
    heading = Heading(perimeter="p", test=True, operator="o", at="")
    printed = protocol_of(of, [], heading, "uk", {("extra", "a"): "знаємо", ("extra", "c"): "немає такої"})
    assert [line.reason for line in printed.differences] == ["знаємо", "", ""]
    assert [line.reason for line in protocol_of(of, [], heading, "uk").differences] == ["", "", ""]
