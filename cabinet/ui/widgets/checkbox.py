"""A painted checkbox: Fusion's is square with a black tick."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

__all__ = ["CheckBox"]

_BOX = 16


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
        return QSize(round(_BOX + 8 + advance(self.text(), font()) + 3), CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            top = (self.height() - _BOX) / 2
            box = QRectF(1, top, _BOX, _BOX)
            if self.isChecked():
                frame(painter, box, 4, now.accent, None)
                draw_icon(painter, "check", 3, top + 2, 12, now.on_accent)
            else:
                frame(painter, box, 4, now.surface, now.border2, 1.5)
            words = QRectF(_BOX + 9, 0, self.width() - _BOX - 9, self.height())
            text(painter, words, self.text(), font(), now.text if self.isEnabled() else now.disabled)
