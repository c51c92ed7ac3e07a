"""Back and forth through filters, and no further."""

from __future__ import annotations

from cabinet.contract.filter import EVERYTHING, OPEN, Filter, parse_filter
from cabinet.desks.filtering.history import MOST_STEPS, FilterHistory

A, B, C = (parse_filter(f"tx:{name}") for name in "abc")


def test_back_and_forth() -> None:
    history = FilterHistory()
    assert history.back(OPEN) is None
    assert history.forth(OPEN) is None
    history.left(OPEN)
    history.left(A)
    assert history.back(B) == A
    assert history.back(A) == OPEN
    assert history.back(OPEN) is None
    assert history.forth(OPEN) == A
    assert history.forth(A) == B
    assert history.forth(B) is None
    assert history.back(B) == A
    history.left(A)
    assert history.forth(C) is None, "another way was taken"
    assert history.back(C) == A
    history.clear()
    assert history.back(A) is None
    assert history.forth(A) is None


def test_how_far_back() -> None:
    history = FilterHistory()
    steps = [EVERYTHING, *(Filter(txs=(str(n),)) for n in range(MOST_STEPS))]
    for step in steps:
        history.left(step)
    found = []
    present = OPEN
    while (before := history.back(present)) is not None:
        found.append(before)
        present = before
    assert found == steps[:0:-1], "the oldest is forgotten"
