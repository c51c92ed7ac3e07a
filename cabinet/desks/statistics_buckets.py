"""An answer's buckets: their figures, and the Kyiv days that they are of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from cabinet.contract.moment import day_bounds, kyiv_day
from cabinet.contract.states import Bucket
from cabinet.desks.statistics_metrics import Totals

if TYPE_CHECKING:
    from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["closed_buckets", "days_of", "totals_by_bucket"]


def totals_by_bucket(answer: StatisticsAnswer) -> list[Totals]:
    """Return figures of every bucket, all slices together."""
    totals = {start: Totals() for start in answer.buckets}
    for row in answer.rows:
        totals[row.start].add(row.figures)
    if answer.total.ggr_kop is not None:
        for sums in totals.values():
            sums.ggr, sums.bets = sums.ggr or 0, sums.bets or 0
    return list(totals.values())


def closed_buckets(answer: StatisticsAnswer) -> int:
    """Return how many buckets are over."""
    ends = [*answer.buckets[1:], day_bounds(answer.last)[1]]
    return sum(1 for end in ends if end <= answer.as_of)


def days_of(answer: StatisticsAnswer, first: int, last: int) -> tuple[date, date]:
    """Return the Kyiv days of some buckets, from one to another; of hours, the days that they are in."""
    begin = kyiv_day(answer.buckets[first])
    if answer.bucket is Bucket.HOUR:
        return begin, kyiv_day(answer.buckets[last])
    if last + 1 == len(answer.buckets):
        return begin, answer.last
    return begin, kyiv_day(answer.buckets[last + 1]) - timedelta(days=1)
