"""The overview desk: what is due, today's figures beside yesterday's, the record, keys and the checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.contract.due_dates import due_dates, own_certificate, own_mandate
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cabinet.contract.credentials import Credential
    from cabinet.contract.due import DueDate
    from cabinet.contract.login import Person
    from cabinet.contract.people import Member
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.rejections import GroupList
    from cabinet.contract.statistics import StatisticsAnswer
    from cabinet.desks.witness import Witnessed
    from cabinet.export.calendar_file import CalendarEvent
    from cabinet.lanes.lane import Failure

__all__ = ["Overview", "OverviewDesk", "due_of"]


@dataclass(frozen=True)
class Overview:
    """Everything of the page, asked in one go. ``credentials`` is empty for people who may not see them.

    ``due`` is all that can hurt within ninety days, the nearest first, as far as this person may see it. ``today`` and
    ``yesterday`` are by hours; ``causes`` are of open rejections, most at stake first.
    """

    person: Person
    record: OperatorRecord
    today: StatisticsAnswer
    yesterday: StatisticsAnswer
    causes: GroupList
    credentials: list[Credential]
    may_see_credentials: bool
    due: list[DueDate]
    log: Witnessed


class OverviewDesk(Loader[Overview]):
    """``state.data`` is an :class:`Overview`.

    Signals:
        calendar_saved(str): the calendar file is there.
        calendar_not_saved(object): it is not, with the failure.
    """

    calendar_saved = Signal(str)
    calendar_not_saved = Signal(object)

    def question(self) -> Callable[[], Overview]:
        """Ask for all parts."""
        session, vault, clock = self.office.session, self.office.vault, self.office.clock
        certificate_ends = self.office.certificate_ends
        today = kyiv_day(clock.now())

        def ask() -> Overview:
            from cabinet.desks.witness import witness
            from cabinet.perimeter.credentials import CredentialsClient
            from cabinet.perimeter.log import LogClient
            from cabinet.perimeter.people import PeopleClient
            from cabinet.perimeter.registry import RegistryClient
            from cabinet.perimeter.rejections import RejectionsClient
            from cabinet.perimeter.statistics import StatisticsClient

            statistics, person = StatisticsClient(session), session.person
            sees_keys = Right.CREDENTIALS_READ in person.rights
            yesterday = today - timedelta(days=1)
            record, causes = RegistryClient(session).operator(), RejectionsClient(session).groups()
            credentials = CredentialsClient(session).list().items if sees_keys else []
            members = PeopleClient(session).list().items if Right.PEOPLE_READ in person.rights else None
            return Overview(
                person=person,
                record=record,
                today=statistics.read(today, today, Bucket.HOUR, Slice.NONE),
                yesterday=statistics.read(yesterday, yesterday, Bucket.HOUR, Slice.NONE),
                causes=causes,
                credentials=credentials,
                may_see_credentials=sees_keys,
                due=due_of(person, record, causes, credentials, members, certificate_ends),
                log=witness(vault, LogClient(session, session.profile), clock),
            )

        return ask

    def save_calendar(self, path: Path, events: Sequence[CalendarEvent], name: str) -> None:
        """Write the events as a calendar file, whole or not at all; ``name`` is what the calendar is called."""
        where, now = self.office.where, self.office.clock.now()

        def job() -> str:
            from cabinet.export.calendar_file import calendar_file
            from cabinet.profile.atomic import write_atomically

            write_atomically(path, calendar_file(events, name, " ".join(where), now))
            return str(path)

        self.office.store.run(job, self.calendar_saved.emit, self._not_saved)

    def _not_saved(self, failure: Failure) -> None:
        self.calendar_not_saved.emit(failure)


def due_of(
    person: Person,
    record: OperatorRecord,
    causes: GroupList,
    credentials: Sequence[Credential],
    members: Sequence[Member] | None,
    certificate_ends: datetime | None,
) -> list[DueDate]:
    """Return what is due, the person's own certificate and mandate with it.

    ``members`` is None for whoever may not see others: then of mandates only the own one is known.
    """
    own = [own_certificate(certificate_ends, person.name)] if certificate_ends is not None else []
    if members is None and person.mandate_until is not None:
        own.append(own_mandate(person.mandate_until, person.name, record.head.name))
    return due_dates(
        record.server_time, own, licences=record.licences, head=record.head.name, sources=record.sources,
        credentials=credentials, members=members or (), causes=causes.items,
    )  # fmt: skip
