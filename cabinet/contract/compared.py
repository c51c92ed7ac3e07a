"""Which day of an earlier period answers to a day, and in which form a figure is told beside an earlier one.

The perimeter counts by the first, the cabinet compares by both.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cabinet.contract.states import Bucket, Compared

__all__ = ["FEW", "FEW_KOPECKS", "Beside", "beside", "counterpart"]

FEW: Final = 30
FEW_KOPECKS: Final = 3_000
"""Of fewer transactions, and of fewer kopecks, a share says little."""
_MANY_PERCENT: Final = 1_000
"""From which a share says less than how many times."""

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


class Beside(StrEnum):
    """In which form it is told how much more or less there is than before."""

    DIFFERENCE = "difference"
    TIMES = "times"
    SHARE = "share"


def beside(now: int, before: int, few: int = FEW) -> Beside:
    """Return the form: of few it is the difference, of more than ten times as many how many times, else a share.

    A share of nothing, or of what has gone below nought, is none.
    """
    if before < few or now < 0:
        return Beside.DIFFERENCE
    return Beside.TIMES if (now - before) * 100 >= _MANY_PERCENT * before else Beside.SHARE
