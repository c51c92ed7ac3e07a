"""The blocking parts of a log-in: reading certificates, asking for a challenge, signing. No Qt; run on lanes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet import __version__
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.desks.login_states import Candidate

if TYPE_CHECKING:
    from cabinet.contract.login import StatementFields
    from cabinet.perimeter.login import LoginClient
    from cabinet.qes.statements import LoginStatement
    from cabinet.token.keyfile import OpenFileKey
    from cabinet.token.model import TokenCertificate
    from cabinet.token.pkcs11 import Pkcs11Token
    from cabinet.wire.transport import Transport

__all__ = ["Asked", "Found", "ask_challenge", "candidate_of", "open_key_file", "scan", "sign_statement"]

_LONGEST = timedelta(minutes=5)
_NONCE_CHARACTERS = 43


@dataclass(frozen=True)
class Found:
    """What a scan found: candidates in order, and what each signs with."""

    description: str
    tokens: int
    candidates: tuple[Candidate, ...]
    certificates: dict[str, TokenCertificate]


@dataclass(frozen=True)
class Asked:
    """A challenge that has been looked at and may be signed, with the text of the statement."""

    client: LoginClient
    statement: LoginStatement
    expires: datetime


def scan(token: Pkcs11Token, now: datetime) -> Found:
    """Read every certificate of every token; those that cannot be read are passed over, as no key can be theirs."""
    description = token.describe()
    seen = token.scan()
    candidates: list[Candidate] = []
    certificates: dict[str, TokenCertificate] = {}
    for certificate in seen.certificates:
        info = certificate.token
        try:
            found = candidate_of(certificate.der, now, info.label, info.serial)
        except KnownError:
            continue
        candidate = Candidate(
            **{
                **found.__dict__,
                "pin_pad": info.pin_pad,
                "pin_state": info.pin_state.value,
                "min_pin": max(info.min_pin, 1),
                "max_pin": info.max_pin,
            }
        )
        candidates.append(candidate)
        certificates[candidate.key] = certificate
    candidates.sort(key=lambda c: (not c.usable, c.name))
    return Found(description, len(seen.tokens), tuple(candidates), certificates)


def candidate_of(der: bytes, now: datetime, source: str, serial: str, *, from_file: bool = False) -> Candidate:
    """Return how a certificate shows on the log-in page."""
    from cabinet.qes.certificate import read_certificate
    from cabinet.qes.suitability import suitability

    certificate = read_certificate(der)
    advice = suitability(certificate, now)
    return Candidate(
        key=certificate.sha256,
        name=certificate.common_name,
        title=certificate.title,
        organisation=certificate.organisation,
        edrpou=certificate.edrpou or "",
        issuer=certificate.issuer,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        reason=advice.reason.value,
        usable=advice.usable,
        days_left=advice.days_left,
        source=source,
        serial=serial,
        person=f"{certificate.rnokpp} {certificate.edrpou}" if certificate.rnokpp and not certificate.conflict else "",
        from_file=from_file,
    )


def open_key_file(path: Path, password: str, now: datetime) -> tuple[Candidate, OpenFileKey]:
    """Open a key file; the opened key lives until the log-in ends."""
    from cabinet.token.keyfile import FileKey

    opened = FileKey(path).open(password)
    return candidate_of(opened.certificate, now, path.name, "", from_file=True), opened


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
        ("exp", timedelta() < challenge.exp - challenge.iat <= _LONGEST),
    ):
        if not right:
            raise KnownError("CHALLENGE_REFUSED", name)
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
    return Asked(client, statement, clock.now() + (challenge.exp - challenge.server_time))


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
