"""Verify anything: a file is dropped, pasted or chosen; what it is and how it stands is said beside."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cabinet.contract.rights import Right
from cabinet.desks.verification import VerifiedFile
from cabinet.ui.documents import documents_folder
from cabinet.ui.language import language, tr
from cabinet.ui.pages.proofs.verify_drop_zone import DropZone, local_paths
from cabinet.ui.pages.proofs.verify_result import ResultCard, head_of
from cabinet.ui.sizes import GAP
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from cabinet.desks.proofs import ProofsDesk
    from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

__all__ = ["VerifyPart"]

_SHORT = 800
"""A window lower than this has no room for a high drop zone beside a result."""
_MOST_ROWS = 6


class VerifyPart(QWidget):
    """A drop zone, below it the list of several files, and what was found of the one that is shown.

    Signals:
        leave_to(str): another page is asked for.
        toasted(str): something went well.
        shown(): what is shown, or what can be done with it, is another.
    """

    leave_to = Signal(str)
    toasted = Signal(str)
    shown = Signal()

    def __init__(self, desk: ProofsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proofs_desk = desk
        self.desk = desk.verification
        self.reverse_dialog: ReverseDialog | None = None
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.zone = DropZone()
        self.zone.dropped.connect(self.desk.check)
        self.zone.choose_asked.connect(self._choose)
        column.addWidget(self.zone)
        self.list_card = Card(padding=1)
        self.rows = RowsModel([Column(tr("File"), 140, stretch=True), Column(tr("Finding"), 180)])
        self.table = TableView(tr("Files that were given"), self.rows, selects=True)
        self.table.row_chosen.connect(self.desk.show)
        self.list_card.body.addWidget(self.table)
        column.addWidget(self.list_card)
        self.result = ResultCard()
        self.result.closed.connect(self.desk.forget)
        self.result.stop_asked.connect(self.desk.stop)
        self.result.pdf_asked.connect(self._write_pdf)
        self.result.compare_asked.connect(self._compare)
        self.result.transaction_asked.connect(self._open_transaction)
        self.result.package_asked.connect(self.write_package)
        self.result.copied.connect(self.toasted)
        column.addWidget(self.result)
        column.addStretch(1)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        self.desk.changed.connect(self._show)
        self.desk.transaction_found.connect(self._open_rejection)
        self.proofs = desk.entry_proofs
        self.proofs.wrote.connect(self._show)
        self._show()

    @Slot()
    def paste(self) -> None:
        """Verify the files, or the paths of files, that lie on the clipboard."""
        self.desk.check(local_paths(QGuiApplication.clipboard().mimeData()))

    @Slot()
    def _show(self) -> None:
        desk = self.desk
        current = desk.current
        self.result.setVisible(current is not None)
        several = len(desk.files) > 1
        self.list_card.setVisible(several)
        if several:
            self.rows.show([[Cell(one.path.name), _finding(one)] for one in desk.files])
            self.table.setFixedHeight(
                self.table.header.height() + self.table.rowHeight(0) * min(len(desk.files), _MOST_ROWS)
            )
        if current is not None:
            self.result.show_file(current)
        self.result.package.setVisible(self.can_package)
        failure, written = desk.failure or self.proofs.write_failure, desk.saved or self.proofs.written
        if failure is not None:
            self.result.show_outcome("danger", *failure_words(failure))
        elif written is not None:
            self.result.show_outcome("success", tr("Written."), str(written))
        else:
            self.result.show_outcome("info", "")
        self._fit_zone()
        self.shown.emit()

    @Slot()
    def _choose(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Choose files to verify"), str(documents_folder()))
        self.desk.check([Path(path) for path in paths])

    @Slot()
    def _write_pdf(self) -> None:
        current = self.desk.current
        if current is None:
            return
        name = f"{current.path.stem}-{tr('finding')}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(documents_folder() / name), "PDF (*.pdf)")
        if path:
            self.desk.write_finding(Path(path), language().value)

    @property
    def can_package(self) -> bool:
        """Whether the files hold anything that a package of evidence can be made of, and the log can be asked."""
        office = self.desk.office
        reads = office.logged_in and Right.PROOFS_READ in office.session.person.rights
        return reads and not self.desk.busy and not self.proofs.writing and bool(self.desk.evidence[0])

    @Slot()
    def write_package(self) -> None:
        """Put a package of evidence together of everything that is good among the files."""
        if not self.can_package:
            return
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Where to"), str(documents_folder() / "evidence.zip"), "ZIP (*.zip)"
        )
        if path:
            self.proofs.write_package(Path(path), *self.desk.evidence)

    @Slot()
    def _compare(self) -> None:
        """Compare a day file where day files are compared."""
        if self.desk.current is not None:
            self.leave_to.emit(f"reconciliation {self.desk.current.path}")

    @Slot(str, str)
    def _open_transaction(self, attempt_id: str, verdict: str) -> None:
        """Open a rejected one among the rejections, an accepted one by itself."""
        from cabinet.contract.states import Outcome, ReasonCode

        if verdict == Outcome.REJECTED:
            self.desk.find_transaction(attempt_id)
            return
        from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

        reversals = self._proofs_desk.reversals
        reversals.select(attempt_id)
        self.reverse_dialog = ReverseDialog(self.window(), reversals, ReasonCode.OTHER)
        self.reverse_dialog.done.connect(partial(self.toasted.emit, tr("Reversal accepted and told to the platform")))
        self.reverse_dialog.open(self.reverse_dialog.first())

    @Slot(str)
    def _open_rejection(self, tx: str) -> None:
        self.leave_to.emit(f"rejections tx:{tx}")

    def _fit_zone(self) -> None:
        self.zone.show_low(low=self.desk.current is not None and self.window().height() < _SHORT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window's height."""
        super().resizeEvent(event)
        self._fit_zone()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files beside the zone, too."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify what is dropped."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.desk.check(paths)


def _finding(file: VerifiedFile) -> Cell:
    from cabinet.evidence.telling import tell

    if file.checked is not None:
        told = tell(file.checked, language().value)
        role = head_of(told.standing)
        icon = {"success": "check", "danger": "octagon-x"}.get(role, "triangle-alert")
        words = {"success": tr("genuine"), "danger": tr("not genuine")}.get(role, tr("not known"))
        return Cell(chip=(words, role, icon))
    if file.stopped:
        return Cell(tr("stopped"), role="text2")
    return Cell(tr("Verifying…") if file.failure is None else file.failure.code, role="text2")
