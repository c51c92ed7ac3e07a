"""Requests as they come down the pipe: a line of JSON, and where one says so, the PIN on a line of its own.

The PIN is never part of a JSON text, which Python could not overwrite: it goes from the pipe into one bytearray.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["Request", "RequestStream"]

_CHUNK: Final = 65_536


@dataclass
class Request:
    """One request; ``pin`` is overwritten by :meth:`wipe`."""

    body: dict[str, Any]
    pin: bytearray | None = field(default=None, repr=False)

    def wipe(self) -> None:
        """Overwrite the PIN."""
        if self.pin is not None:
            self.pin[:] = bytes(len(self.pin))


class RequestStream:
    """Reads requests from an unbuffered stream, leaving no copy of a PIN in a buffer."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self._chunk = bytearray(_CHUNK)
        self._rest = bytearray()

    def next(self) -> Request | None:
        """Return the next request, or None at the end of input."""
        line = self._line()
        if line is None:
            return None
        body = json.loads(line)
        if not body.pop("pin_follows", False):
            return Request(body)
        pin = self._line()
        return None if pin is None else Request(body, pin)

    def _line(self) -> bytearray | None:
        while (end := self._rest.find(b"\n")) < 0:
            count = self._raw.readinto(self._chunk)
            if not count:
                return None
            self._rest += memoryview(self._chunk)[:count]
            self._chunk[:count] = bytes(count)
        line = self._rest[:end]
        rest = self._rest[end + 1 :]
        self._rest[:] = bytes(len(self._rest))
        self._rest = rest
        return line
