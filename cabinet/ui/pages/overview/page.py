"""The overview: what can hurt and when, today's figures, what is to be done, the log, the hours and the keys."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.moment import KYIV
from cabinet.contract.states import CredentialState
from cabinet.desks.overview import OverviewDesk
from cabinet.desks.overview_reasons import by_hour
from cabinet.ui.dialogs.report_part import ReportPart
from cabinet.ui.documents import documents_folder
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day_long, minute, weekday
from cabinet.ui.numbers import left as time_left
from cabinet.ui.pages.overview.checkpoint_card import CheckpointCard
from cabinet.ui.pages.overview.figures_card import FiguresCard
from cabinet.ui.pages.overview.tasks_card import TasksCard
from cabinet.ui.pages.overview.verdict_card import VerdictCard
from cabinet.ui.pages.page import Page
from cabinet.ui.texts.due_dates import due_kept, due_title
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.bar_chart import BarChart, Bars
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cabinet.contract.errors import BugError, KnownError
    from cabinet.desks.overview import Overview
    from cabinet.export.calendar_file import CalendarEvent

__all__ = ["OverviewPage", "calendar_events"]

_HOURS: Final = 24
_SOON: Final = timedelta(days=30)
_SIDE: Final = 400
_CHART: Final = (230, 300)
_BESIDE: Final = 1120
"""From this width on the side stands beside the list; below it, under it."""


class OverviewPage(Page):
    """Every part leads to its page."""

    def __init__(self, desk: OverviewDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self._beside = True
        self.report = ReportPart(self)
        self.verdict = VerdictCard()
        self.verdict.asked.connect(self.leave_to)
        self.verdict.calendar.clicked.connect(self._save_calendar)
        self.content.addWidget(self.verdict)
        self.figures = FiguresCard()
        self.figures.asked.connect(self.leave_to)
        self.kpis = self.figures.kpis
        self.content.addWidget(self.figures)
        self.tasks = TasksCard()
        self.tasks.asked.connect(self.leave_to)
        self.tasks_meta = self.tasks.meta_words
        self.checkpoint = CheckpointCard()
        self.checkpoint.toasted.connect(self.toasted)
        self.checkpoint.proofs.clicked.connect(self._leave)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(12)
        self._columns.addWidget(self.tasks, 1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self.checkpoint)
        self._build_hours(side)
        self._build_keys(side)
        side.addStretch(1)
        self._columns.addWidget(self._side)
        self.content.addLayout(self._columns, 1)
        self._fold()
        desk.changed.connect(self._show)
        desk.calendar_saved.connect(self._calendar_saved)
        desk.calendar_not_saved.connect(self._calendar_not_saved)
        self._show()

    def _build_hours(self, column: QVBoxLayout) -> None:
        self._hours = Card(tr("Accepted per hour"), tr("Kyiv time"), line=False)
        self._chart = BarChart(tr("Accepted per hour"))
        self._chart.setMinimumHeight(_CHART[0])
        self._chart.setMaximumHeight(_CHART[1])
        self._hours.body.setContentsMargins(15, 0, 15, 12)
        self._hours.body.addWidget(self._chart)
        column.addWidget(self._hours)

    def _build_keys(self, column: QVBoxLayout) -> None:
        self._keys = Card(tr("API keys"), line=False)
        link = Button(tr("All keys"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        link.setObjectName("credentials")
        link.clicked.connect(self._leave)
        self._keys.add_right(link)
        self._keys.body.setContentsMargins(15, 0, 15, 14)
        self._key_rows: list[QWidget] = []
        self._keys_shown: list[tuple[str, datetime, CredentialState]] | None = None
        column.addWidget(self._keys)

    @Slot()
    def _leave(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.leave_to.emit(sender.objectName())

    def header_actions(self) -> list[QWidget]:
        """The report."""
        return [self.report.button]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side where there is room for it."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        beside = self.width() >= _BESIDE
        way = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        if beside != self._beside or self._columns.direction() is not way:
            self._beside = beside
            self._columns.setDirection(way)
            for part in (self.verdict, self.figures):
                part.set_low(not beside)
        self._side.setFixedWidth(_SIDE) if beside else self._side.setMaximumWidth(16_777_215)

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if not self.show_state(state) or state.data is None:
            return
        data = state.data
        now = data.today.as_of.astimezone(KYIV)
        self.meta = f"{weekday(now)}, {day_long(now)} · 00:00–{minute(now)} " + tr("Kyiv time")
        self.header_changed.emit()
        self.verdict.show_verdict(data)
        self.figures.show_figures(data)
        self.tasks.show_tasks(data)
        self._show_hours(data)
        self._show_keys(data)
        self.checkpoint.show_log(data.log)
        alarm = data.log.sighting.alarm if data.log.sighting is not None else None
        if alarm is not None:
            self.banner.show_banner(f"{failure_words(alarm)[0]} ({alarm.code})", "danger", "octagon-alert")

    def _show_hours(self, data: Overview) -> None:
        figures: list[int | None] = [*by_hour(data.today, lambda of: of.accepted)]
        beside: list[int | None] = [*by_hour(data.yesterday, lambda of: of.accepted)]
        hour = data.today.as_of.astimezone(KYIV).hour
        labels = [f"{h:02d}:00" for h in range(_HOURS)]
        titles = [f"{h:02d}:00–{h + 1:02d}:00" for h in range(_HOURS)]
        self._chart.show_bars(Bars([tr("today")], labels, titles, [figures], beside, tr("yesterday"), open_from=hour))

    def _show_keys(self, data: Overview) -> None:
        live = [c for c in data.credentials if c.state in {CredentialState.ACTIVE, CredentialState.RETIRING}]
        shown = [(c.credential_id, c.until, c.state) for c in live[:4]]
        if shown == self._keys_shown and data.may_see_credentials:
            return
        self._keys_shown = shown
        for row in self._key_rows:
            row.hide()
            row.deleteLater()
        self._key_rows = []
        if not data.may_see_credentials:
            self._keys.hide()
            return
        for credential in live[:4]:
            left = credential.until - data.record.server_time
            share = left / max(timedelta(seconds=1), credential.until - credential.created_at)
            bar = UsageBar(credential.name, time_left(left), share, warn=left <= _SOON)
            self._keys.body.addWidget(bar)
            self._key_rows.append(bar)
        if not live:
            label = PlainLabel(tr("No live keys. Issue one to connect the platform."), font(), "text2", wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self._keys.body.addWidget(label)
            self._key_rows.append(label)

    # -- the calendar ------------------------------------------------------------------------------------------------

    @Slot()
    def _save_calendar(self) -> None:
        data = self._desk.state.data
        if data is None:
            return
        name = str(documents_folder() / f"soms-{data.person.edrpou}.ics")
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), name, "iCalendar (*.ics)")
        if path:
            self._desk.save_calendar(Path(path), calendar_events(data), _calendar_name(data))

    @Slot(str)
    def _calendar_saved(self, path: str) -> None:
        self.toasted.emit(tr("The file is there: {path}").format(path=path))

    @Slot(object)
    def _calendar_not_saved(self, failure: KnownError | BugError) -> None:
        sentence, action = failure_words(failure)
        self.banner.show_banner(f"{sentence} {action} ({failure.code})", "danger", "octagon-alert")


def calendar_events(data: Overview) -> list[CalendarEvent]:
    """Return what is still to come as days of a calendar, in the window's language."""
    from cabinet.export.calendar_file import CalendarEvent

    now = data.record.server_time
    return [CalendarEvent(due.key, due.on, due_title(due), due_kept(due)) for due in data.due if not due.over(now)]


def _calendar_name(data: Overview) -> str:
    return tr("SOMS: {company}").format(company=data.person.operator_name)
