"""Stacked bars: 1 px gaps, the unfinished bucket pale in a dashed frame, the previous period as a dashed step line.

The hovered or arrowed bucket fills the legend; nothing floats.
"""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.numbers import count, millions
from cabinet.ui.paint import advance, hatch, hline, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["BarChart", "Bars", "nice_top"]

_AXIS_BOTTOM, _LEGEND, _TOP = 26, 28, 12
_LABEL_GAP = 14
_PALE = 0.5
_HALO, _HALO_ALPHA = 3.5, 0.6


def nice_top(highest: float) -> float:
    """Return the top of the axis: 1, 2, 2.5 or 5 times a power of ten, above the highest, in four steps."""
    if highest <= 0:
        return 4.0
    step, power = highest / 4, 1.0
    while power * 10 <= step:
        power *= 10
    while power > step:
        power /= 10
    for factor in (1, 2, 2.5, 5, 10):
        if factor * power >= step:
            return max(4.0, factor * power * 4)
    return highest


@dataclass(frozen=True)
class Bars:
    """What is drawn. ``values[series][bucket]``; ``titles`` name buckets in the legend, ``labels`` on the axis.

    ``open_from`` is the first bucket that is not over yet, if any.
    """

    series: list[str]
    labels: list[str]
    titles: list[str]
    values: list[list[int]]
    previous: list[int] = field(default_factory=list)
    previous_name: str = ""
    open_from: int | None = None
    colors: list[int] = field(default_factory=list)

    def total(self, bucket: int) -> int:
        """Return the height of a bucket."""
        return sum(row[bucket] for row in self.values)


_NOTHING = Bars([], [], [], [])


class BarChart(Painted):
    """Arrows move through the buckets.

    Signals:
        bucket_changed(int): another bucket is shown in the legend; -1 for none.
    """

    bucket_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None, *, legend: bool = True) -> None:
        super().__init__(parent)
        self._name, self._legend = name, legend
        self.bars = _NOTHING
        self.bucket = -1
        self.setMouseTracking(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(170)
        self.setAccessibleName(name)

    def show_bars(self, bars: Bars) -> None:
        """Show other figures; of the same buckets, the one in the legend stays."""
        if bars.titles != self.bars.titles:
            self.bucket = -1
        self.bars = bars
        self.update()

    def show_bucket(self, bucket: int) -> None:
        """Show one bucket in the legend."""
        if bucket != self.bucket:
            self.bucket = bucket
            if 0 <= bucket < len(self.bars.labels):
                self.setAccessibleDescription(f"{self.bars.titles[bucket]}: {count(self.bars.total(bucket))}")
            self.bucket_changed.emit(bucket)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.bars.labels) - 1
        moves = {
            Qt.Key.Key_Left: max(0, self.bucket - 1),
            Qt.Key.Key_Right: min(last, self.bucket + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        to = moves.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
            return
        self.show_bucket(to)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot, buckets = self._plot(), len(self.bars.labels)
        x = event.position().x()
        if buckets and plot.left() <= x <= plot.right():
            self.show_bucket(min(buckets - 1, int((x - plot.left()) / (plot.width() / buckets))))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.show_bucket(-1)

    def _top(self) -> float:
        highest = max((self.bars.total(i) for i in range(len(self.bars.labels))), default=0)
        return nice_top(max([highest, *self.bars.previous]))

    def _plot(self) -> QRectF:
        widest = max(advance(millions(self._top() * i / 4), font(11)) for i in range(5))
        above = _LEGEND + _TOP if self._legend else _TOP
        return QRectF(widest + 10, above, self.width() - widest - 10, self.height() - above - _AXIS_BOTTOM)

    def paint(self, painter: QPainter) -> None:
        now, bars = theme(), self.bars
        plot, top, buckets = self._plot(), self._top(), len(self.bars.labels)
        if self._legend:
            self._paint_legend(painter)
        for step in range(5):
            y = round(plot.bottom() - plot.height() * step / 4)
            hline(painter, plot.left(), plot.right(), y, now.border if step else now.border_mid)
            value = millions(top * step / 4)
            text(painter, QRectF(0, y - 8, plot.left() - 8, 16), value, font(11), now.text3, "r")
        if not buckets:
            return
        cell = plot.width() / buckets
        if 0 <= self.bucket < buckets:
            place = QRectF(plot.left() + cell * self.bucket, plot.top(), cell, plot.height())
            painter.fillRect(place, now.hover)
        gap = max(1.0, cell * 0.16)
        for index in range(buckets):
            left = plot.left() + cell * index
            box = QRectF(round(left + gap), plot.top(), max(1.0, round(cell - 2 * gap)), plot.height())
            self._paint_bar(painter, index, box, top)
        if bars.previous:
            self._paint_previous(painter, plot, top, cell)
        self._paint_labels(painter, plot, cell)

    def _paint_bar(self, painter: QPainter, bucket: int, box: QRectF, top: float) -> None:
        now, bars = theme(), self.bars
        unfinished = bars.open_from is not None and bucket >= bars.open_from
        base = box.bottom()
        summed = 0
        for row, values in enumerate(bars.values):
            if not values[bucket]:
                continue
            below = round(base - box.height() * summed / top)
            summed += values[bucket]
            above = round(base - box.height() * summed / top)
            color = QColor(now.series(bars.colors[row] if bars.colors else row))
            if unfinished:
                color.setAlphaF(_PALE)
            part = QRectF(box.left(), above, box.width(), max(1, below - above - (1 if below - above > 2 else 0)))
            painter.fillRect(part, color)
            if now.contrast and row % 2:
                hatch(painter, part, now.bg, 4 + row)
        if unfinished and summed:
            y = round(base - box.height() * summed / top)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.text2, 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(box.left() + 0.5, y + 0.5, box.width() - 1, base - y - 1))

    def _paint_previous(self, painter: QPainter, plot: QRectF, top: float, cell: float) -> None:
        now, points = theme(), []
        for index, value in enumerate(self.bars.previous[: len(self.bars.labels)]):
            y = round(plot.bottom() - plot.height() * value / top) + 0.5
            points += [QPointF(plot.left() + cell * index, y), QPointF(plot.left() + cell * (index + 1), y)]
        line = QPolygonF(points)
        # The halo has the line's own dashes: a whole one would saw the bars under it apart.
        around = QColor(now.surface)
        around.setAlphaF(_HALO_ALPHA)
        halo = QPen(around, _HALO)
        halo.setDashPattern([5 / _HALO, 3 / _HALO])
        halo.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(halo)
        painter.drawPolyline(line)
        dashed = QPen(now.text, 1.5)
        dashed.setDashPattern([5 / 1.5, 3 / 1.5])
        dashed.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(dashed)
        painter.drawPolyline(line)

    def _paint_labels(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        now = theme()
        widest = max(advance(label, font(11, 600)) for label in self.bars.labels) + _LABEL_GAP
        every = max(1, -(-int(widest) // max(1, int(cell))))
        for index, label in enumerate(self.bars.labels):
            shown = index == self.bucket
            if index % every and not shown:
                continue
            place = QRectF(plot.left() + cell * (index + 0.5) - widest / 2, plot.bottom() + 6, widest, 16)
            text(painter, place, label, font(11, 600 if shown else 400), now.text if shown else now.text3, "c")

    def _paint_legend(self, painter: QPainter) -> None:
        now, bars = theme(), self.bars
        left, shown = 0.0, 0 <= self.bucket < len(bars.labels)
        if shown:
            left += text(painter, QRectF(0, 0, 220, 20), bars.titles[self.bucket], font(12, 600), now.text) + 20
        for row, name in enumerate(bars.series):
            if left > self.width() - 60:
                return
            painter.fillRect(QRectF(left, 4, 12, 12), now.series(bars.colors[row] if bars.colors else row))
            left += 18
            left += text(painter, QRectF(left, 0, 180, 20), name, font(12), now.text2) + 6
            figure = count(bars.values[row][self.bucket]) if shown else count(sum(bars.values[row]))
            left += text(painter, QRectF(left, 0, 140, 20), figure, font(12, 600), now.text) + 20
        if bars.previous and left < self.width() - 120:
            pen = QPen(now.text, 1.5)
            pen.setDashPattern([5 / 1.5, 3 / 1.5])
            painter.setPen(pen)
            painter.drawLine(QPointF(left, 10), QPointF(left + 22, 10))
            left += 28
            left += text(painter, QRectF(left, 0, 180, 20), bars.previous_name, font(12), now.text2) + 6
            if shown and self.bucket < len(bars.previous):
                text(painter, QRectF(left, 0, 140, 20), count(bars.previous[self.bucket]), font(12, 600), now.text)
