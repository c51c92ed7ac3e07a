"""What licences and brands add to each tax, from the roll-ups of days; the shares sum to the figure, to the kopeck.

What is withheld from payouts is summed by licence and by brand as it is. Tax on gaming income is of a licence's days
under one rate, so brands are told apart by sites: each is under one licence and one brand. What was played at a place
that is registered nowhere, or moved to another licence since, is nobody's: an empty key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from cabinet.contour.ledger.roll_ups import DAY
from cabinet.contour.ledger.store import Rows
from cabinet.contour.statistics.periods import Period
from cabinet.contract.moment import from_micros, kyiv_day
from cabinet.contract.states import Slice, Tax, Vertical
from cabinet.rules.rates import WITHHELD, RateTable, Segment
from cabinet.rules.taxes import gaming_tax, growing

__all__ = ["Added", "Shared", "Shares", "read_days", "shares_of"]

Added = tuple[int, int]
"""Kopecks of a base, and of the tax on it."""
Shared = Literal[Slice.LICENCE, Slice.BRAND]
Shares = dict[tuple[Tax, Vertical | None], dict[tuple[Shared, str], Added]]
"""Tax and kind of game → (by, key) → what it adds; in the order in which they are told."""
_ROWS: Final = (
    "SELECT start, key, bet_kop - refund_kop - payout_kop, payout_kop, pit_kop, levy_kop FROM rollups WHERE "
    "edrpou = :edrpou AND step = :step AND slice = :slice AND start >= :start AND start < :end ORDER BY start, key"
)
_Days = dict[date, int]
"""Kyiv day → GGR."""


def read_days(rows: Rows, edrpou: str, period: Period, by: Slice) -> list[tuple[int, str, int, int, int, int]]:
    """Return the start of each day with its keys, GGR, payouts, personal income tax and military levy, oldest first."""
    return rows.tuples(_ROWS, edrpou=edrpou, step=DAY, slice=by.value, start=period.start, end=period.end)


def shares_of(
    rows: Rows, edrpou: str, period: Period, verticals: Mapping[str, Vertical], table: RateTable
) -> Shares:  # fmt: skip
    """Return the shares of every figure; ``verticals`` are of the licences."""
    found: Shares = {(tax, None): {} for tax in WITHHELD}
    licences: dict[str, _Days] = defaultdict(dict)
    for by in (Slice.LICENCE, Slice.BRAND):
        for start, key, ggr, payout, *withheld in read_days(rows, edrpou, period, by):
            if by is Slice.LICENCE:
                licences[key][kyiv_day(from_micros(start))] = ggr
            for tax, kopecks in zip(WITHHELD, withheld, strict=True):
                _add(found[tax, None], (by, key), payout, kopecks)
    brands = _brands(rows, edrpou, period)
    for vertical in dict.fromkeys(verticals.values()):
        shares = found[Tax.GAMING_INCOME, vertical] = {}
        for licence in (number for number, kind in verticals.items() if kind is vertical):
            for segment in table.segments(Tax.GAMING_INCOME, vertical, period.first, period.last):
                base = _within(licences[licence], segment)
                of_brands = {brand: _within(days, segment) for brand, days in brands[licence].items()}
                of_brands[""] = base - sum(of_brands.values())
                rate = segment.rate.millionths if segment.rate is not None else 0
                _add(shares, (Slice.LICENCE, licence), base, gaming_tax(base, rate))
                _divide(shares, of_brands, rate)
    return found


def _divide(shares: dict[tuple[Shared, str], Added], of_brands: Mapping[str, int], rate: int) -> None:
    """Add what brands of one licence add to its tax, the largest first."""
    ordered = sorted((brand for brand in of_brands if of_brands[brand]), key=lambda brand: (-of_brands[brand], brand))
    for brand, tax in zip(ordered, growing((of_brands[brand] for brand in ordered), rate), strict=True):
        _add(shares, (Slice.BRAND, brand), of_brands[brand], tax)


def _brands(rows: Rows, edrpou: str, period: Period) -> dict[str, dict[str, _Days]]:
    """Return licence → brand → GGR of its sites."""
    sites = {
        site: (licence, brand)
        for site, licence, brand in rows.tuples(
            "SELECT site_id, licence_no, brand_id FROM sites WHERE edrpou = :edrpou", edrpou=edrpou
        )
    }
    found: dict[str, dict[str, _Days]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for start, site, ggr, *_ in read_days(rows, edrpou, period, Slice.SITE):
        if site in sites:
            licence, brand = sites[site]
            found[licence][brand][kyiv_day(from_micros(start))] += ggr
    return found


def _within(days: Mapping[date, int], segment: Segment) -> int:
    return sum(kop for day, kop in days.items() if segment.first <= day <= segment.last)


def _add(shares: dict[tuple[Shared, str], Added], place: tuple[Shared, str], base: int, tax: int) -> None:
    before = shares.get(place, (0, 0))
    shares[place] = (before[0] + base, before[1] + tax)
