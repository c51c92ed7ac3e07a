"""How many rejections fit each of several filters."""

from __future__ import annotations

from datetime import datetime

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Rows
from cabinet.contour.rejections.places import Places
from cabinet.contour.rejections.query import ask
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.rejection_counts import CountsAsked, RejectionCounts

__all__ = ["counts"]


def counts(rows: Rows, edrpou: str, asked: CountsAsked, me: str | None, now: datetime) -> RejectionCounts:
    """Count what fits each filter, all as of one entry; the same filter twice is counted once.

    Raises:
        KnownError: ``FILTER_INVALID``, ``FILTER_TOO_LONG`` or ``FILTER_TOO_MANY``.
    """
    as_of = newest_entry(rows, edrpou)
    found: dict[str, int | None] = {}
    for text in dict.fromkeys(asked.filters):
        wanted = parse_filter(text)
        try:
            condition = ask(rows, edrpou, wanted, me, now)
        except KnownError as error:
            if error.code != "ID_LIST_GONE":
                raise
            found[text] = None
            continue
        cheap = condition.counted or bool(wanted.lists)
        found[text] = Places(rows, edrpou, condition, as_of).total if cheap or not asked.cheap_only else None
    return RejectionCounts(counts=[found[text] for text in asked.filters], as_of=as_of)
