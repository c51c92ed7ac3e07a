"""The base of painted widgets: repaints with the theme, paints through a painter that is always ended."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.theme_switch import theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["Painted"]


class Painted(ChildWidget, QWidget):
    """A widget that only paints; override :meth:`paint`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme_switch().changed.connect(self._repaint)

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint the whole widget."""
        raise NotImplementedError
