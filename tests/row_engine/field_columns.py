"""The columns that a transaction's fields had in the rows of attempts, and both ways between them and the rules."""

from __future__ import annotations

from typing import Any, Final

from cabinet.contour.ledger.store import Row
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    BRAND_ID,
    LICENCE_NO,
    OCCURRED_AT,
    OPERATOR_TX_ID,
    PLACES,
    PLAYER_REF,
    RELATED_TX_ID,
    ROUND_ID,
    TYPE,
)
from cabinet.rules.item import ItemFields

_COLUMNS: Final = {
    "operator_tx_id": OPERATOR_TX_ID, "type": TYPE, "licence_no": LICENCE_NO, "brand_id": BRAND_ID,
    "round_id": ROUND_ID, "player_ref": PLAYER_REF, "amount_kop": AMOUNT_KOP, "occurred_at": OCCURRED_AT,
    "related_tx_id": RELATED_TX_ID,
}  # fmt: skip
FIELD_NAMES: Final = (*_COLUMNS, "site_id")
"""At the end one for the three places of which each transaction has one."""
SOUGHT: Final = ("operator_tx_id", "type", "licence_no", "brand_id", "amount_kop", "occurred_at", "site_id")
"""Those that the index of rejections had too."""


def column_values(fields: ItemFields) -> list[Any]:
    values: list[Any] = [fields[field] for field in _COLUMNS.values()]
    at = FIELD_NAMES.index("occurred_at")
    if values[at] is not None:
        values[at] = epoch_micros(values[at])
    return [*values, next((fields[place] for place in PLACES if place in fields), None)]


def fields_of(row: Row) -> ItemFields:
    fields = ItemFields((field, row[name]) for name, field in _COLUMNS.items())
    if row["occurred_at"] is not None:
        fields[OCCURRED_AT] = from_micros(row["occurred_at"])
    return fields
