"""Words of transactions: types and fields."""

from __future__ import annotations

from cabinet.contract.states import TransactionType
from cabinet.contract.transaction import TRANSACTION_TABLE
from cabinet.ui.language import tr, tr_of

__all__ = ["field_name", "transaction_type"]

_LABELS = {field.name: field.label for field in TRANSACTION_TABLE}


def transaction_type(of: str | None) -> str:
    """Return a transaction's type; an unknown one as it is."""
    return {
        TransactionType.BET.value: tr("Bet"),
        TransactionType.REFUND.value: tr("Refund"),
        TransactionType.PAYOUT.value: tr("Payout"),
    }.get(of or "", of or "—")


def field_name(pointer: str) -> str:
    """Return a transaction field's name by its JSON pointer; an unknown one as it is."""
    name = pointer.strip("/").split("/")[0]
    label = _LABELS.get(name)
    return tr_of(label) if label is not None else name or tr("Whole transaction")
