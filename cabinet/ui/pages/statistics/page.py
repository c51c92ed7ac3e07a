"""Statistics: a period, a metric, a step, a slice; what stands out, the chart, the same as a table, GGR and taxes."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.states import Bucket, Compared, Slice
from cabinet.desks.statistics import Statistics, StatisticsDesk
from cabinet.desks.statistics_buckets import days_of
from cabinet.desks.statistics_metrics import Kind as ValueKind
from cabinet.desks.statistics_metrics import Metric
from cabinet.ui.dialogs.report_part import ReportPart
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day_long, day_short, percent
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.statistics.bars import bars_of, chart_title
from cabinet.ui.pages.statistics.causes_panel import CausesPanel
from cabinet.ui.pages.statistics.data_table import DataTable
from cabinet.ui.pages.statistics.files_part import FilesPart
from cabinet.ui.pages.statistics.finding_strip import FindingStrip
from cabinet.ui.pages.statistics.grid import Grid, grid_of
from cabinet.ui.pages.statistics.marks import marks_of
from cabinet.ui.pages.statistics.period_choice import PeriodChoice
from cabinet.ui.pages.statistics.table import table_of
from cabinet.ui.pages.statistics.taxes_part import TaxesPart
from cabinet.ui.sizes import CONTENT_MAX
from cabinet.ui.texts.statistics import compared_name, metric_name, slice_name
from cabinet.ui.widgets.bar_chart import BarChart
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord

__all__ = ["StatisticsPage"]


class StatisticsPage(Page):
    """The hovered or chosen bucket and the table's row light up together; chosen bars are asked for their causes."""

    def __init__(self, desk: StatisticsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk = desk
        self.grid: Grid | None = None
        self.report = ReportPart(self)
        self._narrow = False
        self._shown: tuple[Statistics, Metric] | None = None
        self._build_controls()
        self.finding = FindingStrip()
        self.content.addWidget(self.finding)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        self._chart_card = Card(" ", line=False)
        self._chart_card.body.setContentsMargins(15, 0, 15, 12)
        self.chart = BarChart(tr("Chart"), choosing=True)
        self._chart_card.body.addWidget(self.chart)
        upper.addWidget(self._chart_card, 1)
        self.panel = CausesPanel(desk.causes)
        upper.addWidget(self.panel)
        self.content.addLayout(upper, 4)
        self._table_card = Card(tr("The same data as a table"), padding=0)
        self._table_card.body.setContentsMargins(0, 0, 0, 7)
        self.taxes = TaxesPart(self, desk.taxes, self._record)
        self.data_table = DataTable(tr("The same data as a table"), tr("Total"))
        self.table = self.data_table.view
        self.files = FilesPart(self)
        self.held = Link("", tr("Show what is held for a decision"))
        self.held.clicked.connect(self._list_held)
        self.held.hide()
        self._table_card.add_right(self.held)
        self._table_card.add_right(self.taxes.button)
        for button in self.files.table_buttons:
            self._table_card.add_right(button)
        self._second.addWidget(self.files.chart_button)
        self._table_card.body.addWidget(self.data_table)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self._table_card, 1)
        lower.addWidget(self.taxes.card)
        self.content.addLayout(lower, 5)
        self.chart.bucket_changed.connect(self.data_table.hover_bucket)
        self.chart.chosen.connect(self._chosen)
        self.data_table.bucket_chosen.connect(self._row_chosen)
        self.table.copied.connect(self.toasted)
        self.panel.closed.connect(self._choose_none)
        self.panel.asked.connect(self._list_rejections)
        desk.changed.connect(self._show)
        desk.taxes.changed.connect(self._show_bars)
        desk.found.changed.connect(self._show_finding)
        self._show()

    def header_actions(self) -> list[QWidget]:
        """The report."""
        return [self.report.button]

    def set_narrow(self, narrow: bool) -> None:
        """Leave GGR and taxes to a sheet."""
        self._narrow = narrow
        self.taxes.set_narrow(narrow=narrow)
        if self.grid is not None:
            self._show_chart_meta(self.grid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the controls where they have room."""
        super().resizeEvent(event)
        self._place_controls()

    def _build_controls(self) -> None:
        self.period = PeriodChoice(self._desk)
        self.metrics = Combo(tr("Metric"), [(m.value, metric_name(m)) for m in Metric], label=tr("Metric"))
        self.period.row.addWidget(self.metrics)
        self._buckets = Segmented(
            tr("Step"),
            [("hour", tr("Hour")), ("day", tr("Day")), ("week", tr("Week")), ("month", tr("Month"))],
        )
        self._slices = Combo(tr("Slice"), [(s.value, slice_name(s)) for s in Slice], label=tr("Slice"))
        told = [Compared.WEEKDAYS, Compared.YEAR, Compared.BEFORE, Compared.NONE]
        self.compared = Combo(tr("Comparison"), [(c.value, compared_name(c)) for c in told])
        self._buckets.chosen.connect(self._bucket_chosen)
        self._slices.currentIndexChanged.connect(self._slice_chosen)
        self.metrics.currentIndexChanged.connect(self._metric_chosen)
        self.compared.currentIndexChanged.connect(self._compared_chosen)
        holder = QWidget()
        self._second = QHBoxLayout(holder)
        self._second.setContentsMargins(0, 0, 0, 0)
        self._second.setSpacing(8)
        for widget in (self._buckets, self._slices, self.compared):
            self._second.addWidget(widget)
        self._second.addStretch(1)
        # The controls stay while an answer is on its way or has failed: another period may be the way out.
        self._outer.insertWidget(0, self.period)
        self._outer.insertWidget(1, holder)

    def _place_controls(self) -> None:
        """Show the names of periods as buttons where there is room."""
        margins = self._outer.contentsMargins()
        room = min(self.width(), CONTENT_MAX) - margins.left() - margins.right()
        self.period.fold(room, self.metrics.sizeHint().width() + 2 * self.period.row.spacing())

    def _record(self) -> OperatorRecord | None:
        data = self._desk.state.data
        return data.record if data is not None else None

    @Slot(str)
    def _bucket_chosen(self, key: str) -> None:
        self._desk.choose_bucket(Bucket(key))

    @Slot()
    def _slice_chosen(self) -> None:
        self._desk.choose_slice(Slice(self._slices.key()))

    @Slot()
    def _metric_chosen(self) -> None:
        self._desk.choose_metric(Metric(self.metrics.key()))

    @Slot()
    def _compared_chosen(self) -> None:
        self._desk.choose_compared(Compared(self.compared.key()))

    @Slot()
    def _show(self) -> None:
        choice = self._desk.choice
        self._buckets.set_current(choice.bucket.value)
        self._slices.set_key(choice.by.value)
        self._slices.setEnabled(choice.metric.adds_up)
        self.metrics.set_key(choice.metric.value)
        self.compared.set_key(choice.compared.value)
        self.period.show_period(choice.preset, choice.first, choice.last)
        self._place_controls()
        first, last = choice.first, choice.last
        begin = day_short(first) if first.year == last.year else day_long(first)
        period = day_long(first) if first == last else f"{begin}–{day_long(last)}"
        self.meta = f"{period} · " + tr("Kyiv time")
        self.taxes.place()
        state = self._desk.state
        if not self.show_state(state) or state.data is None:
            return
        answer = state.data.answer
        if not answer.rows and (answer.previous is None or not answer.previous.rows):
            self.show_empty(tr("No transactions in this period."), tr("Widen the period."))
            return
        if self._shown is not None and self._shown[0] is state.data and self._shown[1] is choice.metric:
            return
        self._shown = state.data, choice.metric
        if answer.total.ggr_kop is None:
            shown = [m for m in Metric if m.kind is not ValueKind.MONEY]
            self.metrics.fill([(m.value, metric_name(m)) for m in shown])
        grid = self.grid = grid_of(state.data, self.grid, choice.metric)
        self._show_finding()
        self._chart_card.title.set_text(chart_title(choice.metric, answer.bucket))
        self._show_chart_meta(grid)
        self._show_bars()
        self.data_table.show_table(table_of(grid, choice.metric))
        self._table_card.meta.set_text(tr("%n row(s)", grid.past))
        held = answer.total.pending
        self.held.setText(tr("%n held for a decision", held))
        self.held.updateGeometry()
        self.held.setVisible(held > 0 and self._desk.sees_causes)
        self._show_panel(*_ordered(self.chart.span))

    @Slot()
    def _show_finding(self) -> None:
        """Show what stands out; its cause comes later."""
        data, grid, finding = self._desk.state.data, self.grid, self._desk.finding
        if data is not None and grid is not None and grid.answer is data.answer:
            self.finding.show_finding(finding, grid.titles()[finding.bucket] if finding is not None else "")

    @Slot()
    def _show_bars(self) -> None:
        """Show the bars; the rates among their marks come later than the figures."""
        data, taxes, grid = self._desk.state.data, self._desk.taxes.current, self.grid
        if data is not None and grid is not None and grid.answer is data.answer:
            marks = marks_of(data.answer, data.record, data.credentials, taxes.taxes.rates if taxes is not None else ())
            self.chart.show_bars(bars_of(grid, self._desk.choice.metric, marks))

    def _show_chart_meta(self, grid: Grid) -> None:
        said = [tr("unfinished is pale")] if grid.open_from is not None else []
        if said and grid.answer.previous is not None and not self._narrow:
            said.append(tr("the period before is taken up to the same hour"))
        self._chart_card.meta.set_text(" · ".join(said))

    @Slot(int, int)
    def _chosen(self, first: int, last: int) -> None:
        """Ask for the causes of the chosen bars."""
        grid = self.grid
        self.data_table.choose_bucket(last if first == last else -1)
        if grid is None or first < 0:
            self._desk.causes.forget()
        elif self._desk.sees_causes:
            self._desk.causes.choose(*days_of(grid.answer, first, last))
        self._show_panel(first, last)

    def _show_panel(self, first: int, last: int) -> None:
        grid = self.grid
        chosen = grid is not None and 0 <= first <= last < len(grid.totals)
        self.panel.setVisible(chosen)
        if grid is None or not chosen:
            return
        titles, part = grid.titles(), grid.totals[first : last + 1]
        rejected = sum(of.rejected for of in part)
        whole = rejected + sum(of.accepted for of in part)
        title = titles[first] if first == last else f"{grid.labels()[first]} – {grid.labels()[last]}"
        lead = tr("{rejected} rejected of {whole} · {share} · by the day of the event").format(
            rejected=count(rejected), whole=count(whole), share=percent(rejected, whole)
        )
        self.panel.show_bars(title, lead, rejected, hours=grid.answer.bucket is Bucket.HOUR)

    @Slot(int)
    def _row_chosen(self, bucket: int) -> None:
        self.chart.show_bucket(bucket)
        self.chart.choose(bucket, bucket)

    @Slot()
    def _choose_none(self) -> None:
        self.chart.choose(-1, -1)

    @Slot()
    def _list_held(self) -> None:
        self.leave_to.emit(f"rejections {Filter(states=(Listed.HELD,)).text()}")

    @Slot(str, str)
    def _list_rejections(self, wanted: str, days: str) -> None:
        self.leave_to.emit(f"rejections {wanted}")
        self.toasted.emit(tr("Listed by the day of receipt: {days}").format(days=days))


def _ordered(span: tuple[int, int]) -> tuple[int, int]:
    return min(span), max(span)
