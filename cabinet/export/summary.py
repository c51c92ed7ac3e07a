"""What the rows of an export come to: by cause and by state, with the sums of what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Cause", "Summary", "summed"]

_OPEN: Final = "open"
_TOLD: Final = 20_000


@dataclass
class Cause:
    """Rejections of one code, field and source: how many there are, how many open, and the sum of these in kopecks."""

    code: str
    field: str
    source: str
    count: int = 0
    open: int = 0
    open_kop: int = 0


@dataclass
class Summary:
    """Causes, with most at stake first, and how many rows are in which state."""

    causes: list[Cause] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.states.total()

    @property
    def open(self) -> int:
        """How many of them are open."""
        return self.states[_OPEN]

    @property
    def open_kop(self) -> int:
        """The sum of those, in kopecks."""
        return sum(cause.open_kop for cause in self.causes)


def summed(rows: Iterable[dict[str, str]], told: Callable[[int], None] = lambda _: None) -> Summary:
    """Return the summary of rows; ``told`` hears how many were read."""
    causes: dict[tuple[str, str, str], Cause] = {}
    states: Counter[str] = Counter()
    for number, row in enumerate(rows, 1):
        key = row["code"], row["field"], row["source"]
        cause = causes.get(key)
        if cause is None:
            cause = causes[key] = Cause(*key)
        cause.count += 1
        states[row["state"]] += 1
        if row["state"] == _OPEN:
            cause.open += 1
            cause.open_kop += int(row["amountKop"] or 0)
        if not number % _TOLD:
            told(number)
    ordered = sorted(causes.values(), key=lambda c: (-c.open_kop, -c.open, -c.count, c.code, c.field, c.source))
    return Summary(ordered, states)
