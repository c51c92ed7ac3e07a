"""Statistics: a period, a bucket, a slice; the chart, the sums, and the table with the same data."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.states import Bucket, Slice
from cabinet.desks.statistics import StatisticsDesk
from cabinet.ui.clipboard import table_text
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day_long, day_short, money
from cabinet.ui.numbers import span as time_span
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.statistics.grid import Grid, grid_of
from cabinet.ui.pages.statistics.period_choice import PeriodChoice
from cabinet.ui.pages.statistics.table import table_of
from cabinet.ui.pages.statistics.taxes_sheet import TaxesPart
from cabinet.ui.sizes import CONTENT_MAX
from cabinet.ui.texts.ggr import influence
from cabinet.ui.texts.statistics import slice_name
from cabinet.ui.widgets.bar_chart import BarChart, Bars
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.cell import Column
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.segmented import Segmented
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cabinet.contract.statistics import Figures

__all__ = ["StatisticsPage"]

_SERIES = 4


class StatisticsPage(Page):
    """The hovered bucket and the table's row light up together."""

    def __init__(self, desk: StatisticsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk = desk
        self._grid: Grid | None = None
        self._filled_at = -1
        self._build_controls()
        upper = QHBoxLayout()
        upper.setSpacing(12)
        self._chart_card = Card(tr("Accepted transactions"), line=False)
        self._chart_card.body.setContentsMargins(15, 0, 15, 12)
        self._chart = BarChart(tr("Accepted transactions"))
        self._chart_card.body.addWidget(self._chart)
        upper.addWidget(self._chart_card, 1)
        self._chart_card.add_right(self._slices)
        self._chart_card.add_right(self._previous)
        upper.addWidget(self._build_sums())
        self.content.addLayout(upper, 4)
        self._table_card = Card(tr("The same data as a table"), padding=0)
        self._table_card.body.setContentsMargins(0, 0, 0, 7)
        copy = Button(tr("Copy"), Kind.QUIET, "copy", small=True)
        copy.clicked.connect(self._copy)
        self.taxes = TaxesPart(self, desk.taxes)
        self._table_card.add_right(self.taxes.button)
        self._table_card.add_right(copy)
        self._rows = RowsModel([Column("", 120)])
        self.table = TableView(tr("The same data as a table"), self._rows, selects=True)
        self._table_card.body.addWidget(self.table)
        self.content.addWidget(self._table_card, 5)
        self._chart.bucket_changed.connect(self._bucket_shown)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.copied.connect(self.toasted)
        self.table.resized.connect(self._table_resized)
        desk.changed.connect(self._show)
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Leave the sums to the table."""
        self._sums_card.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the controls where they have room."""
        super().resizeEvent(event)
        self._place_controls()

    @Slot()
    def _table_resized(self) -> None:
        """Fill the table anew once its width would hold other columns."""
        if self._grid is not None and self.table.viewport().width() != self._filled_at:
            self._fill()

    def _build_controls(self) -> None:
        self.period = PeriodChoice(self._desk)
        self._buckets = Segmented(
            tr("Step"),
            [("hour", tr("Hour")), ("day", tr("Day")), ("week", tr("Week")), ("month", tr("Month"))],
        )
        self._slices = Combo(tr("Slice"), [(s.value, slice_name(s)) for s in Slice], label=tr("Slice"))
        self._buckets.chosen.connect(self._bucket_chosen)
        self._slices.currentIndexChanged.connect(self._slice_chosen)
        self._previous = CheckBox(tr("Previous period"))
        self._previous.setChecked(True)
        self._previous.toggled.connect(self._previous_chosen)
        self.period.row.addWidget(self._buckets)
        # The controls stay while an answer is on its way or has failed: another period may be the way out.
        self._outer.insertWidget(0, self.period)

    def _place_controls(self) -> None:
        """Show the names of periods as buttons where there is room."""
        margins = self._outer.contentsMargins()
        room = min(self.width(), CONTENT_MAX) - margins.left() - margins.right()
        self.period.fold(room, self._buckets.sizeHint().width() + 2 * self.period.row.spacing())

    def _build_sums(self) -> QWidget:
        card = self._sums_card = Card(tr("Sums"), line=False)
        card.setFixedWidth(272)
        body = card.body
        body.setContentsMargins(15, 0, 15, 12)
        body.setSpacing(6)
        body.addWidget(PlainLabel(tr("GGR accepted, UAH"), font(12), "text2"))
        self._ggr = PlainLabel("", font(20, 600), selectable=True)
        body.addWidget(self._ggr)
        body.addWidget(PlainLabel(tr("bets − refunds − payouts"), font(12), "text3"))
        self._sums: dict[str, tuple[PlainLabel, PlainLabel]] = {}
        lines = (
            ("bet", tr("Bets")),
            ("refund", tr("Refunds")),
            ("payout", tr("Payouts")),
            ("stuck", tr("Rejected and open")),
            ("lag", tr("From event to receipt")),
        )
        for key, name in lines:
            body.addWidget(Line())
            row = QHBoxLayout()
            row.setContentsMargins(0, 2, 0, 0)
            value = PlainLabel("", font(13, 600), "warning" if key == "stuck" else "text", selectable=True)
            second = PlainLabel("", font(12), "text3")
            row.addWidget(PlainLabel(name, font()))
            row.addStretch(1)
            row.addWidget(value)
            body.addLayout(row)
            body.addWidget(second)
            self._sums[key] = (value, second)
        body.addStretch(1)
        note = PlainLabel(
            tr("Day of the event in Kyiv. For reference, not a tax report."), font(12), "text3", wrap=True
        )
        body.addWidget(note)
        return card

    @Slot(str)
    def _bucket_chosen(self, key: str) -> None:
        self._desk.choose_bucket(Bucket(key))

    @Slot()
    def _slice_chosen(self) -> None:
        self._desk.choose_slice(Slice(self._slices.key()))

    @Slot()
    def _show(self) -> None:
        choice = self._desk.choice
        self._buckets.set_current(choice.bucket.value)
        self._slices.set_key(choice.by.value)
        self.period.show_period(choice.preset, choice.first, choice.last)
        self._place_controls()
        first, last = choice.first, choice.last
        begin = day_short(first) if first.year == last.year else day_long(first)
        period = day_long(first) if first == last else f"{begin}–{day_long(last)}"
        self.meta = f"{period} · " + tr("Kyiv time")
        state = self._desk.state
        if not self.show_state(state) or state.data is None:
            return
        answer = state.data.answer
        if not answer.rows and (answer.previous is None or not answer.previous.rows):
            self.show_empty(tr("No transactions in this period."), tr("Widen the period."))
            return
        self._grid = grid_of(state.data, self._grid)
        self._fill()
        self._show_sums(answer.total)

    def _fill(self) -> None:
        """Put the grid into chart and table."""
        grid = self._grid
        if grid is None:
            return
        shown = self._previous.isChecked()
        self._filled_at = self.table.viewport().width()
        self._show_chart(grid, previous=shown)
        rows, columns = table_of(grid, width=self.table.viewport().width(), previous=shown)
        self._rows.show(rows, columns)
        said = tr("%n row(s)", len(rows) - 1)
        if shown and grid.open_from is not None:
            said += " · " + tr("the period before is taken up to the same hour")
        self._table_card.meta.set_text(said)

    def _show_chart(self, grid: Grid, *, previous: bool) -> None:
        answer = grid.answer
        series, values, colors = grid.names[:_SERIES], grid.accepted[:_SERIES], list(range(_SERIES))
        if len(grid.names) > _SERIES:
            rest = [sum(column) for column in zip(*grid.accepted[_SERIES:], strict=True)]
            series, values, colors = [*series, tr("Other")], [*values, rest], [*colors, 4]
        if not series:
            series, values = [tr("accepted")], [[0] * len(grid.starts)]
        before, before_name = [], ""
        if previous and answer.previous is not None:
            before = [totals.previous or 0 for totals in grid.totals]
            first, last = answer.previous.first, answer.previous.last
            before_name = day_short(first) if first == last else f"{day_short(first)}–{day_short(last)}"
        places = range(len(grid.starts))
        bars = Bars(
            series,
            [grid.label(at) for at in places],
            [grid.title(at) for at in places],
            values,
            before,
            before_name,
            open_from=grid.open_from,
            colors=colors[: len(series)],
        )
        self._chart.show_bars(bars)
        what = {
            Bucket.HOUR: tr("Accepted transactions by hours"),
            Bucket.DAY: tr("Accepted transactions by days"),
            Bucket.WEEK: tr("Accepted transactions by weeks"),
            Bucket.MONTH: tr("Accepted transactions by months"),
        }[answer.bucket]
        self._chart_card.title.set_text(what)
        self._chart_card.meta.set_text(tr("unfinished is pale") if grid.open_from is not None else "")

    def _show_sums(self, total: Figures) -> None:
        self._ggr.set_text(money(total.ggr_kop))
        lines = {
            "bet": (total.bet_kop, tr("%n transaction(s)", total.bets)),
            "refund": (total.refund_kop, tr("%n transaction(s)", total.refunds)),
            "payout": (total.payout_kop, tr("%n transaction(s)", total.payouts)),
            "stuck": (total.stuck_operations_kop, influence(total.stuck_ggr_kop)),
        }
        for key, (value, second) in lines.items():
            self._sums[key][0].set_text(money(value))
            self._sums[key][1].set_text(second)
        lag = total.mean_lag_ms
        self._sums["lag"][0].set_text("—" if lag is None else time_span(timedelta(milliseconds=lag)))
        self._sums["lag"][1].set_text(tr("on average; late ones apart: {number}").format(number=count(total.late)))

    @Slot()
    def _previous_chosen(self) -> None:
        self._fill()

    @Slot(int)
    def _bucket_shown(self, bucket: int) -> None:
        past = self._grid.past if self._grid else 0
        self.table.hover_row(past - 1 - bucket if 0 <= bucket < past else -1)

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        past = self._grid.past if self._grid else 0
        self._chart.show_bucket(past - 1 - row if row < past else -1)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(table_text(self._rows.columns, self._rows.rows))
        self.toasted.emit(tr("Table copied"))
