"""The way back through filters: typed, ticked in a facet, or opened by a view or a link, all alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cabinet.contract.filter import Filter

__all__ = ["MOST_STEPS", "FilterHistory"]

MOST_STEPS: Final = 100


@dataclass
class FilterHistory:
    """Filters that were chosen before the present one, and those that were gone back from."""

    _past: list[Filter] = field(default_factory=list)
    _future: list[Filter] = field(default_factory=list)

    def left(self, chosen: Filter) -> None:
        """Note that a filter was left for another one; what was gone back from is forgotten."""
        self._past = [*self._past, chosen][-MOST_STEPS:]
        self._future = []

    def back(self, present: Filter) -> Filter | None:
        """Return the filter before the present one, or None."""
        if not self._past:
            return None
        self._future.append(present)
        return self._past.pop()

    def forth(self, present: Filter) -> Filter | None:
        """Return the filter that was gone back from, or None."""
        if not self._future:
            return None
        self._past.append(present)
        return self._future.pop()

    def clear(self) -> None:
        """Forget everything: no session's filters are another's."""
        self._past, self._future = [], []
