"""Statistics as a grid of buckets and slices, beside the period before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.moment import KYIV, day_bounds
from cabinet.contract.states import Bucket, Slice
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short, month, weekday
from cabinet.ui.texts.registry import vertical
from cabinet.ui.texts.transactions import transaction_type

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import PreviousPeriod, StatisticsAnswer
    from cabinet.desks.statistics import Statistics

__all__ = ["Grid", "Totals", "grid_of"]

_FEW: Final = 16
"""So many bars have room for the day of the week."""
_NAMELESS: Final = "—"


@dataclass
class Totals:
    """Figures of one bucket, all slices together. ``ggr`` is None without the right to see money."""

    accepted: int = 0
    rejected: int = 0
    pending: int = 0
    late: int = 0
    ggr: int | None = None
    previous: int | None = None


@dataclass(frozen=True)
class Grid:
    """``accepted[slice][bucket]``, slices by size; every bucket is there, ``past`` of them have begun."""

    answer: StatisticsAnswer
    starts: list[datetime]
    past: int
    keys: list[str]
    names: list[str]
    accepted: list[list[int]]
    totals: list[Totals]

    @property
    def open_from(self) -> int | None:
        """The bucket that is not over yet, if any."""
        end = day_bounds(self.answer.last)[1]
        return self.past - 1 if self.past and self.answer.as_of < end else None

    def label(self, at: int) -> str:
        """Return a bucket's name on the axis."""
        start = self.starts[at]
        if self.answer.bucket is Bucket.HOUR:
            one_day = self.answer.first == self.answer.last
            return f"{start:%H}:00" if one_day else f"{start:%d.%m %H}:00"
        if self.answer.bucket is Bucket.MONTH:
            return f"{start:%m.%Y}"
        days = self.answer.bucket is Bucket.DAY and len(self.starts) <= _FEW
        return f"{start:%d.%m} {weekday(start)}" if days else f"{start:%d.%m}"

    def title(self, at: int) -> str:
        """Return a bucket's full name."""
        start = self.starts[at]
        if self.answer.bucket is Bucket.HOUR:
            return f"{start:%d.%m %H}:00"
        if self.answer.bucket is Bucket.MONTH:
            return f"{month(start)} {start.year}"
        if self.answer.bucket is Bucket.WEEK:
            return f"{day_short(start)}–{day(self._end(at))}"
        return f"{weekday(start)}, {day(start)}"

    def _end(self, at: int) -> datetime:
        """Return a moment of a bucket's last day."""
        after = self.starts[at + 1] if at + 1 < len(self.starts) else day_bounds(self.answer.last)[1].astimezone(KYIV)
        return after - timedelta(hours=1)


def grid_of(data: Statistics, shown: Grid | None = None) -> Grid:
    """Arrange an answer's rows; slices by size, largest first.

    Where ``shown`` answers the same question its slices keep their order, however they outgrow each other: columns and
    colours do not change places before somebody's eyes.
    """
    answer = data.answer
    starts = [start.astimezone(KYIV) for start in answer.buckets]
    place = {start: at for at, start in enumerate(answer.buckets)}
    by_key: dict[str, list[int]] = {}
    totals = [Totals() for _ in starts]
    for row in answer.rows:
        at, figures = place[row.start], row.figures
        by_key.setdefault(row.key or "", [0] * len(starts))[at] += figures.accepted
        sums = totals[at]
        sums.accepted += figures.accepted
        sums.rejected += figures.rejected
        sums.pending += figures.pending
        sums.late += figures.late
        if figures.ggr_kop is not None:
            sums.ggr = (sums.ggr or 0) + figures.ggr_kop
    if answer.total.ggr_kop is not None:
        for sums in totals:
            sums.ggr = sums.ggr or 0
    if answer.previous is not None:
        for sums, before in zip(totals, _before(answer, answer.previous, starts), strict=True):
            sums.previous = before
    # A slice with nothing accepted, such as a misspelt site, would be an empty colour and column.
    keys = sorted((key for key in by_key if any(by_key[key])), key=lambda key: (-sum(by_key[key]), key))
    if shown is not None and _question(shown.answer) == _question(answer):
        kept = [key for key in shown.keys if key in keys]
        keys = [*kept, *(key for key in keys if key not in kept)]
    past = sum(1 for start in answer.buckets if start <= answer.as_of)
    names = _names(answer.by, data.record)
    accepted = [by_key[key] for key in keys]
    return Grid(answer, starts, past, keys, [_name(key, names) for key in keys], accepted, totals)


def _question(answer: StatisticsAnswer) -> tuple[object, ...]:
    return answer.first, answer.last, answer.bucket, answer.by


def _before(answer: StatisticsAnswer, previous: PreviousPeriod, starts: list[datetime]) -> list[int]:
    """Return the period before, bucket by bucket: hours by the clock, since days have 23 to 25 of them."""
    figures = {row.start: row.figures.accepted for row in previous.rows}
    values = [figures.get(start, 0) for start in previous.buckets]
    if answer.bucket is not Bucket.HOUR:
        return [values[at] if at < len(values) else 0 for at in range(len(starts))]
    by_clock: Counter[tuple[int, int]] = Counter()
    for start, value in zip(previous.buckets, values, strict=True):
        here = start.astimezone(KYIV)
        by_clock[(here.date() - previous.first).days, here.hour] += value
    return [by_clock[(start.date() - answer.first).days, start.hour] for start in starts]


def _name(key: str, names: dict[str, str]) -> str:
    if not key:
        return tr("accepted")
    return tr("not named") if key == _NAMELESS else names.get(key, key)


def _names(by: Slice, record: OperatorRecord) -> dict[str, str]:
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
