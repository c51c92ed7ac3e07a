"""Of few the difference, of very many how many times, else a share: at each limit."""

from __future__ import annotations

import pytest

from cabinet.contract.beside import FEW, FEW_KOPECKS, Beside, beside


@pytest.mark.parametrize("few", [FEW, FEW_KOPECKS])
def test_the_limits(few: int) -> None:
    assert beside(few, few - 1, few) is Beside.DIFFERENCE
    assert beside(few, few, few) is Beside.SHARE
    assert beside(0, few, few) is Beside.SHARE
    assert beside(-1, few, few) is Beside.DIFFERENCE
    assert beside(11 * few - 1, few, few) is Beside.SHARE
    assert beside(11 * few, few, few) is Beside.TIMES


@pytest.mark.parametrize("before", [0, -1, -10_000])
def test_of_nothing_and_of_a_loss_there_is_no_share(before: int) -> None:
    assert beside(10_000, before) is Beside.DIFFERENCE
