"""A day's totals and hashes by source, type and state: how far it is while they are reckoned, and then the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.reconciliation.day_scan import DayScan
from cabinet.contract.endpoint import Body, Streamed
from cabinet.contract.reconciliation import (
    BUCKETS,
    Canon,
    DayTotals,
    ReconcileState,
    Scanned,
    TotalsLine,
    TypeTotal,
    bucket_of,
    fields_asked,
    hex_sum,
)

__all__ = ["totals"]

_Key = tuple[str, str, ReconcileState]
_TOLD_EVERY: Final = 32
"""Runs between two lines that say how far it is: a second or so."""
_encode = msgspec.json.Encoder().encode


def totals(ledger: Ledger, edrpou: str, day: str, query: Mapping[str, str]) -> Streamed:
    """Return the stream of a day's totals.

    Raises:
        KnownError: ``PERIOD_INVALID`` or ``RECONCILIATION_FIELDS``.
    """
    fields = fields_asked(query.get("fields"))
    with ledger.store.read() as rows:
        as_of = newest_entry(rows, edrpou)
        own = rows.tuples("SELECT number FROM licences WHERE edrpou = :edrpou ORDER BY number", edrpou=edrpou)
    scan = DayScan(ledger, edrpou, day, Canon(fields), query.get("source"), as_of)

    def pieces() -> Iterator[bytes]:
        sums: dict[_Key, list[int]] = {}
        buckets = [0] * BUCKETS
        for number, (done, of, found) in enumerate(scan.runs(), 1):
            for _, block, state, late, seen in found:
                digest = int.from_bytes(seen.digest, "big")
                key = (block.source, seen.kind, state)
                total = sums.get(key)
                if total is None:
                    total = sums[key] = [0, 0, 0, 0]
                total[0] += 1
                total[1] += seen.kop
                total[2] += digest
                total[3] += late
                buckets[bucket_of(seen.tx)] += digest
            if number % _TOLD_EVERY == 0:
                yield _encode(TotalsLine(scanned=Scanned(frames=done, of=of))) + b"\n"
        told = [
            TypeTotal(
                source=key[0], type=key[1], state=key[2], count=n, sum_kop=kop, sha256_sum=hex_sum(sha), late=late
            )
            for key, (n, kop, sha, late) in sorted(sums.items())
        ]
        day_totals = DayTotals(
            day=scan.day.isoformat(), as_of=as_of, fields=list(fields), totals=told,
            buckets=[hex_sum(total) for total in buckets], licences=[number for (number,) in own],
        )  # fmt: skip
        yield _encode(TotalsLine(totals=day_totals)) + b"\n"

    return Streamed(Body.NDJSON, pieces())
