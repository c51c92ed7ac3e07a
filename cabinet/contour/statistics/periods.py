"""Periods of Kyiv days: their buckets, and the earlier period beside them (CONTRACT §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from cabinet.contract.compared import counterpart
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV, day_bounds, epoch_micros
from cabinet.contract.states import Bucket, Compared

__all__ = ["Period", "day_start"]

_MAX_DAYS = {Bucket.HOUR: 31, Bucket.DAY: 400, Bucket.WEEK: 1100, Bucket.MONTH: 1100}
_HOUR = 3_600_000_000


@lru_cache(maxsize=4096)
def day_start(day: date) -> int:
    """Return a Kyiv day's first moment, in microseconds since 1970 UTC."""
    return epoch_micros(day_bounds(day)[0])


@dataclass(frozen=True)
class Period:
    """Days ``first``…``last`` inclusive, in buckets."""

    first: date
    last: date
    bucket: Bucket

    @classmethod
    def read(cls, first: str, last: str, bucket: str) -> Period:
        """Read a request's period.

        Raises:
            KnownError: ``PERIOD_INVALID``: no such day, backwards, or longer than the bucket allows.
        """
        try:
            period = cls(date.fromisoformat(first), date.fromisoformat(last), Bucket(bucket))
        except ValueError as error:
            raise KnownError("PERIOD_INVALID") from error
        days = (period.last - period.first).days + 1
        if not 1 <= days <= _MAX_DAYS[period.bucket] or not 2000 < period.first.year < 2200:
            raise KnownError("PERIOD_INVALID")
        return period

    @property
    def start(self) -> int:
        """The first moment, microseconds since 1970 UTC."""
        return day_start(self.first)

    @property
    def end(self) -> int:
        """The first moment after."""
        return day_start(self.last + timedelta(days=1))

    @lru_cache(maxsize=64)  # noqa: B019  periods are values, and a bounded number of them is kept
    def buckets(self) -> Mapping[int, int]:
        """Return the start of every step (an hour of hourly buckets, else a day) → the start of its bucket."""
        if self.bucket is Bucket.HOUR:
            return {hour: hour for hour in range(self.start, self.end, _HOUR)}
        found: dict[int, int] = {}
        begin = self.start
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            at = day_start(day)
            if self._begins(day):
                begin = at
            found[at] = begin
        return found

    def before(self, how: Compared) -> Period:
        """Return the earlier period."""
        return Period(self.earlier(self.first, how), self.earlier(self.last, how), self.bucket)

    def earlier(self, day: date, how: Compared) -> date:
        """Return a day's counterpart in the earlier period."""
        return counterpart(day, self.first, self.last, self.bucket, how)

    def same_hour_before(self, now: datetime, how: Compared) -> int | None:
        """Return the end of the hour that answers to this one in the earlier period; None when it is all over."""
        here = now.astimezone(KYIV)
        if not self.first <= here.date() <= self.last:
            return None
        return epoch_micros(datetime.combine(self.earlier(here.date(), how), time(here.hour), KYIV)) + _HOUR

    def _begins(self, day: date) -> bool:
        if self.bucket is Bucket.WEEK:
            return day.weekday() == 0
        return self.bucket is Bucket.DAY or day.day == 1
