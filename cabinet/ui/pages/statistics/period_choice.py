"""The choice of the period: names that people mean, as buttons or as one list where there is no room, and a line."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.desks.statistics import LONGEST_DAYS, StatisticsDesk
from cabinet.desks.statistics_periods import PRESETS, preset_days
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import month
from cabinet.ui.pages.statistics.period_field import PeriodField
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented

__all__ = ["PeriodChoice"]

_GAP = 8
_OWN = "own"


class PeriodChoice(QWidget):
    """:attr:`row` takes what else stands beside the period; :meth:`fold` says how much room there is.

    Signals:
        preset_chosen(str): a name of :data:`~cabinet.desks.statistics_periods.PRESETS`.
    """

    preset_chosen = Signal(str)

    def __init__(self, desk: StatisticsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = desk.today
        self.presets = Segmented(tr("Period"), _names(desk.today()))
        self.list = Combo(tr("Period"), [*_names(desk.today()), (_OWN, tr("days of one’s own"))])
        self.field = PeriodField(desk.today, LONGEST_DAYS)
        self.wrong = PlainLabel("", font(12), "danger")
        self.wrong.hide()
        self.row = QHBoxLayout()
        self.row.setSpacing(_GAP)
        for widget in (self.presets, self.list, self.field):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.row)
        column.addWidget(self.wrong)
        self.presets.chosen.connect(self.preset_chosen)
        self.list.currentIndexChanged.connect(self._listed)
        self.field.chosen.connect(desk.choose_period)
        self.field.wrong.connect(self._say)
        self.preset_chosen.connect(desk.choose_preset)

    def show_period(self, preset: str, first: date, last: date) -> None:
        """Show what is chosen; ``preset`` is empty for days of one's own."""
        names = _names(self._today())
        if names != self.presets.choices:
            self.presets.choices = names
            self.presets.updateGeometry()
        self.presets.set_current(preset)
        self.list.fill([*names, (_OWN, tr("days of one’s own"))])
        self.list.set_key(preset or _OWN)
        self.field.show_period(first, last)

    def fold(self, room: int, beside: int) -> None:
        """Take ``room`` pixels, of which ``beside`` are others': names become a list where they do not fit."""
        whole = self.presets.sizeHint().width() + self.field.sizeHint().width() + beside + _GAP
        self.presets.setVisible(whole <= room)
        self.list.setVisible(whole > room)

    @Slot()
    def _listed(self) -> None:
        if self.list.key() in PRESETS:
            self.preset_chosen.emit(self.list.key())

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.wrong.set_text(sentence)
        self.wrong.setVisible(bool(sentence))


def _names(today: date) -> list[tuple[str, str]]:
    """Return the names, months by their own."""
    words = {
        "today": tr("Today"),
        "yesterday": tr("Yesterday"),
        "week": tr("This week"),
        "last-week": tr("Last week"),
        "month": month(today).capitalize(),
        "last-month": month(preset_days("last-month", today)[0]).capitalize(),
        "quarter": tr("Quarter"),
        "year": tr("Year"),
    }
    return [(name, words[name]) for name in PRESETS]
