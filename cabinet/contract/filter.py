"""The filter of rejections as text: ``key:value`` pairs, spoken in Ukrainian or English, one grammar for all.

A filter is words separated by blanks. A word ``key:value`` narrows; values of one key are joined by commas and mean
"any of these"; different keys mean "all of these". A word without a key is a transaction's id. Sums are hryvnias,
periods are Kyiv days by the day of receipt. The server reads the text, the window completes and colours it, and both
do it here. The canonical form is English: that is what travels and what is saved. Cyrillic letters that look like
Latin ones are read as those wherever a code, an id or a word of the grammar stands.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cabinet.contract.errors import KnownError
from cabinet.contract.filter_bounds import (
    BOUND,
    SAID_PERIOD,
    Period,
    Span,
    parse_period,
    parse_span,
    period_text,
    span_text,
)
from cabinet.contract.filter_words import EXAMPLES, KEY_WORDS, NEAR_WORDS, VALUE_WORDS, Due, FilterKey, latin

__all__ = [
    "EVERYTHING",
    "LONGEST",
    "MOST_VALUES",
    "OPEN",
    "Filter",
    "Listed",
    "parse_filter",
    "read_otherwise",
    "split_filter",
]

LONGEST, MOST_VALUES = 4_000, 200
"""Characters of a filter's text, and values of one of its keys."""

_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_CODE = re.compile(r"[A-Z]{2}-[0-9]{3}")
_FIELD = re.compile(r"[A-Za-z0-9_/]{1,64}")
_GROUP = re.compile(r"[0-9a-f]{16}")
_LIST = re.compile(r"[0-9a-f]{32}")
_WORD = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_ONE = re.compile(r'(?:"[^"]*"?|[^\s",])+')
_COMMA = re.compile(r"\s*,")
_BLANKS = re.compile(r"\s+")
_KEY = re.compile(r'([^\s:"]+):(?!")')
_LONGEST_NAME = 80
_FORMS = {
    FilterKey.CODE: _CODE, FilterKey.FIELD: _FIELD, FilterKey.GROUP: _GROUP, FilterKey.SOURCE: _ID,
    FilterKey.LICENCE: _ID, FilterKey.BRAND: _ID, FilterKey.SITE: _ID, FilterKey.TX: _ID, FilterKey.ROOT: _ID,
    FilterKey.FOLLOWS: _GROUP, FilterKey.LIST: _LIST,
}  # fmt: skip


class Listed(StrEnum):
    """What ``state:`` may name: where a rejected attempt stands, in the ledger or with the people who work on it.

    Of those open, ``READY`` are the ones that hung on a transaction which is accepted by now, ``OVERDUE`` those that
    should have been dealt with by now. ``HELD`` are refunds that wait for their bets: not rejected, so they are listed
    where they are asked for by this word, and nowhere else.
    """

    OPEN = "open"
    NEW = "new"
    IN_WORK = "in-work"
    WAITING_IT = "waiting-it"
    READY = "ready"
    OVERDUE = "overdue"
    JUSTIFIED = "justified"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    HELD = "held"


@dataclass(frozen=True)
class Filter:
    """What is listed. Empty tuples and None narrow nothing.

    ``follows`` are causes, of which the open rejections are listed that hang on theirs, or ``nothing`` for those that
    hang on no other cause's; ``roots`` are transactions that the listed ones hang on. ``lists`` are lists of ids that
    the server keeps (:mod:`cabinet.contract.id_lists`).
    """

    states: tuple[Listed, ...] = ()
    codes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    txs: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
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
            return replace(self, span=parse_span(values[0]) if values else None)
        if key is FilterKey.PERIOD:
            return replace(self, period=parse_period(values[0]) if values else None)
        if key is FilterKey.STATE:
            return replace(self, states=tuple(Listed(v) for v in values))
        if key is FilterKey.DUE:
            return replace(self, dues=tuple(Due(v) for v in values))
        changes: dict[str, Any] = {_ATTRIBUTE[key]: values}
        return replace(self, **changes)

    def values(self, key: FilterKey) -> tuple[str, ...]:
        """Return the canonical values of one key."""
        if key is FilterKey.SUM:
            return (span_text(self.span),) if self.span is not None else ()
        if key is FilterKey.PERIOD:
            return (period_text(self.period, "en"),) if self.period is not None else ()
        found: tuple[str, ...] = getattr(self, _ATTRIBUTE[key])
        return tuple(str(v) for v in found)

    def fixed(self, today: date) -> Filter:
        """Return the filter with a period that does not move with the days."""
        return replace(self, period=self.period.fixed(today)) if self.period is not None else self

    def _values(self, key: FilterKey, tongue: str) -> str:
        if key is FilterKey.SUM:
            return span_text(self.span) if self.span is not None else ""
        if key is FilterKey.PERIOD:
            return period_text(self.period, tongue) if self.period is not None else ""
        spoken = VALUE_WORDS.get(key, {})
        return ",".join(_quoted(spoken[v][tongue] if v in spoken else v) for v in self.values(key))


_ATTRIBUTE = {
    FilterKey.STATE: "states", FilterKey.CODE: "codes", FilterKey.FIELD: "fields", FilterKey.GROUP: "groups",
    FilterKey.SOURCE: "sources", FilterKey.LICENCE: "licences", FilterKey.BRAND: "brands", FilterKey.SITE: "sites",
    FilterKey.TYPE: "types", FilterKey.ASSIGNEE: "assignees", FilterKey.DUE: "dues", FilterKey.TX: "txs",
    FilterKey.FOLLOWS: "follows", FilterKey.ROOT: "roots", FilterKey.LIST: "lists",
}  # fmt: skip
_SINGLE = {FilterKey.SUM, FilterKey.PERIOD}
EVERYTHING = Filter()
OPEN = Filter(states=(Listed.OPEN,))


def parse_filter(text: str, tongue: str = "en") -> Filter:
    """Read a filter in either language; an empty text is :data:`EVERYTHING`. Refusals name words of ``tongue``.

    Raises:
        KnownError: ``FILTER_INVALID`` with the fact ``word``; ``expected`` names what could stand there.
            ``FILTER_TOO_LONG`` and ``FILTER_TOO_MANY`` with the facts ``count`` and ``limit``.
    """
    if len(text) > LONGEST:
        raise KnownError("FILTER_TOO_LONG", count=str(len(text)), limit=str(LONGEST))
    taken = EVERYTHING
    for start, end in split_filter(text):
        word = text[start:end]
        name, colon, rest = word.partition(":")
        key = _key(name, word, tongue) if colon else FilterKey.TX
        # A sum may have a decimal comma, and neither a sum nor a period has more than one value.
        parts = [rest] if key in _SINGLE else _split(rest if colon else word)
        given = tuple(v for v in (_plain(p) for p in parts) if v)
        if not given:
            raise KnownError("FILTER_INVALID", word=word, expected=_example(key, tongue))
        values = tuple(_value(key, v, word, tongue) for v in given)
        joined = values if key in _SINGLE else tuple(dict.fromkeys((*taken.values(key), *values)))
        if len(joined) > MOST_VALUES:
            raise KnownError("FILTER_TOO_MANY", count=str(len(joined)), limit=str(MOST_VALUES))
        taken = taken.with_values(key, joined)
    return taken


def read_otherwise(text: str) -> tuple[tuple[str, str], ...]:
    """Return the codes and ids of a filter that were read with letters of the other alphabet: as given, and as read."""
    found = {}
    for start, end in split_filter(text):
        name, colon, rest = text[start:end].partition(":")
        key = _known(name) if colon else FilterKey.TX
        for given in (_plain(part) for part in _split(rest if colon else text[start:end])):
            if key in _FORMS and latin(given) != given and _FORMS[key].fullmatch(_in_latin(key, given)):
                found[given] = _in_latin(key, given)
    return tuple(found.items())


def split_filter(text: str) -> list[tuple[int, int]]:
    """Return where the words of a filter begin and end; blanks inside quotes and inside a bound part nothing."""
    words, at = [], 0
    while at < len(text):
        blanks = _BLANKS.match(text, at)
        if blanks is not None:
            at = blanks.end()
            continue
        named = _KEY.match(text, at)
        key = _known(named[1]) if named is not None else None
        if named is None or key is None:
            found = _WORD.match(text, at)
            end = max(found.end() if found is not None else 0, at + 1)
        elif key in _SINGLE:
            end = _bound_end(text, named.end(), key)
        else:
            end = _list_end(text, named.end(), key)
        end = max(at + len(text[at:end].rstrip()), at + 1)
        words.append((at, end))
        at = end
    return words


def _bound_end(text: str, at: int, key: FilterKey) -> int:
    said = SAID_PERIOD.match(text, at) if key is FilterKey.PERIOD else None
    found = said or BOUND.match(text, at)
    return found.end() if found is not None else at


def _list_end(text: str, at: int, key: FilterKey) -> int:
    """Return where the values of a key end: blanks may stand after its colon, round commas and in fixed values."""
    end = at
    while True:
        begin = _BLANKS.match(text, end)
        start = begin.end() if begin is not None else end
        if start > end and (named := _KEY.match(text, start)) is not None and _near(named[1]):
            return end
        said = _PHRASES[key].match(text, start) if key in _PHRASES else None
        found = said or _ONE.match(text, start)
        end = found.end() if found is not None else end
        comma = _COMMA.match(text, end)
        if comma is None:
            return end
        end = comma.end()


def _split(rest: str) -> list[str]:
    """Split at commas outside quotes."""
    return re.findall(r'(?:"[^"]*"?|[^,"])+', rest)


def _plain(value: str) -> str:
    return value.replace('"', "").strip()


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s,:]", value) else value


def _folded(word: str) -> str:
    return latin(word.casefold())


def _known(name: str) -> FilterKey | None:
    return _KEYS.get(_folded(name))


def _with_hyphen(spoken: dict[str, dict[str, str]]) -> list[str]:
    return [said for words in spoken.values() for said in words.values() if "-" in said]


def _any_of_words(words: list[str]) -> str:
    return f"(?:{'|'.join(words).replace('-', '[ -]')})" + r"(?![^\s,])"


def _near(name: str) -> bool:
    """Tell whether a word is a key, or what people write for one."""
    return _folded(name) in _NEAR_KEYS


_KEYS = {_folded(word): key for key, spoken in KEY_WORDS.items() for word in spoken.values()}
_PHRASES = {
    key: re.compile(_any_of_words(_with_hyphen(spoken)), re.IGNORECASE)
    for key, spoken in VALUE_WORDS.items()
    if _with_hyphen(spoken)
}
"""Fixed values of more than one word, which may be written with blanks."""
_NEAR_KEYS = _KEYS | {_folded(word): key for key, words in NEAR_WORDS.items() for word in words}


def _key(name: str, word: str, tongue: str) -> FilterKey:
    key = _known(name)
    if key is not None:
        return key
    near = difflib.get_close_matches(_folded(name), _NEAR_KEYS, 1, 0.6)
    expected = f"{KEY_WORDS[_NEAR_KEYS[near[0]]][tongue]}:" if near else _every_key(tongue)
    raise KnownError("FILTER_INVALID", word=word, expected=expected)


def _every_key(tongue: str) -> str:
    return ", ".join(f"{spoken[tongue]}:" for key, spoken in KEY_WORDS.items() if key is not FilterKey.LIST)


def _example(key: FilterKey, tongue: str) -> str:
    """Return a word of this key that would be read."""
    if key is FilterKey.SUM:
        value = ">50"
    elif key is FilterKey.PERIOD:
        value = f"7{'д' if tongue == 'uk' else 'd'}"
    elif key in VALUE_WORDS:
        value = next(iter(VALUE_WORDS[key].values()))[tongue]
    else:
        value = EXAMPLES[key]
    return f"{KEY_WORDS[key][tongue]}:{value}"


def _value(key: FilterKey, given: str, word: str, tongue: str) -> str:
    if key is FilterKey.SUM:
        return span_text(parse_span(given))
    if key is FilterKey.PERIOD:
        return period_text(parse_period(given, tongue), "en")
    if key in VALUE_WORDS and not (key in _FORMS and _FORMS[key].fullmatch(given)):
        return _spoken_value(key, given, word, tongue)
    value = _in_latin(key, given)
    if not _FORMS[key].fullmatch(value):
        expected = _example(key, tongue) if ":" in word or latin(word).isascii() else _every_key(tongue)
        raise KnownError("FILTER_INVALID", word=word, expected=expected)
    return value


def _in_latin(key: FilterKey, given: str) -> str:
    return latin(given.upper() if key is FilterKey.CODE else given)


def _spoken_value(key: FilterKey, given: str, word: str, tongue: str) -> str:
    spoken = VALUE_WORDS[key]
    values = {_folded(said): value for value, words in spoken.items() for said in (value, *words.values())}
    found = values.get(_folded(_BLANKS.sub("-", given)))
    if found is not None:
        return found
    if key is FilterKey.ASSIGNEE:
        return given[:_LONGEST_NAME]
    near = difflib.get_close_matches(_folded(given), values, 1, 0.4)
    expected = spoken[values[near[0]]][tongue] if near else ", ".join(words[tongue] for words in spoken.values())
    raise KnownError("FILTER_INVALID", word=word, expected=expected)
