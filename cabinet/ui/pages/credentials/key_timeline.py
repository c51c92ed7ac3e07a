"""A credential's keys on one timeline: bars of each key's life, hatched overlap, «now»."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short, minute, moment
from cabinet.ui.paint import advance, chip, chip_width, frame, hatch, text, vline
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["KeyBar", "KeyTimeline"]

_LEFT, _ROW, _TOP = 330, 56, 42
_TICK_GAP, _TICKS = 70, 14


@dataclass(frozen=True)
class KeyBar:
    """One key; ``live`` ones are filled, others only framed. ``chip`` is (word, kind, icon).

    ``retire`` is when it is taken out of use before its end; ``ticks`` are calls of an hour, by its beginning.
    """

    name: str
    second: str
    chip: tuple[str, str, str]
    start: datetime
    end: datetime
    live: bool
    series: int
    retire: datetime | None = None
    ticks: tuple[tuple[datetime, int], ...] = ()


class KeyTimeline(Painted):
    """Names at the left, life at the right; the menu of the right button copies a key's id.

    Signals:
        copied(str): something was copied, in words.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[KeyBar, ...] = ()
        self._now = datetime.min.replace(tzinfo=UTC)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[KeyBar, ...], now: datetime) -> None:
        """Show keys."""
        self._bars, self._now = bars, now
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName("; ".join(f"{b.name}, {b.chip[0]}, {b.second}, {day(b.end)}" for b in bars))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = (event.y() - _TOP) // _ROW
        if 0 <= row < len(self._bars):
            self.menu = self.menu_of(self._bars[row])
            self.menu.popup(event.globalPos())

    def menu_of(self, bar: KeyBar) -> QMenu:
        """Return the menu of a key: its id is shown with the middle left out, and copied whole."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        menu.addAction(tr("Copy the id"), partial(self._copy, bar.name))
        return menu

    def _copy(self, key_id: str) -> None:
        QGuiApplication.clipboard().setText(key_id)
        self.copied.emit(tr("Id copied"))

    def sizeHint(self) -> QSize:
        return QSize(600, _TOP + len(self._bars) * _ROW + 6)

    def paint(self, painter: QPainter) -> None:
        if not self._bars:
            return
        now = theme()
        start, end = self._window()
        left, right = float(_LEFT), self.width() - 16.0
        scale = (right - left) / max(1.0, (end - start).total_seconds())

        def at(moment: datetime) -> float:
            return left + (moment - start).total_seconds() * scale

        days = max(1, (end - start).days)
        wide = (right - left) / days
        every = max(1, -(-_TICK_GAP // max(1, int(wide))))
        for index in range(0, days + 1, every):
            x = at(start + timedelta(days=index))
            if x > right:
                break
            vline(painter, round(x), 22, self.height() - 6, now.border)
            if x + 36 < right:
                words = day_short(start + timedelta(days=index))
                text(painter, QRectF(x - 30, 2, 60, 18), words, font(11), now.text3, "c")
        self._paint_overlap(painter, at, left, right)
        for index, bar in enumerate(self._bars):
            self._paint_ticks(painter, bar, _TOP + index * _ROW + 26, at, left, right)
            self._paint_bar(painter, bar, _TOP + index * _ROW, max(left, at(bar.start)), min(right, at(bar.end)), at)
        x = round(at(self._now))
        vline(painter, x - 1, 24, self.height() - 6, now.text, 2)
        word = tr("now")
        place = x + 6 if x + 60 < right else x - 8 - advance(word, font(12, 600))
        text(painter, QRectF(place, 22, 80, 16), word, font(12, 600), now.text)

    def _window(self) -> tuple[datetime, datetime]:
        """Return what is shown: every key's life, or, while one is taken out of use, the days around that."""
        bars = self._bars
        leaving = [b.retire for b in bars if b.retire is not None and b.retire > self._now]
        first, last = min(b.start for b in bars), max(self._now, *(b.end for b in bars))
        if leaving:
            begun = max(b.start for b in bars)
            first, last = max(first, begun - timedelta(days=1)), min(last, max(leaving) + timedelta(days=3))
        edge = (last - first) / 80
        return first - edge, last + edge

    def _paint_overlap(self, painter: QPainter, at: Callable[[datetime], float], left: float, right: float) -> None:
        """Hatch the time in which both keys hold, and name its end."""
        leaving = [b for b in self._bars if b.retire is not None and b.retire > self._now]
        if not leaving or len(self._bars) < 2:
            return
        now, end = theme(), min(b.retire for b in leaving if b.retire is not None)
        begun = max(b.start for b in self._bars if b.retire is None or b.retire > self._now)
        x1, x2 = max(left, at(begun)), min(right, at(end))
        if x2 > x1:
            hatch(painter, QRectF(x1, _TOP - 6, x2 - x1, self.height() - _TOP - 4), now.info_b)
        if left <= x2 <= right:
            vline(painter, round(x2) - 1, 24, self.height() - 6, now.accent, 2)
            words = tr("out of use {moment}").format(moment=moment(end)[:5] + " " + minute(end))
            wide = advance(words, font(12, 600)) + 1
            text(painter, QRectF(min(x2 + 6, right - wide), 22, wide, 16), words, font(12, 600), now.accent)

    def _paint_ticks(
        self, painter: QPainter, bar: KeyBar, top: float, at: Callable[[datetime], float], left: float, right: float
    ) -> None:
        """Stand an hour's calls as a tick under the bar."""
        now = theme()
        most = max((n for b in self._bars for _, n in b.ticks), default=0)
        for start, number in bar.ticks:
            x1, x2 = at(start), at(start + timedelta(hours=1))
            if number and left <= x1 and x2 <= right:
                high = max(2.0, round(_TICKS * number / most))
                box = QRectF(x1, top + _TICKS - high, max(1.0, x2 - x1 - 1), high)
                painter.fillRect(box, now.series(bar.series))

    def _paint_bar(
        self, painter: QPainter, bar: KeyBar, top: float, x1: float, x2: float, at: Callable[[datetime], float]
    ) -> None:
        now, at_now = theme(), at(self._now)
        room = _LEFT - 16 - chip_width(bar.chip[0], bar.chip[2]) - 20
        used = text(painter, QRectF(16, top, room, 22), bar.name, mono(12, 500), now.text, mode=_MIDDLE)
        chip(painter, 16 + used + 8, top + 1, *bar.chip)
        text(painter, QRectF(16, top + 24, _LEFT - 32, 16), bar.second, font(12), now.text3)
        box = QRectF(x1, top + 4, max(4.0, x2 - x1), 20)
        words = tr("valid until {day}").format(day=day(bar.end))
        if bar.live and bar.retire is not None and at(bar.retire) < x2:
            rest = QRectF(at(bar.retire), top + 4, x2 - at(bar.retire), 20)
            box.setRight(max(x1 + 4, rest.left()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.border2, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rest.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            text(painter, rest.adjusted(8, 0, -6, 0), tr("not in use then"), font(12), now.text3)
        if bar.live:
            color = now.series(bar.series)
            frame(painter, box, 3, color, None)
            tone = now.surface if bar.series == _GREY else now.on_accent
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.border2, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            tone = now.text3
        wide, left = advance(words, font(12, 500)), box.left() + 10
        if left - 4 < at_now < left + wide + 4 and at_now + 8 + wide < box.right() - 6:
            left = at_now + 8
        text(painter, QRectF(left, box.top(), box.right() - 6 - left, box.height()), words, font(12, 500), tone)


_MIDDLE = Qt.TextElideMode.ElideMiddle
_GREY = 4
