"""Money of rejections in words: the sum of operations, and the influence on GGR with its three terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.ui.language import tr
from cabinet.ui.numbers import MINUS, money, signed_money

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectedMoney, RejectionRow

__all__ = ["ggr_terms", "influence", "rejected_money", "row_influence", "short_money"]


def influence(kopecks: int | None) -> str:
    """Return what GGR would gain or lose."""
    return tr("influence on GGR {sum} UAH").format(sum=signed_money(kopecks))


def row_influence(row: RejectionRow) -> str:
    """Return what GGR would gain or lose by one rejection, in few words."""
    return tr("GGR {sum} UAH").format(sum=signed_money(row.ggr_kop))


def rejected_money(of: RejectedMoney) -> tuple[str, str]:
    """Return both figures."""
    return tr("sum of operations {sum} UAH").format(sum=money(of.operations_kop)), influence(of.ggr_kop)


def short_money(of: RejectedMoney) -> tuple[str, str]:
    """Return both figures in few words."""
    return f"{money(of.operations_kop)} {tr('UAH')}", tr("GGR {sum} UAH").format(sum=signed_money(of.ggr_kop))


def ggr_terms(of: RejectedMoney) -> str:
    """Return how the influence on GGR comes about."""
    sums = f" {MINUS} ".join(money(kop) for kop in (of.bet_kop, of.payout_kop, of.refund_kop))
    return f"{tr('bets − payouts − refunds')}: {sums} = {signed_money(of.ggr_kop)} {tr('UAH')}"
