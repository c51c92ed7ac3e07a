"""Words of transactions: types and fields."""

from __future__ import annotations

from cabinet.contract.states import TransactionType
from cabinet.ui.language import tr

__all__ = ["field_name", "transaction_type"]


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
    return {
        "schemaVersion": tr("Schema version"),
        "operatorTxId": tr("Transaction"),
        "type": tr("Type"),
        "licenceNo": tr("Licence"),
        "vertical": tr("Kind of game"),
        "brandId": tr("Brand"),
        "gameId": tr("Game"),
        "roundId": tr("Round"),
        "playerRef": tr("Player's code"),
        "amountKop": tr("Amount, kopecks"),
        "currency": tr("Currency"),
        "settlementForm": tr("Settlement"),
        "occurredAt": tr("Occurred at"),
        "siteId": tr("Site"),
        "pointId": tr("Point"),
        "terminalId": tr("Terminal"),
        "relatedTxId": tr("Related transaction"),
        "seqNo": tr("Sequence number"),
        "lateReason": tr("Reason of lateness"),
        "correction": tr("Correction"),
    }.get(name, name or tr("Whole transaction"))
