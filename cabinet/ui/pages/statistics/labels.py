"""Names of buckets: short ones for the axis, whole ones for the legend; none that could be read twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from cabinet.contract.moment import KYIV, day_bounds
from cabinet.contract.states import Bucket
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short, month, weekday

__all__ = ["axis_labels", "data_names", "titles"]

_FEW: Final = 16
"""So many bars have room for the day of the week."""


def axis_labels(starts: Sequence[datetime], bucket: Bucket, first: date, last: date) -> list[str]:
    """Return labels of Kyiv buckets on the axis.

    They have the year where the period has two of them, and UTC's offset where an hour comes twice.
    """
    if bucket is Bucket.HOUR:
        hours = [f"{start:%H}:00" if first == last else f"{_day(start, first, last)} {start:%H}:00" for start in starts]
        return _with_offsets(hours, starts)
    if bucket is Bucket.MONTH:
        return [f"{start:%m.%Y}" for start in starts]
    names = [_day(start, first, last) for start in starts]
    if bucket is Bucket.DAY and len(starts) <= _FEW:
        return [f"{name} {weekday(start)}" for name, start in zip(names, starts, strict=True)]
    return names


def titles(starts: Sequence[datetime], bucket: Bucket, last: date) -> list[str]:
    """Return whole names of Kyiv buckets of a period that ends with ``last``."""
    if bucket is Bucket.HOUR:
        return _with_offsets([f"{weekday(start)}, {day(start)}, {start:%H}:00" for start in starts], starts)
    if bucket is Bucket.MONTH:
        return [f"{month(start)} {start.year}" for start in starts]
    if bucket is Bucket.WEEK:
        after = [*starts[1:], day_bounds(last)[1].astimezone(KYIV)]
        ends = [end - timedelta(hours=1) for end in after]
        return [_span(start.date(), end.date()) for start, end in zip(starts, ends, strict=True)]
    return [f"{weekday(start)}, {day(start)}" for start in starts]


def data_names(starts: Sequence[datetime], bucket: Bucket) -> list[str]:
    """Return names for programs: ISO days with their year, hours with their offset (ISO 8601)."""
    if bucket is Bucket.HOUR:
        return [start.isoformat(timespec="minutes") for start in starts]
    return [f"{start:%Y-%m}" if bucket is Bucket.MONTH else f"{start:%Y-%m-%d}" for start in starts]


def _day(start: datetime, first: date, last: date) -> str:
    return day_short(start) if first.year == last.year else day(start)


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{weekday(first)}, {day(first)}"
    return f"{day_short(first) if first.year == last.year else day(first)}–{day(last)}"


def _with_offsets(names: list[str], starts: Sequence[datetime]) -> list[str]:
    times = Counter(names)
    return [
        f"{name} {tr('UTC{offset}').format(offset=_offset(start))}" if times[name] > 1 else name
        for name, start in zip(names, starts, strict=True)
    ]


def _offset(start: datetime) -> str:
    hours = (start.utcoffset() or timedelta()) // timedelta(hours=1)
    return f"{hours:+d}"
