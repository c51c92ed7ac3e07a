"""A table's header: titles, the box that ticks all, the mark of the order; columns are dragged where they may be."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, hline, text
from cabinet.ui.sizes import ICON_CHIP, TABLE_HEAD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.tick import TICK, draw_tick

if TYPE_CHECKING:
    from cabinet.ui.widgets.table_view import TableView

__all__ = ["SORT_MARK", "TableHeader"]

SORT_MARK = ICON_CHIP + 4
"""Width of the mark of the order beside a title."""


class TableHeader(QHeaderView):
    """Paints titles of the table's columns.

    Signals:
        sort_asked(int): a title was clicked whose column rows can be sorted by.
        arranged(): columns stand in another order, since one was dragged.
    """

    sort_asked = Signal(int)
    arranged = Signal()

    def __init__(self, table: TableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._arranging = False
        self._sorted: tuple[int, bool] | None = None
        self.setFixedHeight(TABLE_HEAD)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._moved)

    def set_alive(self) -> None:
        """Let titles be clicked and columns be dragged."""
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)

    def show_sort(self, column: int, *, descending: bool) -> None:
        """Mark the column that rows are sorted by."""
        self._sorted = (column, descending)
        self.viewport().update()

    def arrange(self, order: Sequence[int]) -> None:
        """Put columns into an order, those that are not named behind the others."""
        self._arranging = True
        for place, column in enumerate(order):
            self.moveSection(self.visualIndex(column), place)
        self._arranging = False

    @Slot(int)
    def _clicked(self, column: int) -> None:
        if self._table.columns()[column].sorts:
            self.sort_asked.emit(column)

    @Slot(int, int, int)
    def _moved(self, _column: int, _old: int, _new: int) -> None:
        if not self._arranging:
            self.arranged.emit()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now = theme()
        painter.fillRect(rect, now.sunken)
        hline(painter, rect.left(), rect.right() + 1, rect.bottom(), now.border)
        columns = self._table.columns()
        if section >= len(columns):
            return
        column = columns[section]
        place = self._table.inner(QRectF(rect), section)
        if column.ticks:
            draw_tick(painter, place.left(), round(place.center().y() - TICK / 2), self._table.head_tick)
            return
        if self._sorted is None or self._sorted[0] != section:
            text(painter, place, column.title, font(12, 500), now.text2, "r" if column.right else "l")
            return
        icon = "arrow-down" if self._sorted[1] else "arrow-up"
        top = round(place.center().y() - ICON_CHIP / 2)
        if column.right:
            text(painter, place, column.title, font(12, 600), now.text, "r")
            left = place.right() - advance(column.title, font(12, 600)) - SORT_MARK
        else:
            left = place.left() + text(painter, place, column.title, font(12, 600), now.text) + 4
        draw_icon(painter, icon, round(left), top, ICON_CHIP, now.accent)

    def sizeHint(self) -> QSize:
        return QSize(100, TABLE_HEAD)
