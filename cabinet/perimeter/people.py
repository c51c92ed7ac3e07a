"""The head, mandates, and one's own sessions."""

from __future__ import annotations

from cabinet.contract.login import SessionList
from cabinet.contract.people import AppointRequest, MandateDocument, Member, PeopleList
from cabinet.contract.testdata import Done
from cabinet.perimeter.caller import Caller, ask

__all__ = ["PeopleClient"]


class PeopleClient:
    """``/people`` and ``/auth/sessions``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(self) -> PeopleList:
        """Return the head and everybody with a mandate, past ones too."""
        return ask(self._caller, "people", PeopleList)

    def appoint(self, request: AppointRequest, idempotency_key: str) -> Member:
        """Appoint a person; the session asks for the head's signature on the way."""
        return ask(self._caller, "appoint", Member, body=request, idempotency_key=idempotency_key)

    def end(self, person_id: str, reason: str) -> Member:
        """End a mandate at once."""
        return ask(self._caller, "end_mandate", Member, path={"personId": person_id}, query={"reason": reason})

    def document(self, person_id: str) -> MandateDocument:
        """Return a mandate as it was signed and time-stamped."""
        return ask(self._caller, "mandate_document", MandateDocument, path={"personId": person_id})

    def sessions(self) -> SessionList:
        """Return one's own sessions, newest first."""
        return ask(self._caller, "sessions", SessionList)

    def end_sessions(self) -> None:
        """End all of one's own sessions, this one too."""
        ask(self._caller, "end_sessions", Done)

    def end_session(self, session_id: str) -> None:
        """End one of one's own sessions."""
        ask(self._caller, "end_session", Done, path={"sessionId": session_id})
