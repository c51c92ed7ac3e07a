"""Right names of the registry: licence, kind of game, brand, place, game, terminal, form of settlement."""

from __future__ import annotations

from collections.abc import Iterator

from cabinet.contract.states import SettlementForm, Vertical
from cabinet.contract.transaction import BRAND_ID, LICENCE_NO
from cabinet.rules.facts import PlaceFacts
from cabinet.rules.nearest import CLOSE, likeness, nearest_first
from cabinet.rules.suggesting.case import Candidate, Case

__all__ = [
    "another_licence",
    "brand",
    "brand_or_place",
    "entry",
    "known_licence",
    "missing_brand",
    "missing_place",
    "non_cash",
    "online_settlement",
    "vertical",
]

_ONLINE = {Vertical.ONLINE_CASINO.value, Vertical.ONLINE_POKER.value}
_WALLS = {"point", "hall"}
"""Kinds of places that have an address in a street."""
_SURE = 0.75
"""So alike that a name of another brand of the same licence is thought of too."""


def known_licence(case: Case) -> Iterator[Candidate]:
    """RG-601, ST-203: the bet's licence, the place's, or the number most like the one that was sent."""
    bet, place = case.bet, case.place
    of_bet = bet.fields[LICENCE_NO] if bet is not None else None
    agree = place is None or of_bet is None or place.licence_no == of_bet
    if of_bet is not None and case.facts.licence(of_bet) is not None:
        yield Candidate(of_bet, "licence_of_bet", agree, {"licence": of_bet})
    if place is not None and case.facts.licence(place.licence_no) is not None:
        yield Candidate(place.licence_no, "licence_of_place", agree, {"place": place.site_id})
    for number in nearest_first(case.given_text, case.facts.licence_numbers())[:1]:
        if likeness(case.given_text, number) >= CLOSE:
            yield Candidate(number, "nearest_licence")


def another_licence(case: Case) -> Iterator[Candidate]:
    """RG-602: another licence of the same kind of game that the place is of; whether it was in force is proved."""
    place, kind = case.place, case.value.get("vertical")
    for number in nearest_first(case.given_text, case.facts.licence_numbers()):
        licence = case.facts.licence(number)
        if licence is not None and licence.vertical.value == kind and (place is None or place.licence_no == number):
            yield Candidate(number, "licence_in_force", gaps={"licence": number})


def vertical(case: Case) -> Iterator[Candidate]:
    """RG-603, ST-206, ST-203: what the licence is for; certain where the place is of that licence too."""
    licence, place = case.licence, case.place
    if licence is not None:
        certain = place is not None and place.licence_no == licence.number
        yield Candidate(licence.vertical.value, "vertical_of_licence", certain, {"licence": licence.number})


def brand_or_place(case: Case) -> Iterator[Candidate]:
    """RG-604: a brand, a site or a point."""
    yield from brand(case) if case.name == BRAND_ID.name else _place(case)


def brand(case: Case) -> Iterator[Candidate]:
    """RG-604 of the brand: the place's own, unless the licence has another place of the brand that was named."""
    place, given = case.place, case.given_text
    if place is not None:
        named = case.brand
        rival = named is not None and any(p.brand_id == named for p in _places(case, place.licence_no))
        yield Candidate(place.brand_id, "brand_of_place", not rival, {"place": place.site_id})
    for name in nearest_first(given, case.facts.brand_ids())[:1]:
        if likeness(given, name) >= CLOSE:
            yield Candidate(name, "nearest_brand")


def missing_brand(case: Case) -> Iterator[Candidate]:
    """ST-203 of the brand: the place's own."""
    place = case.place
    if place is not None:
        yield Candidate(place.brand_id, "brand_of_place", certain=True, gaps={"place": place.site_id})


def _place(case: Case) -> Iterator[Candidate]:
    """RG-604 of a place: those of the same licence and brand, the most alike first."""
    given, licence = case.given_text, case.licence
    of_licence = _places(case, None if licence is None else licence.number)
    of_brand = [p for p in of_licence if case.brand is None or p.brand_id == case.brand]
    alone = len(of_brand) == 1 and licence is not None and case.brand is not None
    for name in nearest_first(given, (p.site_id for p in of_brand)):
        if alone:
            yield Candidate(name, "only_place", certain=True, gaps=_whose(case))
        elif likeness(given, name) >= CLOSE:
            yield Candidate(name, "nearest_place", gaps=_whose(case))
    for name in nearest_first(given, (p.site_id for p in of_licence)):
        if likeness(given, name) >= _SURE:
            yield Candidate(name, "nearest_of_licence")


def missing_place(case: Case) -> Iterator[Candidate]:
    """ST-203 of a place: the only one of the licence and brand."""
    licence = case.licence
    if licence is None or case.brand is None:
        return
    found = [p for p in _places(case, licence.number) if p.brand_id == case.brand]
    if len(found) == 1:
        yield Candidate(found[0].site_id, "only_place", certain=True, gaps=_whose(case))


def _whose(case: Case) -> dict[str, str | int]:
    licence = case.licence
    return {"brand": case.brand or "—", "licence": licence.number if licence is not None else "—"}


def _places(case: Case, licence_no: str | None) -> list[PlaceFacts]:
    """Return the places of a licence that stand in the registry and are of the field's kind."""
    in_street = case.name == "pointId"
    return [
        place
        for place in case.facts.places()
        if place.entered
        and (licence_no is None or place.licence_no == licence_no)
        and (case.name == BRAND_ID.name or (place.kind in _WALLS) is in_street)
    ]


def entry(case: Case) -> Iterator[Candidate]:
    """RG-605, RG-606: the entry of the licence that was valid that day and is most like what was sent."""
    kind = "game" if case.name == "gameId" else "terminal"
    licence, day = case.licence, case.day
    fitting = [
        known.code
        for known in case.facts.entries(kind)
        if (licence is None or known.licence_no == licence.number)
        and (day is None or (known.valid_from <= day and (known.valid_to is None or day <= known.valid_to)))
    ]
    for code in nearest_first(case.given_text, fitting):
        if len(fitting) == 1 and licence is not None:
            yield Candidate(code, "only_entry", certain=True, gaps={"licence": licence.number})
        elif likeness(case.given_text, code) >= CLOSE:
            yield Candidate(code, "nearest_entry")


def non_cash(_: Case) -> Iterator[Candidate]:
    """RG-607: the only form that an online game has (Art. 30 of Law 768-IX)."""
    yield Candidate(SettlementForm.NON_CASH.value, "online_is_non_cash", certain=True)


def online_settlement(case: Case) -> Iterator[Candidate]:
    """ST-203, ST-206 of the form of settlement: an online game has only one."""
    if case.value.get("vertical") in _ONLINE:
        yield from non_cash(case)
