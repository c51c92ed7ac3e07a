"""Log-in by hand over HTTP: every part can be another one between the challenge and the hand-in."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.login import LOGIN, LoginAccepted, LoginProgress
from cabinet.perimeter.login import LoginClient, PersonSession
from cabinet.qes.cades_build import build
from cabinet.qes.statements import LoginStatement
from cabinet.wire.ask import Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Transport
from tests.direct_login import challenge_statement
from tests.forging.issuer import Leaf

Fields = Mapping[str, object]
_PAUSE = threading.Event()
"""Never set: a look at the checks a hundred times a second, not as often as the computer can."""


@dataclass(frozen=True)
class Begun:
    """A challenge that was given, and the statement that an honest cabinet would sign."""

    client: LoginClient
    statement: LoginStatement

    @property
    def fields(self) -> dict[str, str]:
        return self.statement.as_fields()


def begin(transport: Transport, edrpou: str = SAMPLE_EDRPOU, clock: Clock | None = None) -> Begun:
    """Ask for a challenge."""
    client = LoginClient(transport, clock or SystemClock())
    return Begun(client, challenge_statement(client, transport, edrpou))


def signed(begun: Begun, leaf: Leaf, now: datetime | None = None, chain: Sequence[bytes] = ()) -> bytes:
    """Sign the statement as an honest cabinet does."""
    return build(begun.statement.render(), leaf.der, leaf.sign, now or datetime.now(UTC), chain)


def body_of(begun: Begun, cms: bytes, fields: Fields | None = None, cid: str | None = None) -> bytes:
    """Return the body of a hand-in."""
    wanted = {
        "cid": begun.statement.cid if cid is None else cid,
        "fields": begun.fields if fields is None else fields,
        "cms": base64.b64encode(cms).decode(),
    }
    return json.dumps(wanted, ensure_ascii=False).encode()


def hand_in(transport: Transport, key: SessionKey, body: bytes) -> str:
    """Hand in; returns the log-in's id.

    Raises:
        KnownError: refused at the door.
    """
    reply = transport.call(Ask(LOGIN, raw=body), session_key=key)
    return LoginAccepted.model_validate_json(reply.body).login_id


def outcome(client: LoginClient, login_id: str) -> LoginProgress:
    """Ask until the five checks are over."""
    while not (progress := client.progress(login_id)).done:
        _PAUSE.wait(0.01)
    return progress


def complete(transport: Transport, begun: Begun, cms: bytes, **changes: object) -> PersonSession:
    """Hand in and wait for the verdict; returns the session.

    Raises:
        KnownError: refused, at the door or by a check.
    """
    body = body_of(begun, cms, **changes)  # type: ignore[arg-type]  # ``fields`` and ``cid``
    return session_of(begun.client, hand_in(transport, begun.client.key, body))


def session_of(client: LoginClient, login_id: str) -> PersonSession:
    """Return the session that a log-in opened.

    Raises:
        KnownError: it opened none.
    """
    progress = outcome(client, login_id)
    if progress.code is not None:
        assert progress.tokens is None
        assert progress.person is None
        raise KnownError(progress.code, **progress.facts)
    assert progress.tokens is not None
    assert progress.person is not None
    return client.session(progress.tokens, progress.person)


def refusal(transport: Transport, begun: Begun, cms: bytes, **changes: object) -> KnownError | None:
    """Return how a log-in is refused; None where it is not, and then its session is ended again."""
    try:
        session = complete(transport, begun, cms, **changes)
    except KnownError as error:
        return error
    session.end()
    return None
