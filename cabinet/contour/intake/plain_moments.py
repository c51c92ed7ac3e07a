"""Moments of plain lines, read from their parts: a second and an offset come again thousands of times a batch."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from cabinet.contract.moment import KYIV, epoch_micros, from_micros

__all__ = ["PlainMoments"]

_SECONDS: Final = len("2026-11-24T10:00:00")
_HEAD: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_TAIL: Final = re.compile(r"(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_HOUR: Final = 3_600_000_000
_KEPT: Final = 20_000
_FIRST_YEAR: Final = 1970


class PlainMoments:
    """Reads moments as the rules do; whatever is unusual is None, and the rules are to be asked."""

    def __init__(self) -> None:
        self._heads: dict[str, int | None] = {}
        self._tails: dict[str, tuple[int, int] | None] = {}
        self._hours: dict[int, tuple[int, date]] = {}

    def read(self, text: str) -> tuple[int, date] | None:
        """Return microseconds since 1970 UTC and the Kyiv day of a moment written in Kyiv's offset or UTC."""
        try:
            head, tail = self._heads[text[:_SECONDS]], self._tails[text[_SECONDS:]]
        except KeyError:
            head, tail = self._head(text[:_SECONDS]), self._tail(text[_SECONDS:])
        if head is None or tail is None:
            return None
        micros = head + tail[0]
        hour = micros // _HOUR
        try:
            offset, day = self._hours[hour]
        except KeyError:
            offset, day = self._hour(hour)
        return (micros, day) if tail[1] in (offset, 0) else None

    def _head(self, text: str) -> int | None:
        if len(self._heads) >= _KEPT:
            self._heads.clear()
        found: int | None = None
        if _HEAD.fullmatch(text):
            try:
                moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
            except ValueError:
                pass
            else:
                found = epoch_micros(moment) if _FIRST_YEAR < moment.year < 9999 else None
        self._heads[text] = found
        return found

    def _tail(self, text: str) -> tuple[int, int] | None:
        if len(self._tails) >= _KEPT:
            self._tails.clear()
        found: tuple[int, int] | None = None
        match = _TAIL.fullmatch(text)
        if match is not None:
            fraction, sign, hours, minutes = match.groups()
            offset = 0
            if sign is not None and int(hours) < 24 and int(minutes) < 60:
                offset = timedelta(hours=int(hours), minutes=int(minutes)) // timedelta(microseconds=1)
                offset = -offset if sign == "-" else offset
            if sign is None or offset or (hours, minutes) == ("00", "00"):
                found = (int((fraction or "").ljust(6, "0")) - offset, offset)
        self._tails[text] = found
        return found

    def _hour(self, hour: int) -> tuple[int, date]:
        if len(self._hours) >= _KEPT:
            self._hours.clear()
        # Kyiv's offset changes at full hours of UTC only, and is of full hours since 1924.
        here = from_micros(hour * _HOUR).astimezone(KYIV)
        found = self._hours[hour] = ((here.utcoffset() or timedelta()) // timedelta(microseconds=1), here.date())
        return found
