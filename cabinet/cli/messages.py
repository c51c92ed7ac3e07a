"""What commands print: failures with the way out, words of the catalogue, and strangers' text made harmless."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cabinet.cli.output import speaks_ukrainian
from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.qes.trusted_list.distrust import Distrust

__all__ = [
    "FAILED",
    "USAGE",
    "Phrase",
    "day",
    "distrusted",
    "labelled",
    "moment",
    "phrases",
    "plain",
    "print_error",
    "reason",
    "ukrainian",
]

FAILED = 1
USAGE = 2

Phrase = Callable[..., str]
"""From a key of the words, and facts for its gaps, to a text."""
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LONGEST: Final = 300
_HARMFUL: Final = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def ukrainian() -> bool:
    """Tell whether the terminal's language is Ukrainian and its code page has the letters."""
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    import locale

    return (language or locale.getlocale()[0] or "").lower().startswith("uk") and speaks_ukrainian()


def print_error(error: KnownError) -> int:
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


def plain(text: str) -> str:
    """Return a stranger's text for a terminal: a certificate may hold sequences that command one."""
    shown = "".join("�" if unicodedata.category(c) in _HARMFUL else c for c in text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}…"


def phrases(kind: str) -> Phrase:
    """Return the reader of ``words/{kind}.json``, in the terminal's language."""
    from cabinet.contract.catalogue import fill, words

    known, uk = words(kind), ukrainian()

    def phrase(key: str, /, **facts: object) -> str:
        text = known[key].uk if uk else known[key].en
        return fill(text, {name: plain(str(value)) for name, value in facts.items()})

    return phrase


def reason(error: KnownError) -> str:
    """Return a problem's sentence without its way out, which speaks to whoever signs rather than whoever reads."""
    from cabinet.contract.catalogue import fill, problem_card

    card = problem_card(error.code)
    if card is None:
        return plain(str(error))
    facts = {"detail": error.detail, **error.facts}
    shown = {name: _DAY.sub(r"\3.\2.\1", plain(value)) for name, value in facts.items()}
    return fill(card.sentence.uk if ukrainian() else card.sentence.en, shown)


def distrusted(why: Distrust) -> str:
    """Return why a trusted list does not count an issuer."""
    return _DAY.sub(r"\3.\2.\1", plain(why.uk if ukrainian() else why.en))


def moment(at: datetime) -> str:
    """Return a moment as people in Kyiv write it."""
    from cabinet.contract.moment import kyiv_words

    return kyiv_words(at)


def day(at: datetime) -> str:
    """Return its day in Kyiv."""
    from cabinet.contract.moment import kyiv_day

    return kyiv_day(at).strftime("%d.%m.%Y")


def labelled(label: str, text: str, indent: str = "  ") -> str:
    """Return one line of a label and its text."""
    return f"{indent}{label}: {text}"
