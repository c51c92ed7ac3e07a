"""Erasing one payload where the law demands it: the line goes, its entry, the tree and every proof stay as they are."""

from __future__ import annotations

import msgspec

from cabinet.contour.ledger.attempt import kept_fields
from cabinet.contour.ledger.frames import FRAME, Frame, pack
from cabinet.contour.ledger.log import Ledger
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    BRAND_ID,
    LICENCE_NO,
    OCCURRED_AT,
    OPERATOR_TX_ID,
    PLACES,
    RELATED_TX_ID,
    TYPE,
)
from cabinet.rules.item import ItemFields

__all__ = ["erase_payload"]

_KEPT = (OPERATOR_TX_ID, TYPE, RELATED_TX_ID, LICENCE_NO, BRAND_ID, AMOUNT_KOP, OCCURRED_AT, *PLACES)
"""What figures, taxes and links are made of; nothing of it is about a person."""


def erase_payload(ledger: Ledger, attempt_id: str) -> None:
    """Erase the payload of an attempt, in a ledger that nobody else has open.

    One that waits for its bet has yet to be judged, and its line is needed for that.

    What the log commits to of it stays: its SHA-256, and that of its findings, which stay as they are.

    Raises:
        KnownError: ``ATTEMPT_UNKNOWN``, ``ATTEMPT_HELD``.
    """
    with ledger.store.overwriting(), ledger.store.write() as rows:
        found = ((log, log.by_attempt_id(attempt_id)) for log in (ledger.reader(rows, e) for e in ledger.operators))
        log, attempt = next(((log, attempt) for log, attempt in found if attempt is not None), (None, None))
        if log is None or attempt is None:
            raise KnownError("ATTEMPT_UNKNOWN")
        if attempt.outcome is Outcome.PENDING:
            raise KnownError("ATTEMPT_HELD")
        index, place = divmod(attempt.seq, FRAME)
        old = log.frame(index)
        _, note = log.line(attempt.seq)
        fields = ItemFields((field, attempt.fields[field]) for field in _KEPT if attempt.fields[field] is not None)
        frame = Frame(old.lines, dict(old.notes))
        frame.lines[place] = b""
        frame.notes[place] = msgspec.structs.replace(
            note, fields=kept_fields(fields), commitment=bytes.fromhex(attempt.commitment), withheld=True, long=False
        )
        lines, notes = pack(frame.lines, frame.notes)
        rows.run("DELETE FROM long_lines WHERE place = :place", place=log.log.base | attempt.seq)
        rows.run(
            "UPDATE frames SET lines = :lines, notes = :notes WHERE place = :place",
            lines=lines, notes=notes, place=log.log.base | index,
        )  # fmt: skip
        rows.after_commit(lambda: ledger.erased(log.log.edrpou, index, frame))
