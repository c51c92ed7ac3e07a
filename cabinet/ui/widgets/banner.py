"""A banner of 40 above a page's content, one at a time: offline, stale, no right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import BANNER, ICON, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted

__all__ = ["Banner"]


class Banner(Painted):
    """A sentence and perhaps an action, and another one beside it.

    Signals:
        acted(): the action was asked for.
        declined(): the other one was.
    """

    acted = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BANNER)
        self._kind, self._icon, self._sentence = "warning", "wifi-off", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.addStretch(1)
        self._button = Button("", Kind.QUIET, small=True)
        self._button.clicked.connect(self.acted)
        self._other = Button("", Kind.QUIET, small=True)
        self._other.clicked.connect(self.declined)
        row.addWidget(self._other)
        row.addWidget(self._button)
        self.hide()

    def show_banner(
        self, sentence: str, kind: str = "warning", icon: str = "triangle-alert", action: str = "", other: str = ""
    ) -> None:
        """Show a sentence; empty hides the banner."""
        self._sentence, self._kind, self._icon = sentence, kind, icon
        self._button.set_text(action)
        self._button.setVisible(bool(action))
        self._other.set_text(other)
        self._other.setVisible(bool(other))
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        surface, border, color = theme().state(self._kind)
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, surface, border)
        draw_icon(painter, self._icon, 16, (BANNER - ICON) / 2, ICON, color)
        shown = [button.x() for button in (self._other, self._button) if button.isVisible()]
        right = min(shown) - 8 if shown else self.width() - 16
        text(painter, QRectF(42, 0, right - 42, BANNER), self._sentence, font(13, 500), theme().text)
