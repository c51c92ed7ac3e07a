"""uvicorn's HTTP protocol with bounds on a request's head: its size, its number of headers, and the time it takes.

uvicorn has none: one header of any length is gathered in memory, and whoever sends a byte now and then stays for ever.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cabinet.contour.problem import problem_of
from cabinet.contract.errors import KnownError
from cabinet.contract.step_up import MAX_SIGNATURE_HEADER
from cabinet.journal.trace import new_trace_id

__all__ = ["HEAD_SECONDS", "MAX_HEAD", "MAX_HEADERS", "BoundedProtocol"]

MAX_HEAD: Final = MAX_SIGNATURE_HEADER + 8 * 1024
"""Bytes of request line and headers: an act's signature at its longest, and room for all that stands beside it."""
MAX_HEADERS: Final = 64
HEAD_SECONDS: Final = 10.0
"""From the connection, or the first byte of a further request, to the end of its head."""
_PIECE: Final = 4096


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 to a head that is too large, and closes what is too slow."""

    _in_head = True
    _head_bytes = 0
    _refused = False
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own type
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a head in pieces, so that nothing over its bound is gathered; a body as it comes."""
        while data and not self._refused and self.parser is not None:
            room = MAX_HEAD - self._head_bytes
            if self._in_head and not room:
                self._refuse(f"> {MAX_HEAD}", str(MAX_HEAD))
                return
            piece = data[: min(_PIECE, room)] if self._in_head else data
            data = data[len(piece) :]
            if self._in_head:
                self._head_bytes += len(piece)
                if self._head_timer is None:
                    self._wait_for_head()
            super().data_received(piece)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        """A head ends; one with too many headers goes no further."""
        self._in_head = False
        self._head_bytes = 0
        self._stop_waiting()
        if len(self.headers) > MAX_HEADERS:
            self._refuse(str(len(self.headers)), str(MAX_HEADERS))
            return
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A further request on this connection begins with a head again."""
        if self._refused:
            return
        self._in_head = True
        super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Pass on what belongs to a request that was not refused."""
        if not self._refused:
            super().on_body(body)

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, value: str, expected: str) -> None:
        self._refused = True
        self._stop_waiting()
        error = KnownError("HEADERS_TOO_LARGE", value=value, expected=expected)
        problem = problem_of(error, new_trace_id(), datetime.now(UTC))
        body = problem.model_dump_json(by_alias=True, exclude_none=True).encode()
        head = (
            f"HTTP/1.1 {problem.status} Request Header Fields Too Large\r\ncontent-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
