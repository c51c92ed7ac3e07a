"""A period of one's own: the button says it, its menu holds two days and the months that are asked for most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.filter_bounds import Period
from cabinet.ui.language import tr
from cabinet.ui.numbers import day
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.day_field import DayField
from cabinet.ui.widgets.popup import Popup

__all__ = ["PeriodButton"]

_FIELD = 280


class PeriodButton(Button):
    """Shows ``01.10.2026 – 14.10.2026``; ``longest`` days may be chosen, ``today`` gives today in Kyiv.

    Signals:
        chosen(object, object): first and last day, as ``date``.
    """

    chosen = Signal(object, object)

    def __init__(self, today: Callable[[], date], longest: int, parent: QWidget | None = None) -> None:
        super().__init__("", Kind.SECONDARY, "calendar", parent=parent)
        self._today, self._longest = today, longest
        self._shown = (today(), today())
        self.popup = Popup(tr("Period"), self)
        column = self.popup.body
        months = QHBoxLayout()
        months.setSpacing(8)
        self.this_month = Button(tr("This month"), small=True)
        self.last_month = Button(tr("Last month"), small=True)
        self.this_month.clicked.connect(self._this_month)
        self.last_month.clicked.connect(self._last_month)
        months.addWidget(self.this_month)
        months.addWidget(self.last_month)
        months.addStretch(1)
        column.addLayout(months)
        self.first = DayField(tr("From"), tr("day.month.year"), today)
        self.last = DayField(tr("To"), tr("day.month.year"), today)
        for field in (self.first, self.last):
            field.setFixedWidth(_FIELD)
            field.entered.connect(self._apply)
            column.addWidget(field)
        row = QHBoxLayout()
        self.apply = Button(tr("Apply"), Kind.PRIMARY)
        self.apply.clicked.connect(self._apply)
        row.addStretch(1)
        row.addWidget(self.apply)
        column.addLayout(row)
        self.clicked.connect(self.open)

    def show_period(self, first: date, last: date) -> None:
        """Show a period; what is being typed in the menu stays."""
        self._shown = (first, last)
        words = day(first) if first == last else f"{day(first)} – {day(last)}"
        if words != self.text():
            self.set_text(words)
        self.setAccessibleName(tr("Period: {period}").format(period=words))

    @Slot()
    def open(self) -> None:
        """Open the menu at the period that is shown."""
        self.first.set_day(self._shown[0])
        self.last.set_day(self._shown[1])
        self.popup.open_below(self)
        self.first.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.first.edit.selectAll()

    @Slot()
    def _apply(self) -> None:
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            return
        if last < first:
            self.last.show_error(tr("The last day is before the first."))
        elif (last - first).days >= self._longest:
            self.last.show_error(tr("At most %n day(s) at once.", self._longest))
        else:
            self._choose(first, last)

    @Slot()
    def _this_month(self) -> None:
        self._choose(*Period(months=0).bounds(self._today()))

    @Slot()
    def _last_month(self) -> None:
        self._choose(*Period(months=1).bounds(self._today()))

    def _choose(self, first: date, last: date) -> None:
        self.popup.close()
        self.chosen.emit(first, last)
