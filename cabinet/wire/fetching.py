"""Answers of trust services over plain HTTP: OCSP, revocation lists, certificates, the trusted list.

They are public and signed, so most services have no TLS; what is fetched is believed for its signature alone. What must
be guarded is the way there: see ``addresses``. httpcore is used bare, because only its network back end sees the
connection before the first byte leaves: the address that was checked is the one that is connected to, and the time
limit holds for every single read. It follows no redirect, reads no proxy from the environment and unpacks nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any, Final

import httpcore

from cabinet.contract.errors import KnownError
from cabinet.wire import numbers
from cabinet.wire.addresses import Resolve, Target, checked_addresses, target_of

__all__ = ["HostFetch"]

_OK: Final = 200
_REDIRECTS: Final = range(300, 400)
_FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, ssl.SSLError)


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a name, in the system's order.

    Raises:
        OSError: there is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # A scope ("%eth0") belongs to link-local addresses only, which are refused anyway.
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


class HostFetch:
    """Fetches from the hosts of a list and from no other; a :class:`cabinet.qes.fetch.Fetch`.

    ``hosts`` is asked anew each time: it comes from a trusted list that changes. ``loopback`` is the test contour's:
    then only this machine's own addresses are asked, on any port. Thread-safe; every answer has its own connection.
    """

    def __init__(
        self,
        hosts: Callable[[], frozenset[str]],
        *,
        loopback: bool = False,
        seconds: float = numbers.FETCH_SECONDS,
        resolve: Resolve = resolve,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosts = hosts
        self._loopback = loopback
        self._seconds = seconds
        self._resolve = resolve
        self._monotonic = monotonic
        # A resolver knows no time limit of ours: one that hangs holds a thread of its own, not the log-in.
        self._names = ThreadPoolExecutor(numbers.RESOLVERS, thread_name_prefix="resolve")

    def close(self) -> None:
        """Start no further look-up."""
        self._names.shutdown(wait=False, cancel_futures=True)

    def fetch(
        self, url: str, *, body: bytes | None = None, content_type: str | None = None, accept: str = "*/*", most: int
    ) -> bytes:
        """Return the body of the answer, ``most`` bytes at the longest: GET without a ``body``, POST with one.

        Raises:
            KnownError: ``FETCH_REFUSED``, ``FETCH_FAILED`` or ``FETCH_TOO_LARGE``.
        """
        deadline = self._monotonic() + self._seconds
        target = target_of(url, self._hosts(), loopback=self._loopback)
        headers = [("Host", target.authority), ("Accept", accept), ("Connection", "close")]
        if content_type is not None:
            headers.append(("Content-Type", content_type))
        if body is not None:
            headers.append(("Content-Length", str(len(body))))
        try:
            addresses = self._addresses(target, deadline)
            network = _CheckedNetwork(addresses, self._left(deadline))
            with (
                httpcore.ConnectionPool(
                    network_backend=network, ssl_context=_tls(target), max_connections=1, retries=0
                ) as pool,
                pool.stream(
                    "GET" if body is None else "POST",
                    httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path),
                    headers=headers,
                    content=body,
                    extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)},
                ) as response,
            ):
                return _body(response, target, most)
        except _FAILURES as error:
            raise KnownError("FETCH_FAILED", f"{target.host}: {type(error).__name__}", host=target.host) from error

    def _addresses(self, target: Target, deadline: float) -> tuple[str, ...]:
        try:
            literal = str(ipaddress.ip_address(target.host))
        except ValueError:
            asked = self._names.submit(self._resolve, target.host, target.port)
            try:
                found = asked.result(max(0.0, deadline - self._monotonic()))
            except FutureTimeoutError as error:
                raise KnownError("FETCH_FAILED", f"{target.host}: no address in time", host=target.host) from error
        else:
            found = [literal]
        return checked_addresses(target, lambda *_: found, loopback=self._loopback)

    def _left(self, deadline: float) -> Callable[[], float]:
        def left() -> float:
            seconds = deadline - self._monotonic()
            if seconds <= 0:
                raise httpcore.ReadTimeout("the whole answer took too long")
            return seconds

        return left


def _tls(target: Target) -> ssl.SSLContext | None:
    """Return a context where it is needed: making one reads the system's anchors, some ten milliseconds."""
    return ssl.create_default_context() if target.scheme == "https" else None


def _body(response: httpcore.Response, target: Target, most: int) -> bytes:
    if response.status in _REDIRECTS:
        raise KnownError("FETCH_REFUSED", f"{target.host}: redirect {response.status}", host=target.host)
    if response.status != _OK:
        raise KnownError("FETCH_FAILED", f"{target.host}: status {response.status}", host=target.host)
    parts: list[bytes] = []
    size = 0
    for part in response.iter_stream():
        size += len(part)
        if size > most:
            raise KnownError("FETCH_TOO_LARGE", f"{target.host}: more than {most} bytes", host=target.host)
        parts.append(part)
    return b"".join(parts)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to the checked addresses only, whatever the name resolves to by now, within what is left of the time."""

    def __init__(self, addresses: tuple[str, ...], left: Callable[[], float]) -> None:
        self._addresses = addresses
        self._left = left
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the addresses in turn."""
        del host, timeout, local_address
        last: Exception = OSError("no address")
        for address in self._addresses:
            try:
                stream = self._real.connect_tcp(address, port, self._left(), None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            peer = stream.get_extra_info("server_addr")
            if ipaddress.ip_address(peer[0].partition("%")[0]) != ipaddress.ip_address(address):
                stream.close()
                raise KnownError("FETCH_REFUSED", f"connected to {peer[0]}", host=address)
            return _TimedStream(stream, self._left)
        raise last


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step has only what is left of the whole time: a server that drips gains nothing by it."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read once."""
        del timeout
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all."""
        del timeout
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Shake hands."""
        del timeout
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def get_extra_info(self, info: str) -> Any:
        """Ask the stream."""
        return self._stream.get_extra_info(info)
