"""Stacked bars: 1 px gaps, the unfinished bucket pale in a dashed frame, an earlier period as a tick over each bucket.

The hovered or chosen bucket fills the legend; nothing floats.
"""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, millions
from cabinet.ui.paint import advance, hatch, hline, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.axis import Axis, axis_of
from cabinet.ui.widgets.painted import Painted

__all__ = ["BarChart", "Bars", "Mark"]

_AXIS_BOTTOM, _LEGEND, _TOP, _MARKS = 26, 28, 12, 22
_LABEL_GAP = 14
_PALE = 0.5
_RING = 8


@dataclass(frozen=True)
class Mark:
    """What happened in a bucket: ``at`` counts in buckets from the left, 0.5 is the middle of the first."""

    at: float
    told: list[str]

    @property
    def words(self) -> str:
        """The first of it, and how much more there is."""
        return self.told[0] if len(self.told) == 1 else f"{self.told[0]} +{len(self.told) - 1}"


@dataclass(frozen=True)
class Bars:
    """What is drawn.

    ``values[series][bucket]`` is None where there is none; ``titles`` name buckets in the legend, ``labels`` on the
    axis. ``previous`` is what stood in each bucket's counterpart. ``open_from`` is the first bucket that is not over
    yet, if any; only buckets before ``past`` may be chosen. ``scale`` of a value make one of the axis, ``whole`` says
    that there is no part of one; ``figure`` writes a value, ``sums`` are the written sums of series, where they are
    other than the values added up, and ``previous_sum`` that of the earlier period.
    """

    series: list[str]
    labels: list[str]
    titles: list[str]
    values: list[list[int | None]]
    previous: list[int | None] = field(default_factory=list)
    previous_name: str = ""
    open_from: int | None = None
    colors: list[int] = field(default_factory=list)
    past: int | None = None
    scale: int = 1
    whole: bool = True
    figure: Callable[[int | None], str] = lambda value: count(value or 0)
    axis_figure: Callable[[float], str] = millions
    sums: list[str] = field(default_factory=list)
    previous_sum: str = ""
    marks: list[Mark] = field(default_factory=list)

    def column(self, bucket: int) -> list[int]:
        """Return the values of a bucket, nought where there is none."""
        return [row[bucket] or 0 for row in self.values]

    def total(self, bucket: int) -> int:
        """Return the sum of a bucket."""
        return sum(self.column(bucket))

    def axis(self) -> Axis:
        """Return the axis that all values and their counterparts fit on."""
        columns = [self.column(bucket) for bucket in range(len(self.labels))]
        highs = [sum(value for value in column if value > 0) for column in columns]
        lows = [sum(value for value in column if value < 0) for column in columns]
        before = [value for value in self.previous if value is not None]
        low, high = min([0, *lows, *before]), max([0, *highs, *before])
        return axis_of(low / self.scale, high / self.scale, whole=self.whole)


_NOTHING = Bars([], [], [], [])


class BarChart(Painted):
    """Arrows move through the buckets.

    Where buckets may be chosen (``choosing``) a click, a drag or an arrow chooses, Shift+arrow chooses more, Escape
    none.

    Signals:
        bucket_changed(int): another bucket is shown in the legend; -1 for none.
        chosen(int, int): the first and the last chosen bucket are others; -1 for none.
    """

    bucket_changed = Signal(int)
    chosen = Signal(int, int)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, legend: bool = True, choosing: bool = False
    ) -> None:
        super().__init__(parent)
        self._name, self._legend, self._choosing = name, legend, choosing
        self.bars = _NOTHING
        self.bucket = -1
        self.span = (-1, -1)
        """The chosen buckets: where choosing began, and where it has come to."""
        self._dragging = False
        self.setMouseTracking(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(170)
        self.setAccessibleName(name)

    def show_bars(self, bars: Bars) -> None:
        """Show other figures; of the same buckets, the one in the legend and the chosen ones stay."""
        other = bars.titles != self.bars.titles
        self.bars = bars
        if other:
            self.bucket = -1
            self.choose(-1, -1)
        self.update()

    def show_bucket(self, bucket: int) -> None:
        """Show one bucket in the legend."""
        if bucket != self.bucket:
            self.bucket = bucket
            self._describe(bucket if bucket >= 0 else self.span[1])
            self.bucket_changed.emit(bucket)
            self.update()

    def choose(self, anchor: int, to: int) -> None:
        """Choose the buckets from one to another, or none."""
        if (anchor, to) == self.span:
            return
        self.span = (anchor, to)
        self._describe(to)
        self.update()
        self.chosen.emit(min(anchor, to), max(anchor, to))

    def _describe(self, bucket: int) -> None:
        """Say a bucket with its value, its parts, what stood in its counterpart, and what happened then.

        It goes into the name, since screen readers tell of another name at once, and of another description seldom.
        """
        if not 0 <= bucket < len(self.bars.labels):
            self.setAccessibleName(self._name)
            self.setAccessibleDescription("")
            self.setToolTip("")
            return
        bars = self.bars
        happened = [words for mark in bars.marks if int(mark.at) == bucket for words in mark.told]
        known = any(row[bucket] is not None for row in bars.values)
        value = bars.figure(bars.total(bucket)) if known else tr("no data")
        said = "; ".join([f"{self._chosen_title(bucket)}: {value}", *self._beside(bucket)])
        self.setAccessibleName(f"{self._name}: {said}")
        self.setAccessibleDescription("; ".join([said, *happened]))
        self.setToolTip("\n".join(happened))

    def _chosen_title(self, bucket: int) -> str:
        """Return the bucket's title; where it ends a choice of several, from which one on they are chosen."""
        other = self.span[0]
        if self.span[1] != bucket or other in {bucket, -1}:
            return self.bars.titles[bucket]
        low, high = sorted((other, bucket))
        return f"{self.bars.titles[low]} – {self.bars.titles[high]}; {self.bars.titles[bucket]}"

    def _beside(self, bucket: int) -> list[str]:
        """Return the parts of a bucket, and its counterpart in the earlier period."""
        bars, found = self.bars, []
        if len(bars.series) > 1:
            found = [f"{name} {bars.figure(row[bucket])}" for name, row in zip(bars.series, bars.values, strict=True)]
        if bars.previous_name and bucket < len(bars.previous):
            before = bars.previous[bucket]
            found.append(f"{bars.previous_name}: {bars.figure(before) if before is not None else tr('no data')}")
        return found

    def _last(self) -> int:
        past = self.bars.past if self._choosing and self.bars.past is not None else len(self.bars.labels)
        return past - 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, key = self._last(), Qt.Key(event.key())
        at = self.span[1] if self._choosing else self.bucket
        moves = {
            Qt.Key.Key_Left: max(0, at - 1),
            Qt.Key.Key_Right: min(last, at + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        to = moves.get(key)
        if self._choosing and key == Qt.Key.Key_Escape and self.span != (-1, -1):
            self.choose(-1, -1)
        elif to is None or last < 0:
            super().keyPressEvent(event)
        else:
            self.show_bucket(to)
            if self._choosing:
                more = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.span[0] >= 0
                self.choose(self.span[0] if more else to, to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._bucket_at(event)
        if not self._choosing or event.button() != Qt.MouseButton.LeftButton or not 0 <= at <= self._last():
            super().mousePressEvent(event)
        elif self.span == (at, at):
            self.choose(-1, -1)
        else:
            self._dragging = True
            self.choose(at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._bucket_at(event)
        if at >= 0:
            self.show_bucket(at)
            if self._dragging:
                self.choose(self.span[0], min(at, self._last()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False
        super().mouseReleaseEvent(event)

    def _bucket_at(self, event: QMouseEvent) -> int:
        """Return the bucket under the pointer, or -1."""
        plot, buckets, x = self._plot(self.bars.axis()), len(self.bars.labels), event.position().x()
        if not buckets or not plot.left() <= x <= plot.right():
            return -1
        return min(buckets - 1, int((x - plot.left()) / (plot.width() / buckets)))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.show_bucket(-1)

    def _plot(self, axis: Axis) -> QRectF:
        widest = max(advance(self.bars.axis_figure(tick), font(11)) for tick in axis.ticks)
        above = (_LEGEND if self._legend else 0) + (_MARKS if self.bars.marks else _TOP)
        return QRectF(widest + 10, above, self.width() - widest - 10, self.height() - above - _AXIS_BOTTOM)

    def paint(self, painter: QPainter) -> None:
        now, bars, axis = theme(), self.bars, self.bars.axis()
        plot, buckets = self._plot(axis), len(bars.labels)
        if self._legend:
            self._paint_legend(painter)
        for tick in axis.ticks:
            y = _height(plot, axis, tick)
            hline(painter, plot.left(), plot.right(), y, now.border if abs(tick) > axis.step / 2 else now.border_mid)
            value = bars.axis_figure(tick)
            text(painter, QRectF(0, y - 8, plot.left() - 8, 16), value, font(11), now.text3, "r")
        if not buckets:
            return
        cell = plot.width() / buckets
        if 0 <= self.bucket < buckets:
            painter.fillRect(QRectF(plot.left() + cell * self.bucket, plot.top(), cell, plot.height()), now.hover)
        low, high = min(self.span), max(self.span)
        if low >= 0:
            wide = cell * (high - low + 1)
            painter.fillRect(QRectF(plot.left() + cell * low, plot.top(), wide, plot.height()), now.selected)
        gap = max(1.0, cell * 0.16)
        for index in range(buckets):
            left = plot.left() + cell * index
            box = QRectF(round(left + gap), plot.top(), max(1.0, round(cell - 2 * gap)), plot.height())
            self._paint_bar(painter, index, box, axis)
        self._paint_previous(painter, plot, axis, cell)
        self._paint_marks(painter, plot, cell)
        self._paint_labels(painter, plot, cell)

    def _paint_bar(self, painter: QPainter, bucket: int, box: QRectF, axis: Axis) -> None:
        now, bars = theme(), self.bars
        unfinished = bars.open_from is not None and bucket >= bars.open_from
        ends = {True: 0.0, False: 0.0}
        """How far parts above and below nought have come."""
        for row, value in enumerate(bars.column(bucket)):
            if not value:
                continue
            begin = ends[value > 0]
            end = ends[value > 0] = begin + value / bars.scale
            above, below = (_height(box, axis, edge) for edge in (max(begin, end), min(begin, end)))
            color = QColor(now.series(bars.colors[row] if bars.colors else row))
            if unfinished:
                color.setAlphaF(_PALE)
            part = QRectF(box.left(), above, box.width(), max(1, below - above - (1 if below - above > 2 else 0)))
            painter.fillRect(part, color)
            if now.contrast and row % 2:
                hatch(painter, part, now.bg, 4 + row)
        if unfinished and ends[True] > ends[False]:
            top, bottom = _height(box, axis, ends[True]), _height(box, axis, ends[False])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.text2, 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(box.left() + 0.5, top + 0.5, box.width() - 1, bottom - top - 1))

    def _paint_previous(self, painter: QPainter, plot: QRectF, axis: Axis, cell: float) -> None:
        for index, value in enumerate(self.bars.previous[: len(self.bars.labels)]):
            if value is not None:
                y = _height(plot, axis, value / self.bars.scale)
                left, right = round(plot.left() + cell * index + 1), round(plot.left() + cell * (index + 1) - 1)
                painter.fillRect(QRectF(left, y - 1, max(2, right - left), 2), theme().text)

    def _paint_marks(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        """Paint a ring and a dotted line at each; the words beside it, where no neighbour is in their way."""
        now = theme()
        places, taken = [plot.left() + cell * mark.at for mark in self.bars.marks], plot.left()
        for number, (mark, x) in enumerate(zip(self.bars.marks, places, strict=True)):
            middle = plot.top() - _RING / 2 - 4
            painter.setPen(QPen(now.text3, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(round(x) + 0.5, middle + _RING / 2), QPointF(round(x) + 0.5, plot.bottom()))
            painter.setPen(QPen(now.text2, 1.5))
            painter.setBrush(now.surface)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(QPointF(round(x) + 0.5, middle), _RING / 2, _RING / 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            wide = advance(mark.words, font(11))
            end = places[number + 1] - _RING if number + 1 < len(places) else plot.right()
            left = x + _RING if x + _RING + wide <= end else x - _RING - wide
            if left >= taken:
                text(painter, QRectF(left, middle - 8, wide, 16), mark.words, font(11), now.text2)
            taken = max(x + _RING, left + wide)

    def _paint_labels(self, painter: QPainter, plot: QRectF, cell: float) -> None:
        now = theme()
        widest = max(advance(label, font(11, 600)) for label in self.bars.labels) + _LABEL_GAP
        every = max(1, -(-int(widest) // max(1, int(cell))))
        shown = self.bucket if self.bucket >= 0 else self.span[1]
        for index, label in enumerate(self.bars.labels):
            near = shown >= 0 and index != shown and abs(index - shown) * cell < widest
            if (index % every and index != shown) or near:
                continue
            middle = plot.left() + cell * (index + 0.5)
            left = max(0.0, min(middle - widest / 2, self.width() - widest))
            on = index == shown
            place = QRectF(left, plot.bottom() + 6, widest, 16)
            text(painter, place, label, font(11, 600 if on else 400), now.text if on else now.text3, "c")

    def _paint_legend(self, painter: QPainter) -> None:
        now, bars = theme(), self.bars
        at = self.bucket if self.bucket >= 0 else self.span[1]
        left, shown = 0.0, 0 <= at < len(bars.labels)
        if shown:
            left += text(painter, QRectF(0, 0, 260, 20), bars.titles[at], font(12, 600), now.text) + 20
        for row, name in enumerate(bars.series):
            if left > self.width() - 60:
                return
            painter.fillRect(QRectF(left, 4, 12, 12), now.series(bars.colors[row] if bars.colors else row))
            left += 18
            left += text(painter, QRectF(left, 0, 180, 20), name, font(12), now.text2) + 6
            summed = bars.sums[row] if bars.sums else bars.figure(sum(value or 0 for value in bars.values[row]))
            figure = bars.figure(bars.values[row][at]) if shown else summed
            left += text(painter, QRectF(left, 0, 140, 20), figure, font(12, 600), now.text) + 20
        if bars.previous_name and left < self.width() - 120:
            painter.fillRect(QRectF(left, 9, 22, 2), now.text)
            left += 28
            left += text(painter, QRectF(left, 0, 260, 20), bars.previous_name, font(12), now.text2) + 6
            figure = bars.figure(bars.previous[at]) if shown and at < len(bars.previous) else bars.previous_sum
            text(painter, QRectF(left, 0, 140, 20), figure, font(12, 600), now.text)


def _height(plot: QRectF, axis: Axis, value: float) -> int:
    return round(plot.bottom() - plot.height() * axis.share(value))
