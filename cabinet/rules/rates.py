"""Dated tax rates as data: ``resources/rates/ukraine.json``, or a file of the operator's own in the same form.

``{"name", "rates": [{"tax", "vertical", "percent", "from", "until", "referenceUk", "referenceEn", "lawUk", "lawEn",
"url", "verified", "source", "readOn"}]}``. ``percent`` is a decimal in text with at most four places, days are
inclusive and of Kyiv, ``until`` is null where no end is known. Tax on gaming income has rates by vertical; what is
withheld from payouts has one for all. Rates of one kind follow each other without a gap and without an overlap; before
the first of them, after the last and for a vertical without any, nothing is computed. A rate is *verified* when
somebody has read its source, on ``readOn``. The law's whole title with its day and number, and its https address, may
be left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

import msgspec

from cabinet.assets import resource
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Tax, Vertical

__all__ = ["LONGEST_FILE", "MILLION", "WITHHELD", "Rate", "RateTable", "Segment", "read_rates", "shipped_rates"]

MILLION: Final = 1_000_000
"""Rates are whole millionths: 1.5 % is 15,000."""
LONGEST_FILE: Final = 1 << 20
"""Bytes of a file of rates."""
WITHHELD: Final = (Tax.PERSONAL_INCOME, Tax.MILITARY_LEVY)
"""What is withheld from each payout."""
_PERCENT: Final = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?")
_DAY: Final = timedelta(days=1)


class _Row(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    tax: str
    percent: str
    from_: str = msgspec.field(name="from")
    verified: bool
    reference_uk: str
    reference_en: str
    vertical: str | None = None
    until: str | None = None
    source: str = ""
    read_on: str | None = None
    law_uk: str = ""
    law_en: str = ""
    url: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    rates: list[_Row]


class Rate(msgspec.Struct, frozen=True):
    """One rate and the days it holds, ``first``…``last`` inclusive; ``last`` is None where no end is known."""

    tax: Tax
    vertical: Vertical | None
    percent: str
    millionths: int
    first: date
    last: date | None
    verified: bool
    reference_uk: str
    reference_en: str
    source: str
    read_on: date | None
    law_uk: str = ""
    law_en: str = ""
    url: str = ""


@dataclass(frozen=True)
class Segment:
    """Days ``first``…``last`` inclusive under one rate; None where the table has none."""

    first: date
    last: date
    rate: Rate | None


@dataclass(frozen=True)
class RateTable:
    """Rates that have been checked; ``own`` where the operator has put a file of its own in their place."""

    name: str
    rates: tuple[Rate, ...]
    own: bool = False

    @cached_property
    def withholding(self) -> str:
        """A name for what is withheld from payouts: sums made under another name are made anew."""
        said = [(r.tax.value, r.millionths, r.first.isoformat(), str(r.last)) for r in self.rates if r.tax in WITHHELD]
        return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:32]

    def segments(self, tax: Tax, vertical: Vertical | None, first: date, last: date) -> Iterator[Segment]:
        """Split days where a rate changes, oldest first."""
        day = first
        for rate in self._of.get((tax, vertical), ()):
            end = rate.last or last
            if end < day or rate.first > last:
                continue
            if rate.first > day:
                yield Segment(day, rate.first - _DAY, None)
                day = rate.first
            yield Segment(day, min(end, last), rate)
            day = min(end, last) + _DAY
        if day <= last:
            yield Segment(day, last, None)

    def withheld_on(self, day: date) -> tuple[int, int]:
        """Return personal income tax and military levy of a day, in millionths; nought where there is no rate."""
        found = [next(self.segments(tax, None, day, day)).rate for tax in WITHHELD]
        tax, levy = (rate.millionths if rate is not None else 0 for rate in found)
        return tax, levy

    @cached_property
    def _of(self) -> Mapping[tuple[Tax, Vertical | None], tuple[Rate, ...]]:
        kinds = dict.fromkeys((rate.tax, rate.vertical) for rate in self.rates)
        return {
            kind: tuple(sorted((r for r in self.rates if (r.tax, r.vertical) == kind), key=lambda rate: rate.first))
            for kind in kinds
        }


def read_rates(data: bytes, *, own: bool) -> RateTable:
    """Read and check a file of rates.

    Raises:
        KnownError: ``RATES_UNREADABLE`` for anything that has not the form, ``RATES_TAX``, ``RATES_VERTICAL``,
            ``RATES_PERCENT`` or ``RATES_DAY`` for one value, ``RATES_GAP`` or ``RATES_OVERLAP`` for two rates that do
            not meet; facts name the row, the first being 1.
    """
    if len(data) > LONGEST_FILE:
        raise KnownError("RATES_UNREADABLE", place=f"> {LONGEST_FILE}")
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise KnownError("RATES_UNREADABLE", place=str(error)) from error
    table = RateTable(file.name, tuple(_rate(number, row) for number, row in enumerate(file.rates, 1)), own)
    _check_neighbours(table)
    return table


@cache
def shipped_rates() -> RateTable:
    """Return the rates that come with the product."""
    return read_rates(resource("rates/ukraine.json").read_bytes(), own=False)


def _rate(number: int, row: _Row) -> Rate:
    here = f"№ {number}"
    try:
        tax = Tax(row.tax)
    except ValueError as error:
        raise KnownError("RATES_TAX", row=here, value=row.tax, known=", ".join(Tax)) from error
    first, last = _day(here, "from", row.from_), None if row.until is None else _day(here, "until", row.until)
    if last is not None and last < first:
        raise KnownError("RATES_DAY", row=here, name="until", value=f"{last} < {first}")
    read_on = None if row.read_on is None else _day(here, "readOn", row.read_on)
    if row.verified and (read_on is None or not row.source):
        raise KnownError("RATES_UNREADABLE", place=f"{here}: verified, source, readOn")
    if row.url and not row.url.startswith("https://"):
        raise KnownError("RATES_UNREADABLE", place=f"{here}: url")
    return Rate(
        tax, _vertical(here, tax, row.vertical), row.percent, _millionths(here, row.percent), first, last,
        row.verified, row.reference_uk, row.reference_en, row.source, read_on, row.law_uk, row.law_en, row.url,
    )  # fmt: skip


def _vertical(here: str, tax: Tax, value: str | None) -> Vertical | None:
    if (tax in WITHHELD) is (value is None):
        try:
            return None if value is None else Vertical(value)
        except ValueError:
            pass
    known = "null" if tax in WITHHELD else ", ".join(Vertical)
    raise KnownError("RATES_VERTICAL", row=here, value="null" if value is None else value, known=known)


def _millionths(here: str, percent: str) -> int:
    match = _PERCENT.fullmatch(percent)
    millionths = int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0")) if match is not None else -1
    if not 0 <= millionths <= MILLION:
        raise KnownError("RATES_PERCENT", row=here, value=percent)
    return millionths


def _day(here: str, name: str, value: str) -> date:
    try:
        if len(value) == len("2024-12-01"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise KnownError("RATES_DAY", row=here, name=name, value=value)


def _check_neighbours(table: RateTable) -> None:
    for (tax, vertical), rates in table._of.items():
        for one, other in pairwise(rates):
            facts = {"tax": " ".join(filter(None, (tax.value, vertical))), "next": other.first.isoformat()}
            if one.last is None or one.last >= other.first:
                raise KnownError("RATES_OVERLAP", **facts, last="null" if one.last is None else one.last.isoformat())
            if one.last + _DAY < other.first:
                raise KnownError("RATES_GAP", **facts, last=one.last.isoformat())
