"""What was closed in a period, by cause: read by the moment of closing, or of the decision that justified it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Rows
from cabinet.contour.statistics.periods import Period
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rejection_closings import ClosedCause, Closings
from cabinet.contract.states import Bucket, RejectionState

__all__ = ["closings"]

_STATES: Final = tuple(
    state.value for state in (RejectionState.CORRECTED, RejectionState.SUPERSEDED, RejectionState.JUSTIFIED)
)
_MOVED: Final = (
    "SELECT r.grp, r.state, COUNT(*), COALESCE(SUM(r.amount_kop), 0) FROM rejections r WHERE r.edrpou = :edrpou "
    "AND r.closed_at >= :start AND r.closed_at < :end GROUP BY r.grp, r.state"
)
_OWN: Final = "SELECT MAX(o.number) FROM case_events o WHERE o.edrpou = r.edrpou AND o.subject = r.attempt_id"
"""The last decision about one rejection alone."""
_NOT_ALREADY: Final = (
    "COALESCE((SELECT o.state FROM case_events o WHERE o.edrpou = r.edrpou AND o.subject = r.attempt_id "
    "ORDER BY o.number DESC LIMIT 1), '') <> 'justified'"
)
_JUSTIFIED_ALONE: Final = (
    "SELECT r.grp, r.state, COUNT(*), COALESCE(SUM(r.amount_kop), 0) FROM case_events e "
    "JOIN rejections r ON r.attempt_id = e.subject AND r.edrpou = e.edrpou WHERE e.edrpou = :edrpou "
    "AND e.state = 'justified' AND e.at >= :start AND e.at < :end AND r.state = 'justified' "
    f"AND e.number = ({_OWN}) GROUP BY r.grp, r.state"
)
_MEANT: Final = "{e}.state = 'justified' AND r.seq < {e}.size AND {e}.number > COALESCE(({own}), 0)"
"""A decision about a cause that meant a rejection: it was there, and nobody has decided about it alone since."""
_JUSTIFIED_TOGETHER: Final = (
    "SELECT r.grp, r.state, COUNT(*), COALESCE(SUM(r.amount_kop), 0) FROM case_events e "
    "JOIN rejections r ON r.grp = e.subject AND r.edrpou = e.edrpou WHERE e.edrpou = :edrpou "
    "AND e.at >= :start AND e.at < :end AND r.state = 'justified' "
    f"AND {_NOT_ALREADY} AND {_MEANT.format(e='e', own=_OWN)} "
    "AND NOT EXISTS (SELECT 1 FROM case_events b WHERE b.edrpou = e.edrpou "
    f"AND b.subject = e.subject AND b.number < e.number AND {_MEANT.format(e='b', own=_OWN)}) GROUP BY r.grp, r.state"
)


def closings(rows: Rows, edrpou: str, query: Mapping[str, str], now: datetime) -> Closings:
    """Return every cause of which something was closed; today's by default.

    Raises:
        KnownError: ``PERIOD_INVALID``.
    """
    today = kyiv_day(now).isoformat()
    period = Period.read(query.get("from", today), query.get("to", today), Bucket.DAY)
    found: dict[str, dict[str, int]] = {}
    for statement in (_MOVED, _JUSTIFIED_ALONE, _JUSTIFIED_TOGETHER):
        for grp, state, number, kop in rows.tuples(statement, edrpou=edrpou, start=period.start, end=period.end):
            of = found.setdefault(grp, dict.fromkeys((*_STATES, "kop"), 0))
            of[state] += number
            of["kop"] += kop
    causes = {
        row["grp"]: row
        for row in rows.all("SELECT grp, code, pointer, source FROM rejection_groups WHERE edrpou = :e", e=edrpou)
    }
    items = [
        ClosedCause(
            group_id=grp, code=causes[grp]["code"], pointer=causes[grp]["pointer"], source=causes[grp]["source"],
            operations_kop=of["kop"], **{state: of[state] for state in _STATES},
        )
        for grp, of in found.items()
    ]  # fmt: skip
    items.sort(key=lambda one: (-one.count, one.group_id))
    return Closings(first=period.first, last=period.last, items=items, as_of=newest_entry(rows, edrpou))
