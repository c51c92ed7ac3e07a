"""An axis has three to six steps of round numbers, and ends at most 15 % over the highest value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.ui.widgets.axis import Axis, axis_of


def fits(axis: Axis, low: float, high: float) -> None:
    assert 3 <= len(axis.ticks) - 1 <= 6, axis
    assert any(abs(tick) < axis.step / 1e6 for tick in axis.ticks), "nought is on it"
    assert axis.bottom <= min(low, 0)
    assert axis.top >= max(high, 0)
    assert axis.top <= 1.15 * max(high, 0) + 1e-9
    assert axis.bottom >= 1.15 * min(low, 0) - 1e-9


@given(st.integers(3, 10**12))
def test_counts(high: int) -> None:
    axis = axis_of(0, high, whole=True)
    fits(axis, 0, high)
    assert axis.step == int(axis.step)


@given(st.floats(0.01, 1e12))
def test_shares_and_sums(high: float) -> None:
    fits(axis_of(0, high, whole=False), 0, high)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_sums_below_nought(one: float, other: float) -> None:
    low, high = min(one, other, 0.0), max(one, other, 0.0)
    if high - low > 0.01:
        fits(axis_of(low, high, whole=False), low, high)


@pytest.mark.parametrize(
    ("high", "top", "step"),
    [
        (0, 3, 1), (1, 3, 1), (2, 3, 1), (3, 3, 1), (4, 4, 1), (6, 6, 1), (7, 8, 2), (19, 20, 5), (278, 300, 100),
        (520, 546, 100), (5_400, 6_000, 1_000), (5_200, 5_460, 1_000), (100, 100, 20),
    ],
)  # fmt: skip
def test_tops(high: int, top: float, step: float) -> None:
    axis = axis_of(0, high, whole=True)
    assert (axis.top, axis.step) == (pytest.approx(top), step)


def test_where_values_stand() -> None:
    axis = Axis(-50, 150, 50)
    assert axis.ticks == [-50, 0, 50, 100, 150]
    assert [axis.share(value) for value in (-50, 50, 150)] == [0, 0.5, 1]
