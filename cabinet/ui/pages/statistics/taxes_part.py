"""GGR and taxes on the page: the card or, where it has no room, a button; and the sheets that they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from cabinet.desks.taxes import TaxesDesk
from cabinet.ui.language import tr
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.statistics.figure_rows import FigureBy
from cabinet.ui.pages.statistics.figure_sheet import FigureSheet
from cabinet.ui.pages.statistics.grid import slice_names
from cabinet.ui.pages.statistics.taxes_card import TaxesCard
from cabinet.ui.pages.statistics.taxes_sheet import TaxesSheet
from cabinet.ui.texts.taxes import figure_lines
from cabinet.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord

__all__ = ["TaxesPart"]


class TaxesPart(QObject):
    """The page's card and, where it has no room, its button and the sheet that it opened last.

    :attr:`figure` is the sheet of the figure that was opened last. ``record`` gives what the registry knows.
    """

    def __init__(self, page: Page, desk: TaxesDesk, record: Callable[[], OperatorRecord | None]) -> None:
        super().__init__(page)
        self._page, self._desk, self._record = page, desk, record
        self._narrow = False
        self.sheet: TaxesSheet | None = None
        self.figure: FigureSheet | None = None
        self.button = Button(tr("GGR and taxes…"), Kind.QUIET, "coins", small=True)
        self.button.clicked.connect(self.open)
        self.card = TaxesCard(desk)
        self.card.figure_asked.connect(self.open_figure)
        self.card.stuck_asked.connect(self._list_stuck)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the button in the place of the card, or the card again."""
        self._narrow = narrow
        self.place()

    def place(self) -> None:
        """Show the card to whoever may see sums, where there is room."""
        self.button.setVisible(self._narrow)
        self.card.setVisible(self._desk.allowed and not self._narrow)

    @Slot()
    def open(self) -> None:
        """Ask for the period that is shown, and open."""
        self.sheet = TaxesSheet(self._page.window(), self._desk)
        self.sheet.closed.connect(self._closed)
        self.sheet.rows_asked.connect(self.open_figure)
        self.sheet.open(self.sheet.accept)

    @Slot(int)
    def open_figure(self, place: int) -> None:
        """Open a figure of those that are shown."""
        data = self._desk.current
        if data is None:
            return
        line = figure_lines(data)[place]
        self.figure = FigureSheet(self._page.window(), data, place, line, self._names, self._desk.write)
        self.figure.asked.connect(self._list_stuck)
        self.figure.open(self.figure.accept)

    def _names(self, by: FigureBy) -> dict[str, str]:
        record = self._record()
        return slice_names(by.slice, record) if record is not None else {}

    @Slot()
    def _list_stuck(self) -> None:
        """Show open rejections from the period's first day on: what happened then was received then or later."""
        self._page.leave_to.emit(f"rejections {self._desk.stuck_filter().text()}")

    @Slot()
    def _closed(self) -> None:
        self.sheet = None
