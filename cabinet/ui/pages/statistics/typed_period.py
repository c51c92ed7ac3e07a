"""A period as people type it: one day, or two with a dash or two dots between them; read, or said to be wrong."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Final

from cabinet.contract.moment import parse_day

__all__ = ["TypedPeriodError", "Wrong", "read_period"]

_BETWEEN: Final = re.compile(r"\s*(?:\.\.|[–—])\s*|\s+-\s+|(?<=\.\d{4})\s*-\s*(?=\d)|(?<=\d\.\d{2})\s*-\s*(?=\d)")
"""A dash, two dots, or a hyphen that is none of an ISO day's own."""
_YEARLESS: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.?", re.ASCII)


class Wrong(Enum):
    """What is wrong with a typed period."""

    EMPTY = "empty"
    NO_DAY = "no-day"
    NO_SUCH_DAY = "no-such-day"
    REVERSED = "reversed"
    FUTURE = "future"
    LONG = "long"


class TypedPeriodError(ValueError):
    """:attr:`wrong` says what; :attr:`word` is the part that is meant, as it was typed."""

    def __init__(self, wrong: Wrong, word: str) -> None:
        super().__init__(f"{wrong.value}: {word!r}")
        self.wrong, self.word = wrong, word


def read_period(typed: str, today: date, longest: int) -> tuple[date, date]:
    """Return the first and the last day.

    ``27.11.2026``, ``2026-11-27``, ``27.11`` of this year; ``01.11–27.11``, ``01.11..27.11.2026``. A first day
    without a year is of the last one's. Nothing is moved to a day that would fit.

    Raises:
        TypedPeriodError: it is none, or reversed, or goes past today, or has more than ``longest`` days.
    """
    if not typed.strip():
        raise TypedPeriodError(Wrong.EMPTY, "")
    begin, *rest = _BETWEEN.split(typed.strip(), maxsplit=1)
    last = _day(rest[0] if rest else begin, today.year)
    first = _day(begin, last.year) if rest else last
    if last < first:
        raise TypedPeriodError(Wrong.REVERSED, typed.strip())
    if last > today:
        raise TypedPeriodError(Wrong.FUTURE, rest[0] if rest else begin)
    if (last - first).days >= longest:
        raise TypedPeriodError(Wrong.LONG, typed.strip())
    return first, last


def _day(word: str, year: int) -> date:
    yearless = _YEARLESS.fullmatch(word)
    try:
        return date(year, int(yearless[2]), int(yearless[1])) if yearless is not None else parse_day(word)
    except ValueError as error:
        shaped = yearless is not None or re.fullmatch(r"\d+([.-])\d+\1\d+", word, re.ASCII) is not None
        raise TypedPeriodError(Wrong.NO_SUCH_DAY if shaped else Wrong.NO_DAY, word) from error
