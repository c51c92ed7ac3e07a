"""A notice inside a dialog or a card: icon, sentence and way out on a state's surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import frame
from cabinet.ui.sizes import ICON, RADIUS_CONTROL
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.errors import BugError, KnownError

__all__ = ["Notice"]

_ICONS = {"warning": "triangle-alert", "danger": "octagon-alert", "success": "circle-check", "info": "info"}


class Notice(Painted):
    """Grows with its words."""

    def __init__(self, kind: str = "info", title: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 9, 14, 10)
        column.setSpacing(2)
        self._title = PlainLabel("", font(13, 600), wrap=True)
        self._words = PlainLabel("", font(), wrap=True, selectable=True)
        column.addWidget(self._title)
        column.addWidget(self._words)
        self.show_notice(kind, title, words)

    def show_notice(self, kind: str, title: str, words: str = "") -> None:
        """Show another notice; without a title it hides."""
        self._kind = kind
        self._title.set_text(title)
        self._title.set_role(kind)
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setVisible(bool(title))
        self.update()

    def show_failure(self, failure: KnownError | BugError) -> None:
        """Show what a failure is, the way out, and its code for support."""
        sentence, action = failure_words(failure)
        self.show_notice("danger", sentence, f"{action}\n{failure.code}")

    def paint(self, painter: QPainter) -> None:
        """Paint surface and icon."""
        surface, border, color = theme().state(self._kind)
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, surface, border)
        draw_icon(painter, _ICONS[self._kind], 13, 11, ICON, color)
