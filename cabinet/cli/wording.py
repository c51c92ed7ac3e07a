"""Words of the catalogue in the terminal's language, and strangers' text made harmless before it is printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Final

from cabinet.cli.saying import ukrainian
from cabinet.contract.catalogue import fill, problem_card, words
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day, kyiv_words
from cabinet.qes.trusted_list.distrust import Distrust

__all__ = ["Say", "day", "distrusted", "labelled", "moment", "plain", "reason", "speaker"]

Say = Callable[..., str]
"""From a key of the words, and facts for its gaps, to a text."""
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LONGEST: Final = 300
_HARMFUL: Final = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def plain(text: str) -> str:
    """Return a stranger's text for a terminal: a certificate may hold sequences that command one."""
    shown = "".join("�" if unicodedata.category(c) in _HARMFUL else c for c in text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}…"


def speaker(kind: str) -> Say:
    """Return what says the words of ``words/{kind}.json``."""
    known, uk = words(kind), ukrainian()

    def say(key: str, /, **facts: object) -> str:
        text = known[key].uk if uk else known[key].en
        return fill(text, {name: plain(str(value)) for name, value in facts.items()})

    return say


def reason(error: KnownError) -> str:
    """Return a problem's sentence without its way out, which speaks to whoever signs rather than whoever reads."""
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
    return kyiv_words(at)


def day(at: datetime) -> str:
    """Return its day in Kyiv."""
    return kyiv_day(at).strftime("%d.%m.%Y")


def labelled(label: str, text: str, indent: str = "  ") -> str:
    """Return one line of a label and its text."""
    return f"{indent}{label}: {text}"
