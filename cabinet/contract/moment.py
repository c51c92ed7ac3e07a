"""Moments on the wire (RFC 3339, offset mandatory) and calendar days of Europe/Kyiv.

A Kyiv day has 23 hours when clocks go forward and 25 when they go back, so a day's bounds are always asked for,
never computed with ``+ 24 h``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cabinet.contract.errors import KnownError

__all__ = [
    "KYIV",
    "day_bounds",
    "day_hours",
    "epoch_micros",
    "from_micros",
    "kyiv_day",
    "kyiv_words",
    "parse_day",
    "parse_moment",
    "wire",
]

KYIV = ZoneInfo("Europe/Kyiv")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def parse_moment(text: str) -> datetime:
    """Read an RFC 3339 moment; the offset is mandatory (a local time without one is refused, not guessed).

    Raises:
        KnownError: ``MOMENT_INVALID``.
    """
    if not _RFC3339.fullmatch(text):
        raise KnownError("MOMENT_INVALID", f"not RFC 3339 with an offset: {text[:40]!r}")
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise KnownError("MOMENT_INVALID", f"no such moment: {text[:40]!r}") from error
    if not 1 < moment.year < 9999:
        raise KnownError("MOMENT_INVALID", f"has no Kyiv day: {text[:40]!r}")
    return moment


def parse_day(text: str) -> date:
    """Read a calendar day as people in Kyiv write it, ``31.10.2026``, or as ISO 8601 does, ``2026-10-31``.

    Raises:
        ValueError: the text is no day, or no such day is in the calendar; nothing is ever moved to one that is.
    """
    words = text.strip()
    if (found := _DAY.fullmatch(words)) is not None:
        return date(int(found[3]), int(found[2]), int(found[1]))
    if (found := _ISO_DAY.fullmatch(words)) is not None:
        return date(int(found[1]), int(found[2]), int(found[3]))
    raise ValueError(f"not a day: {words[:40]!r}")


def wire(moment: datetime) -> str:
    """Return the moment as RFC 3339 in UTC with milliseconds, ``2026-11-24T10:00:00.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch_micros(moment: datetime) -> int:
    """Return microseconds since 1970 UTC, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the UTC moment of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def kyiv_day(moment: datetime) -> date:
    """Return the reporting day: the calendar day in Kyiv."""
    return moment.astimezone(KYIV).date()


def kyiv_words(moment: datetime) -> str:
    """Return a moment as people in Kyiv write it, ``25.11.2026, 22:45:05``."""
    return f"{moment.astimezone(KYIV):%d.%m.%Y, %H:%M:%S}"


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return a Kyiv day's first moment and the next day's, both in UTC."""
    start = datetime.combine(day, time(), KYIV)
    end = datetime.combine(day + timedelta(days=1), time(), KYIV)
    return start.astimezone(UTC), end.astimezone(UTC)


def day_hours(day: date) -> int:
    """Return how many hours a Kyiv day has: 23, 24 or 25."""
    start, end = day_bounds(day)
    return (end - start) // timedelta(hours=1)
