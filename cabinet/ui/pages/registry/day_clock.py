"""The one-business-day clock: from the fee's recording to the end of the next working day; weekends do not count."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.contract.moment import KYIV
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day_short, minute, stamp, weekday
from cabinet.ui.paint import advance, frame, hatch, text, vline
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["DayClock"]

_BAR = 22
_SATURDAY = 5


class DayClock(Painted):
    """Fill = counted, hatch = days off; marks at paid, now and due."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(88)
        self._paid: datetime | None = None
        self._due: datetime | None = None
        self._now: datetime | None = None

    def show_times(self, paid: datetime, due: datetime, now: datetime) -> None:
        """Show a term."""
        self._paid, self._due, self._now = paid, due, now
        self.setAccessibleName(tr("Entry into the registry is due"))
        self.setAccessibleDescription(stamp(due))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint days, bar and marks."""
        if self._paid is None or self._due is None or self._now is None:
            return
        now = theme()
        start = self._paid.astimezone(KYIV).replace(hour=0, minute=0, second=0, microsecond=0)
        end = self._due.astimezone(KYIV)
        days = max(1, round((end - start) / timedelta(days=1)))
        width = float(self.width())
        cell = width / days
        scale = width / (days * 86_400)

        def at(moment: datetime) -> float:
            return max(0.0, min(width, (moment.astimezone(KYIV) - start).total_seconds() * scale))

        bar = QRectF(0, 22, width, _BAR)
        frame(painter, bar, 4, None, now.border2)
        paid_x, now_x, due_x = at(self._paid), at(self._now), at(self._due)
        for index in range(days):
            date = start + timedelta(days=index)
            off = date.weekday() >= _SATURDAY
            left = index * cell
            label = f"{weekday(date)}, {day_short(date)}"
            today = date.date() == self._now.astimezone(KYIV).date()
            face = font(11, 600 if today else 400)
            text(painter, QRectF(left, 0, cell, 18), label, face, now.text if today else now.text3, "c")
            if off:
                hatch(painter, QRectF(left + 1, 23, cell - 2, _BAR - 2), now.border2, 7, 1.5)
            else:
                filled = QRectF(max(left, paid_x), 23, max(0.0, min(left + cell, now_x) - max(left, paid_x)), _BAR - 2)
                painter.fillRect(filled, now.s1)
            if index:
                vline(painter, round(left), 19, 22 + _BAR + 3, now.border2)
        for x, color in ((paid_x, now.text), (now_x, now.text), (due_x, now.warning)):
            vline(painter, min(round(x), width - 2), 19, 22 + _BAR + 4, color, 2)
        self._label(painter, paid_x, tr("fee recorded"), minute(self._paid), "l")
        self._label(painter, due_x, tr("due"), "24:00" if minute(self._due) == "00:00" else minute(self._due), "r")
        middle = due_x - now_x > 70 and now_x - paid_x > 100
        if middle:
            self._label(painter, now_x, tr("now"), minute(self._now), "c")

    def _label(self, painter: QPainter, x: float, words: str, time: str, align: str) -> None:
        now = theme()
        wide = max(advance(words, font(11)), advance(time, font(11, 600))) + 2
        left = x if align == "l" else x - wide if align == "r" else x - wide / 2
        color = now.warning if align == "r" else now.text2
        text(painter, QRectF(left, 52, wide, 16), words, font(11), color, align)
        text(painter, QRectF(left, 68, wide, 16), time, font(11, 600), color if align == "r" else now.text, align)
