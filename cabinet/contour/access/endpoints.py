"""Endpoints of log-in, sessions, signed acts and people."""

from __future__ import annotations

from cabinet.contour.access.login import LoginDesk
from cabinet.contour.access.mandates import Mandates
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.access.step_up import StepUp
from cabinet.contour.call import KeyCall, OpenCall, PersonCall, SignedCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.rate_limit import RateLimit
from cabinet.contract import login, people, step_up
from cabinet.contract.endpoint import Nothing
from cabinet.contract.errors import KnownError
from cabinet.contract.login import (
    Challenge,
    ChallengeRequest,
    ExportSession,
    ExportSessionRequest,
    LentFor,
    LoginAccepted,
    LoginProgress,
    LoginRequest,
    RefreshRequest,
    SessionList,
    Tokens,
)
from cabinet.contract.people import AppointRequest, MandateDocument, Member, PeopleList
from cabinet.contract.step_up import Act, ActRequest
from cabinet.contract.testdata import Done

__all__ = ["LoginEndpoints", "PeopleEndpoints"]


class LoginEndpoints:
    """``/auth``."""

    def __init__(self, login_desk: LoginDesk, sessions: Sessions, acts: StepUp) -> None:
        self._login = login_desk
        self._sessions = sessions
        self._acts = acts

    @handles(login.CHALLENGE, RateLimit.take)
    def challenge(self, call: OpenCall[ChallengeRequest]) -> Challenge:
        """Give a challenge to sign."""
        return self._login.challenge(call.request, call.address)

    @handles(login.LOGIN, LoginDesk.submit)
    def submit(self, call: KeyCall[LoginRequest]) -> LoginAccepted:
        """Take a signed statement."""
        return self._login.submit(call.request, call.jkt, call.address)

    @handles(login.LOGIN_PROGRESS, LoginDesk.progress)
    def login_progress(self, call: KeyCall[Nothing]) -> LoginProgress:
        """Tell how far the five checks have come."""
        return self._login.progress(call.path["loginId"], call.jkt)

    @handles(login.REFRESH, LoginDesk.refresh)
    def refresh(self, call: KeyCall[RefreshRequest]) -> Tokens:
        """Renew a session."""
        return self._login.refresh(call.request.refresh_token, call.jkt, attended=call.attended)

    @handles(login.SESSIONS)
    def sessions(self, call: PersonCall[Nothing]) -> SessionList:
        """List one's own sessions."""
        person = call.person
        return SessionList(items=self._sessions.listed(person.edrpou, person.rnokpp, person.session_id))

    @handles(login.EXPORT_SESSION, Sessions.lend)
    def export_session(self, call: PersonCall[ExportSessionRequest]) -> ExportSession:
        """Lend a session that only reads rejections to the key of a process that exports them."""
        return self._sessions.lend(call.person.session_id, call.request.jkt, LentFor.EXPORT)

    @handles(login.RECONCILE_SESSION, Sessions.lend)
    def reconcile_session(self, call: PersonCall[ExportSessionRequest]) -> ExportSession:
        """Lend a session that only compares days to the key of a process that does so."""
        return self._sessions.lend(call.person.session_id, call.request.jkt, LentFor.RECONCILE)

    @handles(login.AUDIT_SESSION, Sessions.lend)
    def audit_session(self, call: PersonCall[ExportSessionRequest]) -> ExportSession:
        """Lend a session that only reads the log and its figures to the key of a process that audits it."""
        return self._sessions.lend(call.person.session_id, call.request.jkt, LentFor.AUDIT)

    @handles(login.END_SESSIONS)
    def end_sessions(self, call: PersonCall[Nothing]) -> Done:
        """End all of one's own sessions, this one too."""
        self._sessions.end(call.person.edrpou, call.person.rnokpp)
        return Done(what="all")

    @handles(login.END_SESSION)
    def end_session(self, call: PersonCall[Nothing]) -> Done:
        """End one of one's own sessions.

        Raises:
            KnownError: ``NOT_FOUND``.
        """
        session_id = call.path["sessionId"]
        if not self._sessions.end(call.person.edrpou, call.person.rnokpp, session_id):
            raise KnownError("NOT_FOUND")
        return Done(what=session_id)

    @handles(step_up.ASK_ACT, StepUp.ask)
    def ask_act(self, call: PersonCall[ActRequest]) -> Act:
        """Give a nonce to sign one act with."""
        return self._acts.ask(call.person, call.request)


class PeopleEndpoints:
    """``/people``."""

    def __init__(self, store: LedgerStore, mandates: Mandates) -> None:
        self._store = store
        self._mandates = mandates

    @handles(people.PEOPLE)
    def list_people(self, call: PersonCall[Nothing]) -> PeopleList:
        """List the head and everybody with a mandate."""
        with self._store.read() as rows:
            return self._mandates.list(rows, call.person.edrpou, call.now)

    @handles(people.APPOINT, Mandates.appoint)
    def appoint(self, call: SignedCall[AppointRequest]) -> Member:
        """Appoint a person by a signed mandate."""
        return self._mandates.appoint(call.person, call.request, call.act, call.now)

    @handles(people.END_MANDATE, Mandates.end)
    def end_mandate(self, call: PersonCall[Nothing]) -> Member:
        """End a mandate at once."""
        return self._mandates.end(call.person, call.path["personId"], call.query.get("reason", ""), call.now)

    @handles(people.DOCUMENT, Mandates.document)
    def document(self, call: PersonCall[Nothing]) -> MandateDocument:
        """Show a mandate as it was signed."""
        with self._store.read() as rows:
            return self._mandates.document(rows, call.person.edrpou, call.path["personId"])
