"""How many connections there may be, counted before TLS, and how long one may say nothing.

asyncio takes every connection that the system offers until the process has no file left, and then writes a traceback
for each try. So the listening socket itself counts: what is over the bounds is closed at once, unread.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from typing import Any, Final

__all__ = ["BOUNDS", "BoundedSocket", "Connections"]

BOUNDS: Final = (1_000, 200)
"""Connections in all, and of one address. A hundred senders of one operator are many."""


class Connections:
    """Counts open connections; shared by a listener and all that it has accepted."""

    def __init__(self, most: int = BOUNDS[0], most_of_one: int = BOUNDS[1]) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()
        self._all = 0
        self.refused = 0
        """How many were closed unread, since the start."""

    @property
    def open(self) -> int:
        """How many there are now."""
        return self._all

    def enter(self, address: str) -> bool:
        """Count one in, unless it is one too many."""
        with self._lock:
            if self._all >= self._most or self._open[address] >= self._most_of_one:
                self.refused += 1
                return False
            self._all += 1
            self._open[address] += 1
            return True

    def leave(self, address: str) -> None:
        """Count one out."""
        with self._lock:
            self._all -= 1
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


class _Accepted(socket.socket):
    """One connection; counted out when it is closed, however that comes about."""

    def hold(self, connections: Connections, address: str) -> None:
        self._place: tuple[Connections, str] | None = (connections, address)

    def _real_close(self, *given: Any) -> None:
        # The one road that every closing takes, the last file made of it included.
        super()._real_close(*given)  # type: ignore[misc]  # a part of the standard library that typeshed leaves out
        place, self._place = getattr(self, "_place", None), None
        if place is not None:
            place[0].leave(place[1])


class BoundedSocket(socket.socket):
    """A listening socket that accepts within bounds."""

    connections: Connections

    def accept(self) -> tuple[socket.socket, Any]:
        """Accept one connection.

        Raises:
            ConnectionAbortedError: it was one too many and is closed; asyncio goes on with the next event then.
        """
        handle, address = self._accept()  # type: ignore[attr-defined]  # as socket.socket.accept itself does
        accepted = _Accepted(self.family, self.type, self.proto, fileno=handle)
        host = str(address[0])
        if not self.connections.enter(host):
            with contextlib.suppress(OSError):
                accepted.close()
            raise ConnectionAbortedError("too many connections")
        accepted.hold(self.connections, host)
        return accepted, address
