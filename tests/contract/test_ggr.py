"""What one operation adds to GGR."""

from __future__ import annotations

import pytest

from cabinet.contract.ggr import ggr_kop


@pytest.mark.parametrize(
    ("kind", "kop"), [("BET", 5), ("PAYOUT", -5), ("REFUND", -5), ("DEPOSIT", 0), ("", 0), (None, 0)]
)
def test_influence_on_ggr(kind: str | None, kop: int) -> None:
    assert ggr_kop(kind, 5) == kop
