"""Short spans that hold every moment, at their limits."""

from __future__ import annotations

import pytest

from cabinet.reconcile.common_times import LONGEST, Span, common_times

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("moments", "found"),
    [
        ([], ()),
        ([0, 1], ()),
        ([5, 0, 1], (Span(0, 5, 3),)),
        ([0, 1, LONGEST], (Span(0, LONGEST, 3),)),
        ([0, 1, LONGEST + 1], ()),
        ([0, 1, LONGEST + 1, LONGEST + 2], (Span(0, 1, 2), Span(LONGEST + 1, LONGEST + 2, 2))),
        ([0, 1, 2, HOUR], ()),
        ([0, 1, HOUR, HOUR + 1, 2 * HOUR, 2 * HOUR + 1], ()),
    ],
)
def test_spans(moments: list[int], found: tuple[Span, ...]) -> None:
    assert common_times(moments) == found
