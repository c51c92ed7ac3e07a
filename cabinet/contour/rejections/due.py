"""Which open rejections are due when, as a condition: their moments follow from when they came and from their code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cabinet.contour.ledger.store import Row
from cabinet.contour.rejections.any_of import any_of
from cabinet.contract import limits
from cabinet.contract.deadlines import codes_within, due_at
from cabinet.contract.filter_words import Due
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.states import RejectionState

__all__ = ["due_of", "overdue", "when_due"]

_HOUR: Final = 3_600_000_000


def due_of(row: Row) -> datetime | None:
    """Return by when a row of the index is to be dealt with; None where it is not open."""
    if row["state"] != RejectionState.OPEN.value:
        return None
    return due_at(row["first_code"], from_micros(row["received_at"]))


def overdue(bound: dict[str, object], now: datetime) -> str:
    """Return the condition that an open rejection ``r`` should have been dealt with before now; bind what it needs."""
    return when_due((Due.OVERDUE,), bound, now)


def when_due(given: tuple[Due, ...], bound: dict[str, object], now: datetime) -> str:
    """Return the condition that an open rejection ``r`` is due at any of these times, in Kyiv days."""
    today, tomorrow = (day_bounds(kyiv_day(now) + timedelta(days=n)) for n in (0, 1))
    times = {
        Due.OVERDUE: (None, now), Due.TODAY: today, Due.TOMORROW: tomorrow, Due.LATER: (tomorrow[1], None),
    }  # fmt: skip
    moment, parts = _moment(bound), []
    for due in given:
        first, end = times[due]
        part = ["r.state = 'open'"]
        for sign, at, name in ((">=", first, "first"), ("<", end, "end")):
            if at is not None:
                part.append(f"{moment} {sign} :{due.value}_{name}")
                bound[f"{due.value}_{name}"] = epoch_micros(at)
        parts.append(f"({' AND '.join(part)})")
    return f"({' OR '.join(parts)})"


def _moment(bound: dict[str, object]) -> str:
    """Return when ``r`` is due, microseconds since the epoch."""
    cases = []
    for hours, codes in codes_within().items():
        named = any_of("r.first_code", f"due{hours}_", codes, bound)
        cases.append(f"WHEN {named} THEN {hours * _HOUR}")
    return f"(r.received_at + CASE {' '.join(cases)} ELSE {limits.DUE_HOURS * _HOUR} END)"
