"""Buttons: primary, secondary, quiet, danger, and the danger outline that opens a confirmation."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, arc, frame, text
from cabinet.ui.sizes import CONTROL, CONTROL_SMALL, ICON, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent

__all__ = ["Button", "Kind", "destroys"]


class Kind(Enum):
    """How loud a button is; one primary a view."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"
    DANGER_OUTLINE = "danger_outline"


def destroys(widget: QWidget) -> bool:
    """Tell whether a widget is a button that destroys, or opens what does: it never gets the keyboard by itself."""
    return isinstance(widget, Button) and widget.kind in {Kind.DANGER, Kind.DANGER_OUTLINE}


class Button(ChildWidget, QAbstractButton):
    """A button with an icon before its words; ``trailing`` puts the icon after them."""

    def __init__(
        self,
        words: str = "",
        kind: Kind = Kind.SECONDARY,
        icon: str | None = None,
        *,
        small: bool = False,
        trailing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.icon_name = icon
        self.busy = False
        self._trailing = trailing
        self._small = small
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_switch().changed.connect(self._repaint)

    def set_text(self, words: str, *, busy: bool = False) -> None:
        """Show other words; while busy an arc stands for the icon and presses do nothing."""
        self.busy = busy
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def show_kind(self, kind: Kind) -> None:
        """Be as loud as this."""
        if kind is not self.kind:
            self.kind = kind
            self.updateGeometry()
            self.update()

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self.icon_name = icon
        self.update()

    def sizeHint(self) -> QSize:
        height = CONTROL_SMALL if self._small else CONTROL
        words = advance(self.text(), font(13, 500))
        padding = 16 if self.kind is Kind.QUIET else 24
        icon = (ICON + (8 if self.text() else 0)) if self.icon_name or self.busy else 0
        if not self.text():
            return QSize(height, height)
        return QSize(round(words + padding + icon + 1), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.isEnabled() and not self.busy:
            self.click()
            return
        super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        if not self.busy:
            super().nextCheckState()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        now = theme()
        hot, pressed = self.underMouse() and self.isEnabled(), self.isDown()
        if self.busy:
            return now.sunken, now.border_mid, now.text2
        if not self.isEnabled():
            return (None, None, now.disabled) if self.kind is Kind.QUIET else (now.sunken, now.border, now.disabled)
        if self.kind is Kind.PRIMARY:
            return (now.accent_hover if hot or pressed else now.accent), None, now.on_accent
        if self.kind is Kind.DANGER:
            return now.danger_fill, now.danger if hot else None, now.on_danger
        if self.kind is Kind.DANGER_OUTLINE:
            return (now.danger_s if hot else now.raised), now.danger_b, now.danger
        if self.kind is Kind.QUIET:
            return (now.hover if hot else None), None, now.accent_hover if hot else now.accent
        return (now.selected if pressed else now.hover if hot else now.raised), now.border_mid, now.text

    def _paint(self, painter: QPainter) -> None:
        fill, border, color = self._colors()
        rect = QRectF(self.rect())
        if fill is not None or border is not None:
            frame(painter, rect, RADIUS_CONTROL, fill, border)
        face = font(13, 500)
        has_icon = bool(self.icon_name) or self.busy
        words = min(advance(self.text(), face), rect.width() - 12)
        total = words + ((ICON + (8 if self.text() else 0)) if has_icon else 0)
        left = (rect.width() - total) / 2
        icon_x = left + words + 8 if self._trailing else left
        if has_icon:
            y = (rect.height() - ICON) / 2
            if self.busy:
                arc(painter, icon_x, y, ICON, color)
            elif self.icon_name:
                draw_icon(painter, self.icon_name, icon_x, y, ICON, color)
        if self.text():
            start = left if self._trailing or not has_icon else left + ICON + 8
            text(painter, QRectF(start, 0, words + 1, rect.height()), self.text(), face, color)
