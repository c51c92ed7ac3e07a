"""The panel behind "To a time…": a day and a time of day, read as people in Kyiv write them."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.moment import KYIV, kyiv_day
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import minute
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.day_field import DayField
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.popup import Popup

if TYPE_CHECKING:
    from datetime import date

    from cabinet.contract.clock import Clock

__all__ = ["AnchorPopup"]

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_WIDTH = 280


class AnchorPopup(Popup):
    """Begins at this minute.

    Signals:
        anchored(object): the moment that was asked for, an aware ``datetime``.
    """

    anchored = Signal(object)

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(tr("To a time…"), parent)
        self._clock = clock
        self.body.addWidget(PlainLabel(tr("Rows that had come by, Kyiv time"), font(13, 600)))
        self.day = DayField(tr("Day"), tr("day.month.year"), self._today)
        self.time = Field(tr("Time"), tr("Hours and minutes, for example 14:30."))
        self.time.edit.setMaxLength(5)
        self.time.edit.textEdited.connect(self._time_edited)
        for field in (self.day, self.time):
            field.setFixedWidth(_WIDTH)
            field.edit.returnPressed.connect(self.go)
            self.body.addWidget(field)
        row = QHBoxLayout()
        show = Button(tr("Show"), Kind.PRIMARY)
        show.clicked.connect(self.go)
        row.addStretch(1)
        row.addWidget(show)
        self.body.addLayout(row)

    def open_at(self, anchor: QWidget) -> None:
        """Open under a control."""
        self.day.set_day(self._today())
        self.time.edit.setText(minute(self._clock.now()))
        self.time.show_error("")
        self.open_below(anchor)
        self.day.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.day.edit.selectAll()

    @Slot()
    def go(self) -> None:
        """Tell the moment, or what is wrong with what was typed."""
        found = _TIME.fullmatch(self.time.text().strip())
        self.time.show_error("" if found is not None else tr("Hours and minutes, for example 14:30."))
        day = self.day.day()
        if found is not None and day is not None:
            self.close()
            self.anchored.emit(datetime.combine(day, time(int(found[1]), int(found[2])), KYIV))

    def _today(self) -> date:
        return kyiv_day(self._clock.now())

    @Slot()
    def _time_edited(self) -> None:
        self.time.show_error("")
