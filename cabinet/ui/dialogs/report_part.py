"""A page's button «Report…»: what it opens is loaded when it is pressed for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from cabinet.ui.dialogs.report import ReportDialog
    from cabinet.ui.pages.page import Page

__all__ = ["ReportPart"]


class ReportPart(QObject):
    """:attr:`button` opens :attr:`dialog`; None while it is not open."""

    def __init__(self, page: Page, *, small: bool = False) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: ReportDialog | None = None
        kind = Kind.QUIET if small else Kind.SECONDARY
        self.button = Button(tr("Report…"), kind, "file-text", small=small)
        self.button.clicked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show yesterday's report."""
        from cabinet.desks.reports import reports_of
        from cabinet.ui.dialogs.report import ReportDialog

        self.dialog = ReportDialog(self._page.window(), reports_of(self._page.desk.office))
        self.dialog.closed.connect(self._closed)
        self.dialog.open()

    @Slot()
    def _closed(self) -> None:
        self.dialog = None
