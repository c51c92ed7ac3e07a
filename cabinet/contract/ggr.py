"""GGR: bets less payouts and refunds (tax on gaming income, Law 768-IX); what one operation adds to it."""

from __future__ import annotations

from typing import Final

from cabinet.contract.states import TransactionType

__all__ = ["GGR_SIGN", "ggr_kop"]

GGR_SIGN: Final[dict[str, int]] = {TransactionType.BET: 1, TransactionType.REFUND: -1, TransactionType.PAYOUT: -1}


def ggr_kop(kind: str | None, amount_kop: int) -> int:
    """Return a sum's signed influence on GGR, nought for what is none of the three operations."""
    return GGR_SIGN.get(kind or "", 0) * amount_kop
