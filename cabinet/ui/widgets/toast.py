"""A toast of 40 at the bottom right for six seconds; never an error."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.keeper import theme
from cabinet.ui.measure import ICON, RADIUS_CARD, TOAST, TOAST_MS
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.widgets.painted import Painted

__all__ = ["Toast"]


class Toast(Painted):
    """One at a time, over its window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._words = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self._end)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        self._words = words
        self.setAccessibleName(words)
        self.resize(round(advance(words, font(13, 500)) + 64), TOAST)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def place(self) -> None:
        """Stand at the bottom right of the window."""
        over = self._over
        self.move(over.width() - self.width() - 24, over.height() - self.height() - 16)

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now = theme()
        frame(painter, QRectF(self.rect()), RADIUS_CARD, now.raised, now.border_mid)
        draw_icon(painter, "circle-check", 16, (TOAST - ICON) / 2, ICON, now.success)
        text(painter, QRectF(42, 0, self.width() - 54, TOAST), self._words, font(13, 500), now.text)

    @Slot()
    def _end(self) -> None:
        self.hide()
