"""The dialog of reports: which period, its page as it will be printed, a file, paper, and the schedule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.profile.report_schedules import ReportSchedule
from cabinet.report.period import ReportKind, ReportPeriod
from cabinet.report.words import ReportWords
from cabinet.ui.documents import documents_folder
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import month as month_words
from cabinet.ui.paint import elided
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.day_field import DayField
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented
from cabinet.ui.widgets.sheet_view import SheetView, asked_printer, print_sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from cabinet.contract.errors import BugError
    from cabinet.desks.reports import ReportsDesk

__all__ = ["ReportDialog"]

_WIDTH: Final = 880
_SIDE: Final = 392
_SHOWN: Final = 3
"""Files of the schedule that are named."""


class ReportDialog(Dialog):
    """What is chosen is shown at once; what the schedule has made is listed."""

    def __init__(self, window: QWidget, desk: ReportsDesk) -> None:
        super().__init__(window, tr("Report"), "", tr("Save PDF…"), width=_WIDTH)
        self._desk = desk
        self._build_period()
        self._build_schedule()
        self.notice = Notice()
        self.finding = PlainLabel("", font(14), wrap=True, selectable=True)
        self.lacking = PlainLabel("", font(12), "text2", wrap=True, selectable=True)
        self.view = SheetView(tr("Page of the report"))
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.which, self.day, self.month, self.finding, self.lacking, self.notice):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._schedule_title)
        ticks = QHBoxLayout()
        ticks.addWidget(self.daily)
        ticks.addWidget(self.monthly)
        ticks.addStretch(1)
        column.addLayout(ticks)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose_folder)
        column.addLayout(place)
        column.addWidget(self.made)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(side)
        row.addWidget(self.view, 1)
        self.body.addLayout(row, 1)
        self.print = Button(tr("Print…"))
        self.print.clicked.connect(self._print)
        self.foot.insertWidget(1, self.print)
        self.cancel.set_text(tr("Close"))
        desk.changed.connect(self._show)
        desk.saved.connect(self._saved)
        desk.save_failed.connect(self._save_failed)
        desk.schedule_changed.connect(self._show_schedule)
        self._show_schedule()
        self._choose(desk.yesterday())

    def accepted(self) -> None:
        """Ask where to, and save."""
        name = str(documents_folder() / f"soms-{self._company()}-{self._desk.period.name}.pdf")
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), name, "PDF (*.pdf)")
        if path:
            self._desk.save(Path(path))

    def print_on(self, printer: QPrinter) -> None:
        """Print the page that is shown."""
        if self.view.sheet is not None:
            print_sheet(printer, self.view.sheet)

    def _build_period(self) -> None:
        desk = self._desk
        self.which = Segmented(tr("Period"), [
            ("yesterday", tr("Yesterday")), ("day", tr("A day")), ("last-month", tr("Last month")),
            ("month", tr("A month")),
        ])  # fmt: skip
        self.day = DayField(tr("Day"), "", lambda: desk.yesterday().first)
        self.day.set_day(desk.yesterday().first)
        self.day.entered.connect(self._day_entered)
        self.day.calendar.picked.connect(self._day_entered)
        months = [(one.name, f"{month_words(one.first)} {one.first.year}") for one in desk.months()]
        self.month = Combo(tr("Month"), months, form=True)
        self.month.currentIndexChanged.connect(self._month_chosen)
        self.which.chosen.connect(self._which_chosen)
        self.day.hide()
        self.month.hide()

    def _build_schedule(self) -> None:
        self._schedule_title = PlainLabel(tr("By itself, while the cabinet is open"), font(13, 600))
        self.daily, self.monthly = CheckBox(tr("Every day")), CheckBox(tr("Every month"))
        self.folder = PlainLabel("", font(12), "text2")
        self.choose_folder = Button(tr("Folder…"), icon="folder", small=True)
        self.made = PlainLabel("", font(12), "text2", wrap=True)
        self.daily.clicked.connect(self._schedule_ticked)
        self.monthly.clicked.connect(self._schedule_ticked)
        self.choose_folder.clicked.connect(self._choose_folder)

    def _company(self) -> str:
        return self._desk.office.session.person.edrpou if self._desk.office.logged_in else ""

    def _choose(self, period: ReportPeriod) -> None:
        try:
            self._desk.choose(period, language().value)
        except KnownError as error:
            if period.kind is ReportKind.DAY and self.which.current == "day":
                self.day.show_error(failure_words(error)[0])
            else:
                self.notice.show_failure(error)
                self.place()

    @Slot(str)
    def _which_chosen(self, key: str) -> None:
        self.day.setVisible(key == "day")
        self.month.setVisible(key == "month")
        if key == "yesterday":
            self._choose(self._desk.yesterday())
        elif key == "last-month":
            self._choose(self._desk.last_month())
        elif key == "month":
            self._month_chosen()
        else:
            self._day_entered()
        self.place()

    @Slot()
    def _day_entered(self) -> None:
        found = self.day.day()
        if found is not None:
            self._choose(ReportPeriod(found, ReportKind.DAY))

    @Slot()
    def _month_chosen(self) -> None:
        self._choose(next(one for one in self._desk.months() if one.name == self.month.key()))

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        self.view.show_sheet(state.data.sheet if state.data is not None else None)
        self._show_words()
        if state.busy:
            self.notice.show_notice("info", tr("Making the report…"))
        elif state.failure is not None:
            self.notice.show_failure(state.failure)
        else:
            self.notice.hide()
        for button in (self.accept, self.print):
            button.setEnabled(state.data is not None)
        self.place()

    def _show_words(self) -> None:
        """Show the page's first sentence, and what it lacks, in letters of the window's size."""
        page = self._desk.state.data
        finding = lacking = ""
        if page is not None:
            words = ReportWords(page.language)
            finding, lacking = words.finding(page.report), words.absent(page.report.absent)
        self.finding.set_text(finding)
        self.lacking.set_text(lacking)
        self.finding.setVisible(bool(finding))
        self.lacking.setVisible(bool(lacking))

    @Slot(str)
    def _saved(self, path: str) -> None:
        self.notice.show_notice("success", tr("The file is there: {path}").format(path=path))
        self.place()

    @Slot(object)
    def _save_failed(self, failure: KnownError | BugError) -> None:
        self.notice.show_failure(failure)
        self.place()

    @Slot()
    def _show_schedule(self) -> None:
        schedule, desk = self._desk.schedule, self._desk
        self.daily.setChecked(schedule.daily)
        self.monthly.setChecked(schedule.monthly)
        self._show_folder(self._folder())
        lines = [tr("Made: {file}").format(file=path.name) for path in desk.made[-_SHOWN:]]
        if desk.schedule_failure is not None:
            lines.append(f"{failure_words(desk.schedule_failure)[0]} ({desk.schedule_failure.code})")
        self.made.set_text("\n".join(lines))
        self.made.setVisible(bool(lines))
        self.place()

    def _folder(self) -> str:
        return self._desk.schedule.folder or str(documents_folder())

    def _show_folder(self, path: str) -> None:
        """Show the end of a path and its beginning: it has no blanks to break at."""
        room = _SIDE - self.choose_folder.sizeHint().width() - 12
        self.folder.set_text(elided(path, font(12), room, Qt.TextElideMode.ElideMiddle))
        self.folder.setToolTip(path)
        self.folder.setAccessibleName(path)

    @Slot()
    def _schedule_ticked(self) -> None:
        self._keep_schedule(self._folder())

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Where to"), self._folder())
        if path:
            self._keep_schedule(path)

    def _keep_schedule(self, folder: str) -> None:
        daily, monthly = self.daily.isChecked(), self.monthly.isChecked()
        try:
            self._desk.set_schedule(
                ReportSchedule(folder=folder, daily=daily, monthly=monthly, language=language().value)
            )
        except KnownError as error:
            self.notice.show_failure(error)
            self._show_schedule()

    @Slot()
    def _print(self) -> None:
        printer = asked_printer(self)
        if printer is not None:
            self.print_on(printer)
