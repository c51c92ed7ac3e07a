"""Statistics as a grid of buckets and slices, with an earlier period beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from cabinet.contract.compared import counterpart
from cabinet.contract.moment import KYIV, day_bounds
from cabinet.contract.states import Bucket, Compared, Slice
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.desks.statistics_buckets import totals_by_bucket
from cabinet.desks.statistics_metrics import Metric, Totals
from cabinet.ui.language import tr
from cabinet.ui.pages.statistics.labels import axis_labels, data_names, titles
from cabinet.ui.texts.registry import vertical
from cabinet.ui.texts.transactions import transaction_type

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import PreviousPeriod, StatisticsAnswer
    from cabinet.desks.statistics import Statistics

__all__ = ["Grid", "grid_of", "slice_names"]

_NAMELESS: Final = "—"
_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True)
class Grid:
    """``slices[slice][bucket]``, slices by size; every bucket is there, ``past`` of them have begun.

    ``totals[bucket]`` are of all slices together, ``before[bucket]`` of its counterpart in the earlier period: None
    where that is not told, or nothing was submitted yet. ``total`` and ``total_before`` are of whole periods.
    """

    answer: StatisticsAnswer
    starts: list[datetime]
    past: int
    keys: list[str]
    names: list[str]
    slices: list[list[Totals]]
    totals: list[Totals]
    before: list[Totals | None]
    total: Totals
    total_before: Totals | None

    @property
    def accepted(self) -> list[list[int]]:
        """Return accepted transactions of slices by buckets."""
        return [[of.accepted for of in row] for row in self.slices]

    @property
    def open_from(self) -> int | None:
        """The bucket that is not over yet, if any."""
        end = day_bounds(self.answer.last)[1]
        return self.past - 1 if self.past and self.answer.as_of < end else None

    def labels(self) -> list[str]:
        """Return the buckets' names on the axis."""
        return axis_labels(self.starts, self.answer.bucket, self.answer.first, self.answer.last)

    def titles(self) -> list[str]:
        """Return the buckets' whole names."""
        return titles(self.starts, self.answer.bucket, self.answer.last)

    def data_names(self) -> list[str]:
        """Return the buckets' names for programs."""
        return data_names(self.starts, self.answer.bucket)


def grid_of(data: Statistics, shown: Grid | None = None, metric: Metric = Metric.ACCEPTED) -> Grid:
    """Arrange an answer's rows; slices by size, largest first.

    Where ``shown`` answers the same question its slices keep their order, however they outgrow each other: columns and
    colours do not change places before somebody's eyes.
    """
    answer = data.answer
    starts = [start.astimezone(KYIV) for start in answer.buckets]
    place = {start: at for at, start in enumerate(answer.buckets)}
    by_key: dict[str, list[Totals]] = {}
    for row in answer.rows:
        of_key = by_key.setdefault(row.key or "", [Totals() for _ in starts])
        of_key[place[row.start]] = Totals.of(row.figures)
    # A slice with nothing to show, such as a misspelt site with nothing accepted, would be an empty colour and column.
    sizes = {key: sum(abs(metric.of(of) or 0) for of in row) for key, row in by_key.items()}
    keys = sorted((key for key, size in sizes.items() if size), key=lambda key: (-sizes[key], key))
    if shown is not None and _question(shown.answer) == _question(answer):
        kept = [key for key in shown.keys if key in keys]
        keys = [*kept, *(key for key in keys if key not in kept)]
    past = sum(1 for start in answer.buckets if start <= answer.as_of)
    names = slice_names(answer.by, data.record)
    totals = totals_by_bucket(answer)
    before, total_before = _before(answer, answer.previous, starts, data.compared)
    return Grid(
        answer, starts, past, keys, [_name(key, names) for key in keys], [by_key[key] for key in keys], totals, before,
        Totals.of(answer.total), total_before,
    )  # fmt: skip


def _question(answer: StatisticsAnswer) -> tuple[object, ...]:
    return answer.first, answer.last, answer.bucket, answer.by


def _before(
    answer: StatisticsAnswer, previous: PreviousPeriod | None, starts: list[datetime], how: Compared
) -> tuple[list[Totals | None], Totals | None]:
    """Return the earlier period bucket by bucket, and whole: hours by the clock, since days have 23 to 25 of them.

    Before the first bucket in which anything was submitted there is nothing to compare with.
    """
    if previous is None or not previous.rows:
        return [None] * len(starts), None
    begun = previous.rows[0].start.astimezone(KYIV)
    sums: dict[tuple[date, int], Totals] = {}
    for row in previous.rows:
        sums.setdefault(_place(row.start.astimezone(KYIV), answer.bucket), Totals()).add(row.figures)
    earlier = [start.astimezone(KYIV) for start in previous.buckets]
    found: list[Totals | None] = []
    for number, start in enumerate(starts):
        if answer.bucket in {Bucket.WEEK, Bucket.MONTH}:
            there = _place(earlier[number], answer.bucket) if number < len(earlier) else None
        elif how is Compared.YEAR and (start.month, start.day) == _LEAP_DAY:
            there = None
        else:
            day = counterpart(start.date(), answer.first, answer.last, answer.bucket, how)
            there = day, _place(start, answer.bucket)[1]
        known = there is not None and there >= _place(begun, answer.bucket)
        found.append(sums.get(there, Totals(bets=0, ggr=0)) if known and there is not None else None)
    return found, Totals.of(previous.total)


def _place(start: datetime, bucket: Bucket) -> tuple[date, int]:
    return start.date(), start.hour if bucket is Bucket.HOUR else 0


def _name(key: str, names: dict[str, str]) -> str:
    if not key:
        return tr("in all")
    return tr("not named") if key == _NAMELESS else names.get(key, key)


def slice_names(by: Slice, record: OperatorRecord) -> dict[str, str]:
    """Return what people call the keys of a slice."""
    if by is Slice.TYPE:
        return {key: transaction_type(key) for key in ("BET", "REFUND", "PAYOUT")}
    if by is Slice.BRAND:
        return {brand.brand_id: brand.name for brand in record.brands}
    if by is Slice.SITE:
        return {site.site_id: site.name for site in record.sites}
    if by is Slice.SOURCE:
        return {source.source_id: source.name for source in record.sources} | {CABINET_SOURCE: tr("corrections")}
    if by is Slice.LICENCE:
        # The kind of game says more than the number, as long as it is one licence's alone.
        kinds = Counter(licence.vertical for licence in record.licences)
        return {x.number: vertical(x.vertical) if kinds[x.vertical] == 1 else x.number for x in record.licences}
    return {}
