"""The people desk: the head, mandates and their documents, one's own sessions; appoint, end, sign out everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Right, Role
from cabinet.desks.documents import Verified, verify_document
from cabinet.desks.office import Loader, Office
from cabinet.desks.states import SESSION_CODES
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.login import Session
    from cabinet.contract.people import AppointRequest, MandateDocument, Member, PeopleList

__all__ = ["Appointment", "Document", "PeopleDesk", "Staff", "check"]


@dataclass(frozen=True)
class Appointment:
    """What the head asks for; ``until`` is the mandate's last moment."""

    name: str
    rnokpp: str
    role: Role
    rights: tuple[Right, ...]
    until: datetime


@dataclass(frozen=True)
class Staff:
    """Everything of the page; ``people`` is None for a role that may not see others."""

    people: PeopleList | None
    sessions: list[Session]


@dataclass(frozen=True)
class Document:
    """A mandate's document, and what this computer itself thinks of it."""

    document: MandateDocument
    verified: Verified | None
    failure: KnownError | None


def check(wish: Appointment, now: datetime) -> KnownError | None:
    """Return why an appointment would be refused, as far as that is known before signing."""
    try:
        from cabinet.contract.people import check_appointment

        check_appointment(_request(wish), now)
    except KnownError as error:
        return error
    return None


def _request(wish: Appointment) -> AppointRequest:
    from pydantic import ValidationError

    from cabinet.contract.people import AppointRequest

    try:
        return AppointRequest(
            name=" ".join(wish.name.split()),
            rnokpp=wish.rnokpp.strip(),
            role=wish.role,
            rights=list(wish.rights),
            until=wish.until,
        )
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise KnownError("RNOKPP_INVALID" if field == "rnokpp" else "FIELD_INVALID", field=field) from error


class PeopleDesk(Loader[Staff]):
    """``state.data`` is :class:`Staff`.

    Signals:
        appointed(object): the new ``Member``.
        ended(object): the ``Member`` whose mandate has ended.
        document_arrived(object): a :class:`Document`.
        refused(object): the failure of any of these.
    """

    appointed = Signal(object)
    ended = Signal(object)
    document_arrived = Signal(object)
    refused = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acting: Task[object] | None = None

    def question(self) -> Callable[[], Staff]:
        """Ask for people, where the role may see them, and for own sessions."""
        session = self.office.session

        def ask() -> Staff:
            from cabinet.perimeter.people import PeopleClient

            client = PeopleClient(session)
            people = client.list() if Right.PEOPLE_READ in session.person.rights else None
            return Staff(people, client.sessions().items)

        return ask

    def appoint(self, wish: Appointment) -> None:
        """Appoint a person; the PIN is asked for on the way."""
        session = self.office.session

        def job() -> Member:
            from cabinet.perimeter.people import PeopleClient

            return PeopleClient(session).appoint(_request(wish), uuid7())

        self._act(job, self._appointed)

    def end(self, person_id: str, reason: str) -> None:
        """End a mandate at once."""
        session = self.office.session

        def job() -> Member:
            from cabinet.perimeter.people import PeopleClient

            return PeopleClient(session).end(person_id, reason)

        self._act(job, self._ended)

    def read_document(self, person_id: str) -> None:
        """Fetch a mandate's document and verify it here."""
        session = self.office.session

        now = self.office.clock.now()

        def job() -> Document:
            from cabinet.perimeter.people import PeopleClient

            document = PeopleClient(session).document(person_id)
            try:
                return Document(document, verify_document(document, session.profile, now), None)
            except KnownError as error:
                return Document(document, None, error)

        self._act(job, self._read)

    def sign_out_everywhere(self) -> None:
        """End all own sessions, this one too."""
        session = self.office.session

        def job() -> None:
            from cabinet.perimeter.people import PeopleClient

            PeopleClient(session).end_sessions()

        self._act(job, self._out)

    def end_session(self, session_id: str) -> None:
        """End another of one's own sessions."""
        session = self.office.session

        def job() -> None:
            from cabinet.perimeter.people import PeopleClient

            PeopleClient(session).end_session(session_id)

        self._act(job, self._session_ended)

    def _act(self, job: Callable[[], object], done: Callable[[object], None]) -> None:
        if self.acting is None:
            self.acting = self.office.network.run(job, done, self._refused)
            self.changed.emit()

    def _appointed(self, member: object) -> None:
        self.acting = None
        self.appointed.emit(member)
        self.refresh()

    def _ended(self, member: object) -> None:
        self.acting = None
        self.ended.emit(member)
        self.refresh()

    def _read(self, document: object) -> None:
        self.acting = None
        self.document_arrived.emit(document)
        self.changed.emit()

    def _session_ended(self, _nothing: object) -> None:
        self.acting = None
        self.refresh()

    def _out(self, _nothing: object) -> None:
        self.acting = None
        self.office.end_session("SESSION_ENDED")

    def _refused(self, failure: Failure) -> None:
        self.acting = None
        if failure.code in SESSION_CODES:
            self._failed(failure)
            return
        self.changed.emit()
        self.refused.emit(failure)
