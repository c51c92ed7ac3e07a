"""KPI cells in one card: icon and name, a figure, yesterday's, the reason, a sparkline. Each leads to its page."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, text, vline
from cabinet.ui.sizes import ICON
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.sparkline import draw_sparkline

__all__ = ["Kpi"]

_HEIGHT: Final = 107
_LOW: Final = 93
_SPARK: Final = 64


class Kpi(QAbstractButton):
    """One cell; ``tone`` is the state whose colour icon and sparkline take."""

    def __init__(self, name: str, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._figure = self._unit = self._reason = ""
        self._seconds = ("", "")
        self._trend: list[int] = []
        self._low = False
        self.first = False
        self.setText(name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_switch().changed.connect(self._repaint)

    def show_figure(
        self,
        figure: str,
        seconds: tuple[str, str],
        reason: str = "",
        trend: list[int] | None = None,
        unit: str = "",
    ) -> None:
        """Show a figure; ``seconds`` is what stands beside it, whole and in fewer words, ``reason`` may be empty."""
        self._figure, self._seconds, self._reason = figure, seconds, reason
        self._trend, self._unit = trend or [], unit
        self.setAccessibleName(f"{self.text()}: {figure} {unit}".strip())
        self.setAccessibleDescription(f"{seconds[0]}. {reason}" if reason else seconds[0])
        self.setToolTip("\n".join(filter(None, (seconds[0], reason))))
        self.update()

    def set_low(self, low: bool) -> None:
        """Take less height: smaller words, no sparkline."""
        self._low = low
        self.setFixedHeight(_LOW if low else _HEIGHT)
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _LOW if self._low else _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, inset = theme(), 12 if self._low else 16
        room = self.width() - 2 * inset
        big, small = (font(20, 600), font(11)) if self._low else (font(24, 600), font(12))
        with QPainter(self) as painter:
            if self.underMouse():
                painter.fillRect(self.rect().adjusted(1, 1, -1, -1), now.hover)
            if not self.first:
                vline(painter, 0, 0, self.height(), now.border)
            tone = now.text2 if self._tone == "neutral" else now.state(self._tone)[2]
            line = now.accent if self._tone in {"success", "neutral"} else tone
            draw_icon(painter, self._icon, inset, 13, ICON, tone)
            if not self._low:
                draw_icon(painter, "chevron-right", self.width() - 32, 13, ICON, now.text3)
            text(painter, QRectF(inset + 22, 11, room - 22, 20), self.text(), font(13, 500), now.text)
            high = 26 if self._low else 32
            used = text(painter, QRectF(inset, 32, room, high), self._figure, big, now.text)
            if self._unit:
                if used + 6 + advance(self._unit, font(13)) <= room:
                    text(painter, QRectF(inset + used + 6, 32, 60, high), self._unit, font(13), now.text2)
            elif self._trend and not self._low and used + _SPARK + 12 <= room:
                draw_sparkline(painter, QRectF(self.width() - 16 - _SPARK, 38, _SPARK, 20), self._trend, line)
            whole, fewer = self._seconds
            second = whole if advance(whole, small) <= room else fewer
            top = 32 + high
            text(painter, QRectF(inset, top, room, 17), second, small, now.text2)
            text(painter, QRectF(inset, top + 16, room, 17), self._reason, small, now.text3, elastic=True)
