"""A name, what is left of it, and a bar that is filled by a share."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["UsageBar"]


class UsageBar(Painted):
    """Bar of 6 below a line of words; ``filled`` is a share from 0 to 1. Without words only the bar."""

    def __init__(
        self, words: str, right: str, filled: float, *, warn: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._warn = warn
        self.setFixedHeight(40)
        self.show_usage(words, right, filled)

    def show_usage(self, words: str, right: str, filled: float) -> None:
        """Show another share."""
        self._words, self._right, self._filled = words, right, max(0.0, min(1.0, filled))
        self.setAccessibleName(f"{words}: {right}" if words else right)
        self.setFixedHeight(40 if words else 10)
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now, top = theme(), 0
        if self._words:
            side = advance(self._right, font(12)) + 1
            tone = now.warning if self._warn else now.text2
            text(painter, QRectF(0, 0, self.width() - side - 8, 24), self._words, font(13, 500), now.text)
            text(painter, QRectF(self.width() - side, 0, side, 24), self._right, font(12), tone, "r")
            top = 28
        frame(painter, QRectF(0, top, self.width(), 6), 3, None, now.border2)
        if self._filled > 0:
            fill = now.warning if self._warn else now.s1
            frame(painter, QRectF(0, top, max(6.0, self.width() * self._filled), 6), 3, fill, None)
