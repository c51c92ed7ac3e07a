"""The table under the chart: the same data, newest first, with the sum at its end."""

from __future__ import annotations

from dataclasses import replace

from cabinet.contract.states import Bucket, Slice
from cabinet.ui.language import tr
from cabinet.ui.numbers import change, change_share, count, day_short, money, percent, weekday
from cabinet.ui.pages.statistics.grid import Grid, Totals
from cabinet.ui.widgets.cell import Cell, Column

__all__ = ["table_of"]

_ROOMS = ((4, True), (4, False), (3, False), (2, False), (1, False), (0, False))
"""How many slices have a column, and whether shares have one; the first that fits is taken."""


def table_of(grid: Grid, *, width: int, previous: bool) -> tuple[list[list[Cell]], list[Column]]:
    """Return rows with their columns, as many as a width holds.

    Shares go first, then slices, into "Other", which the chart shows too; the sums of money stay.
    """
    before = previous and grid.answer.previous is not None
    tables = (_Table(grid, slices=slices, shares=shares, previous=before) for slices, shares in _ROOMS)
    fitting = (table for table in tables if sum(column.width for column in table.columns()) <= width)
    table = next(fitting, None) or _Table(grid, slices=0, shares=False, previous=False)
    rows = [table.row(at) for at in reversed(range(grid.past))]
    rows.append(table.sum())
    return rows, table.columns()


class _Table:
    def __init__(self, grid: Grid, *, slices: int, shares: bool, previous: bool) -> None:
        self._grid = grid
        self._shares, self._previous = shares, previous
        room = slices
        sliced = grid.answer.by is not Slice.NONE and room > 0
        # The rest goes into one column, which must not stand for a single slice.
        self._shown = 0 if not sliced else len(grid.names) if len(grid.names) <= room else room - 1
        self._rest = sliced and len(grid.names) > self._shown

    def columns(self) -> list[Column]:
        answer = self._grid.answer
        first = {
            Bucket.HOUR: tr("Hour"),
            Bucket.DAY: tr("Day"),
            Bucket.WEEK: tr("Week"),
            Bucket.MONTH: tr("Month"),
        }[answer.bucket]
        found = [Column(first, 112)]
        found += [_number(name, 92) for name in self._grid.names[: self._shown]]
        if self._rest:
            found.append(_number(tr("Other"), 80))
        found.append(_number(tr("Total"), 84))
        if self._previous and answer.previous is not None:
            before = answer.previous
            one = before.first == before.last
            title = day_short(before.first) if one else f"{before.first:%d.%m}–{before.last:%d.%m}"
            days = f"{before.first}" if one else f"{before.first}/{before.last}"
            found.append(replace(_number(title, 92), copied=days))
            found.append(_number(tr("Difference"), 78))
        found += [_number(tr("Came late"), 72), _number(tr("Pending"), 84), _number(tr("Rejected"), 88)]
        if self._shares:
            found.append(_number(tr("Share"), 68))
        return [*found, _number(tr("GGR, UAH"), 124)]

    def row(self, at: int) -> list[Cell]:
        grid = self._grid
        start, bucket = grid.starts[at], grid.answer.bucket
        if bucket is Bucket.DAY:
            name = Cell(f"{start:%d.%m}", faint=weekday(start), copied=f"{start:%Y-%m-%d}")
        elif bucket is Bucket.HOUR:
            name = Cell(f"{start:%d.%m} {start:%H}:00", copied=f"{start:%Y-%m-%d %H}:00")
        elif bucket is Bucket.MONTH:
            name = Cell(grid.label(at), copied=f"{start:%Y-%m}")
        else:
            name = Cell(f"{start:%d.%m.%Y}", copied=f"{start:%Y-%m-%d}")
        return [name, *self._figures([row[at] for row in grid.accepted], grid.totals[at], weight=400)]

    def sum(self) -> list[Cell]:
        grid, total = self._grid, self._grid.answer.total
        previous = grid.answer.previous
        totals = Totals(
            total.accepted,
            total.rejected,
            total.pending,
            total.late,
            total.ggr_kop,
            previous.total.accepted if previous is not None else None,
        )
        return [Cell(tr("Total"), weight=600), *self._figures([sum(row) for row in grid.accepted], totals, weight=600)]

    def _figures(self, slices: list[int], totals: Totals, *, weight: int) -> list[Cell]:
        faint = "text" if weight == 600 else "text2"
        cells = [Cell(count(number), weight=weight) for number in slices[: self._shown]]
        if self._rest:
            cells.append(Cell(count(sum(slices[self._shown :])), weight=weight))
        cells.append(Cell(count(totals.accepted), weight=600))
        if self._previous:
            before = totals.previous or 0
            cells.append(Cell(count(before), role=faint, weight=weight))
            share = change_share(totals.accepted, before)
            cells.append(Cell(change(totals.accepted, before), role=faint, weight=weight, copied=share))
        counts = (totals.late, totals.pending, totals.rejected)
        cells += [Cell(count(number), role=faint, weight=weight) for number in counts]
        if self._shares:
            share = percent(totals.rejected, totals.accepted + totals.rejected)
            cells.append(Cell(share, role=faint, weight=weight))
        return [*cells, Cell(money(totals.ggr), weight=weight)]


def _number(title: str, width: int) -> Column:
    return Column(title, width, right=True, stretch=True)
