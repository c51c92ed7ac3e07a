"""The columns of a transaction's fields hold what was read well."""

from __future__ import annotations

from typing import Any

import pytest

from cabinet.contour.ledger.field_columns import FIELD_COLUMNS, FIELD_NAMES, column_values
from cabinet.contract.moment import epoch_micros
from cabinet.contract.transaction import PLACES
from cabinet.rules.check import examine
from tests.rules.known_facts import BET_AT, KnownFacts, bet, payout, raw


def columns(line: dict[str, Any]) -> dict[str, Any]:
    return dict(zip(FIELD_NAMES, column_values(examine(raw(line), KnownFacts()).fields), strict=True))


def test_every_column_has_its_value() -> None:
    assert columns(payout(occurredAt="2026-11-24T11:57:00.000001+02:00")).items() >= {
        "operator_tx_id": "new", "type": "PAYOUT", "licence_no": "L-1", "brand_id": "b", "amount_kop": 1000,
        "occurred_at": epoch_micros(BET_AT) + 1, "site_id": "s.ua",
        "related_tx_id": "bet",
    }.items()  # fmt: skip


def test_what_is_unreadable_is_none() -> None:
    honest = columns(bet())
    spoilt = columns(bet(licenceNo="L 1", brandId=7, occurredAt="noon", amountKop=-1, siteId="ї"))
    assert {name for name, value in spoilt.items() if value != honest[name]} == {
        "licence_no", "brand_id", "occurred_at", "amount_kop", "site_id",
    }  # fmt: skip
    assert {value for name, value in spoilt.items() if value != honest[name]} == {None}
    assert honest["related_tx_id"] is None


@pytest.mark.parametrize("place", [field.name for field in PLACES])
def test_the_three_places_have_one_column(place: str) -> None:
    assert columns(bet(**{"siteId": None, place: "p4"}))["site_id"] == "p4"


def test_of_two_places_the_first_one_counts() -> None:
    assert columns(bet(terminalId="t", pointId="p4"))["site_id"] == "s.ua"
    assert columns(bet(siteId=None, terminalId="t", pointId="p4"))["site_id"] == "p4"


def test_types_and_names() -> None:
    types = {column.name: column.type for column in FIELD_COLUMNS}
    assert types["amount_kop"] == types["occurred_at"] == "BIGINT"
    assert types["operator_tx_id"] == types["type"] == types["site_id"] == "TEXT"
    assert set(types.values()) == {"BIGINT", "TEXT"}
    assert len(types) == len(FIELD_COLUMNS)
