"""The filter of rejections as text: ``key:value`` pairs, spoken in Ukrainian or English, one grammar for all.

A filter is words separated by blanks. A word ``key:value`` narrows; values of one key are joined by commas and mean
"any of these"; different keys mean "all of these". A word without a key is a transaction's id. Sums are hryvnias,
periods are Kyiv days by the day of receipt. The server reads the text, the window completes and colours it, and both
do it here. The canonical form is English: that is what travels and what is saved.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cabinet.contract.errors import KnownError
from cabinet.contract.filter_words import KEY_WORDS, VALUE_WORDS, FilterKey
from cabinet.contract.money import hryvnias, parse_hryvnias

__all__ = ["EVERYTHING", "OPEN", "Filter", "Listed", "Period", "Span", "parse_filter"]

_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_CODE = re.compile(r"[A-Z]{2}-[0-9]{3}")
_FIELD = re.compile(r"[A-Za-z0-9_/]{1,64}")
_GROUP = re.compile(r"[0-9a-f]{16}")
_AGO = re.compile(r"(\d{1,3})[dд]", re.IGNORECASE)
_LONGEST, _MOST_VALUES, _LONGEST_NAME = 1_000, 50, 80
_FORMS = {
    FilterKey.CODE: _CODE, FilterKey.FIELD: _FIELD, FilterKey.GROUP: _GROUP, FilterKey.SOURCE: _ID,
    FilterKey.LICENCE: _ID, FilterKey.BRAND: _ID, FilterKey.SITE: _ID, FilterKey.TX: _ID,
}  # fmt: skip


class Listed(StrEnum):
    """What ``state:`` may name: where a rejected attempt stands, in the ledger or with the people who work on it."""

    OPEN = "open"
    NEW = "new"
    IN_WORK = "in-work"
    WAITING_IT = "waiting-it"
    JUSTIFIED = "justified"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Span:
    """A sum in kopecks between two bounds, both included; None is no bound."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Period:
    """Kyiv days of receipt, both included; ``days`` instead counts back from today."""

    first: date | None = None
    last: date | None = None
    days: int | None = None

    def bounds(self, today: date) -> tuple[date, date]:
        """Return the first and the last day, given today's."""
        if self.days is not None:
            return today - timedelta(days=self.days - 1), today
        return self.first or date.min, self.last or date.max


@dataclass(frozen=True)
class Filter:
    """What is listed. Empty tuples and None narrow nothing."""

    states: tuple[Listed, ...] = ()
    codes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    txs: tuple[str, ...] = ()
    span: Span | None = None
    period: Period | None = None

    def text(self, tongue: str = "en") -> str:
        """Return the filter's words; English is the canonical form."""
        words = []
        for key in FilterKey:
            values = self._values(key, tongue)
            if values:
                words.append(f"{KEY_WORDS[key][tongue]}:{values}")
        return " ".join(words)

    def __bool__(self) -> bool:
        """Whether it narrows anything."""
        return self != EVERYTHING

    def with_values(self, key: FilterKey, values: tuple[str, ...]) -> Filter:
        """Return the filter with other values of one key, given in canonical form."""
        if key is FilterKey.SUM:
            return replace(self, span=_span(values[0]) if values else None)
        if key is FilterKey.PERIOD:
            return replace(self, period=_period(values[0]) if values else None)
        if key is FilterKey.STATE:
            return replace(self, states=tuple(Listed(v) for v in values))
        changes: dict[str, Any] = {_ATTRIBUTE[key]: values}
        return replace(self, **changes)

    def values(self, key: FilterKey) -> tuple[str, ...]:
        """Return the canonical values of one key."""
        if key is FilterKey.SUM:
            return (_span_text(self.span),) if self.span is not None else ()
        if key is FilterKey.PERIOD:
            return (_period_text(self.period, "en"),) if self.period is not None else ()
        found: tuple[str, ...] = getattr(self, _ATTRIBUTE[key])
        return tuple(str(v) for v in found)

    def _values(self, key: FilterKey, tongue: str) -> str:
        if key is FilterKey.SUM:
            return _span_text(self.span) if self.span is not None else ""
        if key is FilterKey.PERIOD:
            return _period_text(self.period, tongue) if self.period is not None else ""
        spoken = VALUE_WORDS.get(key, {})
        return ",".join(_quoted(spoken[v][tongue] if v in spoken else v) for v in self.values(key))


_ATTRIBUTE = {
    FilterKey.STATE: "states", FilterKey.CODE: "codes", FilterKey.FIELD: "fields", FilterKey.GROUP: "groups",
    FilterKey.SOURCE: "sources", FilterKey.LICENCE: "licences", FilterKey.BRAND: "brands", FilterKey.SITE: "sites",
    FilterKey.TYPE: "types", FilterKey.ASSIGNEE: "assignees", FilterKey.TX: "txs",
}  # fmt: skip
_SINGLE = {FilterKey.SUM, FilterKey.PERIOD}
EVERYTHING = Filter()
OPEN = Filter(states=(Listed.OPEN,))


def parse_filter(text: str) -> Filter:
    """Read a filter in either language; an empty text is :data:`EVERYTHING`.

    Raises:
        KnownError: ``FILTER_INVALID`` with the fact ``word``; ``expected`` names what could stand there.
    """
    if len(text) > _LONGEST:
        raise KnownError("FILTER_INVALID", word=text[:40] + "…", expected=f"≤ {_LONGEST}")
    taken = EVERYTHING
    for word in _words(text):
        name, colon, rest = word.partition(":")
        key = FilterKey.TX if not colon else _key(name, word)
        # A sum may have a decimal comma, and neither a sum nor a period has more than one value.
        parts = [rest] if key in _SINGLE else _split(rest if colon else word)
        given = tuple(_plain(v) for v in parts if v)
        if not given or len(given) > _MOST_VALUES:
            raise KnownError("FILTER_INVALID", word=word, expected=f"1…{_MOST_VALUES}")
        values = tuple(_value(key, v, word) for v in given)
        joined = values if key in _SINGLE else (*taken.values(key), *values)
        taken = taken.with_values(key, tuple(dict.fromkeys(joined)))
    return taken


def _words(text: str) -> list[str]:
    """Split at blanks outside quotes."""
    return re.findall(r'(?:"[^"]*"|[^\s"])+', text)


def _split(rest: str) -> list[str]:
    """Split at commas outside quotes."""
    return re.findall(r'(?:"[^"]*"|[^,"])+', rest)


def _plain(value: str) -> str:
    return value.replace('"', "").strip()


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s,:]", value) else value


def _key(name: str, word: str) -> FilterKey:
    lowered = name.casefold()
    for key, spoken in KEY_WORDS.items():
        if lowered in {w.casefold() for w in spoken.values()}:
            return key
    known = [w for spoken in KEY_WORDS.values() for w in spoken.values()]
    near = difflib.get_close_matches(lowered, known, 1, 0.5)
    raise KnownError("FILTER_INVALID", word=word, expected=near[0] + ":" if near else ", ".join(known[:6]) + "…")


def _value(key: FilterKey, given: str, word: str) -> str:
    spoken = VALUE_WORDS.get(key)
    if spoken is not None:
        for value, said in spoken.items():
            if given.casefold() in {value.casefold(), *(w.casefold() for w in said.values())}:
                return value
        if key is not FilterKey.ASSIGNEE:
            words = [one for said in spoken.values() for one in said.values()]
            near = difflib.get_close_matches(given.casefold(), words, 1, 0.4)
            expected = near[0] if near else ", ".join(spoken)
            raise KnownError("FILTER_INVALID", word=word, expected=expected)
    if key is FilterKey.ASSIGNEE:
        return given[:_LONGEST_NAME]
    if key is FilterKey.SUM:
        return _span_text(_span(given))
    if key is FilterKey.PERIOD:
        return _period_text(_period(given), "en")
    value = given.upper() if key is FilterKey.CODE else given
    if not _FORMS[key].fullmatch(value):
        raise KnownError("FILTER_INVALID", word=word, expected=KEY_WORDS[key]["en"])
    return value


def _span(given: str) -> Span:
    try:
        if given.startswith(">"):
            return Span(low=parse_hryvnias(given.lstrip(">=")))
        if given.startswith("<"):
            return Span(high=parse_hryvnias(given.lstrip("<=")))
        low, dots, high = given.partition("..")
        return Span(parse_hryvnias(low), parse_hryvnias(high if dots else low))
    except KnownError as error:
        raise KnownError("FILTER_INVALID", word=given, expected=">50, <100, 50..100") from error


def _span_text(span: Span) -> str:
    if span.high is None:
        return f">{_short(span.low or 0)}"
    if span.low is None:
        return f"<{_short(span.high)}"
    return f"{_short(span.low)}..{_short(span.high)}" if span.low != span.high else _short(span.low)


def _short(kopecks: int) -> str:
    return hryvnias(kopecks).removesuffix(".00")


def _period(given: str) -> Period:
    word = given.casefold()
    for days, words in _NAMED_DAYS.items():
        if word in words.values():
            return Period(days=days)
    ago = _AGO.fullmatch(given)
    try:
        if ago is not None:
            return Period(days=max(1, int(ago[1])))
        first, dots, last = given.partition("..")
        begin, end = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError as error:
        expected = "7d, today, 2026-01-31, 2026-01-01..2026-01-31"
        raise KnownError("FILTER_INVALID", word=given, expected=expected) from error
    if end < begin:
        raise KnownError("FILTER_INVALID", word=given, expected=f"{last}..{first}")
    return Period(begin, end)


_NAMED_DAYS = {1: {"en": "today", "uk": "сьогодні"}}


def _period_text(period: Period, tongue: str) -> str:
    if period.days is not None:
        named = _NAMED_DAYS.get(period.days)
        return named[tongue] if named is not None else f"{period.days}{'д' if tongue == 'uk' else 'd'}"
    first, last = period.first, period.last
    return f"{first}" if first == last else f"{first}..{last}"
