"""Locking: whose session it was, why it ended, and when nobody has touched the window for long enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cabinet.contract.clock import Clock

__all__ = ["Idleness", "LockReason", "Locked"]


class LockReason(StrEnum):
    """Why the cabinet is locked, as names of catalogue cards."""

    PERSON = "LOCKED_BY_PERSON"
    IDLE = "LOCKED_IDLE"
    TOKEN = "LOCKED_TOKEN_REMOVED"  # noqa: S105  a device, not a secret


@dataclass(frozen=True)
class Locked:
    """``person`` is who may unlock (:attr:`Candidate.person`), ``facts`` fill the card's gaps."""

    reason: LockReason
    person: str
    facts: dict[str, str]


class Idleness:
    """Tells when nobody has touched the window for ``minutes()``; 0 is never.

    By the clock and not by a timer: timers stand still while a laptop sleeps.
    """

    def __init__(self, clock: Clock, minutes: Callable[[], int]) -> None:
        self._clock = clock
        self._minutes = minutes
        self._touched = clock.now()

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = self._clock.now()

    def due(self) -> bool:
        """Tell whether it is time to lock; a clock set back begins anew."""
        now, minutes = self._clock.now(), self._minutes()
        if now < self._touched:
            self._touched = now
        return bool(minutes) and now - self._touched >= timedelta(minutes=minutes)
