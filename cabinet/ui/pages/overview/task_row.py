"""One thing that needs somebody: icon, words, when, and the button that leads there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import advance, hline, text
from cabinet.ui.sizes import ICON, ROW_TASK
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.painted import Painted

__all__ = ["TaskRow"]


class TaskRow(Painted):
    """Row of 54, with a line above unless it is the first.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(
        self, icon: str, tone: str, words: str, second: str, right: str, page: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.first = False
        self.setFixedHeight(ROW_TASK)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.addStretch(1)
        self._button = Button(tr("Show"), small=True)
        self._button.clicked.connect(self._ask)
        row.addWidget(self._button)
        self.show_task(icon, tone, words, second, right, page)

    def show_task(self, icon: str, tone: str, words: str, second: str, right: str, page: str) -> None:
        """Show another thing; the button keeps the focus."""
        self._icon, self._tone, self._words, self._second, self._right = icon, tone, words, second, right
        self._page = page
        self.setAccessibleName(f"{words}. {second}. {right}")
        self._button.setAccessibleName(tr("Show: {words}").format(words=words))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now = theme()
        if not self.first:
            hline(painter, 0, self.width(), 0, now.border)
        draw_icon(painter, self._icon, 16, (ROW_TASK - ICON) / 2, ICON, now.state(self._tone)[2])
        right = self._button.x() - 16
        wide = min(advance(self._right, font()) + 1, 180)
        text(painter, QRectF(right - wide, 0, wide, ROW_TASK - 1), self._right, font(), now.text2, "r")
        room = right - wide - 46 - 16
        text(painter, QRectF(46, 8, room, 19), self._words, font(13, 500), now.text)
        text(painter, QRectF(46, 28, room, 16), self._second, font(12), now.text3)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._page)
