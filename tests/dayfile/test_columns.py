"""Columns of a platform's own table: found by name, remembered, or said; each field is read from one."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.dayfile.columns import IGNORED, find_columns, read_column_pairs


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("operatorTxId", "operatorTxId"),
        ("operator_tx_id", "operatorTxId"),
        ("Operator Tx ID", "operatorTxId"),
        ("amountUah", "amountUah"),
        ("Сума, грн", "amountUah"),
        ("Тип операції", "type"),
        ("event-time", "occurredAt"),
        ("correction.kind", "correction.kind"),
        ("correction.nothing", IGNORED),
        ("Каса", IGNORED),
    ],
)
def test_a_column_is_found_by_its_name(written: str, field: str) -> None:
    assert find_columns([written]) == {written: field}


def test_a_field_is_read_from_one_column_and_the_surest_wins() -> None:
    assert find_columns(["id", "operatorTxId"]) == {"id": IGNORED, "operatorTxId": "operatorTxId"}
    assert find_columns(["amount", "amountKop"]) == {"amount": IGNORED, "amountKop": "amountKop"}
    known = {"id": "operatorTxId"}
    assert find_columns(["operatorTxId", "id"], known) == {"operatorTxId": IGNORED, "id": "operatorTxId"}
    assert find_columns(["id", ""], {"id": IGNORED}) == {"id": IGNORED}


def test_pairs_are_read_as_they_are_typed() -> None:
    assert read_column_pairs(["a=b=type", "x="]) == {"a=b": "type", "x": IGNORED}
    for wrong in ("type", "=type", "x=nothing"):
        with pytest.raises(KnownError) as refused:
            read_column_pairs([wrong])
        assert refused.value.code == "RECONCILE_COLUMN"
