"""Right sums: what is left of the stake, kopecks where hryvnias were sent, the hryvnia."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cabinet.contract.money import MAX_KOP
from cabinet.contract.transaction import AMOUNT_KOP
from cabinet.rules.suggesting.case import Candidate, Case

__all__ = ["currency", "readable_sum", "what_is_left"]

_SUM = re.compile(r"(\d{1,16})(?:[.,](\d{1,2}))?")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_HRYVNIA = re.compile(r"(?i:uah|ua|uan|грн\.?|гривн[яі]|₴|980)")


def readable_sum(case: Case) -> Iterator[Candidate]:
    """AM-401: hryvnias with their kopecks after a point, or whole kopecks that were written as a text.

    A number like ``260.0`` may be either, and is asked about.
    """
    given = case.given
    if isinstance(given, bool) or not isinstance(given, str | float):
        return
    words = _BLANKS.sub("", given) if isinstance(given, str) else format(Decimal(str(given)), "f")
    match = _SUM.fullmatch(words)
    if match is None:
        return
    whole, rest = match.groups()
    in_kopecks = int(whole) * 100 + int((rest or "0").ljust(2, "0"))
    if not 0 < in_kopecks <= MAX_KOP:
        return
    if isinstance(given, float) and given.is_integer():
        yield Candidate(int(whole), "kopecks_as_fraction", gaps={"sum": int(whole)})
        yield Candidate(in_kopecks, "hryvnias", gaps={"sum": in_kopecks})
    elif rest is not None:
        yield Candidate(in_kopecks, "hryvnias", certain=True, gaps={"sum": in_kopecks})
    else:
        yield Candidate(int(whole), "kopecks_as_text", gaps={"sum": int(whole)})


def currency(case: Case) -> Iterator[Candidate]:
    """AM-403: the hryvnia; certain where it is meant under another name, for a sum may be in what was named."""
    meant = _HRYVNIA.fullmatch(str(case.given).strip()) is not None
    yield Candidate("UAH", "hryvnia_meant" if meant else "hryvnia_only", certain=meant)


def what_is_left(case: Case) -> Iterator[Candidate]:
    """AM-404: what is left of the stake; certain while nothing of it was given back before."""
    bet = case.bet
    stake = bet.fields[AMOUNT_KOP] if bet is not None else None
    if bet is None or stake is None:
        return
    returned = case.facts.refunded_kop(bet.operator_tx_id or "")
    left = stake - returned
    if left > 0:
        gaps: dict[str, str | int] = {"stake": stake, "returned": returned, "left": left}
        yield Candidate(left, "left_of_stake" if returned else "whole_stake", certain=not returned, gaps=gaps)
