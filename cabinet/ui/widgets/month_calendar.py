"""One month of days to choose from: arrows move by days and weeks, Page Up and Page Down by months."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day_long, month, weekday
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import RADIUS_CHIP
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["MonthCalendar"]

_CELL, _HEAD, _WEEKS, _DAYS = 32, 24, 6, 7
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_FIRST, _LAST = date(1, 2, 1), date(9999, 11, 30)


def _moved(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last one."""
    place = day.year * 12 + day.month - 1 + months
    year, number = place // 12, place % 12 + 1
    if not _FIRST.year <= year < _LAST.year:
        return day
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))


class _Days(Painted):
    """The days; today is framed, the chosen one filled, those of a ``span`` marked.

    Signals:
        picked(object): a ``date`` was pressed, or Return.
        moved(): the chosen day is another one.
    """

    picked = Signal(object)
    moved = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.chosen = today()
        self.span: tuple[date, date] | None = None
        self.setFixedSize(_CELL * _DAYS, _HEAD + _CELL * _WEEKS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", True)

    def choose(self, day: date) -> None:
        """Show the month of a day, and the day in it."""
        self.chosen = min(max(day, _FIRST), _LAST)
        self.setAccessibleName(day_long(self.chosen))
        self.moved.emit()
        self.update()

    def first_shown(self) -> date:
        """Return the Monday that begins the first week shown."""
        first = self.chosen.replace(day=1)
        return first - timedelta(days=first.weekday())

    def place_of(self, day: date) -> QRectF:
        """Return where a day of the shown weeks stands."""
        number = (day - self.first_shown()).days
        return QRectF(number % _DAYS * _CELL, _HEAD + number // _DAYS * _CELL, _CELL, _CELL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column, row = int(event.position().x()) // _CELL, (int(event.position().y()) - _HEAD) // _CELL
        if event.position().y() >= _HEAD and 0 <= column < _DAYS and 0 <= row < _WEEKS:
            self.choose(self.first_shown() + timedelta(days=row * _DAYS + column))
            self.picked.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.choose(self.chosen + timedelta(days=_STEPS[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.choose(_moved(self.chosen, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.picked.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        now, today, first = theme(), self._today(), self.first_shown()
        for column in range(_DAYS):
            place = QRectF(column * _CELL, 0, _CELL, _HEAD)
            text(painter, place, weekday(first + timedelta(days=column)), font(12), now.text3, "c")
        for number in range(_DAYS * _WEEKS):
            day = first + timedelta(days=number)
            place = self.place_of(day)
            inner = place.adjusted(2, 2, -2, -2)
            on = day == self.chosen
            if self.span is not None and self.span[0] <= day <= self.span[1]:
                painter.fillRect(place.adjusted(0, 2, 0, -2), now.selected)
            if on:
                frame(painter, inner, RADIUS_CHIP, now.accent, None)
            elif day == today:
                frame(painter, inner, RADIUS_CHIP, None, now.accent)
            color = now.on_accent if on else now.text if day.month == self.chosen.month else now.text3
            text(painter, place, str(day.day), font(13, 600 if day == today else 400), color, "c")


class MonthCalendar(QWidget):
    """The month's name between two buttons, over its days.

    Signals:
        picked(object): a ``date`` was chosen.
    """

    picked = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        self.back = Button("", Kind.QUIET, "chevron-left", small=True)
        self.back.setAccessibleName(tr("Previous month"))
        self.back.clicked.connect(self._back)
        self.on = Button("", Kind.QUIET, "chevron-right", small=True)
        self.on.setAccessibleName(tr("Next month"))
        self.on.clicked.connect(self._on)
        self._name = PlainLabel("", font(13, 600))
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.back)
        row.addWidget(self._name, 1)
        row.addWidget(self.on)
        column.addLayout(row)
        self.days = _Days(today)
        self.days.picked.connect(self.picked)
        self.days.moved.connect(self._show_name)
        column.addWidget(self.days)
        self._show_name()

    def show_day(self, day: date) -> None:
        """Show the month of a day, and take the keyboard."""
        self.days.choose(day)
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_span(self, first: date, last: date) -> None:
        """Mark days of a period, both included."""
        self.days.span = (first, last)
        self.days.update()

    @Slot()
    def _show_name(self) -> None:
        chosen = self.days.chosen
        self._name.set_text(f"{month(chosen)} {chosen.year}")

    @Slot()
    def _back(self) -> None:
        self.days.choose(_moved(self.days.chosen, -1))

    @Slot()
    def _on(self) -> None:
        self.days.choose(_moved(self.days.chosen, 1))
