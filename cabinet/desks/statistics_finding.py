"""What stands out in a period, by three rules that can be read; nothing, where nothing does.

*Usual* is the median of the other buckets that are over; at least :data:`FEWEST` of them make a usual.

1. ``REJECTED_MORE``: at least :data:`NOTABLE` rejections, and :data:`TIMES` times the usual.
2. ``LATE_MORE``: the same of transactions that came late.
3. ``ACCEPTED_LESS``: a day that is over has at most a third of the usual, and the usual is at least :data:`MANY`.

The first rule that holds is told, of the bucket where it holds most; of equals the latest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING, Final

from cabinet.contract.states import Bucket

if TYPE_CHECKING:
    from cabinet.contract.rejections import GroupList
    from cabinet.desks.statistics_metrics import Totals

__all__ = ["FEWEST", "MANY", "NOTABLE", "TIMES", "Cause", "Finding", "Rule", "find", "with_cause"]

FEWEST: Final = 5
NOTABLE: Final = 10
TIMES: Final = 3
MANY: Final = 30


class Rule(StrEnum):
    """Which rule holds."""

    REJECTED_MORE = "rejected-more"
    LATE_MORE = "late-more"
    ACCEPTED_LESS = "accepted-less"


@dataclass(frozen=True)
class Cause:
    """Most of a bucket's rejections come from one cause: ``count`` of them."""

    code: str
    source: str
    count: int


@dataclass(frozen=True)
class Finding:
    """``value`` in ``bucket`` stands out from the ``usual``."""

    rule: Rule
    bucket: int
    value: int
    usual: int
    cause: Cause | None = None

    @property
    def times(self) -> int:
        """How many times the usual, or how many times less; 0 where there is usually none."""
        low, high = sorted((self.value, self.usual))
        return high // low if low else 0


def find(totals: Sequence[Totals], closed: int, bucket: Bucket) -> Finding | None:
    """Return what stands out among buckets, the first ``closed`` of which are over."""
    rejected = _more(Rule.REJECTED_MORE, totals, closed, lambda of: of.rejected)
    late = _more(Rule.LATE_MORE, totals, closed, lambda of: of.late)
    return rejected or late or (_less(totals, closed) if bucket is Bucket.DAY else None)


def with_cause(finding: Finding, causes: GroupList) -> Finding:
    """Name the cause of at least half, where the listed causes are of exactly the rejections that stand out."""
    if finding.rule is not Rule.REJECTED_MORE or causes.whole != finding.value or not causes.items:
        return finding
    top = max(causes.items, key=lambda group: group.whole)
    if 2 * top.whole < finding.value:
        return finding
    return replace(finding, cause=Cause(top.code, top.source, top.whole))


def _more(
    rule: Rule, totals: Sequence[Totals], closed: int, value: Callable[[Totals], int]
) -> Finding | None:  # fmt: skip
    found = []
    for at, of in enumerate(totals):
        usual = _usual([value(other) for other in totals[:closed]], at)
        if usual is not None and value(of) >= NOTABLE and value(of) >= TIMES * usual:
            found.append(Finding(rule, at, value(of), usual))
    return max(found, key=lambda one: (one.value / max(1, one.usual), one.bucket), default=None)


def _less(totals: Sequence[Totals], closed: int) -> Finding | None:
    found = []
    values = [of.accepted for of in totals[:closed]]
    for at, value in enumerate(values):
        usual = _usual(values, at)
        if usual is not None and usual >= MANY and TIMES * value <= usual:
            found.append(Finding(Rule.ACCEPTED_LESS, at, value, usual))
    return max(found, key=lambda one: (one.usual / max(1, one.value), one.bucket), default=None)


def _usual(closed: Sequence[int], but: int) -> int | None:
    others = [value for at, value in enumerate(closed) if at != but]
    return median_low(others) if len(others) >= FEWEST else None
