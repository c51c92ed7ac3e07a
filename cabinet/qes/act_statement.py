"""From a command to the statement that is signed for it: one function, used by the cabinet and by the perimeter."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cabinet.contract.moment import wire
from cabinet.contract.people import AppointRequest
from cabinet.qes.act_words import act_words
from cabinet.qes.statements import ActStatement, MandateStatement, plain_line

__all__ = ["MANDATES", "Command", "Signing", "statement_for"]

MANDATES: Final = frozenset({"appoint"})
"""Operations whose statement is a document of its own, ``MANDATE v1``; all others are ``ACT v1``."""


@dataclass(frozen=True)
class Command:
    """Exactly one command: the operation's name, method, path as sent and its values, body as sent."""

    name: str
    method: str
    path: str
    values: Mapping[str, str]
    body: bytes
    idempotency_key: str

    @property
    def body_sha256(self) -> str:
        """SHA-256 of the exact body, hex."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Signing:
    """Who signs, for whom, where, and with what the perimeter gave for it.

    ``tls_sha256`` is of the live server certificate, ``jkt`` the thumbprint of the session's key.
    """

    who: str
    edrpou: str
    company: str
    aud: str
    env: str
    tls_sha256: str
    jkt: str
    act_id: str
    nonce: str
    exp: datetime


def statement_for(command: Command, of: Signing) -> ActStatement | MandateStatement:
    """Return the statement of this command.

    Raises:
        KnownError: ``STATEMENT_INVALID``, and what :func:`act_words` raises.
    """
    words = act_words(command.name, command.values, command.body)
    common = {
        "who": plain_line(of.who), "company": plain_line(of.company), "edrpou": of.edrpou, "actUk": words.uk,
        "actEn": words.en, "aud": of.aud, "env": of.env, "tls": f"sha256:{of.tls_sha256}", "method": command.method,
        "path": command.path, "bodySha256": command.body_sha256, "idempotencyKey": command.idempotency_key,
        "actId": of.act_id, "nonce": of.nonce, "exp": wire(of.exp), "jkt": of.jkt,
    }  # fmt: skip
    if command.name not in MANDATES:
        return ActStatement(**common)
    wanted = AppointRequest.model_validate_json(command.body)
    return MandateStatement(
        **common,
        person=wanted.name,
        rnokpp=wanted.rnokpp,
        role=wanted.role.value,
        rights=",".join(sorted(wanted.rights)) or "none",
        until=wire(wanted.until),
    )
