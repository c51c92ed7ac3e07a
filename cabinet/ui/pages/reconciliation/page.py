"""Reconciliation: a day file is dropped, the verdict stands first, then sums, then what differs and what to do."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.desks.reconciliation import ComparedDay, FilePhase, ReconciliationDesk
from cabinet.reconcile.differences import Kind as DifferenceKind
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count, day, money
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.reconciliation.differences_card import DifferencesCard
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.reconciliation import report_note, step_words, sum_gap, verdict
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from cabinet.reconcile.differences import Report
    from cabinet.ui.pages.reconciliation.columns_dialog import ColumnsDialog
    from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

__all__ = ["ReconciliationPage"]

_ALL: Final = "*"
_BELOW: Final = 7
"""Below a table, so that it does not paint over its card's corners."""


class ReconciliationPage(Page):
    """Files may be dropped anywhere on it."""

    def __init__(self, desk: ReconciliationDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self.columns_dialog: ColumnsDialog | None = None
        self.reverse_dialog: ReverseDialog | None = None
        self.setAcceptDrops(True)
        self.content.addWidget(self._build_files())
        self.verdict = Notice()
        self.content.addWidget(self.verdict)
        self.outcome = Notice()
        self.content.addWidget(self.outcome)
        self.content.addWidget(self._build_sums())
        self.differences = DifferencesCard()
        self.differences.toasted.connect(self.toasted)
        self.differences.rejection_asked.connect(self._open_rejection)
        self.differences.accepted_asked.connect(self._open_accepted)
        self.content.addWidget(self.differences)
        self.content.addWidget(self._build_acts())
        self.content.addStretch(1)
        desk.changed.connect(self._show)
        desk.compared.connect(self._show)
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Put what is chosen below the words about it."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._files_row.setDirection(way)
        self.differences.set_narrow(narrow=narrow)

    # -- building ----------------------------------------------------------------------------------------------------

    def _build_files(self) -> QWidget:
        card = Card()
        self._files_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._files_row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.file = PlainLabel("", font(14, 600), wrap=True, selectable=True)
        self.about = PlainLabel("", font(12), "text2", wrap=True)
        words.addWidget(self.file)
        words.addWidget(self.about)
        self._files_row.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.sources = Combo(tr("Source"), label=tr("Source"))
        self.sources.currentIndexChanged.connect(self._source_chosen)
        self.columns = Button(tr("Columns…"), icon="table")
        self.columns.clicked.connect(self.open_columns)
        self.folder = Button(tr("Folder…"), icon="folder-open")
        self.folder.clicked.connect(self._choose_folder)
        self.choose = Button(tr("Choose a file…"), Kind.PRIMARY, "file-text")
        self.choose.clicked.connect(self._choose_files)
        for widget in (self.sources, self.columns, self.folder, self.choose):
            acts.addWidget(widget)
        acts.addStretch(1)
        self._files_row.addLayout(acts)
        card.body.addLayout(self._files_row)
        return card

    def _build_sums(self) -> QWidget:
        self.sums_card = Card(tr("Sums by type"), padding=0)
        self.days = Combo(tr("Day"), label=tr("Day"))
        self.days.currentIndexChanged.connect(self._day_chosen)
        self.sums_card.add_right(self.days)
        self.sums_card.body.setContentsMargins(0, 0, 0, _BELOW)
        self.sums = RowsModel([
            Column(tr("Operation"), 120, stretch=True), Column(tr("In the file"), 90, right=True),
            Column(tr("In the perimeter"), 90, right=True), Column(tr("Sum in the file, UAH"), 170, right=True, fold=1),
            Column(tr("Sum in the perimeter, UAH"), 170, right=True), Column(tr("Difference, UAH"), 150, right=True),
        ])  # fmt: skip
        self.sums_table = TableView(tr("Sums by type"), self.sums)
        self.sums_table.copied.connect(self.toasted)
        self.sums_card.body.addWidget(self.sums_table)
        return self.sums_card

    def _build_acts(self) -> QWidget:
        holder = self.acts = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.again = Button(tr("Compare again"), icon="refresh-cw")
        self.again.clicked.connect(self._desk.again)
        self.stop = Button(tr("Stop"), icon="x")
        self.stop.clicked.connect(self._desk.stop)
        self.protocol = Button(tr("Protocol as PDF…"), icon="file-down")
        self.protocol.clicked.connect(self._write_protocol)
        self.missing = Button(tr("Write a file to send…"), Kind.PRIMARY, "send")
        self.missing.clicked.connect(self._write_missing)
        row.addWidget(self.again)
        row.addWidget(self.stop)
        row.addStretch(1)
        row.addWidget(self.protocol)
        row.addWidget(self.missing)
        return holder

    # -- showing -----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        if not self.show_state(desk.state):
            return
        self._show_files()
        one = desk.shown
        report = one.report if one is not None else None
        self._show_verdict(one)
        self._show_outcome()
        self.sums_card.setVisible(report is not None)
        self.differences.setVisible(report is not None and bool(report.differences))
        if report is not None:
            self._show_sums(report)
            self.differences.show_report(report)
        self._show_days()
        busy = desk.phase is FilePhase.LOOKING or any(of.busy for of in desk.days.values())
        self.stop.setVisible(busy)
        self.again.setVisible(not busy and desk.phase is not FilePhase.NONE)
        self.protocol.setVisible(report is not None)
        self.protocol.setEnabled(desk.can_write)
        self.missing.setVisible(report is not None and bool(report.totals[DifferenceKind.MISSING].count))
        self.missing.setEnabled(desk.can_write)
        self.acts.setVisible(desk.phase is not FilePhase.NONE)

    def _show_files(self) -> None:
        desk, record = self._desk, self._desk.state.data
        chosen = [(_ALL, tr("all sources"))]
        chosen += [(one.source_id, one.source_id) for one in record.sources] if record is not None else []
        self.sources.blockSignals(True)
        self.sources.fill(chosen)
        self.sources.set_key(desk.source or _ALL)
        self.sources.blockSignals(False)
        self.columns.setVisible(bool(self._columns()))
        self.choose.show_kind(Kind.PRIMARY if desk.phase is FilePhase.NONE else Kind.SECONDARY)
        if desk.phase is FilePhase.NONE:
            self.file.set_text(tr("Drop the platform's day file here, or a folder of days"))
            self.about.set_text(
                tr("A day file has a day's transactions, one a line: CSV, NDJSON or JSON. It is compared on this "
                   "computer with what the perimeter has, and is not sent anywhere.")
            )  # fmt: skip
            return
        self.file.set_text(", ".join(path.name for path in desk.paths[:3]) + (" …" if len(desk.paths) > 3 else ""))
        if not desk.files:
            self.about.set_text("")
            return
        size = sum(one.size for one in desk.files)
        parts = [tr("%n file(s)", len(desk.files)), tr("{size} KB").format(size=count(max(1, size // 1024)))]
        parts += sorted({one.encoding.upper() for one in desk.files if one.encoding})
        columns = self._columns()
        if columns:
            from cabinet.dayfile.columns import IGNORED

            read = sum(1 for into in columns.values() if into != IGNORED)
            words = tr("columns read: {read} of {all}")
            parts.append(words.format(read=count(read), all=count(len(columns))))
        self.about.set_text(" · ".join(parts))

    def _show_verdict(self, one: ComparedDay | None) -> None:
        desk = self._desk
        if one is not None and one.report is not None:
            kind = "success" if one.report.equal else "warning"
            self.verdict.show_notice(kind, verdict(one.report), report_note(one.report))
        elif one is not None and one.failure is not None:
            self.verdict.show_failure(one.failure)
        elif one is not None:
            self.verdict.show_notice("info", day(date.fromisoformat(one.day)), step_words(one.progress))
        elif desk.phase is FilePhase.LOOKING:
            self.verdict.show_notice("info", tr("Looking at the files…"))
        elif desk.failure is not None:
            self.verdict.show_failure(desk.failure)
        elif desk.phase is FilePhase.STOPPED:
            self.verdict.show_notice("info", tr("The comparison was stopped."))
        else:
            self.verdict.hide()

    def _show_outcome(self) -> None:
        """Show what was written, why it was not, or which files could not be read."""
        desk = self._desk
        unread = [one for one in desk.files if one.problem is not None] if desk.days else []
        if desk.write_failure is not None:
            self.outcome.show_failure(desk.write_failure)
        elif desk.written is not None and desk.written.lines is not None:
            said = tr("Written to be sent: %n transaction(s)", desk.written.lines)
            self.outcome.show_notice("success", said, f'cabinet send "{desk.written.path}" --credential …')
        elif desk.written is not None:
            self.outcome.show_notice("success", tr("The protocol is there."), desk.written.path)
        elif desk.days and desk.failure is not None:
            self.outcome.show_failure(desk.failure)
        elif unread and unread[0].problem is not None:
            sentence, action = failure_words(unread[0].problem.error())
            title = tr("%n file(s) could not be read", len(unread))
            self.outcome.show_notice("warning", title, f"{sentence} {action}")
        else:
            self.outcome.hide()

    def _show_sums(self, report: Report) -> None:
        rows = [
            [
                Cell(transaction_type(one.type), weight=500), Cell(count(one.ours)), Cell(count(one.theirs)),
                Cell(money(one.ours_kop)), Cell(money(one.theirs_kop)),
                _gap(one.ours_kop, one.theirs_kop),
            ]
            for one in report.sums
        ]  # fmt: skip
        self.sums.show(rows)
        self.sums_table.fit()

    def _show_days(self) -> None:
        desk = self._desk
        choices = [(one.day, _day_words(one)) for one in desk.days.values()]
        choices += [(of, f"{day(date.fromisoformat(of))} · {tr('not compared')}") for of in desk.other_days]
        self.days.blockSignals(True)
        self.days.fill(choices)
        self.days.set_key(desk.day)
        self.days.blockSignals(False)
        self.days.setVisible(len(choices) > 1)

    def _columns(self) -> dict[str, str]:
        return {name: into for one in self._desk.files for name, into in (one.columns or {}).items()}

    # -- acting ------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _source_chosen(self, _index: int) -> None:
        key = self.sources.key()
        self._desk.choose_source("" if key == _ALL else key)

    @Slot(int)
    def _day_chosen(self, _index: int) -> None:
        self._desk.choose_day(self.days.key())

    @Slot()
    def _choose_files(self) -> None:
        names = f"{tr('Day files')} (*.csv *.tsv *.txt *.json *.ndjson *.jsonl)"
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Choose day files"), str(_folder()), names)
        self._desk.choose([Path(path) for path in paths])

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Choose a folder of days"), str(_folder()))
        if path:
            self._desk.choose([Path(path)])

    @Slot()
    def open_columns(self) -> None:
        """Show what columns are read into."""
        from cabinet.ui.pages.reconciliation.columns_dialog import ColumnsDialog

        self.columns_dialog = ColumnsDialog(self.window(), self._desk, self._columns())
        self.columns_dialog.open()

    @Slot()
    def _write_missing(self) -> None:
        out = self._out(f"missing-{self._desk.day}.ndjson")
        if out is not None:
            reason = tr("Found missing by reconciliation of {day}")
            self._desk.write_missing(out, reason.format(day=day(date.fromisoformat(self._desk.day))))

    @Slot()
    def _write_protocol(self) -> None:
        out = self._out(f"protocol-{self._desk.day}.pdf")
        if out is not None:
            self._desk.write_protocol(out, language().value)

    def _out(self, name: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(_folder() / name))
        return Path(path) if path else None

    @Slot(str)
    def _open_rejection(self, tx: str) -> None:
        self.leave_to.emit(f"rejections tx:{tx}")

    @Slot(str)
    def _open_accepted(self, attempt_id: str) -> None:
        """Open what was accepted, where it can be taken back."""
        from cabinet.contract.states import ReasonCode
        from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

        reversals = self._desk.reversals
        reversals.select(attempt_id)
        self.reverse_dialog = ReverseDialog(self.window(), reversals, ReasonCode.OTHER)
        self.reverse_dialog.done.connect(partial(self.toasted.emit, tr("Reversal accepted and told to the platform")))
        self.reverse_dialog.open(self.reverse_dialog.first())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files and folders."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare what is dropped."""
        paths = _dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._desk.choose(paths)


def _dropped(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _folder() -> Path:
    """Return where documents are, or the person's own folder where nobody has made one for them."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def _gap(ours: int, theirs: int) -> Cell:
    return Cell(sum_gap(ours, theirs), role="text2" if ours == theirs else "warning")


def _day_words(one: ComparedDay) -> str:
    of = day(date.fromisoformat(one.day))
    if one.report is None:
        return of
    if one.report.equal:
        return f"{of} · {tr('agrees')}"
    differing = sum(total.count for kind, total in one.report.totals.items() if kind.value != "late")
    return f"{of} · {tr('%n difference(s)', differing + one.report.broken_lines)}"
