"""Small strokes that every painter shares: text on a baseline, rounded frames, chips, hatches."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from cabinet.ui.fonts import font, metrics
from cabinet.ui.icons import draw_icon
from cabinet.ui.sizes import CHIP, ICON_CHIP, RADIUS_CHIP
from cabinet.ui.theme_switch import theme

__all__ = [
    "advance", "arc", "chip", "chip_width", "elided", "fill", "frame", "hatch", "hline", "pen", "text", "vline",
]  # fmt: skip


def advance(words: str, of: QFont) -> float:
    """Return how wide the words are."""
    return metrics(of).horizontalAdvance(words)


def elided(words: str, of: QFont, width: float, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """Return the words cut to a width with ``…``."""
    return metrics(of).elidedText(words, mode, max(0.0, width))


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    of: QFont,
    color: QColor,
    align: str = "l",
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    *,
    elastic: bool = False,
) -> float:
    """Paint one line centred in the height of ``rect``; ``align`` is l, r or c. Returns the painted width.

    ``elastic`` words add to what stands before them and may be cut; all others are given the room they need.
    """
    measured = metrics(of)
    width = measured.horizontalAdvance(words)
    if width > rect.width() + 0.5:
        flags = Qt.TextFlag.TextSingleLine.value if elastic else 0
        words = measured.elidedText(words, mode, max(0.0, rect.width()), flags)
        width = measured.horizontalAdvance(words)
    x = rect.left()
    if align == "r":
        x = rect.right() - width
    elif align == "c":
        x = rect.left() + (rect.width() - width) / 2
    baseline = rect.top() + (rect.height() - measured.ascent() - measured.descent()) / 2 + measured.ascent()
    painter.setFont(of)
    painter.setPen(color)
    painter.drawText(QPointF(x, round(baseline)), words)
    return width


def pen(color: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen with round ends for thick lines."""
    made = QPen(color, width, style)
    made.setCosmetic(width <= 1)
    return made


def fill(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Fill a rectangle of whole pixels, as ``fillRect`` does.

    PySide makes QGradient's 180 presets at the first ``fillRect``, and QImage's formats for a QBrush that is made of a
    colour: 2 ms before the first paint.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(rect)


def hline(painter: QPainter, x1: float, x2: float, y: float, color: QColor) -> None:
    """Fill a horizontal line of one pixel."""
    fill(painter, QRectF(x1, y, x2 - x1, 1), color)


def vline(painter: QPainter, x: float, y1: float, y2: float, color: QColor, width: float = 1) -> None:
    """Fill a vertical line."""
    fill(painter, QRectF(x, y1, width, y2 - y1), color)


def frame(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    inside: QColor | None,
    border: QColor | None,
    width: float = 1,
) -> None:
    """Paint a rounded rectangle with its border inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush if inside is None else inside)
    painter.setPen(Qt.PenStyle.NoPen if border is None else pen(border, width))
    half = width / 2 if border is not None else 0.0
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def arc(painter: QPainter, x: float, y: float, size: float, color: QColor, angle: int = 0) -> None:
    """Paint the three-quarter arc of something under way."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QPen(color, max(1.4, size / 10))
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(line)
    inset = size / 10
    painter.drawArc(QRectF(x + inset, y + inset, size - 2 * inset, size - 2 * inset), (60 - angle) * 16, -285 * 16)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


@cache
def _hatch_tile(rgba: int, step: int, ratio: float, thick: float) -> QPixmap:
    tile = QPixmap(round(step * ratio), round(step * ratio))
    tile.fill(Qt.GlobalColor.transparent)
    tile.setDevicePixelRatio(ratio)
    with QPainter(tile) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor.fromRgba(rgba), thick))
        for shift in (-step, 0, step):
            painter.drawLine(QPointF(shift - 1, step + 1), QPointF(shift + step + 1, -1))
    return tile


def hatch(painter: QPainter, rect: QRectF, color: QColor, step: int = 6, thick: float = 1.5) -> None:
    """Fill with diagonals."""
    tile = _hatch_tile(color.rgba(), step, painter.device().devicePixelRatioF(), thick)
    painter.drawTiledPixmap(rect, tile)


def chip_width(word: str, icon: str | None = None) -> float:
    """Return how wide a chip is."""
    return 12 + (16 if icon else 0) + advance(word, font(12, 500)) + 1


def chip(painter: QPainter, x: float, y: float, word: str, kind: str, icon: str | None = None) -> float:
    """Paint a chip with its top left corner there; returns its width."""
    surface, border, color = theme().state(kind)
    width = chip_width(word, icon)
    frame(painter, QRectF(x, y, width, CHIP), RADIUS_CHIP, surface, border)
    left = x + 6
    if icon:
        draw_icon(painter, icon, left, y + (CHIP - ICON_CHIP) / 2, ICON_CHIP, color)
        left += 16
    text(painter, QRectF(left, y, width, CHIP), word, font(12, 500), color)
    return width
