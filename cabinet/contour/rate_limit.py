"""The one rate limiter: so many of something in a window, for each of a bounded number of callers."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from cabinet.contour.problem import Refused

__all__ = ["RateLimit"]

_MOST_CALLERS = 10_000


class RateLimit:
    """A bucket a caller: ``most`` fit in, and it fills up again in one ``window``.

    After a rest a caller may do ``most`` at once; over any window never more than twice that. Callers that were not
    heard of for longest are forgotten first.
    """

    def __init__(self, name: str, most: int, window: timedelta, callers: int = _MOST_CALLERS) -> None:
        self.name = name
        self.most = most
        self.window = window
        self._callers = callers
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, caller: str, now: datetime, count: int = 1) -> None:
        """Count something in.

        Raises:
            Refused: ``RATE_LIMITED`` with the seconds after which so many would pass. What is larger than the whole
                bucket passes when it is full, so that no honest batch is refused for ever.
        """
        with self._lock:
            left = self._filled(caller, now)
            if left < min(count, self.most):
                wait = (min(count, self.most) - left) * self.window.total_seconds() / self.most
                raise Refused(
                    "RATE_LIMITED",
                    retry_after=max(1, math.ceil(wait)),
                    rate_limit=self._header(left),
                    expected=f"{self.most}/{int(self.window.total_seconds())} s",
                )
            self._left[caller] = (left - count, now)
            self._left.move_to_end(caller)
            while len(self._left) > self._callers:
                self._left.popitem(last=False)

    def _filled(self, caller: str, now: datetime) -> float:
        left, since = self._left.get(caller, (float(self.most), now))
        # A clock that goes back fills nothing.
        gained = max(0.0, (now - since).total_seconds()) * self.most / self.window.total_seconds()
        return min(float(self.most), left + gained)

    def _header(self, left: float) -> tuple[str, str]:
        """Return ``RateLimit-Policy`` and ``RateLimit`` (draft-ietf-httpapi-ratelimit-headers)."""
        seconds = int(self.window.total_seconds())
        reset = math.ceil((self.most - left) * seconds / self.most)
        return f'"{self.name}";q={self.most};w={seconds}', f'"{self.name}";r={max(0, int(left))};t={reset}'
