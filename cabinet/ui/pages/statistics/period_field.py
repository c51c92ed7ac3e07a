"""The period as a line of text with a calendar beside it: typed, pasted, or chosen; never changed behind one's back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day
from cabinet.ui.pages.statistics.typed_period import TypedPeriodError, Wrong, read_period
from cabinet.ui.paint import advance
from cabinet.ui.sizes import CONTROL
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.month_calendar import MonthCalendar
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.popup import Popup

__all__ = ["PeriodField"]

_LONGEST_TEXT = 40
_PADDING = 28


class PeriodField(ChildWidget, QWidget):
    """Shows ``01.10.2026 – 14.10.2026``; Return takes what was typed, Escape brings back what is shown.

    At most ``longest`` days may be chosen; ``today`` gives today in Kyiv. In the calendar the first day that is
    pressed begins the period, the second ends it.

    Signals:
        chosen(object, object): first and last day, as ``date``.
        wrong(str): the sentence that says what is wrong with what was typed; empty once nothing is.
    """

    chosen = Signal(object, object)
    wrong = Signal(str)

    def __init__(self, today: Callable[[], date], longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._longest = today, longest
        self._shown = (today(), today())
        self._begun: date | None = None
        self._editing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.edit = QLineEdit()
        self.edit.setFont(font())
        self.edit.setFixedHeight(CONTROL)
        self.edit.setMaxLength(_LONGEST_TEXT)
        self.edit.setFixedWidth(round(advance(_words(date(2000, 8, 28), date(2008, 8, 28)), font())) + _PADDING)
        self.edit.setPlaceholderText(tr("day.month.year – day.month.year"))
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.take)
        self.edit.installEventFilter(self)
        self.open = Button("", icon="calendar")
        self.open.setAccessibleName(tr("{label}: choose from a calendar").format(label=tr("Period")))
        self.open.clicked.connect(self.open_calendar)
        row.addWidget(self.edit)
        row.addWidget(self.open)
        self.popup = Popup(tr("Period"), self)
        self.hint = PlainLabel("", font(12), "text2")
        self.calendar = MonthCalendar(today)
        self.calendar.picked.connect(self._picked)
        self.popup.body.addWidget(self.hint)
        self.popup.body.addWidget(self.calendar)
        self.show_period(*self._shown)

    def show_period(self, first: date, last: date) -> None:
        """Show a period; what is being typed stays."""
        self._shown = (first, last)
        self.edit.setAccessibleName(tr("Period: {period}").format(period=_words(first, last)))
        if not self._editing:
            self.edit.setText(_words(first, last))
            self.edit.setCursorPosition(0)

    @Slot()
    def take(self) -> None:
        """Choose what was typed, or say what is wrong with it."""
        try:
            first, last = read_period(self.edit.text(), self._today(), self._longest)
        except TypedPeriodError as error:
            self._say(self._sentence(error))
            return
        self._choose(first, last)

    @Slot()
    def open_calendar(self) -> None:
        """Show the calendar at the last day that is shown."""
        self._begun = None
        self.hint.set_text(tr("The first day"))
        self.popup.open_below(self.edit)
        self.calendar.show_span(*self._shown)
        self.calendar.show_day(self._shown[1])

    @Slot(object)
    def _picked(self, picked: date) -> None:
        if self._begun is None:
            self._begun = picked
            self.calendar.show_span(picked, picked)
            self.hint.set_text(tr("The last day; from {day}").format(day=day(picked)))
            return
        first, last = sorted((self._begun, picked))
        self.popup.close()
        self._editing = True
        self.edit.setText(_words(first, last))
        self.take()

    @Slot()
    def _edited(self) -> None:
        self._editing = True
        self._say("")

    def _choose(self, first: date, last: date) -> None:
        self._editing = False
        self._say("")
        self.show_period(first, last)
        self.chosen.emit(first, last)

    def _say(self, sentence: str) -> None:
        self.edit.setProperty("wrong", bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
        self.wrong.emit(sentence)

    def _sentence(self, error: TypedPeriodError) -> str:
        word = error.word
        return {
            Wrong.EMPTY: tr("Write a day, or two with a dash between them: 01.11–27.11.2026."),
            Wrong.NO_DAY: tr("“{word}” is no day. Write 27.11.2026, 27.11 or 2026-11-27.").format(word=word),
            Wrong.NO_SUCH_DAY: tr("There is no day {day}.").format(day=word),
            Wrong.REVERSED: tr("The last day is before the first."),
            Wrong.FUTURE: tr("{word} is yet to come; for an earlier year write the year, too.").format(word=word),
            Wrong.LONG: tr("At most %n day(s) at once.", self._longest),
        }[error.wrong]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        """Let Escape bring back what is shown, and Down open the calendar."""
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._editing:
                self._editing = False
                self._say("")
                self.show_period(*self._shown)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)


def _words(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} – {day(last)}"
