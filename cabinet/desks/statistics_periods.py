"""Periods that people mean, by name: their Kyiv days, and the buckets in which they are first shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cabinet.contract.states import Bucket

__all__ = ["MOST_DAYS", "PRESETS", "preset_days"]

MOST_DAYS: Final = {Bucket.HOUR: 31, Bucket.DAY: 400, Bucket.WEEK: 1100, Bucket.MONTH: 1100}
"""Of a period in such buckets: what the perimeter answers at most."""
PRESETS: Final = {
    "today": Bucket.HOUR,
    "yesterday": Bucket.HOUR,
    "week": Bucket.DAY,
    "last-week": Bucket.DAY,
    "month": Bucket.DAY,
    "last-month": Bucket.DAY,
    "quarter": Bucket.DAY,
    "year": Bucket.WEEK,
}
"""Name of a period → the buckets that suit it, in the order of the control."""
_MONTHS: Final = 3
"""Of a quarter."""


def preset_days(name: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a named period; one that goes on ends today. Weeks begin on Monday.

    Raises:
        KeyError: there is no such name.
    """
    day, month = timedelta(days=1), today.replace(day=1)
    monday = today - today.weekday() * day
    return {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        "week": (monday, today),
        "last-week": (monday - 7 * day, monday - day),
        "month": (month, today),
        "last-month": ((month - day).replace(day=1), month - day),
        "quarter": (month.replace(month=today.month - (today.month - 1) % _MONTHS), today),
        "year": (month.replace(month=1), today),
    }[name]
