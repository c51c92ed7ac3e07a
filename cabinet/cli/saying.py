"""How a command says what went wrong: the card's sentence, the way out, the code; then a status that is not 0."""

from __future__ import annotations

import locale
import os
import sys

from cabinet.cli.output import speaks_ukrainian
from cabinet.contract.errors import KnownError

__all__ = ["FAILED", "USAGE", "say_error", "ukrainian"]

FAILED = 1
USAGE = 2


def ukrainian() -> bool:
    """Tell whether the terminal's language is Ukrainian and its code page has the letters."""
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return (language or locale.getlocale()[0] or "").lower().startswith("uk") and speaks_ukrainian()


def say_error(error: KnownError) -> int:
    """Print one clear sentence and a way out to standard error; returns the exit status."""
    from cabinet.contract.catalogue import fill, problem_card

    card = problem_card(error.code)
    if card is None:
        sys.stderr.write(f"cabinet: {error}\n")
        return FAILED
    uk = ukrainian()
    sentence, action = (card.sentence.uk, card.action.uk) if uk else (card.sentence.en, card.action.en)
    facts = {"detail": error.detail, **error.facts}
    sys.stderr.write(f"cabinet: {fill(sentence, facts)} {fill(action, facts)} [{error.code}]\n")
    return FAILED
