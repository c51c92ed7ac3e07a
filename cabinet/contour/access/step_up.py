"""Step-up on the perimeter's side: one nonce for one command, one signature, taken once (CONTRACT §2)."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.call import PersonHere, SignedAct
from cabinet.contour.problem import Refused
from cabinet.contour.rate_limit import RateLimit
from cabinet.contract.clock import Clock
from cabinet.contract.endpoint import AnyEndpoint
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import EXTERNAL_ID, uuid7
from cabinet.contract.step_up import ACT_HEADER, MAX_SIGNATURE_HEADER, SIGNATURE_HEADER, Act, ActRequest
from cabinet.qes.act_statement import Command, Signing, statement_for
from cabinet.qes.identity import identity_of

__all__ = ["StepUp"]

_LIFE: Final = timedelta(minutes=5)
_MAX_ACTS: Final = 10_000
_PER_MINUTE: Final = 60
_SIGNED: Final = {e.name: e for e in ENDPOINTS if e.step_up}


@dataclass
class _Given:
    act: Act
    request: ActRequest
    session_id: str
    used: bool = False


class StepUp:
    """Gives nonces and takes signatures. In memory: a restart ends sessions, and with them every act under way."""

    def __init__(self, qes: Qes, clock: Clock) -> None:
        self._qes = qes
        self._clock = clock
        self._lock = threading.Lock()
        self._given: OrderedDict[str, _Given] = OrderedDict()
        self._rate = RateLimit("acts", _PER_MINUTE, timedelta(minutes=1))

    def ask(self, person: PersonHere, request: ActRequest) -> Act:
        """Give a nonce for one command that this person may do.

        Raises:
            KnownError: ``ACT_NOT_SIGNED`` for an operation that takes no signature, ``ACT_MISMATCH`` when method or
                path are not that operation's, ``RIGHT_MISSING`` or ``RATE_LIMITED``.
        """
        target = _SIGNED.get(request.act)
        if target is None:
            raise KnownError("ACT_NOT_SIGNED", request.act, value=request.act)
        wrong = "method" if request.method != target.method else "path" if not _fits(target, request.path) else None
        if wrong is not None:
            raise KnownError("ACT_MISMATCH", wrong, field=wrong)
        right = target.right_in(self._qes.environment)
        if right not in person.rights:
            required = (right.value,) if right is not None else ()
            raise Refused("RIGHT_MISSING", required=required, present=tuple(sorted(person.rights)))
        now = self._clock.now()
        nonce = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        act = Act(act_id=uuid7(), nonce=nonce, exp=now + _LIFE, server_time=now)
        with self._lock:
            self._rate.take(person.session_id, now)
            while len(self._given) >= _MAX_ACTS:
                self._given.popitem(last=False)
            self._given[act.act_id] = _Given(act, request, person.session_id)
        return act

    def take(
        self, person: PersonHere, jkt: str, command: Command, headers: Mapping[str, str], now: datetime
    ) -> SignedAct:
        """Take the signature that a command carries, once.

        The statement is written anew from what was given and from the command as it came; so a signature over
        anything else does not verify.

        Raises:
            KnownError: ``STEP_UP_REQUIRED``, ``ACT_UNKNOWN``, ``ACT_EXPIRED``, ``ACT_USED``, ``ACT_MISMATCH``,
                ``ACT_SIGNATURE_UNREADABLE``, ``ACT_OTHER_PERSON``, or the verdict over the signature.
        """
        given = self._find(headers.get(ACT_HEADER.lower(), ""), person, command)
        blob = _decode(headers.get(SIGNATURE_HEADER.lower(), ""))
        signing = Signing(
            person.name, person.edrpou, person.operator_name, self._qes.audience, self._qes.environment.value,
            self._qes.tls_sha256, jkt, given.act.act_id, given.act.nonce, given.act.exp,
        )  # fmt: skip
        statement = statement_for(command, signing).render()
        evidence = self._qes.signature(blob, statement, now)
        chain = self._qes.chain(evidence.certificate, evidence.carried, now)
        revocation = self._qes.revocation(chain, now)
        identity = identity_of(evidence.certificate)
        if identity.rnokpp != person.rnokpp or identity.edrpou not in {None, person.edrpou}:
            raise KnownError("ACT_OTHER_PERSON", present=identity.name)
        self._qes.company(identity, person.edrpou)
        with self._lock:
            if given.used:
                raise KnownError("ACT_USED")
            given.used = True
        return SignedAct(given.act.act_id, statement, blob, evidence, revocation)

    def _find(self, act_id: str, person: PersonHere, command: Command) -> _Given:
        if not act_id:
            raise KnownError("STEP_UP_REQUIRED")
        with self._lock:
            given = self._given.get(act_id)
        if given is None or given.session_id != person.session_id:
            raise KnownError("ACT_UNKNOWN")
        if given.used:
            raise KnownError("ACT_USED")
        if given.act.exp <= self._clock.now():
            raise KnownError("ACT_EXPIRED")
        asked = given.request
        for field, was, now in (
            ("act", asked.act, command.name),
            ("method", asked.method, command.method),
            ("path", asked.path, command.path),
            ("bodySha256", asked.body_sha256, command.body_sha256),
            ("idempotencyKey", asked.idempotency_key, command.idempotency_key),
        ):
            if was != now:
                raise KnownError("ACT_MISMATCH", field, field=field)
        return given


def _fits(target: AnyEndpoint, path: str) -> bool:
    form = re.sub(r"\\{\w+\\}", EXTERNAL_ID, re.escape(target.path))
    return re.fullmatch(form, path) is not None


def _decode(header: str) -> bytes:
    try:
        if not 0 < len(header) <= MAX_SIGNATURE_HEADER:
            raise KnownError("ACT_SIGNATURE_UNREADABLE", "size")
        return base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KnownError("ACT_SIGNATURE_UNREADABLE", type(error).__name__) from error
