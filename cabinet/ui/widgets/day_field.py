"""A day that is typed or chosen from a calendar. What is typed is never changed: it is read, or said to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.moment import parse_day
from cabinet.ui.language import tr
from cabinet.ui.numbers import day as day_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.month_calendar import MonthCalendar
from cabinet.ui.widgets.popup import Popup

__all__ = ["DayField"]

_LONGEST = 20


class DayField(Field):
    """A labelled line for a day, ``31.10.2026``, with a calendar beside it; ``today`` gives today in Kyiv.

    Signals:
        entered(): Return was pressed in it.
    """

    entered = Signal()

    def __init__(self, label: str, helping: str, today: Callable[[], date], *, parent: QWidget | None = None) -> None:
        self.calendar_button = Button("", icon="calendar")
        super().__init__(label, helping, beside=self.calendar_button, parent=parent)
        self._today = today
        self.edit.setMaxLength(_LONGEST)
        self.edit.setPlaceholderText(tr("day.month.year"))
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.entered)
        self.calendar_button.setAccessibleName(tr("{label}: choose from a calendar").format(label=label))
        self.calendar_button.clicked.connect(self.open_calendar)
        self.popup = Popup(label, self)
        self.calendar = MonthCalendar(today)
        self.calendar.picked.connect(self._picked)
        self.popup.body.addWidget(self.calendar)

    def set_day(self, day: date) -> None:
        """Show a day."""
        self.edit.setText(day_words(day))
        self.show_error("")

    def day(self) -> date | None:
        """Return the day that was typed; None after saying beside the field what is wrong with it."""
        try:
            found = parse_day(self.text())
        except ValueError:
            typed = self.text().strip()
            wrong = tr("There is no day {day}.").format(day=typed)
            self.show_error(wrong if typed else tr("Write a day, for example 31.12.2027."))
            return None
        self.show_error("")
        return found

    @Slot()
    def open_calendar(self) -> None:
        """Show the calendar at the typed day, or at today."""
        try:
            shown = parse_day(self.text())
        except ValueError:
            shown = self._today()
        self.popup.open_below(self.edit)
        self.calendar.show_day(shown)

    @Slot(object)
    def _picked(self, day: date) -> None:
        self.popup.close()
        self.set_day(day)
        self.edit.setFocus()

    @Slot()
    def _edited(self) -> None:
        self.show_error("")
