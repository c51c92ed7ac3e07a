"""Log-in straight against the wire, with a key file: for tests of what the server refuses."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cabinet.contour.sample.operator import SAMPLE_EDRPOU, SamplePerson
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.desks.login.statement import fields_of
from cabinet.perimeter.login import LoginClient, PersonSession
from cabinet.qes.cades_build import build
from cabinet.qes.statements import LoginStatement
from cabinet.token.keyfile.file_key import FileKey
from cabinet.token.keyfile.open_key import OpenKey
from cabinet.wire.transport import Transport
from tests.company import WAIT, Company

_PAUSE = threading.Event()
"""Never set: a look at the checks a hundred times a second, not as often as the computer can."""


def challenge_statement(client: LoginClient, transport: Transport, edrpou: str) -> LoginStatement:
    nonce = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    challenge = client.challenge(nonce, "1")
    return LoginStatement(
        aud=challenge.aud, env=challenge.env, cid=challenge.cid, nonce=challenge.nonce, clientNonce=nonce,
        iat=wire(challenge.iat), exp=wire(challenge.exp), edrpou=edrpou, tls=f"sha256:{transport.witness.sha256}",
        jkt=client.key.thumbprint, app="1",
    )  # fmt: skip


def direct_login(
    company: Company,
    transport: Transport,
    who: SamplePerson,
    tmp_path: Path,
    *,
    kind: str = "qualified",
    edrpou: str = SAMPLE_EDRPOU,
    claimed: str = SAMPLE_EDRPOU,
    clock: Clock | None = None,
    before: Callable[[str], object] = lambda _: None,
    staple: Callable[[bytes], Sequence[bytes]] = lambda _: (),
) -> PersonSession:
    """Log in; raises ``KnownError`` with the server's verdict."""
    clock = clock or SystemClock()
    issued = company.identity(who, kind, edrpou=edrpou, password="0000")
    before(issued["serial"])
    path = tmp_path / f"{secrets.token_hex(4)}.p12"
    path.write_bytes(base64.b64decode(issued["pkcs12"]))
    key = FileKey(path).open("0000")
    client = LoginClient(transport, clock)
    statement = challenge_statement(client, transport, claimed)
    blob = build(statement.render(), key.certificate, lambda d: key.sign(d, "ecdsa", "sha256"), clock.now())
    stapled = [base64.b64encode(answer).decode() for answer in staple(key.certificate)]
    accepted = client.submit(statement.cid, fields_of(statement), base64.b64encode(blob).decode(), stapled)
    deadline = time.monotonic() + WAIT / 1000
    while True:
        progress = client.progress(accepted.login_id)
        if progress.done:
            break
        assert time.monotonic() < deadline
        _PAUSE.wait(0.01)
    if progress.tokens is None or progress.person is None:
        raise KnownError(progress.code or "INTERNAL", **progress.facts)
    session = client.session(progress.tokens, progress.person)
    session.approver = lambda to_sign: sign_with(key, to_sign.statement.render())
    return session


def sign_with(key: OpenKey, text: bytes) -> bytes:
    return build(text, key.certificate, lambda d: key.sign(d, "ecdsa", "sha256"), datetime.now(UTC))


def open_key(company: Company, who: SamplePerson, tmp_path: Path, kind: str = "qualified") -> OpenKey:
    path = tmp_path / f"{secrets.token_hex(4)}.p12"
    path.write_bytes(base64.b64decode(company.identity(who, kind, password="0000")["pkcs12"]))
    return FileKey(path).open("0000")
