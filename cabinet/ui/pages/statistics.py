"""Statistics: a period, a bucket, a slice; the chart, the sums, and the table with the same data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.statistics import StatisticsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day_long, day_short, money, weekday
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.statistics_table import Grid, grid_of, table_of
from cabinet.ui.texts import slice_name, transaction_type
from cabinet.ui.widgets.bar_chart import BarChart, Bars
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.cell import Column
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.period_button import PeriodButton
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.segmented import Segmented
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cabinet.contract.statistics import Figures, StatisticsAnswer

__all__ = ["StatisticsPage"]

_SERIES = 4


class StatisticsPage(Page):
    """The hovered bucket and the table's row light up together."""

    def __init__(self, desk: StatisticsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk = desk
        self._grid: Grid | None = None
        self._build_controls()
        upper = QHBoxLayout()
        upper.setSpacing(12)
        self._chart_card = Card(tr("Accepted transactions"), line=False)
        self._chart_card.body.setContentsMargins(15, 0, 15, 12)
        self._chart = BarChart(tr("Accepted transactions"))
        self._chart_card.body.addWidget(self._chart)
        upper.addWidget(self._chart_card, 1)
        upper.addWidget(self._build_sums())
        self.content.addLayout(upper, 5)
        self._table_card = Card(tr("The same data as a table"), padding=0)
        self._table_card.body.setContentsMargins(0, 0, 0, 7)
        copy = Button(tr("Copy"), Kind.QUIET, "copy", small=True)
        copy.clicked.connect(self._copy)
        self._table_card.add_right(copy)
        self._rows = RowsModel([Column("", 120)])
        self.table = TableView(tr("The same data as a table"), self._rows, selects=True)
        self._table_card.body.addWidget(self.table)
        self.content.addWidget(self._table_card, 4)
        self._chart.bucket_changed.connect(self._bucket_shown)
        self.table.row_chosen.connect(self._row_chosen)
        desk.changed.connect(self._show)
        self._show()

    def title(self) -> str:
        """Return the page's name."""
        return tr("Statistics")

    def set_narrow(self, narrow: bool) -> None:
        """Leave the sums to the table."""
        self._sums_card.setVisible(not narrow)

    def _build_controls(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._presets = Segmented(
            tr("Period"),
            [
                ("today", tr("Today")),
                ("week", tr("7 days")),
                ("fortnight", tr("14 days")),
                ("month", tr("30 days")),
                ("year", tr("Year")),
            ],
        )
        self._period = PeriodButton()
        self._buckets = Segmented(tr("Step"), [("hour", tr("Hour")), ("day", tr("Day"))])
        self._slices = Combo(tr("Slice"), [(s.value, slice_name(s)) for s in Slice], label=tr("Slice"))
        self._presets.chosen.connect(self._desk.choose_preset)
        self._period.chosen.connect(self._desk.choose_period)
        self._buckets.chosen.connect(self._bucket_chosen)
        self._slices.currentIndexChanged.connect(self._slice_chosen)
        for widget in (self._presets, self._period, self._buckets, self._slices):
            row.addWidget(widget)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        # The controls stay while an answer is on its way or has failed: another period may be the way out.
        self._outer.insertWidget(0, holder)

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
            ("stuck", tr("GGR in rejected")),
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
        self._presets.set_current(choice.preset)
        self._buckets.set_current(choice.bucket.value)
        self._slices.set_key(choice.by.value)
        self._period.say(choice.first, choice.last)
        first, last = choice.first, choice.last
        period = day_long(first) if first == last else f"{day_short(first)}–{day_long(last)}"
        self.meta = f"{period} · " + tr("Kyiv time")
        state = self._desk.state
        if not self.show_state(state) or state.data is None:
            return
        answer = state.data
        if not answer.rows:
            self.show_empty(tr("No transactions in this period."), tr("Widen the period."))
            return
        self._grid = grid_of(answer)
        self._show_chart(answer, self._grid)
        self._show_sums(answer.total)
        rows, columns = table_of(self._grid)
        self._rows.show(rows, columns)
        self._table_card.meta.say(tr("%n row(s)", len(rows) - 1))

    def _show_chart(self, answer: StatisticsAnswer, grid: Grid) -> None:
        names = [transaction_type(k) if answer.by is Slice.TYPE else k for k in grid.keys]
        series, values, colors = names[:_SERIES], grid.accepted[:_SERIES], list(range(_SERIES))
        if len(names) > _SERIES:
            rest = [sum(column) for column in zip(*grid.accepted[_SERIES:], strict=True)]
            series, values, colors = [*series, tr("Other")], [*values, rest], [*colors, 4]
        hours = answer.bucket is Bucket.HOUR
        one_day = answer.first == answer.last
        labels, titles = [], []
        for start in grid.starts:
            at = start.astimezone(KYIV)
            if hours:
                labels.append(f"{at:%H}:00" if one_day else f"{at:%d.%m %H}:00")
            else:
                labels.append(f"{at:%d.%m} {weekday(at)}" if len(grid.starts) <= 16 else f"{at:%d.%m}")
            titles.append(f"{at:%d.%m %H}:00" if hours else f"{weekday(at)}, {at:%d.%m.%Y}")
        open_from = _open_bucket(grid.starts, answer)
        self._chart.say(Bars(series, labels, titles, values, open_from=open_from, colors=colors[: len(series)]))
        what = tr("Accepted transactions by hours") if hours else tr("Accepted transactions by days")
        self._chart_card.title.say(what)
        self._chart_card.meta.say(tr("unfinished is pale"))

    def _show_sums(self, total: Figures) -> None:
        self._ggr.say(money(total.ggr_kop))
        lines = {
            "bet": (total.bet_kop, tr("%n transaction(s)", total.bets)),
            "refund": (total.refund_kop, tr("%n transaction(s)", total.refunds)),
            "payout": (total.payout_kop, tr("%n transaction(s)", total.payouts)),
            "stuck": (total.stuck_kop, tr("%n rejection(s)", total.rejected) + ", " + tr("not counted yet")),
        }
        for key, (value, second) in lines.items():
            self._sums[key][0].say(money(value))
            self._sums[key][1].say(second)

    @Slot(int)
    def _bucket_shown(self, bucket: int) -> None:
        rows = len(self._grid.starts) if self._grid else 0
        self.table.hover_row(rows - 1 - bucket if bucket >= 0 else -1)

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        rows = len(self._grid.starts) if self._grid else 0
        self._chart.show_bucket(rows - 1 - row if row < rows else -1)

    @Slot()
    def _copy(self) -> None:
        lines = ["\t".join(c.title for c in self._rows.columns)]
        lines += ["\t".join(cell.text for cell in row) for row in self._rows.rows]
        QGuiApplication.clipboard().setText("\n".join(lines).replace("\u00a0", " "))
        self.toasted.emit(tr("Table copied"))


def _open_bucket(starts: list[datetime], answer: StatisticsAnswer) -> int | None:
    if not starts:
        return None
    last = starts[-1].astimezone(KYIV)
    now = answer.as_of.astimezone(KYIV)
    same = last.date() == now.date()
    if answer.bucket is Bucket.HOUR:
        same = same and last.hour == now.hour
    return len(starts) - 1 if same else None
