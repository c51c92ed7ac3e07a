"""What figures take of a line: the same as the rules do of one that was rejected."""

from __future__ import annotations

import json

import pytest

from cabinet.audit.contents import HOUR, UNREAD, read_accepted, read_rejected
from cabinet.contract.moment import epoch_micros, parse_moment
from tests.perimeter_in_process import line

KEYS = ("BET", "OK-2024-017", "mlynok", "mlynok.ua")


def encoded(**changes: object) -> bytes:
    return json.dumps(line("a", **changes)).encode()


def hour(text: str) -> int:
    at = epoch_micros(parse_moment(text))
    return at - at % HOUR


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-24T12:59:59.999+02:00", "2026-11-24T10:00:00Z", "2026-11-24t10:30:00z", "2026-11-24T12:20:00+05:30",
        "2026-10-25T03:59:00+02:00", "2026-10-25T03:59:00+03:00",
    ],
)  # fmt: skip
def test_the_hour_is_the_one_it_occurred_in(at: str) -> None:
    for found in (read_accepted(encoded(occurredAt=at)), read_rejected(encoded(occurredAt=at))):
        assert found is not None
        assert (found.keys, found.hour, found.operator_tx_id) == (KEYS, hour(at), "a")


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2000-12-31T23:59:59Z", False), ("2001-01-01T00:00:00Z", True), ("2199-12-31T23:59:59Z", True),
        ("2200-01-01T00:00:00Z", False),
    ],
)  # fmt: skip
def test_years_that_count(at: str, counts: bool) -> None:
    found = read_accepted(encoded(occurredAt=at))
    assert found is not None
    assert found.hour == read_rejected(encoded(occurredAt=at)).hour
    assert (found.hour is not None) == counts


@pytest.mark.parametrize("at", ["2026-11-24T10:99:00+02:00", "2026-11-24T10:00:00", "", "x:00", None, 5])
def test_no_moment_is_no_hour(at: object) -> None:
    assert read_rejected(encoded(occurredAt=at)).hour is None


def test_what_is_rejected_counts_by_what_is_well_formed() -> None:
    found = read_rejected(encoded(type="GIFT", brandId="м", siteId=None, terminalId="T-1"))
    assert found.keys == (None, "OK-2024-017", None, "T-1")
    assert read_rejected(b"{") == read_rejected(b"[]") == read_rejected(b"\xff") == UNREAD
    twice = encoded().replace(b'"type": "BET"', b'"type": "BET", "type": "PAYOUT"')
    assert read_rejected(twice).keys[0] is None


def test_a_reversal_is_told() -> None:
    for kind, reverses in (("REVERSAL", True), ("REPLACEMENT", False), ("RESUBMIT_REJECTED", False)):
        found = read_accepted(encoded(correction={"kind": kind}))
        assert found is not None
        assert found.reverses == reverses
    assert read_accepted(b"{}") is None
    assert read_accepted(b"\xff") is None
