"""The table under the chart: one list of columns with their values, from which cells, the order, and files are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cabinet.contract.states import Bucket, Slice
from cabinet.desks.statistics_metrics import Kind, Metric
from cabinet.ui.clipboard import machine_text
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short, decimal_sign, weekday
from cabinet.ui.pages.statistics.grid import Grid
from cabinet.ui.texts.statistics import difference, metric_name, value_words
from cabinet.ui.widgets.cell import Cell, Column

__all__ = ["Figure", "StatisticsTable", "table_of"]

_NAME_WIDTH: Final = 156
_SCALES: Final = {Kind.MONEY: 2, Kind.SHARE: 2, Kind.LENGTH: 3}
"""Decimals of what a kind counts in: hryvnias, per cents, seconds."""


@dataclass(frozen=True)
class Figure:
    """A column: ``values[bucket]`` and the one of the whole period, None where there is none.

    ``compared`` makes it a difference: of ``values`` from these, the last of which is the whole period's.
    ``pinned`` columns stay however narrow the table is. ``data_title`` is what programs read where that says more.
    """

    title: str
    width: int
    kind: Kind
    values: list[int | None]
    total: int | None
    compared: tuple[list[int | None], int | None] | None = None
    pinned: bool = False
    strong: bool = False
    data_title: str = ""

    def words(self, bucket: int | None) -> str:
        """Return what stands in a bucket's row, or in the total's (None)."""
        value = self.total if bucket is None else self.values[bucket]
        if self.compared is None:
            return value_words(self.kind, value)
        before = self.compared[1] if bucket is None else self.compared[0][bucket]
        return difference(self.kind, value, before)

    def number(self, bucket: int | None) -> int | Decimal | None:
        """Return it for programs: hryvnias, per cents, seconds, transactions; of a difference the difference."""
        value = self.total if bucket is None else self.values[bucket]
        if self.compared is not None:
            before = self.compared[1] if bucket is None else self.compared[0][bucket]
            value = None if value is None or before is None else value - before
        if value is None or self.kind is Kind.COUNT:
            return value
        return Decimal(value).scaleb(-_SCALES[self.kind])


@dataclass(frozen=True)
class StatisticsTable:
    """The figures of a grid; ``names`` are of its buckets that have begun, ``data_names`` the same for programs."""

    first: str
    names: list[tuple[str, str]]
    data_names: list[str]
    figures: list[Figure]

    def columns(self) -> list[Column]:
        """Return what a table view shows; rows can be sorted by each."""
        found = [Column(self.first, _NAME_WIDTH, sorts=True)]
        found += [
            Column(
                figure.title,
                figure.width,
                right=True,
                stretch=True,
                copied=_data_title(figure),
                fold=0 if figure.pinned else 1,
                sorts=True,
            )
            for figure in self.figures
        ]
        return found

    def order(self, column: int, *, descending: bool) -> list[int]:
        """Return buckets by a column's value, those without one last; by time where it is the first column."""
        places = list(range(len(self.names)))
        if column == 0:
            return places[::-1] if descending else places
        figure = self.figures[column - 1]
        known = [(value, at) for at in places if (value := figure.number(at)) is not None]
        known.sort(key=lambda one: (-one[0] if descending else one[0], -one[1]))
        return [at for _, at in known] + [at for at in reversed(places) if figure.number(at) is None]

    def row(self, bucket: int) -> list[Cell]:
        """Return the cells of a bucket."""
        name, faint = self.names[bucket]
        return [Cell(name, faint=faint, copied=self.data_names[bucket]), *self._cells(bucket, 400)]

    def total(self) -> list[Cell]:
        """Return the cells of the whole period."""
        return [Cell(tr("Total"), weight=600), *self._cells(None, 600)]

    def _cells(self, bucket: int | None, weight: int) -> list[Cell]:
        cells = []
        for figure in self.figures:
            role = "text" if figure.strong or weight == 600 else "text2"
            number = figure.number(bucket)
            # A blank is copied as nothing; the words of a missing value are for eyes.
            copied = str(number).replace(".", decimal_sign()) if number is not None else " "
            bold = 600 if figure.strong else weight
            cells.append(Cell(figure.words(bucket), role=role, weight=bold, copied=copied))
        return cells

    def data(self, order: Sequence[int]) -> tuple[list[str], list[list[str | int | Decimal | None]]]:
        """Return head and rows for programs, the total last: numbers are numbers, days ISO with their year."""
        head = [machine_text(self.first), *(_data_title(figure) for figure in self.figures)]
        rows: list[list[str | int | Decimal | None]] = [
            [self.data_names[at], *(figure.number(at) for figure in self.figures)] for at in order
        ]
        return head, [*rows, [tr("Total"), *(figure.number(None) for figure in self.figures)]]


def table_of(grid: Grid, metric: Metric) -> StatisticsTable:
    """Return the table of what the chart shows, with the other metrics beside it: the same at every width."""
    past = range(grid.past)
    answer = grid.answer
    values = [metric.of(of) for of in grid.totals[: grid.past]]
    whole = metric.of(grid.total)
    wide = 124 if metric.kind is Kind.MONEY else 92
    named = metric_name(metric)
    found = [Figure(tr("Total"), wide, metric.kind, values, whole, pinned=True, strong=True, data_title=named)]
    if answer.previous is not None:
        before = [metric.of(of) if of is not None else None for of in grid.before[: grid.past]]
        total_before = metric.of(grid.total_before) if grid.total_before is not None else None
        title = _earlier(grid)
        days = f"{answer.previous.first}/{answer.previous.last}"
        found.append(Figure(title, max(wide, 108), metric.kind, before, total_before, data_title=f"{named} {days}"))
        # A whole period beside one that is known in part would not be like beside like.
        alike = None if None in grid.before[: grid.past] else total_before
        found.append(Figure(tr("Difference"), 112, metric.kind, values, whole, (before, alike)))
    if answer.by is not Slice.NONE and metric.adds_up:
        for name, row in zip(grid.names, grid.slices, strict=True):
            of_slice = [metric.of(row[at]) for at in past]
            found.append(Figure(name, wide, metric.kind, of_slice, sum(value or 0 for value in of_slice)))
    for other, title, width in _others():
        # The mean of a day is not told by slices.
        if other is not metric and (other is not Metric.LAG or answer.by is Slice.NONE):
            of_other = [other.of(of) for of in grid.totals[: grid.past]]
            pinned = other is Metric.GGR
            found.append(Figure(title, width, other.kind, of_other, other.of(grid.total), pinned=pinned))
        if other is Metric.REJECTED_SHARE:
            pending: list[int | None] = [of.pending for of in grid.totals[: grid.past]]
            found.append(Figure(tr("Pending"), 92, Kind.COUNT, pending, grid.total.pending))
    return StatisticsTable(_first(answer.bucket), _row_names(grid), grid.data_names()[: grid.past], found)


def _others() -> list[tuple[Metric, str, int]]:
    """Return the metrics as columns: title and width."""
    return [
        (Metric.ACCEPTED, tr("Accepted"), 92),
        (Metric.REJECTED, tr("Rejected"), 96),
        (Metric.REJECTED_SHARE, tr("Share"), 76),
        (Metric.LATE, tr("Came late"), 84),
        (Metric.LAG, tr("Delay"), 92),
        (Metric.BETS, tr("Bets, UAH"), 124),
        (Metric.GGR, tr("GGR, UAH"), 124),
    ]


def _earlier(grid: Grid) -> str:
    """Return the earlier period's days; with years where they are another's."""
    previous = grid.answer.previous
    assert previous is not None  # noqa: S101  asked only where there is one
    first, last = previous.first, previous.last
    here = {grid.answer.first.year, grid.answer.last.year} == {first.year, last.year}
    said = day_short if here else day
    return said(first) if first == last else f"{said(first)}–{said(last)}"


def _first(bucket: Bucket) -> str:
    return {
        Bucket.HOUR: tr("Hour"),
        Bucket.DAY: tr("Day"),
        Bucket.WEEK: tr("Week"),
        Bucket.MONTH: tr("Month"),
    }[bucket]


def _row_names(grid: Grid) -> list[tuple[str, str]]:
    """Return name and small print of the rows."""
    if grid.answer.bucket is Bucket.DAY:
        return [(day(start), weekday(start)) for start in grid.starts[: grid.past]]
    if grid.answer.bucket is Bucket.WEEK:
        return [(title, "") for title in grid.titles()[: grid.past]]
    return [(label, "") for label in grid.labels()[: grid.past]]


def _data_title(figure: Figure) -> str:
    if figure.data_title:
        return figure.data_title
    title = machine_text(figure.title)
    unit = {Kind.MONEY: tr("UAH"), Kind.SHARE: "%", Kind.LENGTH: tr("s")}.get(figure.kind, "")
    return title if not unit or title.endswith(unit) else f"{title}, {unit}"
