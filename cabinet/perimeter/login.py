"""Log-in by QES, and the session that follows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.login import (
    CHALLENGE,
    END_SESSION,
    LOGIN,
    LOGIN_PROGRESS,
    REFRESH,
    SESSIONS,
    Challenge,
    ChallengeRequest,
    LoginAccepted,
    LoginProgress,
    LoginRequest,
    Person,
    RefreshRequest,
    SessionList,
    StatementFields,
    Tokens,
)
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.step_up import Approver, Bearings, sign_command
from cabinet.qes.act_statement import Command
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Reply, Transport

__all__ = ["LoginClient", "PersonSession"]

_EARLY = timedelta(seconds=45)
"""An access token is renewed this long before it ends, so that no request arrives with a dead one."""


class LoginClient:
    """One log-in: a fresh session key, a challenge, the signed statement, five checks."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock
        self.key = SessionKey(clock)

    def call(self, ask: AnyAsk) -> Reply:
        """Call with a DPoP proof by the session key, without a token."""
        return self._transport.call(ask, session_key=self.key)

    def challenge(self, client_nonce: str, app_version: str) -> Challenge:
        """Ask for a challenge; the TLS certificate of this connection is remembered by the transport's witness."""
        request = ChallengeRequest(jkt=self.key.thumbprint, client_nonce=client_nonce, app_version=app_version)
        challenge = answer_to(self, Ask(CHALLENGE, request))
        self.key.ahead = challenge.server_time - self._clock.now()
        return challenge

    def submit(self, cid: str, fields: StatementFields, cms_base64: str, stapled: Sequence[str] = ()) -> LoginAccepted:
        """Hand in the signature, with OCSP answers where there are any; the same hand-in gives the same log-in."""
        request = LoginRequest(cid=cid, fields=fields, cms=cms_base64, stapled=list(stapled))
        return answer_to(self, Ask(LOGIN, request))

    def progress(self, login_id: str) -> LoginProgress:
        """Return how far the checks have come; tokens come once."""
        return answer_to(self, Ask(LOGIN_PROGRESS, path={"loginId": login_id}))

    def session(self, tokens: Tokens, person: Person) -> PersonSession:
        """Return the session that the tokens open."""
        return PersonSession(self._transport, self.key, tokens, person, self._clock)


class PersonSession:
    """A person's session: renews its access token in time, one renewal at once.

    After :meth:`forget` every call raises ``SESSION_ENDED``; the key and tokens are gone from memory.
    """

    def __init__(self, transport: Transport, key: SessionKey, tokens: Tokens, person: Person, clock: Clock) -> None:
        self._transport = transport
        self._key: SessionKey | None = key
        self._tokens: Tokens | None = tokens
        self._clock = clock
        self._lock = threading.Lock()
        self.person = person
        self.profile = transport.profile
        self.session_id = tokens.session_id
        self.approver: Approver | None = None

    def call(self, ask: AnyAsk) -> Reply:
        """Call one endpoint as this person; a token that died early is renewed and the call made again once.

        An act that needs a signature there is shown to :attr:`approver` and signed before the command leaves; without
        an approver it goes unsigned, and the perimeter refuses it.
        """
        ask = ask.ready()
        target = ask.endpoint
        further: dict[str, str] = {}
        if self.approver is not None and target.needs_step_up(self.profile.environment):
            command = Command(target.name, target.method, ask.url, ask.path, ask.body or b"", ask.idempotency_key or "")
            further = sign_command(self, self.approver, self._bearings(), command)

        def attempt(key: SessionKey, token: str) -> Reply:
            return self._transport.call(ask, session_key=key, access_token=token, further=further)

        key, token = self._current()
        try:
            return attempt(key, token)
        except Refusal as refusal:
            if refusal.code != "SESSION_EXPIRED":
                raise
        return attempt(*self._current(dead=token))

    @property
    def ahead(self) -> timedelta:
        """By how much the server's clock is ahead of this computer's.

        Raises:
            KnownError: ``SESSION_ENDED``.
        """
        key, _ = self._current()
        return key.ahead

    def sessions(self) -> SessionList:
        """Return this person's sessions."""
        return answer_to(self, Ask(SESSIONS))

    def end(self) -> None:
        """End this session on the server and forget it here, whether or not the server could be told."""
        self.part()()

    def part(self) -> Callable[[], None]:
        """Forget this session here at once; the job returned tells the server, the key's last use, and blocks."""
        with self._lock:
            if self._key is None or self._tokens is None:
                return lambda: None
            last = PersonSession(self._transport, self._key, self._tokens, self.person, self._clock)
            self._key = self._tokens = None

        def tell() -> None:
            try:
                answer_to(last, Ask(END_SESSION, path={"sessionId": last.session_id}))
            finally:
                last.forget()

        return tell

    def forget(self) -> None:
        """Destroy the key and the tokens."""
        with self._lock:
            self._key = None
            self._tokens = None

    def _bearings(self) -> Bearings:
        key, _ = self._current()
        return Bearings(self.person, self.profile, self._transport.witness.sha256, key.thumbprint)

    def _current(self, dead: str | None = None) -> tuple[SessionKey, str]:
        with self._lock:
            if self._key is None or self._tokens is None:
                raise KnownError("SESSION_ENDED")
            stale = self._tokens.access_expires_at - _EARLY <= self._clock.now() + self._key.ahead
            if stale or self._tokens.access_token == dead:
                renewal = Ask(REFRESH, RefreshRequest(refresh_token=self._tokens.refresh_token))
                self._tokens = renewal.read(self._transport.call(renewal, session_key=self._key).body)
            return self._key, self._tokens.access_token
