"""Step-up: one act, signed with the QES before it is done (CONTRACT §2).

``POST /auth/acts`` gives a nonce for exactly one command. The person signs the statement that both sides write from
it, and the command carries the act's id and the signature in two headers, so that its body stays its own.
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from cabinet.contract.endpoint import PersonEndpoint
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right

__all__ = [
    "ACT_HEADER",
    "ASK_ACT",
    "MAX_SIGNATURE_HEADER",
    "SIGNATURE_HEADER",
    "Act",
    "ActRequest",
]

ACT_HEADER: Final = "Act"
SIGNATURE_HEADER: Final = "Act-Signature"
MAX_SIGNATURE_HEADER: Final = 16 * 1024
"""Longest ``Act-Signature``: base64 of the DER of a detached CAdES-BES."""


class ActRequest(Request):
    """``POST /auth/acts``: the command to come. ``act`` is the operation's name; ``bodySha256`` of the exact bytes."""

    act: str = Field(pattern=r"^[a-z_]{1,40}$")
    method: str = Field(pattern=r"^[A-Z]{3,7}$")
    path: str = Field(pattern=r"^/[A-Za-z0-9._:/-]{1,200}$")
    body_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    idempotency_key: str = Field(pattern=r"^[A-Za-z0-9._:-]{8,64}$")


class Act(Answer):
    """What the statement must carry; ``nonce`` is 32 bytes in base64url, good once and for five minutes at most."""

    act_id: str
    nonce: str
    exp: Moment
    server_time: Moment


ASK_ACT = PersonEndpoint(
    "ask_act",
    "POST",
    "/auth/acts",
    ActRequest,
    Act,
    "Ask for a nonce to sign one act with",
    right=Right.OWN_SESSIONS,
    status=201,
)
