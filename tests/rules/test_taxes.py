"""Kopecks of taxes: halves up, losses taxed with nought, parts that sum to the whole."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.rules.rates import MILLION
from cabinet.rules.taxes import gaming_tax, growing, rounded_share

KOPECKS = st.integers(0, 10**12)
RATES = st.integers(0, MILLION)


@pytest.mark.parametrize(
    ("kopecks", "millionths", "share"),
    [
        (0, 180_000, 0), (2, 180_000, 0), (3, 180_000, 1), (25, 180_000, 5), (24, 180_000, 4),
        (9, 50_000, 0), (10, 50_000, 1), (11, 50_000, 1), (33, 15_000, 0), (34, 15_000, 1), (100, 15_000, 2),
    ],
)  # fmt: skip
def test_halves_go_up(kopecks: int, millionths: int, share: int) -> None:
    assert rounded_share(kopecks, millionths) == share


@given(KOPECKS, RATES)
def test_a_share_is_what_decimals_say(kopecks: int, millionths: int) -> None:
    exact = Decimal(kopecks) * millionths / MILLION
    assert rounded_share(kopecks, millionths) == exact.quantize(Decimal(1), ROUND_HALF_UP)


@pytest.mark.parametrize(("ggr", "tax"), [(-100, 0), (-1, 0), (0, 0), (3, 1), (100, 18)])
def test_a_loss_is_taxed_with_nought(ggr: int, tax: int) -> None:
    assert gaming_tax(ggr, 180_000) == tax


@given(st.lists(st.integers(-(10**9), 10**9)), RATES)
def test_parts_sum_to_the_whole(parts: list[int], millionths: int) -> None:
    added = list(growing(parts, millionths))
    assert sum(added) == gaming_tax(sum(parts), millionths)
    assert list(accumulate(added)) == [gaming_tax(so_far, millionths) for so_far in accumulate(parts)]
