"""A toast of 40 for six seconds, where no control stands; never an error."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import BAND, HEADER, ICON, RADIUS_CARD, TOAST, TOAST_MS
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["Toast"]

_EDGE, _STEP, _WIDEST, _FRAME = 24, 8, 520, 58


class Toast(Painted):
    """One at a time, over its window; a notice leads to its page when it is pressed.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = window
        self._words = self._page = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.end)
        self.hide()

    def show_text(self, words: str) -> None:
        """Show that something went well."""
        self._show(words, "")

    @Slot(str, str)
    def show_notice(self, words: str, page: str) -> None:
        """Show what somebody should look at, and lead there."""
        self._show(words, page)

    def _show(self, words: str, page: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        self._words, self._page = words, page
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not page)
        self.setCursor(Qt.CursorShape.PointingHandCursor if page else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(words)
        self.resize(min(_WIDEST, round(advance(words, font(13, 500)) + _FRAME)), TOAST)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def place(self) -> None:
        """Stand in the page's header, else at the bottom, where no control of the window is covered."""
        taken = list(self._controls())
        places = (QRect(corner, self.size()) for corner in self._corners())
        free = (place for place in places if not any(place.intersects(other) for other in taken))
        self.move(next(free, QRect(next(iter(self._corners())), self.size())).topLeft())

    def _corners(self) -> Iterator[QPoint]:
        """Yield where it may stand, best first: in the header from the right, at the bottom from the left."""
        wide, high = self._over.width() - self.width() - _EDGE, self._over.height()
        for y in (BAND + (HEADER - TOAST) // 2, high - TOAST - 16):
            across = range(_EDGE, max(_EDGE, wide) + 1, _STEP)
            for x in reversed(across) if y < high // 2 else across:
                yield QPoint(x, y)

    def _controls(self) -> Iterator[QRect]:
        """Yield where the window's visible controls stand."""
        over = self._over
        for widget in over.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and widget.window() is over:
                seen = widget.visibleRegion().boundingRect()
                if not seen.isEmpty():
                    yield seen.translated(widget.mapTo(over, QPoint(0, 0)))

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now = theme()
        frame(painter, QRectF(self.rect()), RADIUS_CARD, now.raised, now.border_mid)
        icon, color = ("octagon-x", now.danger) if self._page else ("circle-check", now.success)
        draw_icon(painter, icon, 16, (TOAST - ICON) / 2, ICON, color)
        text(painter, QRectF(42, 0, self.width() - 54, TOAST), self._words, font(13, 500), now.text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead to the page."""
        event.accept()
        page = self._page
        self.end()
        if page:
            self.asked.emit(page)

    @Slot()
    def end(self) -> None:
        """Go away, with its words."""
        self._timer.stop()
        self._words = self._page = ""
        self.setAccessibleName("")
        self.hide()
