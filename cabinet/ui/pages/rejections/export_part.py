"""The page's part that exports what is listed: the button, the dialog, and a line while that is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.export import ExportDesk, ExportPhase
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.language import tr
from cabinet.ui.texts.export import progress_words
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.banner import Banner
from cabinet.ui.widgets.button import Button

if TYPE_CHECKING:
    from cabinet.ui.pages.rejections.export_dialog import ExportDialog

__all__ = ["ExportPart"]


class ExportPart(QObject):
    """:attr:`banner` stands above the page; :attr:`dialog` is the one that was opened last."""

    def __init__(self, page: QWidget, desk: RejectionsDesk, button: Button) -> None:
        super().__init__(page)
        self._page, self._desk, self._button = page, desk, button
        self.banner = Banner()
        self.dialog: ExportDialog | None = None
        button.clicked.connect(self.open)
        self.banner.acted.connect(self.open)
        desk.exports.changed.connect(self.show)
        desk.changed.connect(self.show)
        self.show()

    @Slot()
    def open(self) -> None:
        """Open the dialog: with what is listed now, or with the export that is under way or stands still."""
        from cabinet.ui.pages.rejections.export_dialog import ExportDialog

        view = self._desk.state.data
        if view is None and self._desk.exports.phase is ExportPhase.IDLE:
            return
        self.dialog = ExportDialog(self._page.window(), self._desk.exports, self._desk.wanted, view)
        self.dialog.closed.connect(self._closed)
        self.dialog.open(self.dialog.accept)
        self.show()

    @Slot()
    def _closed(self) -> None:
        self.dialog = None
        self._desk.exports.close_done()
        self.show()

    @Slot()
    def show(self) -> None:
        """Show how an export stands while its dialog is away."""
        exports = self._desk.exports
        self._button.setEnabled(self._desk.state.data is not None or exports.phase is not ExportPhase.IDLE)
        if self.dialog is not None or exports.phase is ExportPhase.IDLE:
            self.banner.show_banner("")
        elif exports.phase is ExportPhase.RUNNING:
            words, speed, _ = progress_words(exports.progress)
            self.banner.show_banner(" · ".join(filter(None, (words, speed))), "info", "file-down", tr("Show"))
        elif exports.phase is ExportPhase.DONE:
            self.banner.show_banner(tr("The export is ready."), "success", "file-down", tr("Show"))
        else:
            self.banner.show_banner(_stopped(exports), "warning", action=tr("Show"))


def _stopped(exports: ExportDesk) -> str:
    if exports.failure is not None:
        return failure_words(exports.failure)[0]
    return tr("An unfinished export: {file}").format(file=exports.out.name if exports.out is not None else "")
