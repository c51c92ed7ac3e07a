"""Reconciliation: a day file is dropped, the verdict stands first, then sums, then what differs and what to do."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QWidget

from cabinet.desks.reconciliation import ComparedDay, FilePhase, ReconciliationDesk
from cabinet.reconcile.differences import Kind as DifferenceKind
from cabinet.ui.documents import documents_folder
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count, day, money
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.reconciliation.days_card import DayCell, DaysCard
from cabinet.ui.pages.reconciliation.differences_card import DifferencesCard
from cabinet.ui.pages.reconciliation.files_strip import FilesStrip
from cabinet.ui.pages.reconciliation.one_card import OneCard
from cabinet.ui.sizes import GAP
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.reconciliation import report_note, step_words, sum_gap, verdict
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from cabinet.reconcile.differences import Report
    from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog
    from cabinet.ui.pages.reconciliation.columns_dialog import ColumnsDialog
    from cabinet.ui.pages.reconciliation.justify_dialog import JustifyDialog
    from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

__all__ = ["ReconciliationPage"]

_WIDE, _SLIM = 724, 448
"""How cards beside one another share the width."""
_BELOW: Final = 7
"""Below a table, so that it does not paint over its card's corners."""


class ReconciliationPage(Page):
    """Files may be dropped anywhere on it."""

    def __init__(self, desk: ReconciliationDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self.columns_dialog: ColumnsDialog | None = None
        self.reverse_dialog: ReverseDialog | None = None
        self.justify_dialog: JustifyDialog | None = None
        self.proof_dialog: ProofDialog | None = None
        self.setAcceptDrops(True)
        self.content.addWidget(self._build_files())
        self.verdict = Notice()
        self.content.addWidget(self.verdict)
        self.outcome = Notice()
        self.content.addWidget(self.outcome)
        self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._above.setSpacing(GAP)
        self._above.addWidget(self._build_sums(), _WIDE)
        self.days = DaysCard()
        self.days.grid.chosen.connect(self._desk.choose_day)
        self._above.addWidget(self.days, _SLIM)
        self.content.addLayout(self._above)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(GAP)
        self._below.addWidget(self._build_differences(), _WIDE)
        self.one = OneCard()
        self.one.toasted.connect(self.toasted)
        self.one.rejection_asked.connect(self._open_rejection)
        self.one.reversal_asked.connect(self._open_accepted)
        self.one.reason_asked.connect(self.open_justify)
        self.one.proof_asked.connect(self._open_proof)
        self._below.addWidget(self.one, _SLIM)
        self.content.addLayout(self._below, 1)
        self.content.addStretch(0)
        self._add_keys()
        desk.changed.connect(self._show)
        desk.compared.connect(self._show)
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Put cards below one another."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._above.setDirection(way)
        self._below.setDirection(way)
        self.files.set_narrow(narrow=narrow)

    # -- building ----------------------------------------------------------------------------------------------------

    def _build_files(self) -> QWidget:
        strip = self.files = FilesStrip()
        strip.files_asked.connect(self._choose_files)
        strip.folder_asked.connect(self._choose_folder)
        strip.columns_asked.connect(self.open_columns)
        strip.again_asked.connect(self._desk.again)
        strip.stop_asked.connect(self._desk.stop)
        strip.source_chosen.connect(self._source_chosen)
        return strip

    def _build_sums(self) -> QWidget:
        self.sums_card = Card(tr("Sums by type"), padding=0)
        self.sums_card.body.setContentsMargins(0, 0, 0, _BELOW)
        self.chip = Chip()
        self.sums_card.add_right(self.chip)
        self.sums = RowsModel([
            Column(tr("Operation"), 104, stretch=True), Column(tr("In the file"), 76, right=True),
            Column(tr("In the perimeter"), 112, right=True),
            Column(tr("Sum in the file, UAH"), 136, right=True, fold=1),
            Column(tr("Sum in the perimeter, UAH"), 166, right=True), Column(tr("Difference, UAH"), 122, right=True),
        ])  # fmt: skip
        self.sums_table = TableView(tr("Sums by type"), self.sums)
        self.sums_table.copied.connect(self.toasted)
        self.sums_card.body.addWidget(self.sums_table)
        self.sums_card.body.addStretch(1)
        return self.sums_card

    def _build_differences(self) -> QWidget:
        card = self.differences = DifferencesCard()
        card.toasted.connect(self.toasted)
        card.one_chosen.connect(self._show_one)
        card.protocol_asked.connect(self._write_protocol)
        card.missing_asked.connect(self._write_missing)
        card.rejected_asked.connect(self._open_rejected)
        return card

    def _add_keys(self) -> None:
        """Work on rows by letters; the protocol from anywhere on the page."""
        for widget, key, act in (
            (self.differences.table, QKeySequence(Qt.Key.Key_E), self._open_rejection),
            (self.differences.table, QKeySequence(Qt.Key.Key_R), self._open_accepted),
            (self.differences.table, QKeySequence(Qt.Key.Key_J), self.open_justify),
            (self, QKeySequence(QKeySequence.StandardKey.Print), self._write_protocol),
        ):
            shortcut = QShortcut(key, widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

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
        for card in (self.sums_card, self.differences):
            card.setVisible(report is not None)
        if report is not None:
            self._show_sums(report)
            self.differences.show_report(report, desk.justified.get(desk.day, {}).keys(), writable=desk.can_write)
        self._show_one()
        self._show_days()

    def _show_files(self) -> None:
        desk, record, strip = self._desk, self._desk.state.data, self.files
        chosen = [("", tr("all sources"))]
        chosen += [(one.source_id, one.source_id) for one in record.sources] if record is not None else []
        strip.show_sources(chosen, desk.source)
        empty = desk.phase is FilePhase.NONE
        busy = desk.phase is FilePhase.LOOKING or any(of.busy for of in desk.days.values())
        strip.columns.setVisible(bool(self._columns()))
        strip.stop.setVisible(busy)
        strip.again.setVisible(not busy and not empty)
        strip.choose.show_kind(Kind.PRIMARY if empty else Kind.SECONDARY)
        strip.choose.set_text(tr("Choose a file…") if empty else tr("Another file…"))
        if empty:
            strip.show_words(
                tr("Drop the platform's day file here, or a folder of days"),
                tr("A day file has a day's transactions, one a line: CSV, NDJSON or JSON. It is compared on this "
                   "computer with what the perimeter has, and is not sent anywhere."), empty=True,
            )  # fmt: skip
        else:
            names = ", ".join(path.name for path in desk.paths[:3]) + (" …" if len(desk.paths) > 3 else "")
            strip.show_words(names, self._about(), empty=False)

    def _about(self) -> str:
        """Return what is known of the files in a line."""
        desk = self._desk
        if not desk.files:
            return ""
        size = sum(one.size for one in desk.files)
        parts = [tr("%n file(s)", len(desk.files))] if len(desk.files) > 1 else []
        parts.append(tr("{size} KB").format(size=count(max(1, size // 1024))))
        parts += sorted({one.encoding.upper() for one in desk.files if one.encoding})
        columns = self._columns()
        if columns:
            from cabinet.dayfile.columns import IGNORED

            read = sum(1 for into in columns.values() if into != IGNORED)
            words = tr("columns read: {read} of {all}")
            parts.append(words.format(read=count(read), all=count(len(columns))))
        parts.append(tr("compared on this computer, sent nowhere"))
        return " · ".join(parts)

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
        self.sums_card.meta.set_text(day(date.fromisoformat(report.day)))
        differing = report.differing
        if differing:
            self.chip.set_text(tr("%n difference(s)", differing), "warning", "triangle-alert")
        else:
            self.chip.set_text(tr("agrees"), "success", "check")
        ours, ours_kop, theirs, theirs_kop = (
            sum(getattr(one, name) for one in report.sums) for name in ("ours", "ours_kop", "theirs", "theirs_kop")
        )
        lines = [(transaction_type(one.type), 500, one.ours, one.theirs, one.ours_kop, one.theirs_kop)
                 for one in report.sums]  # fmt: skip
        if len(lines) > 1:
            lines.append((tr("Altogether"), 600, ours, theirs, ours_kop, theirs_kop))
        self.sums.show([
            [
                Cell(name, weight=weight), Cell(count(mine), weight=weight), Cell(count(other), weight=weight),
                Cell(money(mine_kop), weight=weight), Cell(money(other_kop), weight=weight),
                _gap(mine_kop, other_kop, weight, differs=not report.equal),
            ]
            for name, weight, mine, other, mine_kop, other_kop in lines
        ])  # fmt: skip
        self.sums_table.fit()

    def _show_days(self) -> None:
        desk = self._desk
        cells = [_cell(one) for one in desk.days.values()] + [_not_compared(of) for of in desk.other_days]
        agree = sum(one.report is not None and one.report.equal for one in desk.days.values())
        self.days.show_cells(sorted(cells, key=lambda cell: cell.key), desk.day, agree=agree)
        self.days.setVisible(len(cells) > 1)

    @Slot()
    def _show_one(self) -> None:
        shown = self._desk.shown
        chosen = self.differences.chosen if shown is not None and shown.report is not None else None
        self.one.setVisible(chosen is not None)
        if chosen is not None:
            self.one.show_one(chosen, self._desk.justification_of(chosen), proves=self._desk.reversals.proves)

    def _columns(self) -> dict[str, str]:
        return {name: into for one in self._desk.files for name, into in (one.columns or {}).items()}

    # -- acting ------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _source_chosen(self, source: str) -> None:
        self._desk.choose_source(source)

    @Slot()
    def _choose_files(self) -> None:
        names = f"{tr('Day files')} (*.csv *.tsv *.txt *.json *.ndjson *.jsonl)"
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Choose day files"), str(documents_folder()), names)
        self._desk.choose([Path(path) for path in paths])

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Choose a folder of days"), str(documents_folder()))
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
        if not self._desk.can_write:
            return
        out = self._out(f"protocol-{self._desk.day}.pdf")
        if out is not None:
            self._desk.write_protocol(out, language().value)

    def _out(self, name: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(documents_folder() / name))
        return Path(path) if path else None

    @Slot()
    def _open_rejection(self) -> None:
        chosen = self.differences.chosen
        if chosen is not None and chosen.kind is DifferenceKind.REJECTED:
            self._open_in_rejections([chosen.operator_tx_id])

    @Slot()
    def _open_rejected(self) -> None:
        """Open all that are rejected, as many as a filter takes."""
        self._open_in_rejections(self.differences.rejected_ids)

    def _open_in_rejections(self, ids: list[str]) -> None:
        from cabinet.contract.filter import LONGEST, MOST_VALUES, Filter

        wanted = ids[:MOST_VALUES]
        while len(text := Filter(txs=tuple(wanted)).text()) > LONGEST:
            wanted = wanted[: len(wanted) * LONGEST // (len(text) + 1)]
        self.leave_to.emit(f"rejections {text}")

    @Slot()
    def open_justify(self) -> None:
        """Write why the chosen difference is as it is."""
        from cabinet.ui.pages.reconciliation.justify_dialog import JustifyDialog

        chosen = self.differences.chosen
        if chosen is not None and self.one.justifiable:
            self.justify_dialog = JustifyDialog(self.window(), self._desk, chosen)
            self.justify_dialog.open(self.justify_dialog.first())

    @Slot()
    def _open_proof(self) -> None:
        """Show the proof that the attempt which stands in the perimeter is in the log."""
        from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog

        chosen = self.differences.chosen
        if chosen is not None and chosen.attempt_id is not None:
            self.proof_dialog = ProofDialog(self.window(), self._desk.reversals.proofs, chosen.attempt_id)
            self.proof_dialog.open()

    @Slot()
    def _open_accepted(self) -> None:
        """Open what was accepted, where it can be taken back."""
        chosen = self.differences.chosen
        if chosen is None or chosen.attempt_id is None or not self.one.reversible:
            return
        from cabinet.contract.states import ReasonCode
        from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

        reversals = self._desk.reversals
        reversals.select(chosen.attempt_id)
        self.reverse_dialog = ReverseDialog(self.window(), reversals, ReasonCode.OTHER)
        self.reverse_dialog.done.connect(partial(self.toasted.emit, tr("Reversal accepted and told to the platform")))
        self.reverse_dialog.open(self.reverse_dialog.first())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files and folders."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()
            self.files.show_over(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Show that nothing would be dropped here."""
        self.files.show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare what is dropped."""
        self.files.show_over(over=False)
        paths = _dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._desk.choose(paths)


def _dropped(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _gap(ours: int, theirs: int, weight: int, *, differs: bool) -> Cell:
    """Return a gap of sums; of a day that agrees it is what people have sent."""
    if ours == theirs or not differs:
        return Cell(sum_gap(ours, theirs), role="text2")
    return Cell(sum_gap(ours, theirs), role="warning", weight=max(500, weight))


def _cell(one: ComparedDay) -> DayCell:
    of = date.fromisoformat(one.day)
    if one.failure is not None:
        words, kind, icon = tr("not compared"), "danger", "octagon-alert"
    elif one.report is None:
        words, kind, icon = step_words(one.progress), "info", "hourglass"
    elif one.report.equal:
        words, kind, icon = tr("agrees"), "success", "check"
    else:
        words, kind, icon = tr("%n difference(s)", one.report.differing), "warning", "triangle-alert"
    return DayCell(one.day, f"{of:%d.%m}", f"{day(of)}, {words}", kind, icon)


def _not_compared(of: str) -> DayCell:
    on = date.fromisoformat(of)
    return DayCell(of, f"{on:%d.%m}", f"{day(on)}, {tr('not compared')}", "", "circle-dashed")
