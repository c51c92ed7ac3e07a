"""GGR and taxes of a period, each figure with its formula, its rates and where its rows are (CONTRACT §5 and §6).

An estimate for reference, not a tax return. Days are of Europe/Kyiv, by ``occurredAt``; a corrected transaction moves
the day it happened on.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from cabinet.contract.endpoint import DAY, Nothing, QueryForm, ReaderEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import Bucket, Slice, Tax, Vertical

__all__ = [
    "GGR",
    "TAX",
    "Formula",
    "GgrAnswer",
    "GgrFigures",
    "GgrRow",
    "RateUsed",
    "TaxAnswer",
    "TaxFigure",
    "TaxPart",
    "TaxRow",
    "TaxShare",
]


class Formula(Answer):
    """How a figure comes about, in both languages."""

    uk: str
    en: str


class GgrFigures(Answer):
    """Kopecks. ``ggr_kop`` = bets − refunds − payouts of what is accepted; what is stuck is as in rejections."""

    bet_kop: int
    refund_kop: int
    payout_kop: int
    ggr_kop: int
    stuck_operations_kop: int
    stuck_ggr_kop: int


class GgrRow(Answer):
    """One bucket, and one slice of it; ``start`` is the bucket's first moment within the period."""

    start: Moment
    key: str | None
    figures: GgrFigures


class GgrAnswer(Answer):
    """``GET /statistics/ggr``: ``rows`` has only buckets in which something happened, and sums to ``total``.

    ``accepted_rows`` and ``stuck_rows`` are paths, with their queries, of what the figures are made of.
    """

    first: date
    last: date
    bucket: Bucket
    by: Slice
    time_zone: str
    as_of: Moment
    as_of_seq: int
    buckets: list[Moment]
    rows: list[GgrRow]
    total: GgrFigures
    formula: Formula
    stuck_formula: Formula
    accepted_rows: str
    stuck_rows: str
    estimate: Literal[True]
    test_data: bool


class RateUsed(Answer):
    """A row of the table of rates; ``until`` and ``read_on`` may be unknown, ``verified`` says that it was read.

    ``law_uk`` and ``law_en`` are the law's whole title, ``url`` its address: each empty where the table has none.
    """

    tax: Tax
    vertical: Vertical | None
    percent: str
    first: date
    until: date | None
    verified: bool
    reference_uk: str
    reference_en: str
    law_uk: str
    law_en: str
    url: str
    source: str
    read_on: date | None


class TaxPart(Answer):
    """What a figure is the sum of: one licence (for what is withheld, all of them) on days under one rate.

    ``base_kop`` is GGR, or the payouts; a base below nought is a loss, taxed with nought. ``rate`` is a place in the
    answer's ``rates``; without one there is no ``tax_kop`` either.
    """

    licence: str | None
    first: date
    last: date
    base_kop: int
    rate: int | None
    tax_kop: int | None


class TaxFigure(Answer):
    """One tax, of one kind of game where it has rates by kind; ``tax_kop`` is None where no day has a rate."""

    tax: Tax
    vertical: Vertical | None
    base_kop: int
    tax_kop: int | None
    verified: bool
    formula: Formula
    parts: list[TaxPart]
    rows: str


class TaxRow(Answer):
    """What one bucket adds to a figure, ``figure`` being its place: a loss in it may take something away."""

    start: Moment
    figure: int
    base_kop: int
    tax_kop: int


class TaxShare(Answer):
    """What one licence or one brand adds to a figure; ``key`` is None for what belongs to none that is registered.

    A tax on gaming income is one licence's: brands of it get shares, the largest first, and one with a loss takes away.
    """

    figure: int
    by: Literal[Slice.LICENCE, Slice.BRAND]
    key: str | None
    base_kop: int
    tax_kop: int


class TaxAnswer(Answer):
    """``GET /statistics/tax``: ``rows`` of a figure sum to its ``base_kop`` and ``tax_kop``, to the kopeck.

    So do its ``shares`` of all licences, and those of all brands.

    ``own_rates`` says that the operator has put a table of its own in the place of the shipped one. Licences of which
    nothing is registered have no kind of game, and so no tax on gaming income.
    """

    first: date
    last: date
    bucket: Bucket
    time_zone: str
    as_of: Moment
    as_of_seq: int
    buckets: list[Moment]
    figures: list[TaxFigure]
    rows: list[TaxRow]
    shares: list[TaxShare]
    rates: list[RateUsed]
    rates_name: str
    own_rates: bool
    estimate: Literal[True]
    test_data: bool


_PERIOD: tuple[tuple[str, QueryForm], ...] = (("from", DAY), ("to", DAY))
_STEPS: QueryForm = {"enum": ["hour", "day", "week", "month"]}
_DAYS: QueryForm = {"enum": ["day", "week", "month"]}
_SLICES: QueryForm = {"enum": ["none", "type", "licence", "brand", "site", "source"]}
GGR = ReaderEndpoint(
    "statistics_ggr",
    "GET",
    "/statistics/ggr",
    Nothing,
    GgrAnswer,
    "GGR accepted and GGR stuck in rejections, by licence, brand or type",
    right=Right.STATISTICS_SUMS,
    scope=Scope.STATS_READ,
    query=(
        *_PERIOD,
        ("bucket", _STEPS),
        ("by", _SLICES),
    ),
)
"""GGR of a period, from the roll-ups."""
TAX = ReaderEndpoint(
    "statistics_tax",
    "GET",
    "/statistics/tax",
    Nothing,
    TaxAnswer,
    "Estimate of taxes: on gaming income by kind of game, and withheld from payouts",
    right=Right.STATISTICS_SUMS,
    scope=Scope.STATS_READ,
    query=(*_PERIOD, ("bucket", _DAYS)),
)
"""Taxes of a period, from the roll-ups of its days."""
