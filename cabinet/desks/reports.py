"""The desk of reports: a day or a month as a page to look at, kept as PDF by a person or by a schedule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot

from cabinet.contract.attendance import unattended
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day, kyiv_words
from cabinet.contract.states import Environment
from cabinet.desks.office import Loader, Office
from cabinet.desks.states import Loadable
from cabinet.profile.folders import config_folder
from cabinet.profile.report_schedules import ReportSchedule, keep_schedule, schedule_of
from cabinet.report.period import ReportKind, ReportPeriod, last_month, yesterday

if TYPE_CHECKING:
    from cabinet.export.sheet import Sheet
    from cabinet.lanes.lane import Failure, Task
    from cabinet.perimeter.login import PersonSession
    from cabinet.report.content import Report

__all__ = ["MONTHS_OFFERED", "ReportPage", "ReportsDesk", "Scheduled", "reports_of"]

MONTHS_OFFERED: Final = 24
_EVERY_MS: Final = 600_000
"""Between two looks whether a period has ended."""


@dataclass(frozen=True)
class ReportPage:
    """A report, and its page in a language."""

    report: Report
    sheet: Sheet
    language: str


@dataclass(frozen=True)
class Scheduled:
    """What a look at the schedule has made; ``failure`` is why it went no further."""

    made: tuple[Path, ...] = ()
    failure: KnownError | None = None


class ReportsDesk(Loader[ReportPage]):
    """``state.data`` is a :class:`ReportPage` of :attr:`period`.

    Attributes:
        period: what is shown. language: of the page, ``uk`` or ``en``. made: files that the schedule has made since
            the log-in, newest last. schedule_failure: why it made no more. saving: a file is being written.

    Signals:
        saved(str): the file is there. save_failed(object): it is not, and why.
        scheduled(object): the schedule was looked at, a :class:`Scheduled` that has made something or failed.
        schedule_changed(): :attr:`schedule`, :attr:`made` or :attr:`schedule_failure` is another one.
    """

    saved = Signal(str)
    save_failed = Signal(object)
    scheduled = Signal(object)
    schedule_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.period = yesterday(office.clock.now())
        self.language = "uk"
        self.schedule = ReportSchedule()
        self.made: list[Path] = []
        self.schedule_failure: KnownError | None = None
        self.saving = False
        self._looking: Task[Scheduled] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        office.session_opened.connect(self._opened)
        if office.logged_in:
            self._opened()

    def months(self) -> list[ReportPeriod]:
        """Return the months that are offered, this one first."""
        month = ReportPeriod(kyiv_day(self.office.clock.now()).replace(day=1), ReportKind.MONTH)
        found = [month]
        while len(found) < MONTHS_OFFERED:
            found.append(found[-1].before)
        return found

    def yesterday(self) -> ReportPeriod:
        """Return the last day that is over."""
        return yesterday(self.office.clock.now())

    def last_month(self) -> ReportPeriod:
        """Return the last month that is over."""
        return last_month(self.office.clock.now())

    def choose(self, period: ReportPeriod, language: str) -> None:
        """Show a period's report in a language.

        Raises:
            KnownError: ``REPORT_FUTURE`` or ``PERIOD_INVALID``; what was shown stays.
        """
        period.check(self.office.clock.now())
        self.period, self.language = period, language
        # Another period's page would be taken for this one's.
        self.state = Loadable()
        self.refresh()

    def question(self) -> Callable[[], ReportPage]:
        """Ask for the report, and lay its page out."""
        session, period, language, now = self.office.session, self.period, self.language, self.office.clock.now()

        def ask() -> ReportPage:
            from cabinet.report.page import page_of

            report = _report(session, period, now)
            return ReportPage(report, page_of(report, language), language)

        return ask

    def save(self, path: Path) -> None:
        """Write the page that is shown as PDF, whole or not at all."""
        page = self.state.data
        if page is None or self.saving:
            return
        self.saving = True

        def job() -> Path:
            from cabinet.report.keeping import keep

            keep(page.report, page.language, path)
            return path

        self.office.network.run(job, self._saved, self._not_saved)

    def set_schedule(self, schedule: ReportSchedule) -> None:
        """Keep this company's schedule, and make what it lacks.

        Raises:
            KnownError: the folder of settings cannot be written.
        """
        if schedule != self.schedule:
            keep_schedule(config_folder(), self._company, schedule)
            self.schedule, self.schedule_failure = schedule, None
            self.schedule_changed.emit()
            self.look()

    @Slot()
    def look(self) -> None:
        """Make the reports of periods that are over and have no file yet; nobody asked, so the session may idle."""
        if not self.office.logged_in or not self.schedule.works or self._looking is not None:
            return
        session, schedule, now = self.office.session, self.schedule, self.office.clock.now()
        with unattended():
            self._looking = self.office.network.run(
                lambda: _make_missing(session, schedule, now), self._looked, self._not_looked
            )

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """The next person begins anew, and their company has its own schedule."""
        self._timer.stop()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self.saving = False
        self.schedule, self.schedule_failure = ReportSchedule(), None
        self.made.clear()
        super().drop(code)

    @property
    def _company(self) -> str:
        return " ".join(self.office.where)

    @Slot()
    def _opened(self) -> None:
        self.period = self.yesterday()
        self.schedule = schedule_of(config_folder(), self._company)
        self.schedule_changed.emit()
        self._timer.start()
        self.look()

    def _looked(self, found: Scheduled) -> None:
        self._looking = None
        self.made += found.made
        self.schedule_failure = found.failure
        if found.made or found.failure is not None:
            self.scheduled.emit(found)
        self.schedule_changed.emit()

    def _not_looked(self, failure: Failure) -> None:
        self._looking = None
        if not self.office.ended(failure):
            self._looked(Scheduled(failure=failure if isinstance(failure, KnownError) else None))

    def _saved(self, path: Path) -> None:
        self.saving = False
        self.saved.emit(str(path))

    def _not_saved(self, failure: Failure) -> None:
        self.saving = False
        self.save_failed.emit(failure)


def reports_of(office: Office) -> ReportsDesk:
    """Return the window's one desk of reports, made when it is first asked for."""
    found = office.findChild(ReportsDesk)
    return found if found is not None else ReportsDesk(office)


def _report(session: PersonSession, period: ReportPeriod, now: datetime) -> Report:
    from cabinet.export.job import Heading
    from cabinet.report.asking import ask_report
    from cabinet.report.filling import report_of

    heading = Heading(
        perimeter=session.profile.name, test=session.profile.environment is Environment.TEST,
        operator=session.person.operator_name, at=kyiv_words(now),
    )  # fmt: skip
    return report_of(ask_report(session, session.profile, period, heading, now, person=True))


def _make_missing(session: PersonSession, schedule: ReportSchedule, now: datetime) -> Scheduled:
    """Make one report after another; what is made stays made where the next one fails."""
    from cabinet.report.keeping import keep
    from cabinet.report.schedule import missing_reports

    made: list[Path] = []
    for period, path in missing_reports(schedule, session.person.edrpou, now):
        try:
            keep(_report(session, period, now), schedule.language, path)
        except KnownError as error:
            return Scheduled(tuple(made), error)
        made.append(path)
    return Scheduled(tuple(made))
