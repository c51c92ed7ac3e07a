"""Words of transactions: types and fields."""

from __future__ import annotations

from cabinet.contract.states import SettlementForm, TransactionType
from cabinet.contract.transaction import TRANSACTION_TABLE
from cabinet.ui.language import tr, tr_of

__all__ = ["field_name", "settlement_form", "transaction_type"]

_LABELS = {field.name: field.label for field in TRANSACTION_TABLE}


def transaction_type(of: str | None) -> str:
    """Return a transaction's type; an unknown one as it is."""
    return {
        TransactionType.BET.value: tr("Bet"),
        TransactionType.REFUND.value: tr("Refund"),
        TransactionType.PAYOUT.value: tr("Payout"),
    }.get(of or "", of or "—")


def settlement_form(of: SettlementForm) -> str:
    """Return how the player paid or was paid."""
    return {
        SettlementForm.CASH: tr("Cash"),
        SettlementForm.NON_CASH: tr("Non-cash"),
        SettlementForm.SUBSTITUTE: tr("Hryvnia's substitute"),
    }[of]


def field_name(pointer: str) -> str:
    """Return a transaction field's name by its JSON pointer; an unknown one as it is."""
    name = pointer.strip("/").split("/")[0]
    label = _LABELS.get(name)
    return tr_of(label) if label is not None else name or tr("Whole transaction")
