"""What a figure of GGR or taxes is the sum of: its rows by period, by licence and by brand, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.statistics_metrics import Kind
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, weekday
from cabinet.ui.pages.statistics.labels import axis_labels, data_names
from cabinet.ui.pages.statistics.table import Figure, StatisticsTable

if TYPE_CHECKING:
    from cabinet.contract.taxes import GgrAnswer, GgrFigures
    from cabinet.desks.taxes import Taxes

__all__ = ["STUCK", "FigureBy", "figure_rows"]

_ACCEPTED, STUCK, _FIRST_TAX = 0, 1, 2
"""Places of figures, as :func:`cabinet.ui.texts.taxes.figure_lines` has them."""
_WIDE = 132


class FigureBy(StrEnum):
    """What a figure is divided by."""

    PERIOD = "period"
    LICENCE = "licence"
    BRAND = "brand"

    @property
    def slice(self) -> Slice:
        """The same as the perimeter calls it."""
        return {FigureBy.LICENCE: Slice.LICENCE, FigureBy.BRAND: Slice.BRAND}.get(self, Slice.NONE)


def figure_rows(of: Taxes, figure: int, by: FigureBy, names: Mapping[str, str]) -> StatisticsTable:
    """Return the rows that make up a figure, with their sum; only those in which something is.

    Args:
        of: the answers.
        figure: its place.
        by: what to divide by.
        names: what people call licences or brands.
    """
    columns, sums = _tax_sums(of, figure, by) if figure >= _FIRST_TAX else _ggr_sums(of, figure, by)
    kept = {key: values for key, values in sums.items() if any(values)}
    if by is not FigureBy.PERIOD:
        # As days are shown the newest first, so is the largest here: tables begin with their last row.
        kept = dict(sorted(kept.items(), key=lambda one: one[1][-1]))
    figures = [
        Figure(title, _WIDE, Kind.MONEY, [values[at] for values in kept.values()], sum(v[at] for v in kept.values()),
               pinned=True, strong=at == len(columns) - 1)
        for at, title in enumerate(columns)
    ]  # fmt: skip
    if by is FigureBy.PERIOD:
        starts = [datetime.fromisoformat(key).astimezone(KYIV) for key in kept]
        bucket = of.taxes.bucket
        labels = axis_labels(starts, bucket, of.taxes.first, of.taxes.last) if starts else []
        shown = (
            [(day(start), weekday(start)) for start in starts] if bucket is Bucket.DAY else [(x, "") for x in labels]
        )
        first = tr("Day") if bucket is Bucket.DAY else tr("Month")
        return StatisticsTable(first, shown, data_names(starts, bucket), figures)
    said = [names.get(key, key) or tr("not registered") for key in kept]
    first = tr("Licence") if by is FigureBy.LICENCE else tr("Brand")
    return StatisticsTable(first, [(name, "") for name in said], said, figures)


def _tax_sums(of: Taxes, figure: int, by: FigureBy) -> tuple[list[str], dict[str, list[int]]]:
    number = figure - _FIRST_TAX
    columns = [tr("Base, UAH"), tr("Sum, UAH")]
    if by is FigureBy.PERIOD:
        rows = [(row.start.isoformat(), row) for row in of.taxes.rows if row.figure == number]
        return columns, {key: [row.base_kop, row.tax_kop] for key, row in rows}
    shares = [share for share in of.taxes.shares if share.figure == number and share.by is by.slice]
    return columns, {share.key or "": [share.base_kop, share.tax_kop] for share in shares}


def _ggr_sums(of: Taxes, figure: int, by: FigureBy) -> tuple[list[str], dict[str, list[int]]]:
    answer: GgrAnswer = of.brands if by is FigureBy.BRAND else of.ggr
    keyed: Iterable[tuple[str, GgrFigures]] = (
        (row.start.isoformat() if by is FigureBy.PERIOD else row.key or "", row.figures) for row in answer.rows
    )
    found: dict[str, list[int]] = {}
    for key, figures in keyed:
        if figure == STUCK:
            values = [figures.stuck_operations_kop, figures.stuck_ggr_kop]
        else:
            values = [figures.bet_kop, figures.refund_kop, figures.payout_kop, figures.ggr_kop]
        found[key] = [a + b for a, b in zip(found.get(key, [0] * len(values)), values, strict=True)]
    if figure == STUCK:
        return [tr("Operations, UAH"), tr("Influence on GGR, UAH")], found
    return [tr("Bets, UAH"), tr("Refunds, UAH"), tr("Payouts, UAH"), tr("GGR, UAH")], found
