"""The two keys of the filter that take a bound instead of a list: a sum in hryvnias, and a period of Kyiv days.

What is shown may be typed: thousands with blanks, a decimal comma, the currency after it, ``27.11.2026``, a range with
a dash; and periods as they are said, ``цього тижня``. The text that is made of a bound says exactly what was typed:
``>1000`` leaves 1000,00 out, ``>=1000`` does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import parse_day
from cabinet.contract.money import hryvnias, parse_hryvnias

__all__ = ["BOUND", "SAID_PERIOD", "Period", "Span", "parse_period", "parse_span", "period_text", "span_text"]

_DOTS: Final = r"(?:\s*(?:\.\.|[–—])\s*|\s+-\s+)"
_ATOM: Final = rf"(?:-?\d{{1,3}}(?:\s\d{{3}})+(?!\d)(?:[.,]\d+)?|[^\s\"]*?(?={_DOTS}|[\s\"]|$))"
_CURRENCY: Final = r"(?:\s?(?:грн\.?|₴|uah)(?![^\s\"]))"
BOUND: Final = re.compile(
    rf"\s*(?:(?:>=|<=|[<>≥≤])\s*)?{_ATOM}(?:{_DOTS}{_ATOM})?{_CURRENCY}?", re.IGNORECASE
)  # fmt: skip
"""A bound inside a filter's text: blanks of any kind group thousands, and may stand round a sign or a range's dots."""

_RANGE = re.compile(rf"{_DOTS}|(?<=\.\d{{4}})-(?=\d)")
_SUM_RANGE = re.compile(rf"{_DOTS}|(?<=\d)-(?=\d)")
_CURRENCY_AFTER = re.compile(r"\s*(?:грн\.?|₴|uah)", re.IGNORECASE)
_SIGNED = re.compile(r"(>=|<=|>|<)\s*(.*)", re.DOTALL)
_SUMS: Final = ">50, >=50, <100, 50..100"
_DAYS: Final = {"en": "d", "uk": "д"}


@dataclass(frozen=True)
class Span:
    """A sum in kopecks between two bounds; None is no bound. An ``above`` or ``below`` leaves its own bound out."""

    low: int | None = None
    high: int | None = None
    above: bool = False
    below: bool = False


@dataclass(frozen=True)
class Period:
    """Kyiv days of receipt, both included.

    ``days`` instead counts back from today, or from ``ago`` days before today; ``months`` is a calendar month and
    ``weeks`` one from Monday: 0 this one as far as today, 1 the last one.
    """

    first: date | None = None
    last: date | None = None
    days: int | None = None
    ago: int = 0
    months: int | None = None
    weeks: int | None = None

    def bounds(self, today: date) -> tuple[date, date]:
        """Return the first and the last day, given today's."""
        if self.months is not None:
            month = today.replace(day=1)
            if not self.months:
                return month, today
            end = month - timedelta(days=1)
            return end.replace(day=1), end
        if self.weeks is not None:
            monday = today - timedelta(days=today.weekday())
            return (monday - timedelta(days=7), monday - timedelta(days=1)) if self.weeks else (monday, today)
        if self.days is not None:
            last = today - timedelta(days=self.ago)
            return last - timedelta(days=self.days - 1), last
        return self.first or date.min, self.last or date.max

    def fixed(self, today: date) -> Period:
        """Return the same days by their dates, so that they stay the same tomorrow."""
        if self.days is None and self.months is None:
            return self
        first, last = self.bounds(today)
        return Period(first, last)


_NAMED: Final = {
    Period(days=1): {"en": "today", "uk": "сьогодні"},
    Period(days=1, ago=1): {"en": "yesterday", "uk": "вчора"},
    Period(weeks=0): {"en": "this-week", "uk": "цей-тиждень"},
    Period(weeks=1): {"en": "last-week", "uk": "минулий-тиждень"},
    Period(months=0): {"en": "this-month", "uk": "цей-місяць"},
    Period(months=1): {"en": "last-month", "uk": "минулий-місяць"},
}
_SAID: Final = {
    "цього-тижня": Period(weeks=0), "минулого-тижня": Period(weeks=1),
    "цього-місяця": Period(months=0), "минулого-місяця": Period(months=1),
}  # fmt: skip
"""What people say for a period in another case than its word's."""
_PHRASES: Final = _SAID | {said: period for period, words in _NAMED.items() for said in words.values()}
_DAYS_SAID: Final = r"(?:(?:last|останні|за)\s+)?(\d{1,3})\s*(?:days?|днів|дні|день|дня|[dд])"
_WORDS_SAID: Final = "|".join(_PHRASES).replace("-", r"[\s-]+")
SAID_PERIOD: Final = re.compile(rf"\s*(?:{_WORDS_SAID}|{_DAYS_SAID})(?![^\s\"])", re.IGNORECASE)
"""A period inside a filter's text that is said in words, with blanks or hyphens between them."""
_AGO_SAID: Final = re.compile(_DAYS_SAID, re.IGNORECASE)


def parse_span(given: str) -> Span:
    """Read a sum's bound: ``>1 000``, ``>=50``, ``<10,5``, ``50..100``, or one sum.

    Raises:
        KnownError: ``FILTER_INVALID`` with the fact ``word``; ``expected`` names what could stand there.
    """
    text = _CURRENCY_AFTER.sub("", given).strip().replace("≥", ">=").replace("≤", "<=")
    try:
        signed = _SIGNED.fullmatch(text)
        if signed is not None:
            sign, kopecks = signed[1], parse_hryvnias(signed[2])
            strict = len(sign) == 1
            if sign[0] == ">":
                return Span(low=kopecks, above=strict)
            return Span(high=kopecks, below=strict)
        low, *rest = _SUM_RANGE.split(text, maxsplit=1)
        span = Span(parse_hryvnias(low), parse_hryvnias(rest[0] if rest else low))
    except KnownError as error:
        raise KnownError("FILTER_INVALID", word=given, expected=_SUMS) from error
    if span.low is not None and span.high is not None and span.high < span.low:
        raise KnownError("FILTER_INVALID", word=given, expected=span_text(Span(span.high, span.low)))
    return span


def span_text(span: Span) -> str:
    """Return the bound as it is written, machine-readable: ``>1000``, ``50..100.50``."""
    if span.high is None:
        return f"{'>' if span.above else '>='}{_short(span.low or 0)}"
    if span.low is None:
        return f"{'<' if span.below else '<='}{_short(span.high)}"
    return f"{_short(span.low)}..{_short(span.high)}" if span.low != span.high else _short(span.low)


def _short(kopecks: int) -> str:
    return hryvnias(kopecks).removesuffix(".00")


def parse_period(given: str, tongue: str = "en") -> Period:
    """Read a period: a word such as ``today``, ``7d``, a day, or two days; ISO or as the window shows them.

    Raises:
        KnownError: ``FILTER_INVALID`` with the fact ``word``; ``expected`` names what could stand there.
    """
    word = given.strip().casefold()
    said = _PHRASES.get(re.sub(r"[\s-]+", "-", word))
    if said is not None:
        return said
    ago = _AGO_SAID.fullmatch(word)
    try:
        if ago is not None and int(ago[1]) > 0:
            return Period(days=int(ago[1]))
        first, *rest = _RANGE.split(word, maxsplit=1)
        begin, end = parse_day(first), parse_day(rest[0] if rest else first)
    except ValueError as error:
        raise KnownError("FILTER_INVALID", word=given, expected=_periods(tongue)) from error
    if end < begin:
        raise KnownError("FILTER_INVALID", word=given, expected=period_text(Period(end, begin), tongue))
    return Period(begin, end)


def _periods(tongue: str) -> str:
    words = ", ".join(said[tongue] for said in _NAMED.values())
    days = "2026-01-31, 2026-01-01..2026-01-31" if tongue == "en" else "31.01.2026, 01.01.2026..31.01.2026"
    return f"{words}, 7{_DAYS[tongue]}, {days}"


def period_text(period: Period, tongue: str) -> str:
    """Return the period as it is written; English is the canonical form, with ISO days."""
    named = _NAMED.get(period)
    if named is not None:
        return named[tongue]
    if period.days is not None:
        return f"{period.days}{_DAYS[tongue]}"
    first, last = (_spoken_day(of, tongue) for of in (period.first or date.min, period.last or date.max))
    return first if first == last else f"{first}..{last}"


def _spoken_day(of: date, tongue: str) -> str:
    return of.isoformat() if tongue == "en" else f"{of.day:02d}.{of.month:02d}.{of.year:04d}"
