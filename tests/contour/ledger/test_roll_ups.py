"""Figures of single attempts, in each dimension: what an attempt adds, what taking it out again leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.ledger.roll_ups import DAY, HOUR, Counted, RollUps, counted_at
from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import Outcome, Slice
from cabinet.contract.transaction import AMOUNT_KOP, BRAND_ID, LICENCE_NO, OCCURRED_AT, SITE_ID, TYPE
from cabinet.rules.item import ItemFields

AT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
"""Half past midnight in Kyiv: the next day's."""
KEYS = ("BET", "L-1", "b", "s.ua", "core-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "ledger.sqlite")
    yield made
    made.close()


def counted(**changes: Any) -> Counted:
    values: dict[str, Any] = {
        "keys": KEYS,
        "outcome": "ACCEPTED",
        "type": "BET",
        "amount_kop": 500,
        "late": False,
        "corrects": None,
        "occurred_at": epoch_micros(AT),
        "received_at": epoch_micros(AT + timedelta(seconds=2)),
        **changes,
    }
    return Counted(**values)


def written(store: SqliteStore, *attempts: tuple[Counted, int], justified: bool = False) -> None:
    rollups = RollUps("1")
    for attempt, sign in attempts:
        rollups.add(attempt, sign, justified=justified)
    with store.write() as rows:
        rollups.write(rows)
        rollups.write(rows)


def figures(store: SqliteStore, step: str = DAY, slice_: str = Slice.NONE.value) -> list[dict[str, int]]:
    with store.read() as rows:
        found = rows.all(
            "SELECT * FROM rollups WHERE step = :step AND slice = :slice ORDER BY key", step=step, slice=slice_
        )
    return [{name: row[name] for name in ROLLUP_COUNTS if row[name]} for row in found]


ON_TIME = {"on_time": 1, "lag_ms": 2000}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"accepted": 1, "bets": 1, "bet_kop": 500, **ON_TIME}),
        ({"type": "REFUND"}, {"accepted": 1, "refunds": 1, "refund_kop": 500, **ON_TIME}),
        (
            {"type": "PAYOUT"},
            {"accepted": 1, "payouts": 1, "payout_kop": 500, "pit_kop": 90, "levy_kop": 25, **ON_TIME},
        ),
        ({"late": True}, {"accepted": 1, "bets": 1, "bet_kop": 500, "late": 1}),
        ({"corrects_some": True}, {"accepted": 1, "bets": 1, "bet_kop": 500}),
        (
            {"outcome": "ACCEPTED_WITH_WARNINGS"},
            {"accepted": 1, "with_warnings": 1, "bets": 1, "bet_kop": 500, **ON_TIME},
        ),
        ({"outcome": "PENDING"}, {"pending": 1}),
        ({"outcome": "REJECTED"}, {"rejected": 1, "stuck_kop": 500, "stuck_operations_kop": 500}),
        ({"outcome": "REJECTED", "type": "REFUND"}, {"rejected": 1, "stuck_kop": -500, "stuck_operations_kop": 500}),
        ({"outcome": "REJECTED", "type": "PAYOUT"}, {"rejected": 1, "stuck_kop": -500, "stuck_operations_kop": 500}),
        ({"outcome": "REJECTED", "type": None}, {"rejected": 1, "stuck_operations_kop": 500}),
        (
            {"outcome": "REJECTED", "reversal": True},
            {"rejected": 1, "stuck_kop": -500, "stuck_operations_kop": 500},
        ),
        (
            {"outcome": "REJECTED", "type": "PAYOUT", "reversal": True},
            {"rejected": 1, "stuck_kop": 500, "stuck_operations_kop": 500},
        ),
        ({"outcome": "REJECTED", "amount_kop": None}, {"rejected": 1}),
    ],
)
def test_what_an_attempt_adds(store: SqliteStore, changes: dict[str, Any], expected: dict[str, int]) -> None:
    written(store, (counted(**changes), 1))
    for step in (HOUR, DAY):
        for slice_ in Slice:
            assert figures(store, step, slice_.value) == [expected], (step, slice_)
    written(store, (counted(**changes), 1))
    assert figures(store) == [{name: 2 * value for name, value in expected.items()}], "added to what is there"
    written(store, (counted(**changes), -1), (counted(**changes), -1))
    assert figures(store) == [{}]


def test_a_justified_sum_is_not_stuck(store: SqliteStore) -> None:
    written(store, (counted(outcome="REJECTED"), 1), justified=True)
    assert figures(store) == [{"rejected": 1}]


def test_each_dimension_has_its_own_key(store: SqliteStore) -> None:
    written(store, (counted(), 1), (counted(keys=(None, "L-2", None, None, "cabinet")), 1))
    with store.read() as rows:
        found = {(r["slice"], r["key"]) for r in rows.all("SELECT slice, key FROM rollups WHERE step = 'day'")}
    names = {Slice.TYPE: "BET", Slice.LICENCE: "L-1", Slice.BRAND: "b", Slice.SITE: "s.ua", Slice.SOURCE: "core-1"}
    others = {Slice.TYPE: "—", Slice.LICENCE: "L-2", Slice.BRAND: "—", Slice.SITE: "—", Slice.SOURCE: "cabinet"}
    assert found == {("none", "")} | {(s.value, key) for each in (names, others) for s, key in each.items()}


def test_hours_are_of_utc_and_days_of_kyiv(store: SqliteStore) -> None:
    written(store, (counted(), 1))
    with store.read() as rows:
        starts = {r["step"]: r["start"] for r in rows.all("SELECT step, start FROM rollups WHERE slice = 'none'")}
    assert starts == {
        HOUR: epoch_micros(datetime(2026, 11, 24, 22, tzinfo=UTC)),
        DAY: epoch_micros(datetime(2026, 11, 24, 22, tzinfo=UTC)),
    }
    written(store, (counted(occurred_at=epoch_micros(datetime(2026, 11, 24, 21, 59, 59, tzinfo=UTC))), 1))
    with store.read() as rows:
        days = [r["start"] for r in rows.all("SELECT start FROM rollups WHERE step = 'day' AND slice = 'none'")]
    assert sorted(days) == [epoch_micros(datetime(2026, 11, day, 22, tzinfo=UTC)) for day in (23, 24)]


FIRST, LAST = (epoch_micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (2001, 2200))


@pytest.mark.parametrize(
    ("occurred", "counts"),
    [(None, False), (FIRST - 1, False), (FIRST, True), (LAST - 1, True), (LAST, False), (0, False)],
)
def test_times_beyond_all_sense_count_when_they_came(occurred: int | None, *, counts: bool) -> None:
    assert counted_at(occurred, 7) == (occurred if counts else 7)


def test_what_is_counted_of_an_attempt() -> None:
    fields = ItemFields({
        TYPE: "BET", LICENCE_NO: "L-1", BRAND_ID: "b", SITE_ID: "s.ua", AMOUNT_KOP: 500, OCCURRED_AT: from_micros(5),
    })  # fmt: skip
    found = Counted.of(fields, b"{}", Outcome.ACCEPTED, "core-1", 7, None, late=False)
    assert found == Counted(KEYS, "ACCEPTED", "BET", 500, False, None, 5, 7)
    assert Counted.of(ItemFields(), b"", Outcome.REJECTED, "core-1", 7, "x", late=True) == Counted(
        (None, None, None, None, "core-1"), "REJECTED", None, None, True, "x", None, 7
    )
