"""The filter of the rejections page: its text, facets that edit the same text, and what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, Listed
from cabinet.contract.filter_bounds import period_text
from cabinet.contract.filter_words import VALUE_WORDS, FilterKey
from cabinet.contract.moment import KYIV, kyiv_day
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count, minute
from cabinet.ui.pages.rejections.facet import Facet
from cabinet.ui.pages.rejections.filter_line import FilterLine
from cabinet.ui.pages.rejections.folding_row import FoldingRow
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.rejections import filter_name, rejection_chip
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.day_field import DayField
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.popup import Popup

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord

__all__ = ["RejectionFilter"]

_FACETS = (
    (FilterKey.STATE, False),
    (FilterKey.CODE, False),
    (FilterKey.SOURCE, False),
    (FilterKey.LICENCE, False),
    (FilterKey.SITE, False),
    (FilterKey.TYPE, False),
    (FilterKey.SUM, True),
    (FilterKey.PERIOD, True),
)
_SUMS = (">100", ">1000", ">10000", ">100000")
_PERIODS = ("today", "yesterday", "7d", "30d", "90d", "this-month", "last-month")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_LESS_USED = {FilterKey.SITE, FilterKey.TYPE, FilterKey.LICENCE}


class RejectionFilter(QWidget):
    """Edits the desk's filter.

    Signals:
        anchored(object): show the row that had come by this moment, an aware ``datetime``.
    """

    anchored = Signal(object)

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Filter | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.line = FilterLine()
        self.line.entered.connect(self.enter)
        self.line.edited.connect(self._edited)
        self._anchor = Button(tr("To a time…"), icon="clock")
        self._anchor.clicked.connect(self._open_anchor)
        top.addWidget(self.line, 1)
        top.addWidget(self._anchor)
        column.addLayout(top)
        self._error = PlainLabel("", font(12), "danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self.more = Button("", icon="funnel", small=True)
        self.more.clicked.connect(self._open_more)
        self._reset = Button(tr("Reset"), Kind.QUIET, "x", small=True)
        self._reset.clicked.connect(self._to_open)
        self._row = FoldingRow(self.more, self._reset)
        self._row.folded.connect(self._folded)
        self.facets: dict[FilterKey, Facet] = {}
        for key, single in _FACETS:
            facet = Facet(key, filter_name(key), single=single)
            facet.chosen.connect(self._ticked)
            self.facets[key] = facet
            self._row.add(facet, 0 if key in _LESS_USED else 1)
        column.addWidget(self._row)
        self._build_anchor()

    def show_filter(self, record: OperatorRecord | None) -> None:
        """Show the desk's filter; ``record`` gives licences, sites and sources to choose from.

        The text follows the filter and not its answers: what is being typed stays, with what was said of it, until
        another filter is chosen.
        """
        chosen = self._desk.filter
        if chosen != self._shown:
            self._show_text(chosen)
        groups = self._desk.groups.data
        if groups is not None and self._desk.counted:
            self.line.say_count(tr("%n match(es)", groups.whole))
        self._row.show_tail(wanted=chosen != OPEN)
        values = self._values(record)
        self.line.offer({key: tuple(v for v, _ in pairs) for key, pairs in values.items()})
        for key, facet in self.facets.items():
            facet.show_choices(values.get(key, []), chosen.values(key))

    @Slot(str)
    def enter(self, text: str) -> None:
        """List what a text says, or say what is wrong with it."""
        try:
            self._desk.choose_text(text, language().value)
        except KnownError as error:
            sentence, action = failure_words(error)
            self._error.set_text(f"{sentence} {action}")
            self._error.show()
            self.line.show_wrong()
        else:
            if text:
                self._show_text(self._desk.filter)

    def _show_text(self, chosen: Filter) -> None:
        self._shown = chosen
        self._error.hide()
        self.line.set_text(chosen.text(language().value))

    @Slot()
    def _edited(self) -> None:
        """What was said of a text does not hold for another one."""
        self._error.hide()

    def _values(self, record: OperatorRecord | None) -> dict[FilterKey, list[tuple[str, str]]]:
        spoken = language().value
        found: dict[FilterKey, list[tuple[str, str]]] = {
            FilterKey.STATE: [(v, _state_words(Listed(v), w[spoken])) for v, w in VALUE_WORDS[FilterKey.STATE].items()],
            FilterKey.TYPE: [(v, transaction_type(v)) for v in VALUE_WORDS[FilterKey.TYPE]],
            FilterKey.SUM: [(v, tr("over {sum} UAH").format(sum=count(int(v[1:])))) for v in _SUMS],
            FilterKey.PERIOD: [(v, _period_words(v)) for v in _PERIODS],
        }
        period = self._desk.filter.period
        if period is not None and period_text(period, "en") not in _PERIODS:
            found[FilterKey.PERIOD].append((period_text(period, "en"), period_text(period, spoken)))
        groups = self._desk.groups.data
        if groups is not None:
            found[FilterKey.CODE] = [(c, c) for c in sorted({g.code for g in groups.items})]
            found[FilterKey.FIELD] = [(p, p) for p in sorted({g.pointer.strip("/") for g in groups.items} - {""})]
            found[FilterKey.SOURCE] = [(s, s) for s in sorted({g.source for g in groups.items})]
        if record is not None:
            found[FilterKey.LICENCE] = [(x.number, x.number) for x in record.licences]
            found[FilterKey.SITE] = [(s.site_id, s.name) for s in record.sites]
            found[FilterKey.BRAND] = [(b.brand_id, b.name) for b in record.brands]
            found[FilterKey.SOURCE] = [(s.source_id, s.source_id) for s in record.sources]
        return found

    @Slot(object, object)
    def _ticked(self, key: FilterKey, values: tuple[str, ...]) -> None:
        self._desk.choose(self._desk.filter.with_values(key, values))

    @Slot()
    def _folded(self) -> None:
        self.more.set_text(tr("%n filter(s) more", len(self._row.away())))

    @Slot()
    def _open_more(self) -> None:
        """Offer the facets that have no room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        away = set(self._row.away())
        for facet in self.facets.values():
            if facet in away:
                facet.fill_menu(menu.addMenu(""))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    @Slot()
    def _to_open(self) -> None:
        self._desk.choose(OPEN)

    def _build_anchor(self) -> None:
        self.popup = Popup(tr("To a time…"), self)
        column = self.popup.body
        column.addWidget(PlainLabel(tr("Rows that had come by, Kyiv time"), font(13, 600)))
        self.day = DayField(tr("Day"), tr("day.month.year"), self._today)
        self.time = Field(tr("Time"), tr("Hours and minutes, for example 14:30."))
        self.time.edit.setMaxLength(5)
        self.time.edit.textEdited.connect(self._time_edited)
        for field in (self.day, self.time):
            field.setFixedWidth(280)
            field.edit.returnPressed.connect(self._go)
            column.addWidget(field)
        row = QHBoxLayout()
        go = Button(tr("Show"), Kind.PRIMARY)
        go.clicked.connect(self._go)
        row.addStretch(1)
        row.addWidget(go)
        column.addLayout(row)

    def _today(self) -> date:
        return kyiv_day(self._desk.office.clock.now())

    @Slot()
    def _open_anchor(self) -> None:
        self.day.set_day(self._today())
        self.time.edit.setText(minute(self._desk.office.clock.now()))
        self.time.show_error("")
        self.popup.open_below(self._anchor)
        self.day.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.day.edit.selectAll()

    @Slot()
    def _time_edited(self) -> None:
        self.time.show_error("")

    @Slot()
    def _go(self) -> None:
        found = _TIME.fullmatch(self.time.text().strip())
        self.time.show_error("" if found is not None else tr("Hours and minutes, for example 14:30."))
        day = self.day.day()
        if found is not None and day is not None:
            self.popup.close()
            self.anchored.emit(datetime.combine(day, time(int(found[1]), int(found[2])), KYIV))


def _state_words(state: Listed, word: str) -> str:
    from cabinet.contract.states import CaseState, RejectionState
    from cabinet.ui.texts.rejections import case_chip

    if state in {Listed.NEW, Listed.IN_WORK, Listed.WAITING_IT}:
        return case_chip(CaseState(state.value))[0]
    if state is Listed.READY:
        return tr("Can be sent again")
    if state is Listed.OPEN:
        return tr("Open")
    return rejection_chip(RejectionState(state.value))[0] or word


def _period_words(value: str) -> str:
    named = {
        "today": tr("Today"),
        "yesterday": tr("Yesterday"),
        "this-month": tr("This month"),
        "last-month": tr("Last month"),
    }
    return named.get(value) or tr("%n day(s)", int(value[:-1]))
