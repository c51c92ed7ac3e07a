"""A sparkline of 64×20: a line of 1.5 with a dot at its end, and a base."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cabinet.ui.paint import hline
from cabinet.ui.theme_switch import theme

__all__ = ["draw_sparkline"]


def draw_sparkline(painter: QPainter, rect: QRectF, values: list[int], color: QColor) -> None:
    """Paint the values in ``rect``; fewer than two draw the base only."""
    hline(painter, rect.left(), rect.right(), rect.bottom(), theme().border_mid)
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    reach = max(1, high - low)
    step = (rect.width() - 4) / (len(values) - 1)
    points = [
        QPointF(rect.left() + 1 + i * step, rect.bottom() - 3 - (v - low) / reach * (rect.height() - 6))
        for i, v in enumerate(values)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QPen(color, 1.5)
    line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(line)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(points[-1], 2.5, 2.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
