"""Log-in: challenges, and the five checks of a signed statement, each with its own verdict (CONTRACT §2)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from cabinet.contour.access.people import authority_of
from cabinet.contour.access.sessions import OpenSession, Sessions
from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.rate_limit import RateLimit
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.login import (
    Challenge,
    ChallengeRequest,
    LoginAccepted,
    LoginProgress,
    LoginRequest,
    Person,
    StepProgress,
    Tokens,
)
from cabinet.contract.login_steps import CheckState, CheckStep
from cabinet.contract.moment import epoch_micros, wire
from cabinet.contract.rights import Role
from cabinet.qes.cades_verify import SignedEvidence
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import Chain
from cabinet.qes.identity import Identity, identity_of
from cabinet.qes.revocation_words import RevocationEvidence
from cabinet.qes.statements import LoginStatement

__all__ = ["LoginDesk"]

Result = TypeVar("Result")
_CHALLENGE_LIFE = timedelta(minutes=5)
_MAX_CHALLENGES = 10_000
_PER_MINUTE = 120
_MAX_LOGINS = 10_000


@dataclass
class _Pending:
    challenge: Challenge
    jkt: str
    client_nonce: str
    app: str
    used_by: tuple[str, str] | None = None
    login_id: str = ""


@dataclass
class _Login:
    login_id: str
    jkt: str
    address: str
    steps: dict[CheckStep, StepProgress] = field(default_factory=dict)
    done: bool = False
    code: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    tokens: Tokens | None = None
    person: Person | None = None
    stapled: tuple[bytes, ...] = ()


class _Evidence(NamedTuple):
    """Why somebody was let in: the signature over the statement, and what was believed about revocation."""

    statement: bytes
    cms: bytes
    revocation: tuple[RevocationEvidence, ...]


class LoginDesk:
    """Gives challenges and checks what comes back, on threads of its own."""

    def __init__(self, store: LedgerStore, sessions: Sessions, qes: Qes, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._qes = qes
        self._clock = clock
        self._lock = threading.Lock()
        self._challenges: OrderedDict[str, _Pending] = OrderedDict()
        self._logins: OrderedDict[str, _Login] = OrderedDict()
        self._rate = RateLimit("challenges", _PER_MINUTE, timedelta(minutes=1))
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="login")

    def close(self) -> None:
        """Wait for checks under way."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def challenge(self, request: ChallengeRequest, address: str) -> Challenge:
        """Give a challenge; bounded in number and in rate by address."""
        now = self._clock.now()
        with self._lock:
            self._rate.take(address, now)
            while self._challenges and len(self._challenges) >= _MAX_CHALLENGES:
                self._challenges.popitem(last=False)
            nonce = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
            challenge = Challenge(
                cid=uuid7(), nonce=nonce, iat=now, exp=now + _CHALLENGE_LIFE, aud=self._qes.audience,
                env=self._qes.environment.value, server_time=now,
            )  # fmt: skip
            pending = _Pending(challenge, request.jkt, request.client_nonce, request.app_version)
            self._challenges[challenge.cid] = pending
            return challenge

    def submit(self, request: LoginRequest, jkt: str, address: str) -> LoginAccepted:
        """Take a signed statement once; the same hand-in again gives the same log-in.

        Raises:
            KnownError: ``CHALLENGE_UNKNOWN``, ``CHALLENGE_EXPIRED``, ``CHALLENGE_USED`` or ``FIELD_INVALID``.
        """
        try:
            blob = base64.b64decode(request.cms, validate=True)
            stapled = tuple(base64.b64decode(answer, validate=True) for answer in request.stapled)
        except binascii.Error as error:
            raise KnownError("FIELD_INVALID", field="cms, stapled") from error
        mark = (hashlib.sha256(blob).hexdigest(), jkt)
        with self._lock:
            pending = self._challenges.get(request.cid)
            if pending is None:
                raise KnownError("CHALLENGE_UNKNOWN")
            if pending.used_by is not None:
                if pending.used_by != mark:
                    raise KnownError("CHALLENGE_USED")
                return LoginAccepted(login_id=pending.login_id)
            if pending.challenge.exp <= self._clock.now():
                raise KnownError("CHALLENGE_EXPIRED")
            login = _Login(uuid7(), jkt, address)
            login.steps = {s: StepProgress(step=s, state=CheckState.WAITING) for s in CheckStep}
            pending.used_by, pending.login_id = mark, login.login_id
            self._logins[login.login_id] = login
            while len(self._logins) > _MAX_LOGINS:
                self._logins.popitem(last=False)
        login.stapled = stapled
        self._threads.submit(self._check, login, pending, request, blob)
        return LoginAccepted(login_id=login.login_id)

    def progress(self, login_id: str, jkt: str) -> LoginProgress:
        """Return how far a log-in has come; tokens leave once, to the key that asked for them.

        Raises:
            KnownError: ``LOGIN_UNKNOWN``.
        """
        with self._lock:
            login = self._logins.get(login_id)
            if login is None or login.jkt != jkt:
                raise KnownError("LOGIN_UNKNOWN")
            tokens, login.tokens = login.tokens, None
            return LoginProgress(
                login_id=login_id, steps=list(login.steps.values()), done=login.done, code=login.code,
                facts=login.facts, tokens=tokens, person=login.person,
            )  # fmt: skip

    def refresh(self, token: str, jkt: str, *, attended: bool) -> Tokens:
        """Renew a session; revocation and authority are checked again, and a failure ends it.

        Where nobody says whether the certificate is revoked, nothing is renewed, but the session stays until its own
        end: a responder that rests for a minute must not throw everybody out.

        Raises:
            KnownError: ``REFRESH_INVALID``, ``SESSION_ENDED``, ``REVOCATION_UNAVAILABLE`` or
                ``REVOCATION_UNSUPPORTED``.
        """
        session = self._sessions.by_refresh(token, jkt, attended=attended)
        try:
            self._again(session)
        except KnownError as error:
            if error.code in {"REVOCATION_UNAVAILABLE", "REVOCATION_UNSUPPORTED"}:
                raise
            self._sessions.end(session.edrpou, session.rnokpp, session.session_id)
            raise KnownError("SESSION_ENDED", error.code) from error
        return self._sessions.renew(session, token)

    def _again(self, session: OpenSession) -> None:
        now = self._clock.now()
        chain = self._qes.chain(read_certificate(session.certificate), session.carried, now)
        self._qes.revocation(chain, now)
        with self._store.read() as rows:
            authority_of(rows, session.edrpou, session.rnokpp, now)

    def _check(self, login: _Login, pending: _Pending, request: LoginRequest, blob: bytes) -> None:
        now = self._clock.now()
        try:
            evidence, statement = self._step(
                login, CheckStep.SIGNATURE, lambda: self._signature(pending, request, blob, login)
            )
            chain: Chain = self._step(
                login,
                CheckStep.CHAIN,
                lambda: self._qes.chain(evidence.certificate, evidence.carried, now),
            )
            revocation = self._step(
                login, CheckStep.REVOCATION, lambda: self._qes.revocation(chain, now, login.stapled)
            )
            identity = self._step(login, CheckStep.IDENTITY, lambda: self._identity(evidence, request.fields.edrpou))
            person = self._step(
                login,
                CheckStep.AUTHORITY,
                lambda: self._authority(
                    request.fields.edrpou, identity, now, login, _Evidence(statement, blob, revocation)
                ),
            )
        except KnownError as error:
            with self._lock:
                login.done, login.code, login.facts = True, error.code, dict(error.facts)
            return
        tokens = self._sessions.open(
            person.edrpou,
            identity.rnokpp,
            login.jkt,
            login.address,
            evidence.certificate.der,
            evidence.carried,
        )
        with self._lock:
            login.tokens, login.person, login.done = tokens, person, True

    def _step(self, login: _Login, step: CheckStep, work: Callable[[], Result]) -> Result:
        self._mark(login, step, CheckState.RUNNING)
        start = time.perf_counter()
        try:
            result = work()
        except KnownError as error:
            self._mark(login, step, CheckState.FAILED, error.code, start)
            raise
        except Exception as error:
            self._mark(login, step, CheckState.FAILED, "INTERNAL", start)
            raise KnownError("INTERNAL", type(error).__name__) from error
        self._mark(login, step, CheckState.PASSED, None, start)
        return result

    def _mark(
        self,
        login: _Login,
        step: CheckStep,
        state: CheckState,
        code: str | None = None,
        start: float | None = None,
    ) -> None:
        millis = None if start is None else round((time.perf_counter() - start) * 1000)
        with self._lock:
            login.steps[step] = StepProgress(step=step, state=state, code=code, millis=millis)

    def _signature(
        self, pending: _Pending, request: LoginRequest, blob: bytes, login: _Login
    ) -> tuple[SignedEvidence, bytes]:
        """Rebuild the statement from what we gave and hold, and verify the signature over exactly that."""
        statement = LoginStatement.from_fields(request.fields.model_dump(by_alias=True))
        challenge = pending.challenge
        ours = {
            "aud": self._qes.audience, "env": self._qes.environment.value, "cid": challenge.cid,
            "nonce": challenge.nonce, "clientNonce": pending.client_nonce, "iat": wire(challenge.iat),
            "exp": wire(challenge.exp), "tls": f"sha256:{self._qes.tls_sha256}", "jkt": pending.jkt,
            "app": pending.app,
        }  # fmt: skip
        said = statement.as_fields()
        wrong = next((name for name, value in ours.items() if said[name] != value), None)
        if wrong is not None or login.jkt != pending.jkt:
            raise KnownError("BINDING_MISMATCH", wrong or "jkt", field=wrong or "jkt")
        text = statement.render()
        return self._qes.signature(blob, text, self._clock.now()), text

    def _identity(self, evidence: SignedEvidence, edrpou: str) -> Identity:
        identity = identity_of(evidence.certificate)
        self._qes.company(identity, edrpou)
        return identity

    def _authority(self, edrpou: str, identity: Identity, now: datetime, login: _Login, evidence: _Evidence) -> Person:
        """Find the person's right to act, and keep why they were let in: the last check of a log-in."""
        with self._store.write() as rows:
            person, row = authority_of(rows, edrpou, identity.rnokpp, now)
            if identity.edrpou is None and person.role is not Role.HEAD:
                # A personal certificate says nothing of the company; the registry knows of its head alone.
                raise KnownError("NOT_HEAD", "personal certificate")
            rows.run(
                "UPDATE people SET first_login_at = :at WHERE person_id = :id AND first_login_at IS NULL",
                at=epoch_micros(now), id=row["person_id"],
            )  # fmt: skip
            rows.run(
                "INSERT INTO login_evidence (login_id, person_id, at, address, statement, cms, revocation) "
                "VALUES (:login, :person, :at, :address, :statement, :cms, :revocation)",
                login=login.login_id, person=row["person_id"], at=epoch_micros(now), address=login.address,
                statement=evidence.statement, cms=evidence.cms,
                revocation="\n".join(str(answer) for answer in evidence.revocation),
            )  # fmt: skip
            return person
