"""How a cause behaves: its last seven Kyiv days as a line, in words, and how many came on each."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import text
from cabinet.ui.sizes import ICON_CHIP
from cabinet.ui.texts.rejections import trend_chip
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.sparkline import draw_sparkline

if TYPE_CHECKING:
    from cabinet.contract.states import Trend

__all__ = ["CauseDays"]

_HIGH, _EDGE, _GAP = 44, 16, 12
_SPARK: Final = (96, 24)


class CauseDays(Painted):
    """44 high."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self._days: tuple[int, ...] = ()
        self._trend = ("", "neutral", "")
        self.words = ""

    def show_days(self, days: tuple[int, ...], trend: Trend) -> None:
        """Show seven days, today last."""
        word, kind, icon = trend_chip(trend)
        self._days, self._trend = days, (word, kind, icon or "")
        came = tr("came in 7 days: {number}, today {today}")
        self.words = came.format(number=count(sum(days)), today=count(days[-1] if days else 0))
        self.setAccessibleName(f"{word}; {self.words}: {' '.join(count(day) for day in days)}")
        self.setToolTip(" · ".join(count(day) for day in days))
        self.update()

    def paint(self, painter: QPainter) -> None:
        now, (wide, high), (word, kind, icon) = theme(), _SPARK, self._trend
        draw_sparkline(painter, QRectF(_EDGE, (_HIGH - high) / 2, wide, high), list(self._days), now.accent)
        left, color = _EDGE + wide + _GAP, now.state(kind)[2]
        if icon:
            draw_icon(painter, icon, left, 7, ICON_CHIP, color)
        room = self.width() - left - _EDGE
        text(painter, QRectF(left + ICON_CHIP + 4, 4, room - ICON_CHIP - 4, 18), word, font(12, 500), color)
        text(painter, QRectF(left, 22, room, 18), self.words, font(12), now.text2)
