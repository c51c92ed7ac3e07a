"""A painted checkbox: Fusion's is square with a black tick."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import advance, text
from cabinet.ui.sizes import CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.tick import TICK, Tick, draw_tick

__all__ = ["CheckBox"]


class CheckBox(ChildWidget, QAbstractButton):
    """A tick and its words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_switch().changed.connect(self._repaint)

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(TICK + 8 + advance(self.text(), font()) + 3), CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            draw_tick(painter, 1, (self.height() - TICK) / 2, Tick.ON if self.isChecked() else Tick.OFF)
            words = QRectF(TICK + 9, 0, self.width() - TICK - 9, self.height())
            text(painter, words, self.text(), font(), now.text if self.isEnabled() else now.disabled)
