"""The head, mandates, and one's own sessions."""

from __future__ import annotations

from cabinet.contract import login, people
from cabinet.contract.login import SessionList
from cabinet.contract.people import AppointRequest, MandateDocument, Member, PeopleList
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.wire.ask import Ask

__all__ = ["PeopleClient"]


class PeopleClient:
    """``/people`` and ``/auth/sessions``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(self) -> PeopleList:
        """Return the head and everybody with a mandate, past ones too."""
        return answer_to(self._caller, Ask(people.PEOPLE))

    def appoint(self, request: AppointRequest, idempotency_key: str) -> Member:
        """Appoint a person; the session asks for the head's signature on the way."""
        return answer_to(self._caller, Ask(people.APPOINT, request, idempotency_key=idempotency_key))

    def end(self, person_id: str, reason: str) -> Member:
        """End a mandate at once."""
        return answer_to(self._caller, Ask(people.END_MANDATE, path={"personId": person_id}, query={"reason": reason}))

    def document(self, person_id: str) -> MandateDocument:
        """Return a mandate as it was signed and time-stamped."""
        return answer_to(self._caller, Ask(people.DOCUMENT, path={"personId": person_id}))

    def sessions(self) -> SessionList:
        """Return one's own sessions, newest first."""
        return answer_to(self._caller, Ask(login.SESSIONS))

    def end_sessions(self) -> None:
        """End all of one's own sessions, this one too."""
        answer_to(self._caller, Ask(login.END_SESSIONS))

    def end_session(self, session_id: str) -> None:
        """End one of one's own sessions."""
        answer_to(self._caller, Ask(login.END_SESSION, path={"sessionId": session_id}))
