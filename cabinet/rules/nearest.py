"""Which names of a registry a wrong one is most like."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["CLOSE", "likeness", "nearest_first"]

CLOSE = 0.6
"""From here on two names are taken for one another's misspelling; :mod:`difflib`'s own measure."""


@lru_cache(maxsize=4096)
def likeness(given: str, name: str) -> float:
    """Return how alike two names are, from 0 to 1; a wrong mapping asks the same of every line."""
    return difflib.SequenceMatcher(None, given, name).ratio()


def nearest_first(given: str, names: Iterable[str]) -> list[str]:
    """Return the names, the most alike first; those equally alike as letters sort."""
    return sorted(set(names), key=lambda name: (-likeness(given, name), name))
