"""A day's transactions one by one: those of the buckets asked, and all that are late, held or rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from cabinet.contour.ledger.attempt_ids import id_at
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import frozen_at
from cabinet.contour.reconciliation.day_scan import DayScan, Found
from cabinet.contract.endpoint import Body, Streamed
from cabinet.contract.reconciliation import (
    Canon,
    Listed,
    ListedEnd,
    ReconcileState,
    bucket_of,
    buckets_wanted,
    fields_asked,
)

__all__ = ["listing"]

_PLAIN = (ReconcileState.ACCEPTED, ReconcileState.REVERSAL)
_encode = msgspec.json.Encoder().encode


def listing(ledger: Ledger, edrpou: str, day: str, query: Mapping[str, str]) -> Streamed:
    """Return the stream of a day's transactions after the entry ``cursor``, oldest first.

    Raises:
        KnownError: ``PERIOD_INVALID`` or ``RECONCILIATION_FIELDS``.
    """
    wanted = buckets_wanted(query.get("buckets"))
    with ledger.store.read() as rows:
        as_of = frozen_at(rows, edrpou, int(query["asOf"]) if "asOf" in query else None)
    canon = Canon(fields_asked(query.get("fields")))
    scan = DayScan(ledger, edrpou, day, canon, query.get("source"), as_of, wanted)
    after = int(query.get("cursor", -1))
    with ledger.store.read() as rows:
        secret = ledger.reader(rows, edrpou).log.secret

    def pieces() -> Iterator[bytes]:
        told = 0
        for _, _, found in scan.runs(after):
            lines = [
                _encode(_listed(one, secret)) + b"\n"
                for one in found
                if one.late or one.state not in _PLAIN or bucket_of(one.seen.tx) in wanted
            ]
            told += len(lines)
            if lines:
                yield b"".join(lines)
        yield _encode(ListedEnd(end=told, as_of=as_of)) + b"\n"

    return Streamed(Body.NDJSON, pieces())


def _listed(found: Found, secret: bytes) -> Listed:
    seq, block, state, late, seen = found
    return Listed(
        seq=seq, attempt_id=id_at(secret, block.tick_at(seq)), operator_tx_id=seen.tx, source=block.source,
        type=seen.kind, state=state, amount_kop=seen.kop, occurred_at=seen.at, received_at=block.received_at,
        sha256=seen.digest.hex(), late=late,
    )  # fmt: skip
