"""Lucide icons, recoloured for the theme and cached."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cabinet.assets import resource

__all__ = ["draw_icon", "icon", "pixmap"]

_STROKE, _CHIP_STROKE, _CHIP_SIZE = "1.75", "2.25", 12


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _render(name: str, size: int, rgb: str, ratio: float) -> QPixmap:
    stroke = _CHIP_STROKE if size <= _CHIP_SIZE else _STROKE
    svg = _source(name).replace("currentColor", rgb).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    side = round(size * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        renderer.render(painter)
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return an icon of so many logical pixels."""
    return _render(name, size, color.name(), ratio)


def draw_icon(painter: QPainter, name: str, x: float, y: float, size: int, color: QColor) -> None:
    """Paint an icon with its top left corner there."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(round(x), round(y)), pixmap(name, size, color, ratio))


def icon(name: str, size: int, color: QColor) -> QIcon:
    """Return a QIcon with pixmaps for the usual scales."""
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0):
        made.addPixmap(pixmap(name, size, color, ratio))
    return made
