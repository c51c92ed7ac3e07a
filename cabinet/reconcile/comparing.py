"""One bucket of both sides compared: what is missing, extra, different, rejected, held, doubled or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cabinet.contract.reconciliation import Listed, ReconcileState
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.reconcile.differences import Kind
from cabinet.reconcile.our_day import Row

__all__ = ["Found", "compare_bucket"]

_WEIGHT: Final = {
    ReconcileState.ACCEPTED: 0, ReconcileState.REVERSAL: 0, ReconcileState.PENDING: 1, ReconcileState.REJECTED: 2,
}  # fmt: skip


class Found(NamedTuple):
    """One difference: the lines of the file, and how the transaction stands in SOMS; None where it is not there."""

    kind: Kind
    ours: tuple[Row, ...]
    theirs: Listed | None


def compare_bucket(ours: Iterable[Row], theirs: Iterable[Listed], *, whole: bool) -> Iterator[Found]:
    """Yield the differences of one bucket.

    Args:
        ours: every line of the files in it, of whatever day.
        theirs: the day's transactions in it: all of them where it is ``whole``, else those that are late, held or
            rejected, and the others agree.
        whole: whether what does not stand there is missing.
    """  # fmt: skip
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in ours:
        lines[row.tx].append(row)
    standing: dict[str, Listed] = {}
    for one in theirs:
        known = standing.get(one.operator_tx_id)
        if known is None or _WEIGHT[one.state] < _WEIGHT[known.state]:
            standing[one.operator_tx_id] = one
    for tx, rows in lines.items():
        yield from _of_line(rows, standing.get(tx), whole=whole)
    for tx, one in standing.items():
        # What was rejected counts nowhere, and what people have sent is in no platform's file.
        if tx not in lines and one.state is not ReconcileState.REJECTED:
            yield Found(Kind.CABINET if one.source == CABINET_SOURCE else Kind.EXTRA, (), one)


def _of_line(rows: list[Row], one: Listed | None, *, whole: bool) -> Iterator[Found]:
    here = [row for row in rows if row.of_day]
    if one is None:
        if not whole or not here:
            return
        yield Found(Kind.MISSING, (here[0],), None)
    elif one.state is ReconcileState.REJECTED:
        if here:
            yield Found(Kind.REJECTED, (here[0],), one)
    elif one.state is ReconcileState.PENDING:
        yield Found(Kind.HELD, (rows[0],), one)
    elif all(row.digest.hex() != one.sha256 for row in rows):
        yield Found(Kind.DIFFERENT, ((here or rows)[0],), one)
    elif one.late:
        yield Found(Kind.LATE, (rows[0],), one)
    if len(rows) > 1 and here:
        yield Found(Kind.DUPLICATE, tuple(rows), one)
