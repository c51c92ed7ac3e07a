"""When what differs happened: one or two short spans that hold all of it point to what went wrong then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["LEAST", "LONGEST", "MOST_SPANS", "Span", "common_times"]

LEAST: Final = 3
"""Fewer moments than this are near to one another by chance."""
LONGEST: Final = 15 * 60 * 1_000_000
"""Microseconds that a span lasts at most."""
MOST_SPANS: Final = 2


class Span(NamedTuple):
    """From its first moment to its last one, microseconds since 1970 UTC, and how many there are."""

    first: int
    last: int
    number: int


def common_times(moments: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans that hold every moment, in order; nothing where there are too few or they lie too far apart."""
    spans: list[Span] = []
    for moment in sorted(moments):
        if spans and moment - spans[-1].first <= LONGEST:
            spans[-1] = Span(spans[-1].first, moment, spans[-1].number + 1)
        elif len(spans) == MOST_SPANS:
            return ()
        else:
            spans.append(Span(moment, moment, 1))
    enough = sum(span.number for span in spans) >= LEAST and all(span.number > 1 for span in spans)
    return tuple(spans) if enough else ()
