"""Step-up on the cabinet's side: ask for a nonce, write the statement, have it signed, put it on the command."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError
from cabinet.contract.step_up import ACT_HEADER, ASK_ACT, SIGNATURE_HEADER, ActRequest
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.qes.act_statement import Command, Signing, statement_for
from cabinet.qes.statements import ActStatement, MandateStatement
from cabinet.wire.ask import Ask

if TYPE_CHECKING:
    from cabinet.contract.login import Person
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["Approver", "Bearings", "ToSign", "sign_command"]

_LONGEST = timedelta(minutes=5)
_NONCE_CHARACTERS = 43


@dataclass(frozen=True)
class ToSign:
    """What a person is asked to sign: the whole statement, and for how long the perimeter waits."""

    statement: ActStatement | MandateStatement
    left: timedelta


Approver = Callable[[ToSign], bytes]
"""Shows the act to the person and returns a detached CAdES-BES over ``statement.render()``; blocks, and raises
``KnownError`` when the person cancels or the token refuses."""


@dataclass(frozen=True)
class Bearings:
    """Where a session stands: whose it is, with whom it speaks."""

    person: Person
    profile: PerimeterProfile
    tls_sha256: str
    jkt: str


def sign_command(caller: Caller, approve: Approver, of: Bearings, command: Command) -> dict[str, str]:
    """Return the headers that make a command a signed one.

    Raises:
        KnownError: ``CHALLENGE_REFUSED`` when what the perimeter gave is not fit to be signed; what it refuses with;
            what ``approve`` raises.
    """
    request = ActRequest(
        act=command.name, method=command.method, path=command.path, body_sha256=command.body_sha256,
        idempotency_key=command.idempotency_key,
    )  # fmt: skip
    act = answer_to(caller, Ask(ASK_ACT, request))
    left = act.exp - act.server_time
    if len(act.nonce) != _NONCE_CHARACTERS or not timedelta() < left <= _LONGEST:
        raise KnownError("CHALLENGE_REFUSED", "act", field="act")
    signing = Signing(
        of.person.name, of.person.edrpou, of.person.operator_name, of.profile.audience, of.profile.environment.value,
        of.tls_sha256, of.jkt, act.act_id, act.nonce, act.exp,
    )  # fmt: skip
    cms = approve(ToSign(statement_for(command, signing), left))
    return {ACT_HEADER: act.act_id, SIGNATURE_HEADER: base64.b64encode(cms).decode()}
