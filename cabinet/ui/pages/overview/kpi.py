"""KPI cells in one card: icon and name, figure of 24, a line below, a sparkline. Each leads to its page."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, hline, text, vline
from cabinet.ui.sizes import ICON
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.sparkline import draw_sparkline

__all__ = ["Kpi"]

HEIGHT = 100


class Kpi(QAbstractButton):
    """One cell; ``tone`` is the state whose colour icon and sparkline take."""

    def __init__(self, name: str, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._figure = self._second = self._unit = ""
        self._trend: list[int] = []
        self.first = self.upper = False
        self.setText(name)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_switch().changed.connect(self._repaint)

    def show_figure(self, figure: str, second: str, trend: list[int] | None = None, unit: str = "") -> None:
        """Show a figure."""
        self._figure, self._second, self._trend, self._unit = figure, second, trend or [], unit
        self.setAccessibleName(f"{self.text()}: {figure} {unit}".strip())
        self.setAccessibleDescription(second)
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            if self.underMouse():
                painter.fillRect(self.rect().adjusted(1, 1, -1, -1), now.hover)
            if not self.first:
                vline(painter, 0, 0, HEIGHT, now.border)
            if self.upper:
                hline(painter, 0, self.width(), HEIGHT - 1, now.border)
            tone = now.text2 if self._tone == "neutral" else now.state(self._tone)[2]
            line = now.accent if self._tone in {"success", "neutral"} else tone
            draw_icon(painter, self._icon, 16, 14, ICON, tone)
            draw_icon(painter, "chevron-right", self.width() - 32, 14, ICON, now.text3)
            text(painter, QRectF(38, 12, self.width() - 74, 20), self.text(), font(13, 500), now.text)
            wide = self.width() > 190 + advance(self._figure, font(24, 600)) - 100
            used = text(painter, QRectF(16, 36, self.width() - 32, 32), self._figure, font(24, 600), now.text)
            if self._unit:
                text(painter, QRectF(16 + used + 6, 41, 60, 26), self._unit, font(13), now.text2)
            elif self._trend and wide:
                draw_sparkline(painter, QRectF(self.width() - 80, 44, 64, 20), self._trend, line)
            text(painter, QRectF(16, 70, self.width() - 32, 18), self._second, font(12), now.text2)
