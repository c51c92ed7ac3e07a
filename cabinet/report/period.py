"""What a report is of: a Kyiv day or a calendar month, and the period that it stands beside."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from cabinet.contract.compared import counterpart
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day, parse_day
from cabinet.contract.states import Bucket, Compared

__all__ = ["EARLIEST", "ReportKind", "ReportPeriod", "last_month", "read_day", "read_month", "yesterday"]

EARLIEST: Final = date(2001, 2, 1)
"""Before it the perimeter counts nothing that could stand beside."""
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)|(\d\d?)\.(\d{4})", re.ASCII)


class ReportKind(StrEnum):
    """How long a report is."""

    DAY = "day"
    MONTH = "month"


class ReportPeriod(msgspec.Struct, frozen=True, order=True):
    """Kyiv days from ``first`` on: one, or those of a calendar month."""

    first: date
    kind: ReportKind

    @property
    def last(self) -> date:
        """The last day, inclusive."""
        return self.first if self.kind is ReportKind.DAY else self._next() - timedelta(days=1)

    @property
    def name(self) -> str:
        """``2026-11-27`` or ``2026-10``: as it is asked for, and as it stands in names of files."""
        return self.first.isoformat() if self.kind is ReportKind.DAY else f"{self.first:%Y-%m}"

    @property
    def bucket(self) -> Bucket:
        """The bucket of statistics that is as long."""
        return Bucket.DAY if self.kind is ReportKind.DAY else Bucket.MONTH

    @property
    def compared(self) -> Compared:
        """How the perimeter is asked for the earlier period."""
        return Compared.WEEKDAYS if self.kind is ReportKind.DAY else Compared.BEFORE

    @property
    def before(self) -> ReportPeriod:
        """The same day of the week before, or the month before."""
        first = counterpart(self.first, self.first, self.last, self.bucket, self.compared)
        return ReportPeriod(first, self.kind)

    @property
    def after(self) -> ReportPeriod:
        """The day, or the month, that follows."""
        return ReportPeriod(self._next(), self.kind)

    def over(self, now: datetime) -> bool:
        """Tell whether its last day has ended in Kyiv."""
        return self.last < kyiv_day(now)

    def check(self, now: datetime) -> None:
        """Check that it has begun, and is one the perimeter knows.

        Raises:
            KnownError: ``REPORT_FUTURE`` or ``PERIOD_INVALID``.
        """
        if self.first > kyiv_day(now):
            raise KnownError("REPORT_FUTURE", value=self.name)
        if self.first < EARLIEST:
            raise KnownError("PERIOD_INVALID", self.name)

    def _next(self) -> date:
        if self.kind is ReportKind.DAY:
            return self.first + timedelta(days=1)
        years, month = divmod(self.first.month, 12)
        return date(self.first.year + years, month + 1, 1)


def read_day(text: str) -> ReportPeriod:
    """Read a day as people write it.

    Raises:
        ValueError: it is none.
    """
    return ReportPeriod(parse_day(text), ReportKind.DAY)


def read_month(text: str) -> ReportPeriod:
    """Read a month, ``2026-10`` or ``10.2026``.

    Raises:
        ValueError: it is none; nothing is moved to one that is.
    """
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a month: {text.strip()[:40]!r}")
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return ReportPeriod(date(int(year), int(month), 1), ReportKind.MONTH)


def yesterday(now: datetime) -> ReportPeriod:
    """Return the last day that is over in Kyiv."""
    return ReportPeriod(kyiv_day(now) - timedelta(days=1), ReportKind.DAY)


def last_month(now: datetime) -> ReportPeriod:
    """Return the last month that is over in Kyiv."""
    end = kyiv_day(now).replace(day=1) - timedelta(days=1)
    return ReportPeriod(end.replace(day=1), ReportKind.MONTH)
