"""A line of ``cabinet doctor``: what was looked at, how it stands, and what helps."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from cabinet.cli.messages import ukrainian
from cabinet.contract.catalogue import fill, problem_card
from cabinet.contract.errors import KnownError

__all__ = ["Line", "State", "failed", "well"]


class State(StrEnum):
    """How a thing stands; only the last makes the exit status 1."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


_WORDS = {
    State.OK: ("✓", "справно", "ok"),
    State.WARNING: ("!", "увага", "warning"),
    State.BROKEN: ("✗", "не працює", "broken"),
}
_WIDTH = 11


@dataclass(frozen=True)
class Line:
    """``name`` and ``code`` are for machines, the rest is in the terminal's language. ``remedy`` only with a code.

    ``personal`` are the parts of ``value`` that a report for support leaves out: people's names.
    """

    name: str
    state: State
    title: str
    value: str
    code: str = ""
    remedy: str = ""
    personal: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the line for a terminal: a sign and a word, never a colour alone."""
        sign, uk, en = _WORDS[self.state]
        first = f"{sign} {(uk if ukrainian() else en):<{_WIDTH}}{self.title}: {self.value}"
        return first + (f"\n  {'':<{_WIDTH}}→ {self.remedy} [{self.code}]" if self.code else "")

    def to_json(self) -> dict[str, Any]:
        """Return the value for ``--json``."""
        return {key: value for key, value in asdict(self).items() if key != "personal"}

    def impersonal(self) -> Line:
        """Return the line without people's names."""
        value = self.value
        for part in self.personal:
            value = value.replace(part, "…") if part else value
        return replace(self, value=value)


def well(name: str, uk: str, en: str, value: str) -> Line:
    """Return the line of something in order."""
    return Line(name, State.OK, uk if ukrainian() else en, value)


def failed(name: str, uk: str, en: str, error: KnownError, state: State = State.BROKEN, before: str = "") -> Line:
    """Return the line of something that is not: the card's sentence, and its way out."""
    title, card = uk if ukrainian() else en, problem_card(error.code)
    facts = {"detail": error.detail, **error.facts}
    if card is None:
        return Line(name, state, title, before + str(error), error.code)
    sentence, action = (card.sentence.uk, card.action.uk) if ukrainian() else (card.sentence.en, card.action.en)
    return Line(name, state, title, before + fill(sentence, facts), error.code, fill(action, facts))
