"""Which day of an earlier period answers to a day: the perimeter counts by it, the cabinet compares by it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from cabinet.contract.states import Bucket, Compared

__all__ = ["counterpart"]

_YEAR_OF_WEEKS: Final = timedelta(weeks=52)
_LEAP_DAY: Final = (2, 29)


def counterpart(day: date, first: date, last: date, bucket: Bucket, how: Compared) -> date:
    """Return the day that answers to a day of ``first``…``last``.

    ``BEFORE`` is the period directly before: as many days, or whole weeks or months of such buckets. ``WEEKDAYS`` goes
    back by whole weeks, so that weekdays stand under weekdays; by whole months where buckets are months. ``YEAR`` is
    the same date of the year before (the leap day's is 28 February), or the week 52 weeks ago.
    """
    if how is Compared.YEAR:
        if bucket is Bucket.WEEK:
            return day - _YEAR_OF_WEEKS
        return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == _LEAP_DAY else day.day)
    if bucket is Bucket.MONTH:
        back = 12 * (last.year - first.year) + last.month - first.month + 1
        year, month = divmod(12 * day.year + day.month - 1 - back, 12)
        longest, ours = (calendar.monthrange(y, m)[1] for y, m in ((year, month + 1), (day.year, day.month)))
        # The end of a month answers to the end of a month.
        return date(year, month + 1, longest if day.day == ours else min(day.day, longest))
    days = (last - first).days + 1
    if bucket is Bucket.WEEK or how is Compared.WEEKDAYS:
        days = -(-days // 7) * 7
    return day - timedelta(days=days)
