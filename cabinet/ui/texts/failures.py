"""Words of the catalogue: what a failure is, and the way out; what a finding is called."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from cabinet.contract.moment import parse_moment
from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import day, moment

if TYPE_CHECKING:
    from cabinet.contract.catalogue import Words
    from cabinet.contract.errors import BugError, KnownError

__all__ = ["failure_words", "finding_title", "problem_words", "words"]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")


def words(both: Words) -> str:
    """Return the catalogue's words in the language that is spoken."""
    return both.en if language() is Language.ENGLISH else both.uk


def failure_words(failure: KnownError | BugError) -> tuple[str, str]:
    """Return the sentence and the way out for a failure."""
    facts = {"detail": getattr(failure, "detail", ""), **getattr(failure, "facts", {})}
    return problem_words(failure.code, facts)


def problem_words(code: str, facts: dict[str, str] | None = None) -> tuple[str, str]:
    """Return the sentence and the way out for a problem's code."""
    from cabinet.contract.catalogue import fill, problem_card

    card, facts = problem_card(code), {name: _spoken(fact) for name, fact in (facts or {}).items()}
    if card is None:
        return tr("Something went wrong."), tr("Try again, or copy the report for support.")
    return fill(words(card.sentence), facts), fill(words(card.action), facts)


def _spoken(fact: str) -> str:
    """Return a day or a moment as people write it; any other fact as it is."""
    if _DAY.fullmatch(fact):
        return day(date.fromisoformat(fact))
    return moment(parse_moment(fact)) if _MOMENT.fullmatch(fact) else fact


def finding_title(code: str) -> str:
    """Return a finding's title, or its code when a newer server names one we do not know."""
    from cabinet.contract.catalogue import finding_cards

    card = finding_cards().get(code)
    return code if card is None else words(card.title)
