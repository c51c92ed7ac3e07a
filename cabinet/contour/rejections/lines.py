"""Rejected attempts whole, page by page, each followed by those that hang on it where that is asked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from cabinet.contour.ledger.reader import LogReader, frozen_at
from cabinet.contour.ledger.store import Row
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.places import Places
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import read_cursor, row_of
from cabinet.contract.filter import parse_filter
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.model import Total
from cabinet.contract.rejection_lines import MOST_LINES, LinesAsked, RejectionLine, RejectionLines
from cabinet.contract.states import RejectionState

__all__ = ["line_of", "lines"]


def lines(
    log: LogReader, asked: LinesAsked, me: str | None, now: datetime, hold_seconds: int = HOLD_SECONDS
) -> RejectionLines:
    """Return one page, oldest first; ``hold_seconds`` is how long a refund waits for its bet.

    Raises:
        KnownError: ``CURSOR_INVALID``, ``FILTER_INVALID``, ``FILTER_TOO_LONG``, ``FILTER_TOO_MANY`` or
            ``ID_LIST_GONE``.
    """
    edrpou = log.log.edrpou
    as_of = frozen_at(log.rows, edrpou, asked.as_of)
    wanted = ask(log.rows, edrpou, parse_filter(asked.filter), me, now)
    values = dict(wanted.values)
    where = f"{wanted.where} AND r.seq <= :as_of"
    if asked.attempt_ids is not None:
        where += f" AND {any_of('r.attempt_id', 'attempt', asked.attempt_ids, values)}"
        total = log.rows.one(f"SELECT COUNT(*) AS n FROM {wanted.source} r WHERE {where}", **values, as_of=as_of)
        count = total["n"] if total is not None else 0
    else:
        count = Places(log.rows, edrpou, wanted, as_of).total
    after = read_cursor(asked.cursor) if asked.cursor is not None else -1
    found = log.rows.all(
        f"SELECT * FROM {wanted.source} r WHERE {where} AND r.seq > :after ORDER BY r.seq LIMIT :limit",
        **values, as_of=as_of, after=after, limit=asked.limit + 1,
    )  # fmt: skip
    page = found[: asked.limit]
    following = _consequences(log, page, as_of) if asked.consequences else {}
    items = []
    for row in page:
        items.append(line_of(log, row, hold_seconds=hold_seconds))
        items += [line_of(log, one, row["attempt_id"]) for one in following.get(row["attempt_id"], [])]
    return RejectionLines(
        items=items, next=str(page[-1]["seq"]) if len(found) > asked.limit else None, as_of=as_of,
        total=Total(value=count, exact=True),
    )  # fmt: skip


def _consequences(log: LogReader, page: list[Row], as_of: int) -> dict[str, list[Row]]:
    """Return the open rejections that hang on these, and what hangs on those, by the attempt of the page."""
    of = {row["operator_tx_id"]: row["attempt_id"] for row in page if row["operator_tx_id"] is not None}
    found: dict[str, list[Row]] = defaultdict(list)
    roots = list(of)
    while roots:
        values: dict[str, object] = {"edrpou": log.log.edrpou}
        hanging = any_of("root_tx", "tx", roots[:MOST_LINES], values)
        roots = roots[MOST_LINES:]
        for row in log.rows.all(
            "SELECT * FROM rejections WHERE edrpou = :edrpou AND seq IN "
            f"(SELECT seq FROM rejections WHERE edrpou = :edrpou AND {hanging}) ORDER BY seq",
            **values,
        ):
            # Here and not there: SQLite would rather look through all that is open.
            if row["state"] != RejectionState.OPEN.value or row["seq"] > as_of:
                continue
            found[of[row["root_tx"]]].append(row)
            if row["operator_tx_id"] not in of:
                of[row["operator_tx_id"]] = of[row["root_tx"]]
                roots.append(row["operator_tx_id"])
    return found


def line_of(log: LogReader, row: Row, follows: str | None = None, *, hold_seconds: int = HOLD_SECONDS) -> RejectionLine:
    """Return one row of the index with its exact bytes and what was found."""
    attempt = log.attempt(row["seq"])
    return RejectionLine(
        row=row_of(row, hold_seconds), payload=attempt.payload, payload_sha256=attempt.commitment,
        withheld=attempt.withheld, findings=attempt.findings, follows=follows,
    )  # fmt: skip
