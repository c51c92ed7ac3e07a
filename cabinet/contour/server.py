"""The contour's process: its listeners on loopback, one JSON line when ready, a clean end on a signal."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import os
import secrets
import socket
import ssl
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from cabinet.contour.application import application
from cabinet.contour.folder import DataFolder, write_secret
from cabinet.contour.gate import Gate
from cabinet.contour.perimeter import Perimeter
from cabinet.contour.tls_protocol import PeerCertificateProtocol, perimeter_tls
from cabinet.contract.endpoints import ENDPOINTS, Access
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.states import Environment

__all__ = ["run_contour"]

LOOPBACK = "127.0.0.1"
_YOUNG_OBJECTS = 50_000
_PEOPLE_AND_MACHINES = (
    Access.OPEN, Access.SESSION_KEY, Access.PERSON, Access.MACHINE, Access.PERSON_OR_MACHINE,
)  # fmt: skip


def run_contour(
    data: Path, port: int, environment: Environment, *, listen: str | None = None, testdata: bool = False
) -> None:
    """Serve until a signal comes.

    Raises:
        KnownError: ``PORT_IN_USE``, ``FOLDER_IN_USE``, ``FOLDER_OTHER_VERSION``, ``FOLDER_UNWRITABLE`` or
            ``ENVIRONMENT_OTHER``.
    """
    folder = DataFolder(data)
    host = listen or LOOPBACK
    listener, number = _kept_listener(folder, "port", host, port)
    # Certificates say for years where to ask about them, so this port is kept as well.
    trust_listener, trust_port = _kept_listener(folder, "trust-port", LOOPBACK)
    perimeter = Perimeter(folder, host, number, environment, trust_port)
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
    )
    config.load()
    assert config.ssl is not None  # noqa: S101  files were given
    perimeter_tls(config.ssl)
    sides = [(_plain(perimeter.trust.application()), trust_listener)]
    testdata_listener: socket.socket | None = None
    if token is not None:
        testdata_listener = _listen(LOOPBACK, 0)
        write_secret(folder.path / "testdata.token", token.encode())
        sides.append((_plain(application(perimeter, gate, (Access.TESTDATA,))), testdata_listener))
    ready = {
        "ready": True,
        "url": perimeter.audience,
        "port": number,
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
    try:
        asyncio.run(_serve(config, listener, sides, json.dumps(ready, ensure_ascii=False)))
    finally:
        perimeter.close()


class _Server(uvicorn.Server):
    """Says when it is listening."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


async def _serve(
    config: uvicorn.Config, listener: socket.socket, sides: list[tuple[uvicorn.Config, socket.socket]], ready: str
) -> None:
    main = _Server(config)
    tasks = [asyncio.create_task(main.serve([listener]))]
    servers = [_Server(side) for side, _ in sides]
    # Only the first server listens to signals; it ends the others.
    tasks += [asyncio.create_task(s._serve([bound])) for s, (_, bound) in zip(servers, sides, strict=True)]
    for server in (main, *servers):
        await server.listening.wait()
    sys.stdout.write(ready + "\n")
    sys.stdout.flush()
    await tasks[0]
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)


def _plain(served: Starlette) -> uvicorn.Config:
    """Return the configuration of a listener without TLS."""
    return uvicorn.Config(
        served, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=1,
    )  # fmt: skip


def _kept_listener(folder: DataFolder, name: str, host: str, port: int = 0) -> tuple[socket.socket, int]:
    """Listen on the port of the first start, so that addresses outlive a restart; return it too."""
    path = folder.path / name
    try:
        kept = int(path.read_text())
    except (OSError, ValueError):
        kept = 0
    listener = _listen(host, port or kept)
    number: int = listener.getsockname()[1]
    write_secret(path, str(number).encode())
    return listener, number


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named; without it every answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        code = "PORT_IN_USE" if error.errno == errno.EADDRINUSE else "FOLDER_UNWRITABLE"
        raise KnownError(code, error.strerror or "", port=str(port), path=host) from error
    return listener
