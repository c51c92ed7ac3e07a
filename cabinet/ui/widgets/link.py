"""A link: words that open something, by mouse and by keyboard; server text in it is never interpreted."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import advance, hline, text
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["Link"]

_HEIGHT, _LEAST = 20, 60


class Link(ChildWidget, QAbstractButton):
    """Underlined while the mouse or the keyboard is on it; too long words lose their middle."""

    def __init__(self, words: str, name: str, of: QFont | None = None, parent: QWidget | None = None) -> None:
        """Make one; ``name`` is what a screen reader says it opens."""
        super().__init__(parent)
        self._face = of or font()
        self.setText(plain(words))
        self.setAccessibleName(plain(name))
        self.setToolTip(plain(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_switch().changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(round(advance(self.text(), self._face) + 1), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.sizeHint().width()), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            now, hot = theme(), self.underMouse() or self.hasFocus()
            color = now.accent_hover if hot else now.accent
            rect = QRectF(self.rect())
            wide = text(painter, rect, self.text(), self._face, color, mode=Qt.TextElideMode.ElideMiddle)
            if hot:
                hline(painter, 0, wide, round(rect.center().y()) + 8, color)

    @Slot()
    def _repaint(self) -> None:
        self.update()
