"""Fetching from addresses that strangers wrote: nowhere but where it may go, and never for long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.wire.addresses import checked_addresses, target_of
from cabinet.wire.fetching import HostFetch, resolve

Answer = bytes | Callable[[socket.socket, bytes], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SHORT, LONG = 0.4, 60.0


class Server:
    """Answers every connection on loopback with the same bytes, or as a function likes; remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[bytes] = []
        self._done = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join()
        self._listener.close()

    def drip(self, connection: socket.socket, part: bytes) -> None:
        """Send the same part again and again, faster than any single read would give up."""
        while not self._done.wait(0.05):
            connection.sendall(part)

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                if self._done.is_set():
                    return
                query = self._read(connection)
                self.asked.append(query)
                try:
                    if isinstance(self._answer, bytes):
                        connection.sendall(self._answer)
                    else:
                        self._answer(connection, query)
                except OSError:
                    continue

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65_536)
            if not part:
                return data
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [x for x in head.lower().splitlines() if x.startswith(b"content-length:")]
        wanted = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(body) < wanted:
            body += connection.recv(65_536)
        return head + b"\r\n\r\n" + body


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def serve(stack: ExitStack, answer: Answer) -> Server:
    server = Server(answer)
    stack.callback(server.close)
    return server


def fetcher(stack: ExitStack, *hosts: str, seconds: float = 5.0) -> HostFetch:
    fetch = HostFetch(lambda: frozenset(hosts), loopback=True, seconds=seconds)
    stack.callback(fetch.close)
    return fetch


def test_get_and_post(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server = serve(stack, OK)
    place = f"127.0.0.1:{server.port}"
    fetch = fetcher(stack, place)
    assert fetch.fetch(f"http://{place}/a?b=c", accept="application/pkix-crl", most=5) == b"hello"
    assert (
        fetch.fetch(f"http://{place}/ocsp", body=b"query", content_type="application/ocsp-request", most=5) == b"hello"
    )
    first, second = server.asked
    assert first.startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: {place}\r\n".encode() in first
    assert b"Accept: application/pkix-crl\r\n" in first
    assert second.startswith(b"POST /ocsp HTTP/1.1\r\n")
    assert b"Content-Type: application/ocsp-request\r\n" in second
    assert second.endswith(b"\r\n\r\nquery")


def test_name_that_is_this_machine(stack: ExitStack) -> None:
    server = serve(stack, OK)
    fetch = fetcher(stack, "localhost")
    assert fetch.fetch(f"http://LOCALHOST:{server.port}", most=5) == b"hello"
    assert b"GET / HTTP/1.1\r\n" in server.asked[0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(stack: ExitStack, status: int) -> None:
    other = serve(stack, OK)
    answer = f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
    server = serve(stack, answer.encode())
    fetch = fetcher(stack, "127.0.0.1")
    with pytest.raises(KnownError, match=f"FETCH_REFUSED.*redirect {status}"):
        fetch.fetch(f"http://127.0.0.1:{server.port}/", most=5)
    assert other.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 Nothing\r\n\r\n",
        b"garbage",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
    ],
)
def test_failures(stack: ExitStack, answer: bytes) -> None:
    server = serve(stack, answer)
    with pytest.raises(KnownError, match="FETCH_FAILED"):
        fetcher(stack, "127.0.0.1").fetch(f"http://127.0.0.1:{server.port}/", most=5)


def test_nobody_listens(stack: ExitStack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*ConnectError"):
        fetcher(stack, "127.0.0.1").fetch(f"http://127.0.0.1:{port}/", most=5)


@pytest.mark.parametrize(("length", "taken"), [(99, True), (100, True), (101, False)])
def test_how_long_an_answer_may_be(stack: ExitStack, length: int, taken: bool) -> None:
    body = bytes(length)
    server = serve(stack, lambda c, _: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length + body))
    fetch = fetcher(stack, "127.0.0.1")
    if taken:
        assert fetch.fetch(f"http://127.0.0.1:{server.port}/", most=100) == body
    else:
        with pytest.raises(KnownError, match="FETCH_TOO_LARGE"):
            fetch.fetch(f"http://127.0.0.1:{server.port}/", most=100)


@pytest.mark.parametrize("told", [True, False])
def test_large_answers_are_cut_off(stack: ExitStack, told: bool) -> None:
    def pour(connection: socket.socket, _: bytes) -> None:
        length = b"Content-Length: 1000000000\r\n" if told else b""
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        while True:
            connection.sendall(bytes(65_536))

    server = serve(stack, pour)
    with pytest.raises(KnownError, match="FETCH_TOO_LARGE"):
        fetcher(stack, "127.0.0.1").fetch(f"http://127.0.0.1:{server.port}/", most=100_000)


def test_packed_answers_stay_packed(stack: ExitStack) -> None:
    """A bomb of zeros would grow a thousand times; whoever wants an answer read sends it as it is."""
    server = serve(stack, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")
    assert fetcher(stack, "127.0.0.1").fetch(f"http://127.0.0.1:{server.port}/", most=5) == b"hello"
    assert b"Accept-Encoding" not in server.asked[0]


@pytest.mark.parametrize(
    ("before", "part"),
    [(b"", b"H"), (b"HTTP/1.1 200 OK\r\nX: ", b"x"), (b"HTTP/1.1 200 OK\r\n\r\n", b"x")],
)
def test_servers_that_drip(stack: ExitStack, before: bytes, part: bytes) -> None:
    """Each single read gets something in time; the whole does not."""
    box: list[Server] = []

    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(before)
        box[0].drip(connection, part)

    box.append(serve(stack, drip))
    begun: list[float] = []

    def clock() -> float:
        """Time runs from the query on: however long the way there took, the answer has ``SHORT``."""
        if box[0].asked and not begun:
            begun.append(time.monotonic())
        return LONG - SHORT + time.monotonic() - begun[0] if begun else 0.0

    fetch = HostFetch(lambda: frozenset({"127.0.0.1"}), loopback=True, seconds=LONG, monotonic=clock)
    stack.callback(fetch.close)
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*(ReadTimeout|ProtocolError)"):
        fetch.fetch(f"http://127.0.0.1:{box[0].port}/", most=1_000_000)


def test_a_server_that_says_nothing(stack: ExitStack) -> None:
    server = serve(stack, lambda connection, _: server.drip(connection, b""))
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*(Read|Connect)Timeout"):
        fetcher(stack, "127.0.0.1", seconds=SHORT).fetch(f"http://127.0.0.1:{server.port}/", most=5)


def test_whole_time_is_one_sum() -> None:
    """Time is handed in here: after what the name took, too little is left for the connection."""
    times = iter([0.0, 0.0, 6.0])
    fetch = HostFetch(lambda: frozenset({"czo.gov.ua"}), resolve=lambda *_: ["8.8.8.8"], monotonic=lambda: next(times))
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*ReadTimeout"):
        fetch.fetch("http://czo.gov.ua/", most=5)
    fetch.close()


def test_name_that_nobody_finds_in_time(stack: ExitStack) -> None:
    gate = threading.Event()
    stack.callback(gate.set)

    def hang(host: str, port: int) -> Sequence[str]:
        gate.wait()
        return []

    fetch = HostFetch(lambda: frozenset({"czo.gov.ua"}), seconds=SHORT, resolve=hang)
    stack.callback(fetch.close)
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*no address in time"):
        fetch.fetch("http://czo.gov.ua/", most=5)


def test_name_without_an_address(stack: ExitStack) -> None:
    def fails(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    for answer in (fails, lambda *_: []):
        fetch = HostFetch(lambda: frozenset({"czo.gov.ua"}), resolve=answer)
        stack.callback(fetch.close)
        with pytest.raises(KnownError, match="FETCH_FAILED"):
            fetch.fetch("http://czo.gov.ua/", most=5)


def test_whoever_answers_at_another_address_is_hung_up_on(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a proxy of the system or a rule of its network might have it."""
    asked: list[bytes] = []
    server = serve(stack, lambda _, query: asked.append(query))
    real = httpcore.SyncBackend.connect_tcp

    def elsewhere(self: Any, host: str, *given: Any) -> Any:
        assert host == "127.0.0.2"
        return real(self, "127.0.0.1", *given)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", elsewhere)
    with pytest.raises(KnownError, match=r"FETCH_REFUSED: connected to 127\.0\.0\.1"):
        fetcher(stack, "127.0.0.2").fetch(f"http://127.0.0.2:{server.port}/", most=5)
    assert not any(asked)


def test_no_address_is_no_good_address() -> None:
    target = target_of("http://czo.gov.ua/", HOSTS, loopback=False)
    with pytest.raises(KnownError, match=r"FETCH_FAILED.*no address"):
        checked_addresses(target, lambda *_: [], loopback=False)


def test_checked_address_is_the_one_connected_to(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes between look-up and connection (DNS rebinding) changes nothing: nobody looks twice."""
    server = serve(stack, OK)
    asked: list[str] = []

    def once(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    fetch = HostFetch(lambda: frozenset({"trust.test"}), loopback=True, resolve=once)
    stack.callback(fetch.close)
    assert fetch.fetch(f"http://trust.test:{server.port}/", most=5) == b"hello"
    assert asked == ["trust.test"]
    assert f"Host: trust.test:{server.port}".encode() in server.asked[0]


def test_tls_names_the_host(stack: ExitStack) -> None:
    """Plain text where TLS is due is a failure, not an answer."""
    server = serve(stack, OK)
    with pytest.raises(KnownError, match="FETCH_FAILED"):
        fetcher(stack, "127.0.0.1", seconds=SHORT).fetch(f"https://127.0.0.1:{server.port}/", most=5)


def test_without_loopback_this_machine_is_out_of_reach(stack: ExitStack) -> None:
    server = serve(stack, OK)
    fetch = HostFetch(lambda: frozenset({"127.0.0.1", "localhost", f"127.0.0.1:{server.port}"}))
    stack.callback(fetch.close)
    for url in (f"http://127.0.0.1:{server.port}/", "http://127.0.0.1/", "http://localhost/"):
        with pytest.raises(KnownError, match="FETCH_REFUSED"):
            fetch.fetch(url, most=5)
    assert server.asked == []


def test_loopback_reaches_nothing_else() -> None:
    target = target_of("http://a.test/", frozenset({"a.test"}), loopback=True)
    for address in ("10.0.0.1", "8.8.8.8", "::", "192.168.1.1", "fe80::1"):
        with pytest.raises(KnownError, match="FETCH_REFUSED"):
            checked_addresses(target, lambda *_, found=address: [found], loopback=True)


HOSTS = frozenset({"czo.gov.ua", "8.8.8.8", "2001:4860:4860::8888", "xn--80ak6aa92e.ua"})


@pytest.mark.parametrize(
    "url",
    [
        "ftp://czo.gov.ua/", "file:///etc/passwd", "czo.gov.ua", "//czo.gov.ua/", "", "http://", "http:///x",
        "http://user@czo.gov.ua/", "http://czo.gov.ua@evil.ua/", "http://czo.gov.ua:80@evil.ua/",
        "http://evil.ua/", "http://evil.ua#czo.gov.ua", "http://evil.ua\\@czo.gov.ua/", "http://czo.gov.ua.evil.ua/",
        "http://czo.gov.ua./", "http://sub.czo.gov.ua/", "http://czo.gov.ua:8080/", "http://czo.gov.ua:99999/",
        "http://czo.gov.ua:x/", "http://czo.gov.ua/ x", "http://czo.gov.ua/\r\nHost: evil", "http://czo.gov.ua/#x",
        "http://сzo.gov.ua/", "http://czo。gov.ua/", "http://ｃｚｏ.gov.ua/", "http://czo.gov.ua\u200b/", "http://[::1/",
        "http://2130706433/", "http://0x7f.1/", "http://0x7f000001/", "http://127.1/", "http://0177.0.0.1/",
        "http://0/", "http://134744072/", "http://8.8.8.08/", "http://8.8.2056/", "http://08.8.8.8/",
        "http://[::ffff:8.8.8.8]/", "http://[2001:4860:4860:0::8888]/", "http://[::ffff:127.0.0.1]/",
        "http://%63zo.gov.ua/", "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_addresses_that_may_not_be_asked(url: str) -> None:
    with pytest.raises(KnownError, match="FETCH_REFUSED"):
        target_of(url, HOSTS, loopback=False)


@pytest.mark.parametrize(
    "host",
    [
        "127.1", "0x7f.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "8.8.8.08", "8.8.2056", "czo.gov.ua.", "a..b",
        "-a.ua", "a-.ua", "a_b.ua", "[::ffff:8.8.8.8]", "[::ffff:808:808]", "[2001:4860:4860:0::8888]",
        "a" * 64 + ".ua",
    ],
)  # fmt: skip
def test_odd_forms_of_a_host_are_refused_though_a_list_names_them(host: str) -> None:
    with pytest.raises(KnownError, match="FETCH_REFUSED: host:"):
        target_of(f"http://{host}/", frozenset({host.strip("[]")}), loopback=True)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("http://czo.gov.ua/services/ocsp/", "czo.gov.ua", "/services/ocsp/"),
        ("https://CZO.gov.ua:443/x?y=z", "czo.gov.ua", "/x?y=z"),
        ("http://czo.gov.ua", "czo.gov.ua", "/"),
        ("http://czo.gov.ua:443/", "czo.gov.ua:443", "/"),
        ("http://8.8.8.8/", "8.8.8.8", "/"),
        ("http://[2001:4860:4860::8888]/", "[2001:4860:4860::8888]", "/"),
        ("http://xn--80ak6aa92e.ua/", "xn--80ak6aa92e.ua", "/"),
    ],
)
def test_addresses_that_may_be_asked(url: str, authority: str, path: str) -> None:
    target = target_of(url, HOSTS, loopback=False)
    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
        "fc00::1", "fd12::1", "fe80::1", "ff02::1", "2001:db8::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    target = target_of("http://czo.gov.ua/", HOSTS, loopback=False)
    for found in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        with pytest.raises(KnownError, match="FETCH_REFUSED"):
            checked_addresses(target, lambda *_, found=found: found, loopback=False)


def test_public_addresses() -> None:
    target = target_of("http://czo.gov.ua/", HOSTS, loopback=False)
    found = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
    assert len(checked_addresses(target, lambda *_: found, loopback=False)) == 4


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_target_of_the_list_or_a_known_error(text: str) -> None:
    for url in (text, f"http://{text}", f"http://czo.gov.ua{text}"):
        try:
            target = target_of(url, HOSTS, loopback=False)
        except KnownError as error:
            code = error.code
        else:
            code = "FETCH_REFUSED" if target.host not in HOSTS else "ok"
            assert code == "ok"
        assert code in {"ok", "FETCH_REFUSED"}


def test_system_resolver_gives_plain_addresses() -> None:
    assert set(resolve("localhost", 80)) <= {"127.0.0.1", "::1"}


def test_httpx_and_its_core_stay_in_one_room() -> None:
    here = Path(__file__).parents[2] / "cabinet" / "wire"
    users = {p.name for p in here.glob("*.py") if "import httpx" in p.read_text(encoding="utf-8")}
    cores = {p.name for p in here.glob("*.py") if "import httpcore" in p.read_text(encoding="utf-8")}
    assert (users, cores) == ({"transport.py"}, {"fetching.py"})
