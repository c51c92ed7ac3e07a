"""A licence's term: five fee years, filled where paid, and a pin at today. Painted by rows and by a widget alike."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from cabinet.ui.fonts import font
from cabinet.ui.numbers import day
from cabinet.ui.paint import frame, hatch, text, vline
from cabinet.ui.theme_switch import theme

__all__ = ["draw_term"]

_BAR = 10


def draw_term(painter: QPainter, rect: QRectF, issued: date, expires: date, paid: int, years: int, today: date) -> None:
    """Paint bar and both dates in the height of ``rect``."""
    now = theme()
    years = max(1, years)
    top = rect.top() + rect.height() / 2 - 13
    cell = rect.width() / years
    for index in range(years):
        box = QRectF(rect.left() + index * cell, top, cell - 2, _BAR)
        frame(painter, box, 2.5, now.s1 if index < paid else None, now.s1 if index < paid else now.border2)
        if index < paid and now.contrast:
            hatch(painter, box.adjusted(1, 1, -1, -1), now.bg, 5)
    share = (today - issued).days / max(1, (expires - issued).days)
    x = round(rect.left() + max(0.0, min(1.0, share)) * rect.width())
    vline(painter, x - 1, top - 6, top + _BAR + 4, now.text, 2)
    painter.setBrush(now.text)
    painter.setPen(now.text)
    painter.drawPolygon(QPolygonF([QPointF(x - 3, top - 6), QPointF(x + 3, top - 6), QPointF(x, top - 2)]))
    line = QRectF(rect.left(), top + _BAR + 6, rect.width(), 16)
    text(painter, line, day(issued), font(11), now.text3)
    text(painter, line, day(expires), font(11), now.text3, "r")
