"""Lucide icons, recoloured for the theme and cached."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from cabinet.ui.icon_shapes import BOX, shapes

__all__ = ["draw_icon", "pixmap"]

_STROKE, _CHIP_STROKE, _CHIP_SIZE = 1.75, 2.25, 12


@cache
def _render(name: str, size: int, rgb: str, ratio: float) -> QPixmap:
    side, color = round(size * ratio), QColor(rgb)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    stroke = _CHIP_STROKE if size <= _CHIP_SIZE else _STROKE
    pen = QPen(color, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / BOX, side / BOX)
        painter.setPen(pen)
        for path, filled in shapes(name):
            painter.setBrush(color if filled else Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return an icon of so many logical pixels."""
    return _render(name, size, color.name(), ratio)


def draw_icon(painter: QPainter, name: str, x: float, y: float, size: int, color: QColor) -> None:
    """Paint an icon with its top left corner there."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(round(x), round(y)), pixmap(name, size, color, ratio))
