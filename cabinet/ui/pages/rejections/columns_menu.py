"""The menu behind "Columns": which are shown, where they stand, what rows are sorted by. All of it by keys, too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cabinet.contract.rejection_sort import RejectionSort, SortBy
from cabinet.desks.row_layout import ALWAYS, RowColumn
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.row_columns import COLUMN_OF, column_title
from cabinet.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from cabinet.desks.row_layout import RowLayoutDesk

__all__ = ["ColumnsButton", "sort_words"]


def sort_words(sort: RejectionSort) -> str:
    """Return an order in words."""
    up, down = {
        SortBy.RECEIVED: (tr("received, oldest first"), tr("received, newest first")),
        SortBy.OCCURRED: (tr("occurred, oldest first"), tr("occurred, newest first")),
        SortBy.AMOUNT: (tr("sum, smallest first"), tr("sum, largest first")),
        SortBy.CODE: (tr("code, from the first"), tr("code, from the last")),
    }[sort.by]
    return down if sort.descending else up


class ColumnsButton(Button):
    """Edits the layout of rows; its menu stays open while ticks are set."""

    def __init__(self, layout: RowLayoutDesk, parent: QWidget | None = None) -> None:
        super().__init__("", Kind.QUIET, "table", small=True, parent=parent)
        self._layout = layout
        self.setAccessibleName(tr("Columns"))
        self.setToolTip(tr("Columns"))
        self.menu = _StayingMenu(self)
        self.menu.setFont(font())
        self.clicked.connect(self._open)
        self.no_room: list[str] = []
        """Titles of chosen columns that have no room now."""

    @Slot()
    def _open(self) -> None:
        self.fill()
        self.menu.popup(self.mapToGlobal(QPoint(self.width() - self.menu.sizeHint().width(), self.height() + 4)))

    def fill(self) -> None:
        """Offer every column, those that are shown in their order and ticked."""
        menu, shown = self.menu, self._layout.columns
        menu.clear()
        for column in (*shown, *(one for one in RowColumn if one not in shown)):
            words = column_title(COLUMN_OF[column])
            if words in self.no_room:
                words = tr("{column} (no room now)").format(column=words)
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(column in shown)
            action.setEnabled(column not in ALWAYS)
            action.setData(column.value)
            action.toggled.connect(partial(self._show, column))
            menu.addAction(action)
        menu.addSeparator()
        self._add_moves(menu)
        self._add_orders(menu)
        menu.addAction(tr("As usual"), self._layout.reset)

    def _add_moves(self, menu: QMenu) -> None:
        left = menu.addMenu(tr("Move to the left"))
        left.setFont(font())
        for place, column in enumerate(self._layout.columns):
            if place:
                left.addAction(column_title(COLUMN_OF[column]), partial(self._layout.move, column, place - 1))

    def _add_orders(self, menu: QMenu) -> None:
        orders = menu.addMenu(tr("Sort by"))
        orders.setFont(font())
        group = QActionGroup(orders)
        for by in SortBy:
            for descending in (True, False):
                sort = RejectionSort(by, descending)
                action = QAction(sort_words(sort), orders)
                action.setCheckable(True)
                action.setChecked(sort == self._layout.sort)
                action.triggered.connect(partial(self._layout.set_sort, sort))
                group.addAction(action)
                orders.addAction(action)

    def _show(self, column: RowColumn, shown: bool) -> None:
        self._layout.show_column(column, shown=shown)


class _StayingMenu(QMenu):
    """Several ticks at one opening: a click or Space turns one and leaves the menu open."""

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: N802  Qt's own name
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.toggle()
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # Qt's own event
