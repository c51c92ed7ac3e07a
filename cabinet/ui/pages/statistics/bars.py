"""What the chart draws of a grid: the chosen metric by slices, with an earlier period beside it."""

from __future__ import annotations

from functools import partial
from typing import Final

from cabinet.contract.states import Bucket
from cabinet.desks.statistics_metrics import Kind, Metric
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short
from cabinet.ui.pages.statistics.grid import Grid
from cabinet.ui.texts.statistics import axis_figure, metric_name, value_words
from cabinet.ui.widgets.bar_chart import Bars, Mark

__all__ = ["bars_of", "chart_title"]

_SERIES: Final = 4
_SCALES: Final = {Kind.COUNT: 1, Kind.MONEY: 100, Kind.SHARE: 100, Kind.LENGTH: 1000}


def bars_of(grid: Grid, metric: Metric, marks: list[Mark]) -> Bars:
    """Return the bars; more than four slices end in one of all others."""
    kind = metric.kind
    series, values, colors, sums = _series(grid, metric)
    before: list[int | None] = []
    name = said = ""
    if grid.answer.previous is not None:
        before = [metric.of(of) if of is not None else None for of in grid.before]
        name = _days(grid)
        whole = grid.total_before
        said = value_words(kind, metric.of(whole)) if whole is not None else tr("no data")
    return Bars(
        series, grid.labels(), grid.titles(), values, before, name, open_from=grid.open_from, colors=colors,
        past=grid.past, scale=_SCALES[kind], whole=kind is Kind.COUNT, figure=partial(value_words, kind),
        axis_figure=partial(axis_figure, kind), sums=sums, previous_sum=said, marks=marks,
    )  # fmt: skip


def chart_title(metric: Metric, bucket: Bucket) -> str:
    """Return what the chart is of, and by what."""
    steps = {
        Bucket.HOUR: tr("by hours"),
        Bucket.DAY: tr("by days"),
        Bucket.WEEK: tr("by weeks"),
        Bucket.MONTH: tr("by months"),
    }
    name, _, unit = metric_name(metric).partition(", ")
    return f"{name[:1].upper()}{name[1:]} {steps[bucket]}, {unit}"


def _series(grid: Grid, metric: Metric) -> tuple[list[str], list[list[int | None]], list[int], list[str]]:
    """Return names, values, colours and written sums."""
    whole = value_words(metric.kind, metric.of(grid.total))
    if not metric.adds_up or not grid.names:
        return [tr("in all")], [[metric.of(of) for of in grid.totals]], [0], [whole]
    rows = [[metric.of(of) for of in row] for row in grid.slices]
    names, values, colors = grid.names[:_SERIES], rows[:_SERIES], list(range(_SERIES))
    if len(rows) > _SERIES:
        rest = [sum(value or 0 for value in column) for column in zip(*rows[_SERIES:], strict=True)]
        names, values, colors = [*names, tr("Other")], [*values, [*rest]], [*colors, _SERIES]
    sums = [value_words(metric.kind, sum(value or 0 for value in row)) for row in values]
    return names, values, colors[: len(names)], sums


def _days(grid: Grid) -> str:
    """Return the days of the earlier period, with their year where it is another one."""
    previous = grid.answer.previous
    if previous is None:
        return ""
    first, last = previous.first, previous.last
    words = day_short if first.year == last.year == grid.answer.last.year == grid.answer.first.year else day
    return words(first) if first == last else f"{words(first)}–{words(last)}"
