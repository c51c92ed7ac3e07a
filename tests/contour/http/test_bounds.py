"""What strangers may take of the contour: heads, time and connections, each at its bound and past it, over sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from cabinet.contour.http import protocol
from cabinet.contour.http.connections import BoundedSocket, Connections
from cabinet.contour.http.protocol import MAX_HEAD, MAX_HEADERS, BoundedProtocol
from cabinet.contract.problems import Problem

PATIENCE = 60.0


async def echo(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[dict[str, Any]], Any]) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


class Served:
    """A server of the contour's own protocol and socket, on a thread; it echoes bodies."""

    def __init__(self, connections: Connections, keep_alive: int = 60) -> None:
        self.connections = connections
        listener = BoundedSocket(socket.AF_INET, socket.SOCK_STREAM)
        listener.connections = connections
        listener.bind(("127.0.0.1", 0))
        self.port: int = listener.getsockname()[1]
        config = uvicorn.Config(
            echo, http=BoundedProtocol, ws="none", lifespan="off", log_config=None, timeout_keep_alive=keep_alive,  # type: ignore[arg-type]
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server._serve([listener])))
        listener.listen(16)
        self._thread.start()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served(Connections(most=5, most_of_one=3))
    yield made
    made.stop()


def answered(link: socket.socket) -> bytes:
    """Return what comes until the other end closes, or an answer is whole."""
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while part := link.recv(65536):
            got += part
            head, end, body = got.partition(b"\r\n\r\n")
            sizes = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
            if end and sizes and len(body) >= int(sizes[0]):
                break
    return got


def head(size: int) -> bytes:
    """Return a request whose head has so many bytes."""
    start, end = b"GET / HTTP/1.1\r\nhost: x\r\npad: ", b"\r\n\r\n"
    return start + b"a" * (size - len(start) - len(end)) + end


@pytest.mark.parametrize(("size", "status"), [(MAX_HEAD - 1, b"200"), (MAX_HEAD, b"200"), (MAX_HEAD + 1, b"431")])
def test_size_of_a_head(served: Served, size: int, status: bytes) -> None:
    with served.connect() as link:
        link.sendall(head(size))
        answer = answered(link)
    assert answer.startswith(b"HTTP/1.1 " + status)
    if status == b"431":
        problem = Problem.model_validate(json.loads(answer.partition(b"\r\n\r\n")[2]))
        assert problem.code == "HEADERS_TOO_LARGE"


@pytest.mark.parametrize(("count", "status"), [(MAX_HEADERS, b"200"), (MAX_HEADERS + 1, b"431")])
def test_number_of_headers(served: Served, count: int, status: bytes) -> None:
    lines = [b"GET / HTTP/1.1", *(b"h%d: x" % n for n in range(count)), b"", b""]
    with served.connect() as link:
        link.sendall(b"\r\n".join(lines))
        assert answered(link).startswith(b"HTTP/1.1 " + status)


def test_a_header_without_end_is_not_gathered(served: Served) -> None:
    """It is cut off long before the sender is through."""
    with served.connect() as link:
        link.sendall(b"GET / HTTP/1.1\r\npad: ")
        sent = 0
        with pytest.raises(OSError, match=r"."):
            for _ in range(2_000):
                sent += link.send(b"a" * 65536)
    assert sent < 64 * 1024 * 1024


def test_bodies_and_further_requests_are_not_counted_as_heads(served: Served) -> None:
    body = b"b" * (4 * MAX_HEAD)
    request = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body)
    with served.connect() as link:
        for _ in range(3):
            link.sendall(request + body)
            assert answered(link).endswith(body)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nhost", b"GET / HTTP/1.1\r\n\r\nGET"])
def test_whoever_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """What comes together with a whole request is waited for as long as a next request is."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    served = Served(Connections(most=5, most_of_one=3), keep_alive=1)
    try:
        with served.connect() as link:
            link.sendall(said)
            while link.recv(4096):
                pass
    finally:
        served.stop()


def test_connections_of_one_address(served: Served) -> None:
    links = [served.connect() for _ in range(3)]
    with served.connect() as fourth:
        assert answered(fourth) == b"", "closed unread"
    assert served.connections.refused >= 1
    links.pop().close()
    while served.connections.open > 2:
        threading.Event().wait(0.01)
    with served.connect() as again:
        again.sendall(head(200))
        assert answered(again).startswith(b"HTTP/1.1 200")
    for link in links:
        link.close()


def test_counts_in_all_and_by_address() -> None:
    connections = Connections(most=3, most_of_one=2)
    assert [connections.enter("a"), connections.enter("a"), connections.enter("a")] == [True, True, False]
    assert [connections.enter("b"), connections.enter("c")] == [True, False]
    connections.leave("a")
    assert [connections.enter("c"), connections.enter("b")] == [True, False]
    assert (connections.open, connections.refused) == (3, 3)
    for address in ("a", "b", "c"):
        connections.leave(address)
    assert connections.open == 0
    assert not connections._open, "whoever is gone takes no room"
