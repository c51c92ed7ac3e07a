"""Statistics as a grid of buckets and slices, and the table of it, newest first, with the sum at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Slice
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, percent, weekday
from cabinet.ui.texts import transaction_type
from cabinet.ui.widgets.cell import Cell, Column

if TYPE_CHECKING:
    from cabinet.contract.statistics import Figures, StatisticsAnswer

__all__ = ["Grid", "grid_of", "table_of"]

_SHOWN = 4


@dataclass(frozen=True)
class Grid:
    """``accepted[slice][bucket]``; the lists by bucket hold sums of all slices. Sums are None without the right."""

    answer: StatisticsAnswer
    starts: list[datetime]
    keys: list[str]
    accepted: list[list[int]]
    rejected: list[int]
    ggr: list[int | None]


def grid_of(answer: StatisticsAnswer) -> Grid:
    """Arrange an answer's rows; slices by size, largest first."""
    starts = sorted({row.start for row in answer.rows})
    place = {start: i for i, start in enumerate(starts)}
    by_key: dict[str, list[int]] = {}
    rejected = [0] * len(starts)
    ggr: list[int | None] = [None] * len(starts)
    for row in answer.rows:
        key = tr("accepted") if answer.by is Slice.NONE else row.key or tr("not named")
        at = place[row.start]
        by_key.setdefault(key, [0] * len(starts))[at] += row.figures.accepted
        rejected[at] += row.figures.rejected
        if row.figures.ggr_kop is not None:
            ggr[at] = (ggr[at] or 0) + row.figures.ggr_kop
    keys = sorted(by_key, key=lambda k: -sum(by_key[k]))
    return Grid(answer, starts, keys, [by_key[k] for k in keys], rejected, ggr)


def table_of(grid: Grid) -> tuple[list[list[Cell]], list[Column]]:
    """Return rows, newest first and the sum last, with their columns."""
    answer = grid.answer
    hours = answer.bucket is Bucket.HOUR
    sliced = answer.by is not Slice.NONE
    shown = grid.keys[:_SHOWN] if sliced else []
    columns = [Column(tr("Hour") if hours else tr("Day"), 130)]
    for key in shown:
        name = transaction_type(key) if answer.by is Slice.TYPE else key
        columns.append(Column(name, 110, right=True, stretch=True))
    if len(grid.keys) > _SHOWN and sliced:
        columns.append(Column(tr("Other"), 90, right=True, stretch=True))
    columns += [
        Column(tr("Total"), 110, right=True, stretch=True),
        Column(tr("Rejected"), 100, right=True, stretch=True),
        Column(tr("Share"), 90, right=True, stretch=True),
        Column(tr("GGR, UAH"), 140, right=True, stretch=True),
    ]
    rows = [_row(grid, at, len(shown)) for at in reversed(range(len(grid.starts)))]
    rows.append(_sum(grid, len(shown), answer.total))
    return rows, columns


def _row(grid: Grid, at: int, shown: int) -> list[Cell]:
    start = grid.starts[at].astimezone(KYIV)
    hours = grid.answer.bucket is Bucket.HOUR
    name = Cell(f"{start:%d.%m} {start:%H}:00" if hours else f"{start:%d.%m}", faint="" if hours else weekday(start))
    cells = [name, *(Cell(count(grid.accepted[k][at])) for k in range(shown))]
    if shown and len(grid.keys) > shown:
        cells.append(Cell(count(sum(row[at] for row in grid.accepted[shown:]))))
    total = sum(row[at] for row in grid.accepted)
    return [
        *cells,
        Cell(count(total), weight=600),
        Cell(count(grid.rejected[at]), role="text2"),
        Cell(percent(grid.rejected[at], total + grid.rejected[at]), role="text2"),
        Cell(money(grid.ggr[at])),
    ]


def _sum(grid: Grid, shown: int, total: Figures) -> list[Cell]:
    cells = [Cell(tr("Total"), weight=600)]
    cells += [Cell(count(sum(grid.accepted[k])), weight=600) for k in range(shown)]
    if shown and len(grid.keys) > shown:
        cells.append(Cell(count(sum(sum(row) for row in grid.accepted[shown:])), weight=600))
    return [
        *cells,
        Cell(count(total.accepted), weight=600),
        Cell(count(total.rejected), weight=600),
        Cell(percent(total.rejected, total.accepted + total.rejected), weight=600),
        Cell(money(total.ggr_kop), weight=600),
    ]
