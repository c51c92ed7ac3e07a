"""People's sessions: opaque tokens bound to a key by DPoP (RFC 9449), in memory only.

Access lives 10 minutes, refresh 8 hours at most, 15 idle minutes end it. A restart of the contour ends all sessions.
A session may lend a narrow one to another key, for an hour at most.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import json
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from cabinet.contour.problem import Refused
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.limits import AHEAD_SECONDS, STALE_SECONDS
from cabinet.contract.login import LENT_RIGHTS, ExportSession, LentFor, Session, Tokens
from cabinet.contract.rights import Right

__all__ = ["MAX_PROOFS", "OpenSession", "Sessions", "check_proof"]

ACCESS = timedelta(minutes=10)
REFRESH = timedelta(hours=8)
IDLE = timedelta(minutes=15)
LENT = timedelta(hours=1)
MOST_LENT = 4
"""Lent sessions of one person's session at once; the oldest makes room."""
_PROOF_PAST = timedelta(seconds=STALE_SECONDS)
_PROOF_AHEAD = timedelta(seconds=AHEAD_SECONDS)
_MAX_PROOF = 4096
_MAX_JTI = 128
MAX_PROOFS = 100_000
"""Of all people and strangers within a minute and a bit; some twenty megabytes."""
_MAX_WHY = 1_000


@dataclass
class OpenSession:
    """A live session; tokens are kept as digests."""

    session_id: str
    edrpou: str
    rnokpp: str
    jkt: str
    method: str
    address: str
    certificate: bytes
    carried: tuple[bytes, ...]
    created_at: datetime
    last_seen_at: datetime
    access: bytes = b""
    access_until: datetime = field(default_factory=lambda: datetime.min)  # noqa: DTZ901  replaced at once
    refresh: bytes = b""
    only: frozenset[Right] | None = None
    """What a lent session is narrowed to; None for a person's own."""
    lent_by: str = ""
    """The session that a lent one ends with."""
    lent_for: LentFor | None = None

    @property
    def refresh_until(self) -> datetime:
        """The absolute end."""
        return self.created_at + (REFRESH if self.only is None else LENT)

    @property
    def until(self) -> datetime:
        """When it ends at the latest: a lent one has no other token than its first."""
        return self.refresh_until if self.only is None else self.access_until


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def check_proof(proof: str, method: str, url: str, now: datetime, access_token: str | None) -> tuple[str, str]:
    """Check a DPoP proof; returns the key's thumbprint and the proof's id.

    Raises:
        KnownError: ``DPOP_INVALID``.
    """
    try:
        if not 0 < len(proof) <= _MAX_PROOF:
            raise KnownError("DPOP_INVALID", "size")
        header = _header(proof)
        if header.get("typ") != "dpop+jwt" or header.get("alg") != "ES256" or "d" in header["jwk"]:
            raise KnownError("DPOP_INVALID", "header")
        if header["jwk"].get("crv") != "P-256":
            raise KnownError("DPOP_INVALID", "curve")
        key = ECKey.import_key(header["jwk"])
        claims = jwt.decode(proof, key, algorithms=["ES256"]).claims
        issued = datetime.fromtimestamp(int(claims["iat"]), tz=now.tzinfo)
        jti = str(claims["jti"])
        if not 0 < len(jti) <= _MAX_JTI:
            raise KnownError("DPOP_INVALID", "jti")
    except (JoseError, ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
        raise KnownError("DPOP_INVALID", type(error).__name__) from error
    if claims.get("htm") != method or claims.get("htu") != url:
        raise KnownError("DPOP_INVALID", "htm or htu")
    if not now - _PROOF_PAST <= issued <= now + _PROOF_AHEAD:
        raise KnownError("DPOP_INVALID", "iat")
    if access_token is not None:
        ath = base64.urlsafe_b64encode(_digest(access_token)).rstrip(b"=").decode()
        if claims.get("ath") != ath:
            raise KnownError("DPOP_INVALID", "ath")
    return key.thumbprint(), jti


def _header(proof: str) -> dict[str, Any]:
    first = proof.partition(".")[0]
    value = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    if not isinstance(value, dict) or not isinstance(value.get("jwk"), dict):
        raise TypeError("header")
    return value


class Sessions:
    """All live sessions and the ids of proofs seen within their minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, OpenSession] = {}
        self._by_access: dict[bytes, str] = {}
        self._by_refresh: dict[bytes, str] = {}
        self._proofs: set[str] = set()
        self._proofs_by_end: list[tuple[datetime, str]] = []
        self._why: OrderedDict[bytes, str] = OrderedDict()

    def remember_proof(self, jti: str) -> None:
        """Take a proof once; its id is kept as long as the proof could be taken again.

        Raises:
            KnownError: ``DPOP_REPLAYED``, or ``TOO_MANY_PROOFS`` while as many are kept as may be: none is forgotten
                before its time, or it could be played back.
        """
        now = self._clock.now()
        with self._lock:
            while self._proofs_by_end and self._proofs_by_end[0][0] <= now:
                self._proofs.discard(heapq.heappop(self._proofs_by_end)[1])
            if jti in self._proofs:
                raise KnownError("DPOP_REPLAYED")
            if len(self._proofs) >= MAX_PROOFS:
                raise Refused("TOO_MANY_PROOFS", retry_after=int(_PROOF_PAST.total_seconds()))
            self._proofs.add(jti)
            heapq.heappush(self._proofs_by_end, (now + _PROOF_PAST + _PROOF_AHEAD, jti))

    def open(
        self, edrpou: str, rnokpp: str, jkt: str, address: str, certificate: bytes, carried: tuple[bytes, ...]
    ) -> Tokens:
        """Open a session for a person whose log-in has passed."""
        now = self._clock.now()
        session = OpenSession(uuid7(), edrpou, rnokpp, jkt, "QES", address, certificate, carried, now, now)
        with self._lock:
            self._open[session.session_id] = session
            return self._issue(session, now)

    def by_access(self, token: str, jkt: str, *, attended: bool = True) -> OpenSession:
        """Return the session of an access token.

        Raises:
            KnownError: ``SESSION_MISSING``, ``SESSION_EXPIRED``, ``SESSION_ENDED`` or ``DPOP_INVALID``.
        """
        now = self._clock.now()
        with self._lock:
            session = self._open.get(self._by_access.get(_digest(token), ""))
            if session is None:
                why = self._why.get(_digest(token))
                raise KnownError("SESSION_ENDED", why or "", **({"reason": why} if why else {}))
            if session.jkt != jkt:
                raise KnownError("DPOP_INVALID", "another key")
            if session.access != _digest(token) or session.access_until <= now:
                raise KnownError("SESSION_EXPIRED")
            # Nobody sits at a lent one: its hour, and the session that it was lent by, end it.
            if session.only is None and now - session.last_seen_at > IDLE:
                self._drop(session)
                raise KnownError("SESSION_ENDED", "idle")
            if attended:
                session.last_seen_at = now
            return session

    def lend(self, session_id: str, jkt: str, lent_for: LentFor) -> ExportSession:
        """Open a narrow session for another key; it cannot be renewed and ends with the one it is lent by.

        Raises:
            KnownError: ``SESSION_ENDED``.
        """
        now = self._clock.now()
        with self._lock:
            lender = self._open.get(session_id)
            if lender is None:
                raise KnownError("SESSION_ENDED")
            for oldest in self._lent(lender)[: -MOST_LENT + 1 or None]:
                self._drop(oldest)
            lent = OpenSession(
                uuid7(), lender.edrpou, lender.rnokpp, jkt, lender.method, lender.address, lender.certificate,
                lender.carried, now, now, only=LENT_RIGHTS[lent_for], lent_by=session_id, lent_for=lent_for,
            )  # fmt: skip
            access = secrets.token_urlsafe(32)
            lent.access = _digest(access)
            lent.access_until = min(lent.refresh_until, lender.refresh_until)
            self._open[lent.session_id] = lent
            self._by_access[lent.access] = lent.session_id
            return ExportSession(session_id=lent.session_id, access_token=access, expires_at=lent.access_until)

    def _lent(self, lender: OpenSession) -> list[OpenSession]:
        """Return what a session has lent and is still open, oldest first."""
        return [s for s in self._open.values() if s.lent_by == lender.session_id]

    def by_refresh(self, token: str, jkt: str, *, attended: bool = True) -> OpenSession:
        """Return the session of a refresh token; only a person's own wish counts as a sign of life.

        Raises:
            KnownError: ``REFRESH_INVALID`` or ``SESSION_ENDED``.
        """
        now = self._clock.now()
        with self._lock:
            session = self._open.get(self._by_refresh.get(_digest(token), ""))
            if session is None and _digest(token) in self._why:
                why = self._why[_digest(token)]
                raise KnownError("SESSION_ENDED", why, reason=why)
            if session is None or session.jkt != jkt:
                raise KnownError("REFRESH_INVALID")
            if session.refresh_until <= now or now - session.last_seen_at > IDLE:
                self._drop(session)
                raise KnownError("SESSION_ENDED")
            if attended:
                session.last_seen_at = now
            return session

    def renew(self, session: OpenSession, refresh: str) -> Tokens:
        """Give a session a new access token; the refresh token stays."""
        with self._lock:
            return self._issue(session, self._clock.now(), refresh)

    def stands(self, session_id: str) -> None:
        """Look whether a session is still open, for an answer that takes long.

        Raises:
            KnownError: ``SESSION_ENDED``.
        """
        with self._lock:
            session = self._open.get(session_id)
            if session is None or session.until <= self._clock.now():
                raise KnownError("SESSION_ENDED")

    def listed(self, edrpou: str, rnokpp: str, current: str) -> list[Session]:
        """Return a person's sessions, newest first, but for lent ones whose hour is over."""
        now = self._clock.now()
        with self._lock:
            mine = [
                s for s in self._open.values()
                if (s.only is None or s.until > now) and (s.edrpou, s.rnokpp) == (edrpou, rnokpp)
            ]  # fmt: skip
        return [
            Session(
                session_id=s.session_id,
                method=s.method,
                address=s.address,
                created_at=s.created_at,
                last_seen_at=s.last_seen_at,
                expires_at=s.until,
                current=s.session_id == current,
                lent_for=s.lent_for,
            )
            for s in sorted(mine, key=lambda s: s.created_at, reverse=True)
        ]

    def end(self, edrpou: str, rnokpp: str, session_id: str | None = None, *, why: str = "") -> int:
        """End one or all sessions of a person; returns how many. ``why`` is told to whoever comes with its token."""
        with self._lock:
            mine = [
                s
                for s in self._open.values()
                if (s.edrpou, s.rnokpp) == (edrpou, rnokpp) and session_id in {None, s.session_id}
            ]
            for session in mine:
                self._drop(session)
                if why:
                    self._why[session.access] = self._why[session.refresh] = why
            while len(self._why) > _MAX_WHY:
                self._why.popitem(last=False)
            return len(mine)

    def _issue(self, session: OpenSession, now: datetime, refresh: str | None = None) -> Tokens:
        access = secrets.token_urlsafe(32)
        if refresh is None:
            refresh = secrets.token_urlsafe(32)
            session.refresh = _digest(refresh)
            self._by_refresh[session.refresh] = session.session_id
        self._by_access.pop(session.access, None)
        session.access, session.access_until = _digest(access), min(now + ACCESS, session.refresh_until)
        self._by_access[session.access] = session.session_id
        return Tokens(
            session_id=session.session_id,
            access_token=access,
            access_expires_at=session.access_until,
            refresh_token=refresh,
            refresh_expires_at=session.refresh_until,
        )

    def _drop(self, session: OpenSession) -> None:
        self._open.pop(session.session_id, None)
        self._by_access.pop(session.access, None)
        self._by_refresh.pop(session.refresh, None)
        for lent in self._lent(session):
            self._drop(lent)
