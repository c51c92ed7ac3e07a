"""A table whose rows can be ticked: by mouse, by keys, a range at once, or all of them by the header's box."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from cabinet.ui.sizes import ROW
from cabinet.ui.widgets.table_view import TableView
from cabinet.ui.widgets.tick import Tick

__all__ = ["TickTable"]


class TickTable(TableView):
    """Column 0 of its model holds the boxes. X and Space tick, Shift makes it a range, Ctrl+A all, Escape none.

    Signals:
        ticked(int, int): rows first…last are to be ticked; one row alone is to be turned.
        all_ticked(): everything is to be ticked, or nothing where everything is.
        cleared(): nothing is to be ticked.
    """

    ticked = Signal(int, int)
    all_ticked = Signal()
    cleared = Signal()

    def __init__(self, name: str, model: Any, *, row: int = ROW, parent: QWidget | None = None) -> None:
        super().__init__(name, model, row=row, selects=True, parent=parent)
        self._last = -1
        self.horizontalHeader().viewport().installEventFilter(self)

    def show_head_tick(self, state: Tick) -> None:
        """Show how the box of all stands."""
        if state is not self.head_tick:
            self.head_tick = state
            self.horizontalHeader().viewport().update()

    def _tick(self, row: int, *, reach: bool) -> None:
        """Turn one row, or tick all from the one before to this."""
        first = self._last if reach and self._last >= 0 else row
        self._last = row
        self.ticked.emit(min(first, row), max(first, row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        reach = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and (index.column() == 0 or reach):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._tick(index.row(), reach=reach)
            return
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        head = self.horizontalHeader()
        if not isinstance(event, QMouseEvent) or watched is not head.viewport():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress and head.logicalIndexAt(event.position().toPoint()) == 0:
            self.all_ticked.emit()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, reach = self.currentIndex().row(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_ticked.emit()
        elif event.key() == Qt.Key.Key_Escape and self.head_tick is not Tick.OFF:
            self.cleared.emit()
        elif event.key() in {Qt.Key.Key_X, Qt.Key.Key_Space} and row >= 0:
            self._tick(row, reach=reach)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and reach and row >= 0:
            self._last = row if self._last < 0 else self._last
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier))
            self._tick(self.currentIndex().row(), reach=True)
        else:
            super().keyPressEvent(event)
