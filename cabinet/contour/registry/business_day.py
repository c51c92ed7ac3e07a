"""The one-business-day rule: a record whose fee is recorded is entered by the end of the next working day in Kyiv."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache

import holidays

from cabinet.contract.moment import KYIV

__all__ = ["due_by", "working_day"]


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("UA")


def working_day(day: date) -> bool:
    """Tell whether offices work: not Saturday, Sunday or a public holiday."""
    return day.weekday() < 5 and day not in _calendar()


@lru_cache(maxsize=256)
def due_by(fee_recorded_at: datetime) -> datetime:
    """Return the end (next midnight in Kyiv) of the first working day after the fee was recorded, in UTC."""
    day = fee_recorded_at.astimezone(KYIV).date() + timedelta(days=1)
    while not working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), KYIV).astimezone(UTC)
