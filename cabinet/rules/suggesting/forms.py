"""Right forms: a field's known name, a text that is a number, one of a list under another spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from cabinet.contract.fields import Choice, Const, Hex, Id, Whole
from cabinet.contract.identifiers import meant_id
from cabinet.contract.transaction import (
    BRAND_ID,
    FIELDS,
    LICENCE_NO,
    PLACES,
    PLAYER_REF,
    ROUND_ID,
)
from cabinet.rules.nearest import CLOSE, likeness, nearest_first
from cabinet.rules.suggesting.case import FIELD_OF, PLACES_LOOKED_UP, Candidate, Case
from cabinet.rules.suggesting.links import of_bet
from cabinet.rules.suggesting.records import (
    known_licence,
    missing_brand,
    missing_place,
    online_settlement,
    vertical,
)

__all__ = ["known_name", "missing", "of_list", "only_value", "readable"]

_PLACES = tuple(field.name for field in PLACES)
_LONGEST = 40
"""Characters; what is longer is like no name of ours."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_MISSING: dict[str, Callable[[Case], Iterable[Candidate]]] = {
    LICENCE_NO.name: known_licence,
    "vertical": vertical,
    BRAND_ID.name: missing_brand,
    "settlementForm": online_settlement,
    PLAYER_REF.name: of_bet,
    ROUND_ID.name: of_bet,
    PLACES[0].name: missing_place,
}


def known_name(case: Case) -> Iterator[Candidate]:
    """ST-205: the known name that this one is a misspelling of; else the field does not belong here."""
    wrong = case.name
    if wrong not in case.value:
        return
    absent = [name for name in FIELDS if name not in case.value]
    near = nearest_first(wrong, absent)[:1] if len(wrong) <= _LONGEST else []
    for name in near:
        if likeness(wrong, name) >= CLOSE:
            yield Candidate(None, "misspelt", certain=True, gaps={"wrong": wrong, "name": name}, rename=name)
    yield Candidate(None, "unknown_field", gaps={"wrong": wrong})


def missing(case: Case) -> Iterator[Candidate]:
    """ST-203: a value that the other fields leave no choice about; none where another field is its misspelling."""
    name = case.name
    form = FIELD_OF[name].form if name in FIELD_OF else None
    unknown = [other for other in case.value if other not in FIELD_OF and len(other) <= _LONGEST]
    if name in case.value or any(likeness(other, name) >= CLOSE for other in unknown):
        return
    if isinstance(form, Const):
        yield Candidate(form.value, "only_value", certain=True, gaps={"value": form.value})
    yield from _MISSING.get(name, _nothing)(case)


def only_value(case: Case) -> Iterator[Candidate]:
    """ST-202: the only edition of the schema there is."""
    expected = FIELD_OF[case.name].form.expected
    yield Candidate(expected, "only_value", certain=True, gaps={"value": expected})


def of_list(case: Case) -> Iterator[Candidate]:
    """ST-206: the one of the list that is spelt so but for capitals, blanks and dashes; else the most alike."""
    form, given = FIELD_OF[case.name].form if case.name in FIELD_OF else None, case.given_text
    if not isinstance(form, Choice):
        return
    for value in form.values:
        if _bare(value) == _bare(given):
            yield Candidate(value, "other_spelling", certain=True, gaps={"value": value})
            return
    if case.name == "vertical":
        yield from vertical(case)
    elif case.name == "settlementForm":
        yield from online_settlement(case)
    for value in nearest_first(given.upper(), form.values)[:1]:
        if likeness(given.upper(), value) >= CLOSE:
            yield Candidate(value, "nearest_of_list", gaps={"value": value})


def readable(case: Case) -> Iterator[Candidate]:
    """ST-204: a number for its text and a text for its number, Latin letters, small digits; one place of several."""
    name, given = case.name, case.given
    form = FIELD_OF[name].form if name in FIELD_OF else None
    if name in _PLACES and form is not None and form.fits(given):
        yield from _one_place(case)
    elif isinstance(given, bool):
        return
    elif isinstance(form, Whole) and isinstance(given, str | float):
        words = str(given).strip().removesuffix(".0")
        if words.isascii() and words.isdigit():
            yield Candidate(int(words), "number_as_text", certain=True)
    elif isinstance(form, Id | Hex) and isinstance(given, int):
        yield Candidate(str(given), "text_as_number", certain=True)
    elif isinstance(form, Id) and isinstance(given, str):
        meant = meant_id(given)
        if meant is not None:
            yield Candidate(meant, "latin_letters", certain=True)
    elif isinstance(form, Hex) and isinstance(given, str):
        yield Candidate(given.strip().lower(), "small_digits", certain=True)


def _one_place(case: Case) -> Iterator[Candidate]:
    """Several places: this one goes; certain where another of them alone stands in the registry."""
    named = [name for name in PLACES_LOOKED_UP if name in case.value]
    entered = [name for name in named if (place := case.facts.place(str(case.value[name]))) and place.entered]
    certain = len(entered) == 1 and case.name not in entered
    yield Candidate(None, "one_place", certain)


def _bare(words: str) -> str:
    return _NOT_LETTERS.sub("", words).upper()


def _nothing(_: Case) -> Iterable[Candidate]:
    return ()
