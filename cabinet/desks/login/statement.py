"""The blocking parts of a log-in: asking for a challenge, looking it over, signing. No Qt; run on lanes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cabinet import __version__
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire

if TYPE_CHECKING:
    from cabinet.contract.login import StatementFields
    from cabinet.perimeter.login import LoginClient
    from cabinet.qes.statements import LoginStatement
    from cabinet.wire.transport import Transport

__all__ = ["Asked", "ask_challenge", "fields_of", "sign_statement"]

_LONGEST = timedelta(minutes=5)
_NONCE_CHARACTERS = 43
_NOW = timedelta(minutes=1)
_OF_THE_SERVER = {"cid", "nonce", "iat", "exp"}


class Asked(NamedTuple):
    """A challenge that has been looked at and may be signed, with the text of the statement.

    ``ahead``: by how much the server's clock is ahead of this computer's; ``expires`` is by this computer's.
    """

    client: LoginClient
    statement: LoginStatement
    expires: datetime
    ahead: timedelta


def ask_challenge(transport: Transport, clock: Clock, edrpou: str) -> Asked:
    """Ask for a challenge, look it over before anything is signed, and write the statement.

    Raises:
        KnownError: ``CHALLENGE_REFUSED`` when the server asks for something else than a log-in here and now.
    """
    import secrets

    from cabinet.perimeter.login import LoginClient
    from cabinet.qes.statements import LoginStatement

    client = LoginClient(transport, clock)
    client_nonce = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    app = __version__
    challenge = client.challenge(client_nonce, app)
    profile = transport.profile
    for name, right in (
        ("aud", challenge.aud == profile.audience),
        ("env", challenge.env == profile.environment.value),
        ("nonce", len(challenge.nonce) >= _NONCE_CHARACTERS),
        ("iat", abs(challenge.iat - challenge.server_time) <= _NOW),
        ("exp", timedelta() < challenge.exp - challenge.iat <= _LONGEST),
    ):
        if not right:
            raise KnownError("CHALLENGE_REFUSED", name, field=name)
    try:
        statement = LoginStatement(
            aud=profile.audience,
            env=profile.environment.value,
            cid=challenge.cid,
            nonce=challenge.nonce,
            clientNonce=client_nonce,
            iat=wire(challenge.iat),
            exp=wire(challenge.exp),
            edrpou=edrpou,
            tls=f"sha256:{transport.witness.sha256}",
            jkt=client.key.thumbprint,
            app=app,
        )
    except KnownError as error:
        field = error.facts.get("field", "")
        if field not in _OF_THE_SERVER:
            raise
        raise KnownError("CHALLENGE_REFUSED", f"form of {field}", field=field) from error
    ahead = client.key.ahead
    return Asked(client, statement, clock.now() + (challenge.exp - challenge.server_time), ahead)


def sign_statement(
    asked: Asked, certificate_der: bytes, chain: tuple[bytes, ...], sign: Callable[[bytes], bytes], now: datetime
) -> bytes:
    """Return the CMS over the statement; verified against the certificate before it leaves."""
    from cabinet.qes.cades_build import build

    return build(asked.statement.render(), certificate_der, sign, now, chain)


def fields_of(statement: LoginStatement) -> StatementFields:
    """Return the statement's values for the wire."""
    from cabinet.contract.login import StatementFields

    return StatementFields.model_validate(statement.as_fields())
