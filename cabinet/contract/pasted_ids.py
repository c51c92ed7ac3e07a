"""Ids that are pasted as a column, a row or a list: from a spreadsheet, a letter, a log."""

from __future__ import annotations

import re
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.filter_words import latin
from cabinet.contract.identifiers import EXTERNAL_ID

__all__ = ["MOST_IDS", "pasted_ids"]

MOST_IDS: Final = 10_000
"""Ids of one list."""
_LONGEST: Final = 100 * MOST_IDS
_PARTS = re.compile(r"[\s,;|]+")
_BETWEEN = re.compile(r"[\r\n\t,;|\u2028\u2029]")
_ID = re.compile(EXTERNAL_ID)
_MARKS: Final = "\"'«»“”\ufeff"


def pasted_ids(text: str) -> tuple[str, ...] | None:
    """Return the ids of a pasted list, each once and in its order; None where the text is no list of ids.

    A list has at least two ids, between which stand line breaks, tabs, commas or semicolons. What a filter says in its
    own words (``code:RG-604,AM-404``) is none.

    Raises:
        KnownError: ``ID_LIST_TOO_LONG`` with the facts ``count`` and ``limit``.
    """
    if not _BETWEEN.search(text.strip()):
        return None
    if len(text) > _LONGEST:
        raise KnownError("ID_LIST_TOO_LONG", count=str(len(_PARTS.split(text))), limit=str(MOST_IDS))
    ids = tuple(dict.fromkeys(id_ for part in _PARTS.split(text) if (id_ := latin(part.strip(_MARKS)))))
    if len(ids) < 2 or not all(_ID.fullmatch(id_) for id_ in ids) or _says_more(text):
        return None
    if len(ids) > MOST_IDS:
        raise KnownError("ID_LIST_TOO_LONG", count=str(len(ids)), limit=str(MOST_IDS))
    return ids


def _says_more(text: str) -> bool:
    """Tell whether its first word is one of the filter's, with a key."""
    first = text.split(maxsplit=1)[0]
    try:
        return ":" in first and bool(parse_filter(first.rstrip(",;")))
    except KnownError:
        return False
