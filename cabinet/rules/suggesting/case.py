"""One finding about one line, with what the facts say of the line's other fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from cabinet.contract.errors import KnownError
from cabinet.contract.fields import Field
from cabinet.contract.findings import Finding
from cabinet.contract.json_pointers import unescaped
from cabinet.contract.moment import kyiv_day, parse_moment
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import (
    BRAND_ID,
    LICENCE_NO,
    OCCURRED_AT,
    RELATED_TX_ID,
    TRANSACTION_TABLE,
    TYPE,
)
from cabinet.rules.facts import AttemptFacts, Facts, LicenceFacts, PlaceFacts

__all__ = ["FIELD_OF", "PLACES_LOOKED_UP", "Candidate", "Case"]

T = TypeVar("T")
FIELD_OF = {field.name: field for field in TRANSACTION_TABLE}
PLACES_LOOKED_UP = ("siteId", "pointId")
"""Places that the registry knows by their own id."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that might be right; ``why`` names its sentence in ``words/suggestions.json``, ``gaps`` fill it.

    Numbers among the gaps are kopecks. ``rename`` as in :class:`cabinet.contract.suggestions.Suggestion`.
    """

    value: str | int | None
    why: str
    certain: bool = False
    gaps: dict[str, str | int] = field(default_factory=dict)
    rename: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """``value`` is the line's object; whatever is asked of it is told only where its form is right."""

    value: dict[str, Any]
    finding: Finding
    facts: Facts

    @property
    def name(self) -> str:
        """The field that the finding is about."""
        return unescaped(self.finding.pointer.removeprefix("/"))

    @property
    def given(self) -> Any:
        """The field's value; None where it is missing."""
        return self.value.get(self.name)

    @property
    def given_text(self) -> str:
        """The field's value where it is a text, else nothing."""
        return self.given if isinstance(self.given, str) else ""

    def read(self, of: Field[T]) -> T | None:
        """Return another field's value as it stands in the line, where its form is right."""
        given = self.value.get(of.name)
        return given if of.form.fits(given) else None

    @property
    def day(self) -> date | None:
        """The Kyiv day of the line."""
        try:
            return kyiv_day(parse_moment(str(self.value.get(OCCURRED_AT.name, ""))))
        except KnownError:
            return None

    @property
    def licence(self) -> LicenceFacts | None:
        """The licence that the line names, where it is the operator's."""
        number = self.read(LICENCE_NO)
        return None if number is None else self.facts.licence(number)

    @property
    def brand(self) -> str | None:
        """The brand that the line names, where it is the operator's."""
        brand = self.read(BRAND_ID)
        return brand if brand is not None and self.facts.brand_known(brand) else None

    @property
    def place(self) -> PlaceFacts | None:
        """The one place that the line names, where it stands in the registry."""
        named = [name for name in PLACES_LOOKED_UP if name in self.value]
        if len(named) != 1:
            return None
        given = self.read(FIELD_OF[named[0]])
        place = self.facts.place(given) if given is not None else None
        return place if place is not None and place.entered else None

    @property
    def bet(self) -> AttemptFacts | None:
        """The accepted bet that the line refers to."""
        related = self.read(RELATED_TX_ID)
        bet = self.facts.latest(related) if related is not None else None
        taken = {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
        return bet if bet is not None and bet.outcome in taken and bet.fields[TYPE] == "BET" else None
