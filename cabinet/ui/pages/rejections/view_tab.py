"""One saved view as a tab: its name, and how many rejections fit it."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.numbers import count
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import CONTROL, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.plain_label import plain

__all__ = ["ViewTab"]

_PADDING, _GAP, _ARROW = 12, 6, 14


class ViewTab(ChildWidget, QAbstractButton):
    """``own`` tabs have a menu: at a press on the one that is open, by the right button, or the menu key.

    Signals:
        menu_asked(): the menu is wanted.
    """

    menu_asked = Signal()

    def __init__(self, key: str, name: str, *, own: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.name, self.own, self.active = key, plain(name), own, False
        self._number: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_switch().changed.connect(self._repaint)
        self._describe()

    def show_state(self, number: int | None, *, active: bool) -> None:
        """Show how many fit, None where that is not known yet, and whether it is what is listed."""
        self._number, self.active = number, active
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * _PADDING + advance(self.name, font(13, 600))
        if self._number is not None:
            width += _GAP + advance(count(self._number), font(12))
        if self.own and self.active:
            width += _GAP + _ARROW
        return QSize(round(width + 1), CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.own:
            self.menu_asked.emit()
            event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            if self.active or self.underMouse():
                frame(painter, rect, RADIUS_CONTROL, now.selected if self.active else now.hover, None)
            color = now.accent if self.active else now.text2
            face = font(13, 600 if self.active else 500)
            left = _PADDING + text(painter, rect.adjusted(_PADDING, 0, 0, 0), self.name, face, color)
            if self._number is not None:
                words = QRectF(left + _GAP, 0, rect.width(), rect.height())
                left += _GAP + text(painter, words, count(self._number), font(12), now.text3)
            if self.own and self.active:
                draw_icon(painter, "chevron-down", left + _GAP, (rect.height() - _ARROW) / 2, _ARROW, color)

    def _describe(self) -> None:
        self.setAccessibleName(self.name if self._number is None else f"{self.name}, {count(self._number)}")

    @Slot()
    def _repaint(self) -> None:
        self.update()
