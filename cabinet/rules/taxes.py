"""What is owed on gaming income and withheld from payouts, in whole kopecks: pure arithmetic, nothing of law.

Halves are rounded up. The Tax Code names no rule for the kopeck of one payout, so this one is our assumption: tax and
levy of each payout are rounded by themselves and then added, as they are withheld and paid one by one. The base is the
whole payout; the stake is not deducted (Tax Code, 170.6.3). Tax on gaming income is taken of the sum of a licence's
days under one rate. Where payouts and refunds are more than bets there is nothing to tax, and such a loss is set off
against nothing, neither another licence nor another period: that too is an assumption, on the careful side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cabinet.rules.rates import MILLION

__all__ = ["gaming_tax", "growing", "rounded_share"]

_HALF: Final = MILLION // 2


def rounded_share(kopecks: int, millionths: int) -> int:
    """Return a share of a sum that is not negative, to the kopeck, halves up."""
    return (kopecks * millionths + _HALF) // MILLION


def gaming_tax(ggr_kop: int, millionths: int) -> int:
    """Return the tax on gaming income; nought on a loss."""
    return rounded_share(max(ggr_kop, 0), millionths)


def growing(ggr_kop: Iterable[int], millionths: int) -> Iterator[int]:
    """Return what each part of a period adds to the tax on all of it so far: the parts sum to the whole.

    A part with a loss takes away from what parts before it have brought.
    """
    sum_kop = tax = 0
    for part in ggr_kop:
        sum_kop += part
        before, tax = tax, gaming_tax(sum_kop, millionths)
        yield tax - before
