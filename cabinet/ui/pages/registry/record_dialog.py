"""The record as it will be printed: a file, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from cabinet.ui.documents import documents_folder
from cabinet.ui.language import language, tr
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.sheet_view import SheetView, asked_printer, print_sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from cabinet.contract.errors import BugError, KnownError
    from cabinet.desks.registry import RegistryDesk

__all__ = ["RecordDialog"]

_WIDTH: Final = 640
_AROUND: Final = 240
"""What the window has above and below the page, its own edges with it."""
_LEAST, _MOST = 280, 760


class RecordDialog(Dialog):
    """Shows the page of the record as it was when the dialog was opened."""

    def __init__(self, window: QWidget, desk: RegistryDesk) -> None:
        super().__init__(window, tr("Record in the registry"), "", tr("Save PDF…"), width=_WIDTH)
        self._desk = desk
        self.notice = Notice()
        self.view = SheetView(tr("Page of the record"))
        self.view.setMinimumHeight(max(_LEAST, min(_MOST, window.height() - _AROUND)))
        self.view.show_sheet(desk.sheet(language().value))
        self.body.addWidget(self.notice)
        self.body.addWidget(self.view, 1)
        self.print = Button(tr("Print…"))
        self.print.clicked.connect(self._print)
        self.foot.insertWidget(1, self.print)
        self.cancel.set_text(tr("Close"))
        self.notice.hide()
        for button in (self.accept, self.print):
            button.setEnabled(self.view.sheet is not None)
        desk.sheet_saved.connect(self._saved)
        desk.sheet_not_saved.connect(self._not_saved)

    def accepted(self) -> None:
        """Ask where to, and save."""
        record = self._desk.state.data
        if record is None or self.view.sheet is None:
            return
        name = str(documents_folder() / f"soms-{record.edrpou}-record.pdf")
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), name, "PDF (*.pdf)")
        if path:
            self._desk.save_sheet(self.view.sheet, Path(path))

    def print_on(self, printer: QPrinter) -> None:
        """Print the page that is shown."""
        if self.view.sheet is not None:
            print_sheet(printer, self.view.sheet)

    @Slot(str)
    def _saved(self, path: str) -> None:
        self.notice.show_notice("success", tr("The file is there: {path}").format(path=path))
        self.place()

    @Slot(object)
    def _not_saved(self, failure: KnownError | BugError) -> None:
        self.notice.show_failure(failure)
        self.place()

    @Slot()
    def _print(self) -> None:
        printer = asked_printer(self)
        if printer is not None:
            self.print_on(printer)
