"""The registry: the record as a document one would print; licences with terms, places, the clock and the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.due import DueKind, Severity
from cabinet.contract.due_dates import due_dates, fee_due
from cabinet.contract.moment import kyiv_day
from cabinet.contract.states import LicenceState
from cabinet.desks.registry import RegistryDesk
from cabinet.ui.clipboard import iso_second
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, minute, moment, span, stamp
from cabinet.ui.numbers import left as time_left
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.registry.day_clock import DayClock
from cabinet.ui.sizes import ROW_TALL
from cabinet.ui.texts.due_dates import due_left
from cabinet.ui.texts.registry import event, licence_chip, missing, operator_chip, site_kind, step, vertical
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.cell import Cell, Column, Term
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView
from cabinet.ui.widgets.timeline import Moment, Timeline
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.contract.registry import Licence, OperatorRecord, Source
    from cabinet.ui.pages.registry.record_dialog import RecordDialog

__all__ = ["RegistryPage"]

_TIMELINE = 8


class _Fact(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.value = PlainLabel("", font(), selectable=True)
        self.value.setAccessibleName(name)
        column.addWidget(PlainLabel(name, font(12), "text3"))
        column.addWidget(self.value)


class RegistryPage(Page):
    """One column of the record, one of what is under way."""

    def __init__(self, desk: RegistryDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self._columns = QHBoxLayout()
        self._columns.setSpacing(12)
        self._columns.addWidget(self._build_record(), 2)
        side = QVBoxLayout()
        side.setSpacing(12)
        self._build_side(side)
        self._columns.addLayout(side, 1)
        self.content.addLayout(self._columns)
        self.content.addStretch(1)
        self._print = Button(tr("Page of the record…"), icon="file-text")
        self._print.clicked.connect(self.open_record)
        self.dialog: RecordDialog | None = None
        desk.changed.connect(self._show)
        self._show()

    def header_actions(self) -> list[QWidget]:
        """The page to print."""
        return [self._print]

    @Slot()
    def open_record(self) -> None:
        """Show the record as it will be printed."""
        from cabinet.ui.pages.registry.record_dialog import RecordDialog

        self.dialog = RecordDialog(self.window(), self._desk)
        self.dialog.closed.connect(self._record_closed)
        self.dialog.open()

    @Slot()
    def _record_closed(self) -> None:
        self.dialog = None

    def find_subject(self, subject: str) -> bool:
        """Choose a licence's row."""
        record = self._desk.state.data
        numbers = [licence.number for licence in record.licences] if record is not None else []
        if subject not in numbers:
            return False
        self._licence_table.setCurrentIndex(self.licences.index(numbers.index(subject), 0))
        self._licence_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(self._licence_table)
        return True

    def set_narrow(self, narrow: bool) -> None:
        """One column."""
        way = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)

    def _build_record(self) -> QWidget:
        card = Card(padding=0)
        body = card.body
        body.setContentsMargins(0, 0, 0, 8)
        body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 18)
        head.setSpacing(4)
        over = QHBoxLayout()
        over.addWidget(PlainLabel(tr("Record in the registry of gambling operators"), font(12), "text3"))
        over.addStretch(1)
        over.addWidget(PlainLabel(tr("Record number"), font(12), "text3"))
        head.addLayout(over)
        line = QHBoxLayout()
        self._name = PlainLabel("", font(20, 600), selectable=True)
        self._status = Chip()
        self._number = PlainLabel("", mono(14), selectable=True)
        line.addWidget(self._name)
        line.addSpacing(4)
        line.addWidget(self._status)
        line.addStretch(1)
        line.addWidget(self._number)
        head.addLayout(line)
        head.addSpacing(10)
        facts = QHBoxLayout()
        facts.setSpacing(24)
        self._facts = {
            "code": _Fact(tr("EDRPOU code")),
            "head": _Fact(tr("Head")),
            "entered": _Fact(tr("Entered")),
            "snapshot": _Fact(tr("As of")),
        }
        for index, fact in enumerate(self._facts.values()):
            facts.addWidget(fact, 2 if index == 1 else 1)
        head.addLayout(facts)
        body.addLayout(head)
        body.addWidget(Line())
        self._licence_meta = self._section(card, tr("Licences"), legend=True)
        self.licences = RowsModel(
            [
                Column(tr("Kind and number"), 180),
                Column(tr("Term and yearly fee"), 160, stretch=True),
                Column(tr("Next payment"), 156),
                Column(tr("State"), 140, right=True),
            ]
        )
        self._licence_table = TableView(tr("Licences"), self.licences, row=ROW_TALL)
        self._licence_table.copied.connect(self.toasted)
        body.addWidget(self._licence_table)
        self._site_meta = self._section(card, tr("Brands, sites and places"))
        self._sites = RowsModel(
            [
                Column(tr("Brand"), 150),
                Column(tr("Site or place"), 190, stretch=True),
                Column(tr("Licence"), 150),
                Column(tr("State"), 150, right=True),
            ]
        )
        self._site_table = TableView(tr("Brands, sites and places"), self._sites)
        self._site_table.copied.connect(self.toasted)
        body.addWidget(self._site_table)
        self._source_meta = self._section(card, tr("Sources of data"))
        self._sources = RowsModel(
            [
                Column(tr("Source"), 150),
                Column(tr("Name"), 190, stretch=True),
                Column(tr("Brands"), 150),
                Column(tr("Last heard"), 150, right=True),
            ]
        )
        self._source_table = TableView(tr("Sources of data"), self._sources)
        self._source_table.copied.connect(self.toasted)
        body.addWidget(self._source_table)
        body.addStretch(1)
        return card

    def _section(self, card: Card, title: str, *, legend: bool = False) -> PlainLabel:
        row = QHBoxLayout()
        row.setContentsMargins(16, 11, 16, 11)
        meta = PlainLabel("", font(12), "text3")
        row.addWidget(PlainLabel(title, font(14, 600)))
        row.addSpacing(8)
        row.addWidget(meta)
        row.addStretch(1)
        if legend:
            row.addWidget(PlainLabel(tr("filled: year paid · pin: today"), font(12), "text3"))
        card.body.addLayout(row)
        return meta

    def _build_side(self, side: QVBoxLayout) -> None:
        self._clock_card = Card(tr("Entry of a new licence"), line=False)
        self._clock_card.add_right(Chip(tr("One business day"), "info", "hourglass"))
        self._clock_lead = PlainLabel("", font(16, 600))
        self._clock_words = PlainLabel("", font(), "text2", wrap=True)
        self._clock = DayClock()
        body = self._clock_card.body
        body.setContentsMargins(15, 0, 15, 12)
        body.addWidget(self._clock_lead)
        body.addWidget(self._clock_words)
        body.addSpacing(4)
        body.addWidget(self._clock)
        side.addWidget(self._clock_card)
        course = Card(tr("Course"), line=False)
        course.body.setContentsMargins(15, 0, 15, 10)
        self._timeline = Timeline()
        course.body.addWidget(self._timeline)
        side.addWidget(course)
        self._steps_card = Card(tr("Steps of connecting"), line=False)
        self._steps_done = PlainLabel("", font(12), "text2")
        self._steps_card.add_right(self._steps_done)
        self._steps_card.body.setContentsMargins(15, 0, 15, 12)
        self._steps_bar = UsageBar("", "", 0)
        self._steps = Timeline(joined=False)
        self._steps_card.body.addWidget(self._steps_bar)
        self._steps_card.body.addWidget(self._steps)
        side.addWidget(self._steps_card)
        side.addStretch(1)

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        shown = self.show_state(state)
        self._print.setEnabled(shown)
        if not shown or state.data is None:
            return
        record = state.data
        self.meta = tr("record as of {moment}, Kyiv time").format(moment=moment(record.server_time))
        self.header_changed.emit()
        self._name.set_text(record.name)
        self._status.set_text(*operator_chip(record.status))
        self._number.set_text(record.record_no)
        self._facts["code"].value.set_text(record.edrpou)
        self._facts["head"].value.set_text(record.head.name)
        self._facts["entered"].value.set_text(moment(record.entered_at))
        self._facts["snapshot"].value.set_text(moment(record.server_time))
        self._show_licences(record)
        self._show_places(record)
        self._show_clock(record)
        self._show_course(record)
        self.look_for_subject()

    def _show_licences(self, record: OperatorRecord) -> None:
        today = kyiv_day(record.server_time)
        rows = []
        for licence in record.licences:
            left = (licence.expires - today).days
            rows.append(
                [
                    Cell(vertical(licence.vertical), licence.number, weight=500),
                    Cell(
                        term=Term(licence.issued, licence.expires, licence.paid_years, licence.term_years, today),
                        copied=f"{licence.issued}/{licence.expires}",
                    ),
                    _payment(licence, record),
                    Cell(chip=licence_chip(licence.state, left)),
                ]
            )
        self.licences.show(rows)
        self._licence_table.fit()
        active = sum(1 for x in record.licences if x.state is LicenceState.ACTIVE)
        ahead = due_dates(record.server_time, licences=record.licences)
        fees = [due for due in ahead if due.kind is DueKind.LICENCE_FEE]
        told = [tr("%n licence(s) valid", active)]
        if fees:
            told.append(tr("next payment {day}").format(day=day(fees[0].on)))
        self._licence_meta.set_text(" · ".join(told))

    def _show_places(self, record: OperatorRecord) -> None:
        brands = {brand.brand_id: brand.name for brand in record.brands}
        self._sites.show(
            [
                [
                    Cell(brands.get(site.brand_id, site.brand_id), weight=500),
                    Cell(site.name, faint="" if site.kind == "site" else site_kind(site.kind)),
                    Cell(site.licence_no, mono=True, role="text2"),
                    Cell(chip=_in_registry(site.state)),
                ]
                for site in record.sites
            ]
        )
        self._site_table.fit()
        self._site_meta.set_text(tr("%n place(s)", len(record.sites)))
        self._sources.show(
            [
                [
                    Cell(source.source_id, mono=True),
                    Cell(source.name, faint=missing(source.gaps)),
                    Cell(", ".join(brands.get(b, b) for b in source.brands), role="text2"),
                    _heard(source, record.server_time),
                ]
                for source in record.sources
            ]
        )
        self._source_table.fit()
        self._source_meta.set_text(tr("%n source(s)", len(record.sources)))

    def _show_clock(self, record: OperatorRecord) -> None:
        waiting = [x for x in record.licences if x.due_in_registry_by and x.fee_recorded_at and x.entered_at is None]
        self._clock_card.setVisible(bool(waiting))
        if not waiting:
            return
        licence = waiting[0]
        due, paid = licence.due_in_registry_by, licence.fee_recorded_at
        if due is None or paid is None:
            return
        left = due - record.server_time
        late = left.total_seconds() < 0
        lead = tr("The term has passed") if late else time_left(left)
        self._clock_lead.set_text(lead[0].upper() + lead[1:])
        words = tr("{number} is to be entered by the end of {day}. Days off do not count.")
        self._clock_words.set_text(words.format(number=licence.number, day=_last_day(due)))
        self._clock.show_times(paid, due, record.server_time)

    def _show_course(self, record: OperatorRecord) -> None:
        moments = tuple(
            Moment(
                event(e.kind, e.subject),
                moment(e.at)[:5] + ", " + minute(e.at) if e.done else tr("by {when}").format(when=_last_day(e.at)[:5]),
                "done" if e.done else "coming",
            )
            for e in record.timeline[:_TIMELINE]
        )
        self._timeline.show_moments(moments)
        done = sum(1 for s in record.steps if s.done)
        total = len(record.steps)
        self._steps_done.set_text(tr("{done} of {total} steps").format(done=count(done), total=count(total)))
        self._steps_bar.show_usage("", "", done / max(1, total))
        self._steps.show_moments(
            tuple(
                Moment(step(s.key), stamp(s.at)[:5] if s.at else "", "done" if s.done else "open") for s in record.steps
            )
        )


def _heard(source: Source, now: datetime) -> Cell:
    """Return when a source was heard last, and whether that is too long ago by its own rhythm."""
    if source.last_heard_at is None:
        return Cell(tr("not yet"), role="text2")
    if source.expected_by is not None and now > source.expected_by:
        words = tr("silent for {span}").format(span=span(now - source.last_heard_at))
        return Cell(chip=(words, "warning", "timer"))
    return Cell(stamp(source.last_heard_at), role="text2", copied=iso_second(source.last_heard_at))


def _payment(licence: Licence, record: OperatorRecord) -> Cell:
    """Return by when the next fee is to be paid and how far off that is; its colour is that of how much it presses."""
    over = licence.state in {LicenceState.EXPIRED, LicenceState.ANNULLED}
    fee = None if over else fee_due(licence, record.head.name)
    if fee is None:
        return Cell("—" if over else tr("all is paid"), role="text2")
    now = record.server_time
    role = {Severity.DANGER: "danger", Severity.WARNING: "warning", Severity.CALM: "text"}[fee.severity(now)]
    return Cell(day(fee.on), due_left(fee, now), role, 400 if role == "text" else 600)


def _in_registry(state: LicenceState) -> tuple[str, str, str]:
    return (tr("In the registry"), "success", "check") if state is LicenceState.ACTIVE else licence_chip(state)


def _last_day(due: datetime) -> str:
    """Return the working day whose end the term is: a term at 00:00 belongs to the day before."""
    from datetime import timedelta

    return day(due - timedelta(seconds=1))
