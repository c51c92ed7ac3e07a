"""A table: own header, one delegate that paints lines, chips and terms, and an overlay scroll bar."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QScrollBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cabinet.ui.clipboard import cell_text
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.paint import chip, chip_width, hline, text
from cabinet.ui.sizes import CHIP, ROW, TABLE_HEAD
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.sparkline import draw_sparkline
from cabinet.ui.widgets.table_header import TableHeader
from cabinet.ui.widgets.term_bar import draw_term
from cabinet.ui.widgets.tick import TICK, Tick, draw_tick

__all__ = ["Index", "RowDelegate", "TableView"]

_PADDING, _EDGE, _SCROLL, _FADED = 8, 16, 10, 0.4
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints ground, line, selection and focus of a row cell by cell; :meth:`paint_inside` what stands on them."""

    def __init__(self, table: TableView) -> None:
        super().__init__(table)
        self._table = table

    def ground(self, _row: int) -> QColor | None:
        """Return the colour of a row that is neither selected nor lit up, None for that of what is below the table."""
        return None

    def paint_inside(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Paint a cell's content."""
        table = self._table
        cell = table.cell(row, column)
        place = table.inner(rect, column).adjusted(0, 0, 0, -1)
        if cell is not None:
            self._paint_cell(painter, place, cell, table.columns()[column])
        elif column < len(table.columns()):
            width = min(place.width(), 90)
            painter.fillRect(QRectF(place.left(), place.center().y() - 4, width, 8), theme().hover)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, table = theme(), self._table
        rect = QRectF(option.rect)
        row, column = index.row(), index.column()
        painter.setOpacity(_FADED if table.faded else 1)
        selected = table.selects and table.selectionModel().isRowSelected(row, QModelIndex())
        if selected:
            painter.fillRect(rect, now.selected)
        elif row == table.hovered and (table.selects or table.lights):
            painter.fillRect(rect, now.hover)
        elif (ground := self.ground(row)) is not None:
            painter.fillRect(rect, ground)
        hline(painter, rect.left(), rect.right() + 1, rect.bottom() - 1, now.border)
        if selected and column == table.edges[0]:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), now.accent)
        self.paint_inside(painter, rect, row, column)
        if selected and table.hasFocus() and table.ring and row == table.currentIndex().row():
            self._paint_focus(painter, rect, column)

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: Cell, column: Column) -> None:
        now = theme()
        align = "r" if column.right else "l"
        if cell.ticked is not None:
            draw_tick(painter, place.left(), round(place.center().y() - TICK / 2), Tick.ON if cell.ticked else Tick.OFF)
            return
        if cell.term is not None:
            term = cell.term
            draw_term(painter, place, term.issued, term.expires, term.paid, term.years, term.today)
            return
        if cell.spark:
            box = QRectF(place.left(), round(place.center().y() - 10), min(64.0, place.width()), 20)
            draw_sparkline(painter, box, list(cell.spark), now.accent)
            return
        if cell.chip is not None:
            word, kind, icon = cell.chip
            left = place.right() - chip_width(word, icon) if column.right else place.left()
            chip(painter, left, round(place.center().y() - CHIP / 2), word, kind, icon)
            return
        face = mono(12, min(cell.weight, 500)) if cell.mono else font(13, cell.weight)
        color = getattr(now, cell.role)
        mode = Qt.TextElideMode.ElideMiddle if column.middle else Qt.TextElideMode.ElideRight
        if cell.second:
            middle = place.center().y()
            text(painter, QRectF(place.left(), middle - 18, place.width(), 19), cell.text, face, color, align)
            below = QRectF(place.left(), middle + 1, place.width(), 15)
            text(painter, below, cell.second, mono(12) if cell.mono else font(12), now.text3, align)
            return
        used = text(painter, place, cell.text, face, color, align, mode)
        if cell.faint:
            text(painter, place.adjusted(used + 8, 0, 0, 0), cell.faint, font(12), now.text3, elastic=True)

    def _paint_focus(self, painter: QPainter, rect: QRectF, column: int) -> None:
        now = theme()
        wide = 3 if now.contrast else 2
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), wide), now.focus)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - wide, rect.width(), wide), now.focus)
        if column == self._table.edges[1]:
            painter.fillRect(QRectF(rect.right() - wide, rect.top(), wide, rect.height()), now.focus)
        if column == self._table.edges[0]:
            painter.fillRect(QRectF(rect.left(), rect.top(), wide, rect.height()), now.focus)


class TableView(QTableView):
    """A table over a model of cells; ``selects`` lets rows be chosen.

    Ctrl+C copies the row's id where rows have one, else the row, and Ctrl+Shift+C the row; the menu of the right button
    has both.

    Signals:
        copied(str): something was copied, in words.
        resized(): it has another width or height.
        row_chosen(int): the current row is another one.
        visible_rows(int, int): these rows are on the screen now.
    """

    copied = Signal(str)
    resized = Signal()
    row_chosen = Signal(int)
    visible_rows = Signal(int, int)

    def __init__(
        self, name: str, model: Any, *, row: int = ROW, selects: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.selects, self.lights, self.hovered, self.ring = selects, False, -1, False
        self.head_tick, self.faded = Tick.OFF, False
        self._row = row
        self.edges = (0, 0)
        """The first and the last column that are shown."""
        self._hidden: set[int] = set()
        self.setAccessibleName(name)
        self.header = TableHeader(self)
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(RowDelegate(self))
        self.setFrameStyle(0)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row)
        self.verticalHeader().setMinimumSectionSize(row)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.SingleSelection if selects else modes.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if selects else Qt.FocusPolicy.NoFocus)
        self.setModel(model)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.hide()
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._bar_range)
        own.valueChanged.connect(self._bar_value)
        self._bar.valueChanged.connect(own.setValue)
        self.entered.connect(self._hover)
        model.modelReset.connect(self._reset)
        model.headerDataChanged.connect(self._columns_changed)
        theme_switch().changed.connect(self._repaint)

    def columns(self) -> list[Column]:
        """Return the model's columns."""
        model: Any = self.model()
        return model.columns if model is not None else []

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell of the model."""
        model: Any = self.model()
        found: Cell | None = model.cell(row, column)
        return found

    def inner(self, rect: QRectF, column: int) -> QRectF:
        """Return a cell's rectangle without its padding."""
        left = _EDGE if column == self.edges[0] else _PADDING
        right = _EDGE if column == self.edges[1] else _PADDING
        return rect.adjusted(left, 0, -right, 0)

    def hide_columns(self, hidden: set[int]) -> None:
        """Show all columns but these, as far as there is room."""
        self._hidden = set(hidden)
        self._share()
        self.viewport().update()

    def show_columns(self, order: Sequence[int]) -> None:
        """Show these columns in this order, as far as there is room."""
        self.header.arrange(order)
        self.hide_columns(set(range(len(self.columns()))) - set(order))

    def order(self) -> list[int]:
        """Return the columns that are shown, as they stand."""
        return [i for i in self._in_order() if not self.isColumnHidden(i)]

    def no_room(self) -> list[int]:
        """Return the columns that would be shown if there were room."""
        return [i for i in self._in_order() if self.isColumnHidden(i) and i not in self._hidden]

    def _in_order(self) -> list[int]:
        return sorted(range(len(self.columns())), key=self.header.visualIndex)

    def set_faded(self, *, faded: bool) -> None:
        """Show that rows are no longer what is asked for."""
        if faded is not self.faded:
            self.faded = faded
            self.viewport().update()

    def whole_height(self) -> int:
        """Return the height that shows every row."""
        return TABLE_HEAD + self._row * self.model().rowCount()

    def fit(self) -> None:
        """Take the height of all rows; for tables inside a scrolling page."""
        self.setFixedHeight(self.whole_height())

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot()
    def _columns_changed(self) -> None:
        """Share the width anew between columns that are other than before."""
        self._share()
        self.header.viewport().update()

    @Slot()
    def _reset(self) -> None:
        self._share()
        self.hovered = -1
        self._report_visible()

    def _share(self) -> None:
        columns = self.columns()
        seen = self._fitting(columns)
        for index in range(len(columns)):
            self.setColumnHidden(index, index not in seen)
        self.edges = (seen[0], seen[-1]) if seen else (0, 0)
        widths = self._widths(columns, seen)
        stretching = [i for i in seen if columns[i].stretch] or [i for i in seen if columns[i].middle] or seen[:1]
        spare = max(0, self.viewport().width() - sum(widths[i] for i in seen))
        for index, width in enumerate(widths):
            more = spare // len(stretching) if index in stretching else 0
            if stretching and index == stretching[-1]:
                more += spare % len(stretching)
            self.setColumnWidth(index, width + more)

    def _widths(self, columns: list[Column], seen: list[int]) -> list[int]:
        """Return how wide columns are; one that can be dragged to the end gets the edge's padding there."""
        last = seen[-1] if seen and self.header.sectionsMovable() else -1
        return [column.width + (_EDGE - _PADDING if i == last else 0) for i, column in enumerate(columns)]

    def _fitting(self, columns: list[Column]) -> list[int]:
        """Return the columns to show: what matters least goes where there is no room."""
        seen = [i for i in self._in_order() if i not in self._hidden]
        room = self.viewport().width()
        for index in sorted((i for i in seen if columns[i].fold), key=lambda i: -columns[i].fold):
            widths = self._widths(columns, seen)
            if sum(widths[i] for i in seen) <= room:
                break
            seen.remove(index)
        return seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        self.resized.emit()
        self._bar.setGeometry(self.width() - _SCROLL - 2, TABLE_HEAD, _SCROLL + 2, self.height() - TABLE_HEAD)
        self._report_visible()

    @Slot(int, int)
    def _bar_range(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setSingleStep(self._row)
        self._bar.setVisible(high > low)
        self._report_visible()

    @Slot(int)
    def _bar_value(self, value: int) -> None:
        self._bar.setValue(value)
        self._report_visible()

    def _report_visible(self) -> None:
        rows = self.model().rowCount()
        if rows:
            first = max(0, self.verticalScrollBar().value() // self._row)
            self.visible_rows.emit(first, min(rows - 1, first + self.viewport().height() // self._row + 1))

    @Slot(QModelIndex)
    def _hover(self, index: QModelIndex) -> None:
        self.hover_row(index.row())

    def hover_row(self, row: int) -> None:
        """Light one row up."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hover_row(-1)
        return super().viewportEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.selects and current.isValid() and current.row() != previous.row():
            self.row_chosen.emit(current.row())

    def copy_id(self, row: int) -> None:
        """Put a row's id on the clipboard, whole, however much of it the column shows."""
        self._copy(self._row_id(row), tr("Id copied"))

    def copy_row(self, row: int) -> None:
        """Put a row's cells on the clipboard as a spreadsheet reads them, those without room too."""
        seen = [i for i in self._in_order() if i not in self._hidden and not self.columns()[i].ticks]
        self._copy("\t".join(cell_text(self.cell(row, i)) for i in seen), tr("Row copied"))

    def _copy(self, words: str, said: str) -> None:
        if words.strip():
            QGuiApplication.clipboard().setText(words)
            self.copied.emit(said)

    def _row_id(self, row: int) -> str:
        model: Any = self.model()
        found: str = model.row_id(row)
        return found

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos())) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu = self.menu_of(index.row())
        self.menu.popup(place)

    def menu_of(self, row: int) -> QMenu:
        """Return the menu of a row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        if self._row_id(row):
            menu.addAction(tr("Copy the id"), partial(self.copy_id, row))
        menu.addAction(tr("Copy the row"), partial(self.copy_row, row))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.ring = True
        row_copy = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_C and event.modifiers() == row_copy:
            if self.currentIndex().isValid():
                self.copy_row(self.currentIndex().row())
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            row = self.currentIndex().row()
            if row >= 0:
                self.copy_id(row) if self._row_id(row) else self.copy_row(row)
            return
        last = self.model().rowCount() - 1
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else last)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ring = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
