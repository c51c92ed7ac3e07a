"""Taxes of a period, from the roll-ups of its days by licence: as many rows as days and licences, however many bets.

A licence is for one kind of game, and nothing is accepted under it for another (RG-603), so its days are the days of
that kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Rows
from cabinet.contour.statistics.ggr import formula
from cabinet.contour.statistics.periods import Period
from cabinet.contour.statistics.tax_shares import Added, Shared, read_days, shares_of
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import from_micros, kyiv_day
from cabinet.contract.states import Bucket, Environment, Slice, Tax, Vertical
from cabinet.contract.taxes import RateUsed, TaxAnswer, TaxFigure, TaxPart, TaxRow, TaxShare
from cabinet.rules.rates import WITHHELD, Rate, RateTable, Segment
from cabinet.rules.taxes import growing

__all__ = ["taxes"]


@dataclass(frozen=True)
class _Day:
    day: date
    bucket: int
    licence: str
    ggr_kop: int
    payout_kop: int
    withheld: dict[Tax, int]


@dataclass
class _Figure:
    """A figure as it grows: its parts, and what each bucket adds."""

    tax: Tax
    vertical: Vertical | None
    parts: list[TaxPart] = field(default_factory=list)
    buckets: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, bucket: int, base_kop: int, tax_kop: int) -> None:
        """Add to a bucket."""
        sums = self.buckets[bucket]
        sums[0] += base_kop
        sums[1] += tax_kop


class _Rates:
    """Rates in the order in which figures use them."""

    def __init__(self) -> None:
        self.used: dict[Rate, int] = {}

    def place(self, rate: Rate | None) -> int | None:
        """Return a rate's place."""
        return None if rate is None else self.used.setdefault(rate, len(self.used))


def taxes(
    rows: Rows, edrpou: str, query: Mapping[str, str], now: datetime, environment: Environment, table: RateTable
) -> TaxAnswer:
    """Return the taxes of a period; today by default.

    Raises:
        KnownError: ``PERIOD_INVALID``.
    """
    today = kyiv_day(now).isoformat()
    period = Period.read(query.get("from", today), query.get("to", today), query.get("bucket", Bucket.DAY))
    if period.bucket is Bucket.HOUR:
        raise KnownError("PERIOD_INVALID")
    days, verticals = list(_days(rows, edrpou, period)), _verticals(rows, edrpou)
    rates = _Rates()
    figures = [*_gaming(days, verticals, period, table, rates), *_withheld(days, period, table, rates)]
    shares = shares_of(rows, edrpou, period, verticals, table)
    behind = {"from": period.first.isoformat(), "to": period.last.isoformat(), "bucket": "day", "by": "licence"}
    path = "/statistics?" + urlencode(behind)
    return TaxAnswer(
        first=period.first, last=period.last, bucket=period.bucket, time_zone="Europe/Kyiv", as_of=now,
        as_of_seq=newest_entry(rows, edrpou),
        buckets=[from_micros(start) for start in dict.fromkeys(period.buckets().values())],
        figures=[_told(figure, list(rates.used), path) for figure in figures],
        rows=[
            TaxRow(start=from_micros(bucket), figure=number, base_kop=base, tax_kop=tax)
            for number, figure in enumerate(figures)
            for bucket, (base, tax) in sorted(figure.buckets.items())
        ],
        shares=[
            _share(number, by, key, added)
            for number, figure in enumerate(figures)
            for (by, key), added in shares[figure.tax, figure.vertical].items()
        ],
        rates=[_used(rate) for rate in rates.used], rates_name=table.name, own_rates=table.own, estimate=True,
        test_data=environment is Environment.TEST,
    )  # fmt: skip


def _days(rows: Rows, edrpou: str, period: Period) -> Iterator[_Day]:
    bucket_of = period.buckets()
    for start, licence, ggr, payout, pit, levy in read_days(rows, edrpou, period, Slice.LICENCE):
        withheld = {Tax.PERSONAL_INCOME: pit, Tax.MILITARY_LEVY: levy}
        yield _Day(kyiv_day(from_micros(start)), bucket_of[start], licence, ggr, payout, withheld)


def _verticals(rows: Rows, edrpou: str) -> dict[str, Vertical]:
    """Return the kind of game of each licence, oldest first."""
    found = rows.tuples(
        "SELECT number, vertical FROM licences WHERE edrpou = :edrpou ORDER BY issued, number", edrpou=edrpou
    )
    return {number: Vertical(vertical) for number, vertical in found}


def _gaming(
    days: list[_Day], verticals: Mapping[str, Vertical], period: Period, table: RateTable, rates: _Rates
) -> Iterator[_Figure]:
    """Yield a figure of each kind of game that there is a licence for."""
    for vertical in dict.fromkeys(verticals.values()):
        figure = _Figure(Tax.GAMING_INCOME, vertical)
        for licence in (number for number, kind in verticals.items() if kind is vertical):
            own = [day for day in days if day.licence == licence]
            for segment in table.segments(figure.tax, vertical, period.first, period.last):
                here = _within(own, segment)
                base = [day.ggr_kop for day in here]
                added = growing(base, segment.rate.millionths) if segment.rate is not None else [0] * len(base)
                _add(figure, licence, segment, here, base, list(added), rates)
        yield figure


def _withheld(days: list[_Day], period: Period, table: RateTable, rates: _Rates) -> Iterator[_Figure]:
    """Yield a figure of each tax that is withheld from payouts."""
    for tax in WITHHELD:
        figure = _Figure(tax, None)
        for segment in table.segments(tax, None, period.first, period.last):
            here = _within(days, segment)
            _add(figure, None, segment, here, [d.payout_kop for d in here], [d.withheld[tax] for d in here], rates)
        yield figure


def _add(
    figure: _Figure, licence: str | None, segment: Segment, days: list[_Day], base: list[int], added: list[int],
    rates: _Rates,
) -> None:  # fmt: skip
    """Add a licence's days under one rate, whose bases and taxes are given day by day."""
    for day, base_kop, tax_kop in zip(days, base, added, strict=True):
        figure.add(day.bucket, base_kop, tax_kop)
    figure.parts.append(
        TaxPart(
            licence=licence, first=segment.first, last=segment.last, base_kop=sum(base),
            rate=rates.place(segment.rate), tax_kop=None if segment.rate is None else sum(added),
        )
    )  # fmt: skip


def _within(days: Iterable[_Day], segment: Segment) -> list[_Day]:
    return [day for day in days if segment.first <= day.day <= segment.last]


def _told(figure: _Figure, used: list[Rate], rows: str) -> TaxFigure:
    known = [part.tax_kop for part in figure.parts if part.tax_kop is not None]
    verified = all(part.rate is not None and used[part.rate].verified for part in figure.parts)
    return TaxFigure(
        tax=figure.tax, vertical=figure.vertical, base_kop=sum(part.base_kop for part in figure.parts),
        tax_kop=sum(known) if known else None, verified=verified, formula=formula(figure.tax.value),
        parts=figure.parts, rows=rows,
    )  # fmt: skip


def _share(figure: int, by: Shared, key: str, added: Added) -> TaxShare:
    return TaxShare(figure=figure, by=by, key=key or None, base_kop=added[0], tax_kop=added[1])


def _used(rate: Rate) -> RateUsed:
    return RateUsed(
        tax=rate.tax, vertical=rate.vertical, percent=rate.percent, first=rate.first, until=rate.last,
        verified=rate.verified, reference_uk=rate.reference_uk, reference_en=rate.reference_en, law_uk=rate.law_uk,
        law_en=rate.law_en, url=rate.url, source=rate.source, read_on=rate.read_on,
    )  # fmt: skip
