"""Log-in by QES and its sessions (CONTRACT §2)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from cabinet.contract.endpoint import KeyEndpoint, Nothing, OpenEndpoint, PersonEndpoint
from cabinet.contract.login_steps import CheckState, CheckStep
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right, Role
from cabinet.contract.testdata import Done

__all__ = [
    "AUDIT_SESSION",
    "CHALLENGE",
    "END_SESSION",
    "END_SESSIONS",
    "EXPORT_SESSION",
    "LENT_RIGHTS",
    "LOGIN",
    "LOGIN_PROGRESS",
    "RECONCILE_SESSION",
    "REFRESH",
    "SESSIONS",
    "Challenge",
    "ChallengeRequest",
    "ExportSession",
    "ExportSessionRequest",
    "LentFor",
    "LoginAccepted",
    "LoginProgress",
    "LoginRequest",
    "Person",
    "RefreshRequest",
    "Session",
    "SessionList",
    "StatementFields",
    "StepProgress",
    "Tokens",
]

_THUMBPRINT = r"^[A-Za-z0-9_-]{43}$"


class ChallengeRequest(Request):
    """``POST /auth/challenge``: ``jkt`` is the RFC 7638 thumbprint of a fresh P-256 session key."""

    jkt: str = Field(pattern=_THUMBPRINT)
    client_nonce: str = Field(pattern=_THUMBPRINT)
    app_version: str = Field(pattern=r"^[0-9A-Za-z.+-]{1,32}$")


class Challenge(Answer):
    """What the statement must carry; ``nonce`` is 32 bytes in base64url."""

    cid: str
    nonce: str
    iat: Moment
    exp: Moment
    aud: str
    env: str
    server_time: Moment


class StatementFields(Request):
    """The statement's values as the client wrote them; the server rebuilds the text and compares."""

    aud: str
    env: str
    cid: str
    nonce: str
    client_nonce: str
    iat: str
    exp: str
    edrpou: str
    tls: str
    jkt: str
    app: str


class LoginRequest(Request):
    """``POST /auth/login``: ``cms`` is the detached CAdES-BES or CAdES-T, base64 of DER.

    ``stapled`` are OCSP answers about the signer's certificate that the cabinet has fetched itself, base64 of DER: they
    count where the perimeter cannot reach the responder, ten minutes at most.
    """

    cid: str = Field(max_length=64)
    fields: StatementFields
    cms: str = Field(max_length=96_000)
    stapled: list[Annotated[str, Field(max_length=32_000)]] = Field(default_factory=list, max_length=4)


class LoginAccepted(Answer):
    """The log-in is being checked; ask ``GET /auth/login/{loginId}``."""

    login_id: str


class StepProgress(Answer):
    """One check; ``code`` only when it failed."""

    step: CheckStep
    state: CheckState
    code: str | None = None
    millis: int | None = None


class Tokens(Answer):
    """Bound to the session key; delivered once."""

    session_id: str
    access_token: str
    access_expires_at: Moment
    refresh_token: str
    refresh_expires_at: Moment


class Person(Answer):
    """Who has logged in, for whom, as what."""

    name: str
    role: Role
    rights: list[Right]
    edrpou: str
    operator_name: str
    mandate_until: Moment | None = None


class LoginProgress(Answer):
    """State of a log-in; ``tokens`` and ``person`` once all five checks have passed."""

    login_id: str
    steps: list[StepProgress]
    done: bool
    code: str | None = None
    facts: dict[str, str] = {}
    tokens: Tokens | None = None
    person: Person | None = None


class RefreshRequest(Request):
    """``POST /auth/refresh``."""

    refresh_token: str = Field(max_length=256)


class LentFor(StrEnum):
    """What a narrow session was lent for."""

    EXPORT = "export"
    RECONCILE = "reconcile"
    AUDIT = "audit"


LENT_RIGHTS: Final = {
    LentFor.EXPORT: frozenset({Right.REJECTIONS_READ}),
    LentFor.RECONCILE: frozenset({Right.RECONCILIATION_READ}),
    LentFor.AUDIT: frozenset({Right.PROOFS_READ, Right.STATISTICS_COUNTS, Right.STATISTICS_SUMS}),
}
"""What it may do of what its person may."""


class Session(Answer):
    """One session of this person; ``lent_for`` says what for where it was lent to a process of the cabinet."""

    session_id: str
    method: str
    address: str
    created_at: Moment
    last_seen_at: Moment
    expires_at: Moment
    current: bool
    lent_for: LentFor | None = None


class SessionList(Answer):
    """Own sessions, newest first, those that they have lent among them."""

    items: list[Session]


class ExportSessionRequest(Request):
    """``POST /auth/sessions/export`` and ``/reconcile``: ``jkt`` is of the key that the process for it has made."""

    jkt: str = Field(pattern=_THUMBPRINT)


class ExportSession(Answer):
    """A session that reads what it is lent for and does nothing else; it ends with the one that asked for it."""

    session_id: str
    access_token: str
    expires_at: Moment


CHALLENGE = OpenEndpoint(
    "challenge",
    "POST",
    "/auth/challenge",
    ChallengeRequest,
    Challenge,
    "Ask for a challenge to sign",
)
LOGIN = KeyEndpoint(
    "login",
    "POST",
    "/auth/login",
    LoginRequest,
    LoginAccepted,
    "Hand in the signed statement",
    status=202,
)
LOGIN_PROGRESS = KeyEndpoint(
    "login_progress",
    "GET",
    "/auth/login/{loginId}",
    Nothing,
    LoginProgress,
    "How far the five checks have come",
)
REFRESH = KeyEndpoint(
    "refresh",
    "POST",
    "/auth/refresh",
    RefreshRequest,
    Tokens,
    "New access token; headship is checked again",
)
SESSIONS = PersonEndpoint(
    "sessions", "GET", "/auth/sessions", Nothing, SessionList, "Own sessions", right=Right.OWN_SESSIONS
)
END_SESSIONS = PersonEndpoint(
    "end_sessions", "DELETE", "/auth/sessions", Nothing, Done, "End all own sessions", right=Right.OWN_SESSIONS
)
END_SESSION = PersonEndpoint(
    "end_session",
    "DELETE",
    "/auth/sessions/{sessionId}",
    Nothing,
    Done,
    "End one own session",
    right=Right.OWN_SESSIONS,
)
EXPORT_SESSION = PersonEndpoint(
    "export_session",
    "POST",
    "/auth/sessions/export",
    ExportSessionRequest,
    ExportSession,
    "A session of an hour for another key, which only reads rejections",
    right=Right.OWN_SESSIONS,
)
RECONCILE_SESSION = PersonEndpoint(
    "reconcile_session",
    "POST",
    "/auth/sessions/reconcile",
    ExportSessionRequest,
    ExportSession,
    "A session of an hour for another key, which only compares days",
    right=Right.OWN_SESSIONS,
)
AUDIT_SESSION = PersonEndpoint(
    "audit_session",
    "POST",
    "/auth/sessions/audit",
    ExportSessionRequest,
    ExportSession,
    "A session of an hour for another key, which only reads the log and its figures",
    right=Right.OWN_SESSIONS,
)
