"""What is kept of the money of open rejections: all of it, and that of bets, of refunds and of payouts."""

from __future__ import annotations

from typing import Final

from cabinet.contract.ggr import GGR_SIGN
from cabinet.contract.states import TransactionType

__all__ = ["MONEY", "TYPES", "Money", "money_of"]

Money = tuple[int, int, int, int]
"""Kopecks, in the order of :data:`MONEY`."""
MONEY: Final = ("open_kop", "open_bet_kop", "open_refund_kop", "open_payout_kop")
"""Columns of ``rejection_groups`` and ``rejection_roots``."""
TYPES: Final = (TransactionType.BET, TransactionType.REFUND, TransactionType.PAYOUT)


def money_of(kind: str | None, amount_kop: int | None, ggr_kop: int) -> Money:
    """Return the money of one rejection; a sum that cannot be read is none.

    What GGR would gain by it has the sign of its type, and for a reversal the other one: so have bets, refunds and
    payouts.
    """
    bet, refund, payout = (GGR_SIGN[one] * ggr_kop if kind == one else 0 for one in TYPES)
    return amount_kop or 0, bet, refund, payout
