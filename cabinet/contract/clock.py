"""Time as a value that is handed in, so that every rule about time can be tested."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "ShiftedClock", "SystemClock"]


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """Another clock moved by an offset; the contour's ``/testdata/time`` uses it, and so do tests."""

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        self.base = base
        self.offset = offset

    def now(self) -> datetime:
        """Return the base clock's moment plus the offset."""
        return self.base.now() + self.offset
