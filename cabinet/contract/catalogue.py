"""The catalogue of codes: a card each, Ukrainian and English, read from ``resources/catalogue/*.json``.

Two kinds share it. *Findings* (``XX-NNN``) speak of data, *problems* (``UPPER_SNAKE``) of requests, tokens and files.
One code means one thing for ever.
"""

from __future__ import annotations

import string
from functools import cache
from typing import TypeVar

import msgspec

from cabinet.assets import resource
from cabinet.contract.errors import BugError
from cabinet.contract.states import FixBy, Resubmit, Severity, Stage

__all__ = [
    "FindingCard",
    "ProblemCard",
    "Words",
    "fill",
    "finding_card",
    "finding_cards",
    "problem_card",
    "problem_cards",
    "status_of",
    "words",
]


Card = TypeVar("Card")


class Words(msgspec.Struct, frozen=True):
    """The same words twice; ``{gaps}`` are filled by :func:`fill`."""

    uk: str
    en: str


class FindingCard(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Card of a finding: what it means, what to do, who, and an example of an offending value."""

    title: Words
    message: Words
    remedy: Words
    severity: Severity
    stage: Stage
    fix_by: FixBy
    resubmit: Resubmit
    rule_version: int
    example: str


class ProblemCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Card of a problem: one sentence saying the state, one saying the way out.

    ``status`` is the HTTP status of a refusal by a perimeter; None for what never travels. ``number`` is the code of
    the finding that goes with the refusal, where it has one.
    """

    sentence: Words
    action: Words
    status: int | None = None
    number: str | None = None


class _Gaps(string.Formatter):
    """Fills named gaps; a missing fact leaves nothing rather than failing at the moment a person needs the words."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> str:
        del args
        facts = kwargs if isinstance(kwargs, dict) else {}
        return str(facts.get(key, "…"))


_FORMATTER = _Gaps()


def fill(text: str, facts: dict[str, str]) -> str:
    """Return the text with its ``{gaps}`` filled from the facts; values are never interpreted as templates."""
    return _FORMATTER.vformat(text, (), facts) if "{" in text else text


@cache
def finding_cards() -> dict[str, FindingCard]:
    """Return every finding's card by code."""
    return _read("findings", FindingCard)


@cache
def problem_cards() -> dict[str, ProblemCard]:
    """Return every problem's card by code."""
    return _read("problems", ProblemCard)


def finding_card(code: str) -> FindingCard:
    """Return one finding's card.

    Raises:
        KeyError: a code without a card is our mistake; the suite looks for them.
    """
    return finding_cards()[code]


def problem_card(code: str) -> ProblemCard | None:
    """Return one problem's card, or None for a code of a newer server."""
    return problem_cards().get(code)


def status_of(code: str) -> int | None:
    """Return the HTTP status that a perimeter refuses with under this code, or None for a code that never travels."""
    card = problem_card(code)
    return card.status if card is not None else None


@cache
def words(kind: str) -> dict[str, Words]:
    """Return the names of things that the window and the command line both show: ``words/{kind}.json`` by key."""
    return msgspec.json.decode(resource(f"catalogue/words/{kind}.json").read_bytes(), type=dict[str, Words])


def _read(kind: str, card: type[Card]) -> dict[str, Card]:
    cards: dict[str, Card] = {}
    for path in sorted(resource(f"catalogue/{kind}").glob("*.json")):
        for code, entry in msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw]).items():
            if code in cards:
                raise BugError(f"two cards for {code}")
            cards[code] = msgspec.json.decode(entry, type=card)
    return cards
