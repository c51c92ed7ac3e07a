"""The contour's process: its listeners on loopback, one JSON line when ready, a clean end on a signal."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import faulthandler
import gc
import json
import logging
import os
import random
import secrets
import signal
import socket
import ssl
import sys
import threading
from asyncio import constants
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from cabinet.contour.folder import DataFolder, only_for_the_owner
from cabinet.contour.http.application import application
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.http.connections import BOUNDS, BoundedSocket, Connections
from cabinet.contour.http.gate import Gate
from cabinet.contour.http.protocol import HEAD_SECONDS, BoundedProtocol
from cabinet.contour.http.tls_protocol import PeerCertificateProtocol, perimeter_tls
from cabinet.contour.process import LOG
from cabinet.contract.endpoint import Access
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.states import Environment
from cabinet.journal.parent import wait_for_end

__all__ = ["run_contour"]

LOOPBACK = "127.0.0.1"
_YOUNG_OBJECTS = 50_000
_HANGS_SECONDS = 10.0
_SETTLE_SECONDS = 5.0
"""How much later than its time something held may be settled, where nobody sends anything."""
_OTHER_FILES = 256
_KEPT_PORTS = range(20_000, 32_768)
"""Below those of passing connections: from 32768 on Linux, from 49152 elsewhere (RFC 6335 §6)."""
_PORTS_TRIED = 64
_BACKLOG = 128
_PEOPLE_AND_MACHINES = (
    Access.OPEN, Access.SESSION_KEY, Access.PERSON, Access.MACHINE, Access.PERSON_OR_MACHINE,
)  # fmt: skip


_log = logging.getLogger(__name__)


def run_contour(
    data: Path,
    port: int,
    environment: Environment,
    *,
    listen: str | None = None,
    testdata: bool = False,
    end_with_stdin: bool = False,
    take_over_seconds: float = 0,
) -> None:
    """Serve until a signal comes; with ``end_with_stdin`` until whoever holds the other end of standard input is gone.

    ``take_over_seconds``: so long another contour may still have the folder, which ends with a window that was killed.

    Raises:
        KnownError: ``PORT_IN_USE``, ``PORT_FORBIDDEN``, ``ADDRESS_NOT_LOCAL``, ``FOLDER_IN_USE``, ``FOLDER_DAMAGED``,
            ``FOLDER_NEWER``, ``FOLDER_OTHER_VERSION``, ``FOLDER_UNWRITABLE``, ``FILE_UNREADABLE`` or
            ``ENVIRONMENT_OTHER``.
    """
    only_for_the_owner()
    _room_for_connections()
    with contextlib.ExitStack() as open_things:
        folder = DataFolder(data, take_over_seconds)
        open_things.callback(folder.close)
        host = listen or LOOPBACK
        listener, number = _kept_listener(folder, "port", host, port)
        open_things.callback(listener.close)
        # Certificates say for years where to ask about them, so this port is kept as well.
        trust_listener, trust_port = _kept_listener(folder, "trust-port", LOOPBACK)
        open_things.callback(trust_listener.close)
        try:
            perimeter = Perimeter(folder, host, number, environment, trust_port)
        except KnownError as error:
            if error.code != "FOLDER_DAMAGED" or not folder.begin_anew():
                raise
            _keep_port(folder, "port", number)
            _keep_port(folder, "trust-port", trust_port)
            perimeter = Perimeter(folder, host, number, environment, trust_port)
        open_things.callback(perimeter.close)
        _run(perimeter, listener, trust_listener, testdata=testdata, end_with_stdin=end_with_stdin)


def _room_for_connections() -> None:
    """Let this process hold as many files as its connections need, and give a handshake no longer than a head."""
    constants.SSL_HANDSHAKE_TIMEOUT = HEAD_SECONDS  # uvicorn hands no time of its own on
    if sys.platform != "win32":
        import resource

        wanted = 3 * BOUNDS[0] + _OTHER_FILES
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))


def _run(
    perimeter: Perimeter,
    listener: socket.socket,
    trust_listener: socket.socket,
    *,
    testdata: bool,
    end_with_stdin: bool,
) -> None:
    folder = perimeter.folder
    handlers = perimeter.handlers()
    missing = {e.name for e in ENDPOINTS} ^ set(handlers)
    if missing:
        raise BugError(f"endpoints and handlers differ: {sorted(missing)}")
    token = secrets.token_urlsafe(32) if testdata else None
    gate = Gate(perimeter, handlers, token)
    config = uvicorn.Config(
        application(perimeter, gate, _PEOPLE_AND_MACHINES),
        http=PeerCertificateProtocol,
        ws="none",
        lifespan="off",
        ssl_certfile=str(perimeter.certificate),
        ssl_keyfile=str(perimeter.certificate_key),
        ssl_ca_certs=str(folder.path / "credentials-ca.pem"),
        ssl_cert_reqs=ssl.CERT_OPTIONAL,
        log_config=None,
        access_log=False,
        server_header=False,
        # An address is the socket's own: headers that speak of others are anybody's to write (CONTRACT §5).
        proxy_headers=False,
        timeout_graceful_shutdown=5,
        backlog=_BACKLOG,
    )
    config.load()
    assert config.ssl is not None  # noqa: S101  files were given
    perimeter_tls(config.ssl)
    sides = [(_plain(perimeter.trust.application()), trust_listener)]
    testdata_listener: socket.socket | None = None
    if token is not None:
        testdata_listener = _listen(LOOPBACK, 0)
        folder.write("testdata.token", token.encode())
        sides.append((_plain(application(perimeter, gate, (Access.TESTDATA,))), testdata_listener))
    ready = {
        "ready": True,
        "url": perimeter.audience,
        "port": listener.getsockname()[1],
        "profile": str(perimeter.write_profile()),
        "trust": {"url": perimeter.trust_url},
        "testdata": None
        if testdata_listener is None
        else {
            "url": f"http://{LOOPBACK}:{testdata_listener.getsockname()[1]}",
            "tokenFile": str(folder.path / "testdata.token"),
        },
        "pid": os.getpid(),
    }
    # What is loaded now stays; a batch makes thousands of short-lived objects: looking for rings in them is waste.
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
    asyncio.run(
        _serve(
            perimeter, (config, listener), sides, json.dumps(ready, ensure_ascii=False), end_with_stdin=end_with_stdin
        )
    )


class _Server(uvicorn.Server):
    """Says when it is listening."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


async def _serve(
    perimeter: Perimeter,
    first: tuple[uvicorn.Config, socket.socket],
    sides: list[tuple[uvicorn.Config, socket.socket]],
    ready: str,
    *,
    end_with_stdin: bool,
) -> None:
    loop = asyncio.get_running_loop()
    places = [first, *sides]
    servers = [_Server(config) for config, _ in places]
    main = servers[0]

    def end() -> None:
        main.force_exit = main.should_exit
        main.should_exit = True

    # Not uvicorn's own handlers: they raise the signal again before the perimeter is closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))
    tasks = [asyncio.create_task(s._serve([bound])) for s, (_, bound) in zip(servers, places, strict=True)]
    for server in servers:
        await server.listening.wait()
    sys.stdout.write(ready + "\n")
    sys.stdout.flush()
    if end_with_stdin:
        log = perimeter.folder.path / LOG
        threading.Thread(target=_watch_stdin, args=(loop, main, log), daemon=True).start()
    settling = asyncio.create_task(_settle(perimeter))
    await tasks[0]
    settling.cancel()
    # A filling under way is the only request that lasts.
    await asyncio.to_thread(perimeter.replay.stop)
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)


async def _settle(perimeter: Perimeter) -> None:
    """Settle what has waited too long for its bet, from the start on: whoever sends nothing more hears of it too."""
    while True:
        try:
            await asyncio.to_thread(perimeter.settle_overdue)
        except KnownError as error:
            _log.warning("what is held is not settled: %s", error)
        await asyncio.sleep(_SETTLE_SECONDS)


def _watch_stdin(loop: asyncio.AbstractEventLoop, server: uvicorn.Server, log: Path) -> None:
    """End the server when nobody holds standard input's other end any more.

    One that hangs then is ended as well, and its log says where every thread stood.
    """
    wait_for_end()

    def end() -> None:
        server.should_exit = server.force_exit = True

    with contextlib.suppress(RuntimeError):  # it is ending already
        loop.call_soon_threadsafe(end)
    with log.open("ab") as file:
        faulthandler.dump_traceback_later(_HANGS_SECONDS, exit=True, file=file)
        threading.Event().wait()  # the file stays open until one of both ends this process


def _plain(served: Starlette) -> uvicorn.Config:
    """Return the configuration of a listener without TLS."""
    return uvicorn.Config(
        served, http=BoundedProtocol, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=1,
    )  # fmt: skip


def _kept_listener(folder: DataFolder, name: str, host: str, port: int = 0) -> tuple[socket.socket, int]:
    """Listen on the port of the first start, so that addresses outlive a restart; return it too."""
    try:
        kept = int((folder.path / name).read_text())
    except (OSError, ValueError):
        kept = 0
    wanted = port or (kept if 0 < kept < 1 << 16 else 0)
    listener = _listen(host, wanted) if wanted else _listen_below_passing(host)
    number: int = listener.getsockname()[1]
    if number != kept:
        _keep_port(folder, name, number)
    return listener, number


def _listen_below_passing(host: str) -> socket.socket:
    """Listen on a free port that no connection going out is ever given, so that it is free at the next start too."""
    for number in random.sample(_KEPT_PORTS, _PORTS_TRIED):
        with contextlib.suppress(KnownError):
            return _listen(host, number)
    return _listen(host, 0)


def _keep_port(folder: DataFolder, name: str, number: int) -> None:
    folder.write(name, str(number).encode())


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named; without it every answer waits 40 ms for an ACK.
    listener = BoundedSocket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.connections = Connections()
    try:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        code = {errno.EADDRINUSE: "PORT_IN_USE", errno.EACCES: "PORT_FORBIDDEN"}.get(error.errno or 0, "")
        raise KnownError(
            "ADDRESS_NOT_LOCAL" if isinstance(error, socket.gaierror) or not code else code,
            error.strerror or "",
            port=str(port),
            address=host,
        ) from error
    return listener
