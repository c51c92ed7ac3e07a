"""Uses of keys: when a key became active, what a failed write keeps, and what a reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Row
from cabinet.contract.credentials import KeyUsage

NOW = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "ledger.sqlite")
    with made.write() as rows:
        rows.run(
            "INSERT INTO credential_keys (key_id, credential_id, purpose, algorithm, spki, not_before, not_after, "
            "created_at, uses, errors, csr_sha256) VALUES ('k', 'c', 'signing', 'Ed25519', X'00', 0, 9, 0, 0, 0, '')"
        )
    yield made
    made.close()


def key(store: SqliteStore) -> Row:
    with store.read() as rows:
        found = rows.one("SELECT * FROM credential_keys")
    assert found is not None
    return found


def test_the_first_good_use_makes_a_key_active_not_the_first_failed_one(store: SqliteStore) -> None:
    uses = KeyUses(store)
    uses.note("k", "10.0.0.1", "POST /transactions", NOW, failed=True)
    assert uses.activated(key(store)) is None
    uses.note("k", "10.0.0.2", "POST /transactions", NOW + MINUTE)
    uses.note("k", "10.0.0.1", "POST /transactions", NOW + 2 * MINUTE)
    assert uses.activated(key(store)) == NOW + MINUTE
    uses.flush()
    assert uses.activated(key(store)) == NOW + MINUTE
    uses.note("k", "10.0.0.1", "POST /transactions", NOW + 3 * MINUTE)
    uses.flush()
    assert uses.activated(key(store)) == NOW + MINUTE
    last = uses.last(key(store))
    assert last is not None
    assert (last.count, last.errors) == (4, 1)


def test_what_is_flushed_before_a_look_is_in_it(store: SqliteStore) -> None:
    uses = KeyUses(store)
    uses.note("k", "10.0.0.1", "GET /corrections", NOW)
    uses.note("k", "10.0.0.1", "GET /corrections", NOW, failed=True)
    uses.flush()
    with store.read() as rows:
        (found,) = uses.usage(rows, ["k"], NOW).keys
    assert [(a.count, a.errors) for a in found.addresses] == [(2, 1)]
    assert [(h.count, h.errors) for h in found.hours] == [(2, 1)]


def test_a_write_that_fails_loses_no_use(store: SqliteStore) -> None:
    uses = KeyUses(store)
    uses.note("k", "10.0.0.1", "POST /transactions", NOW)
    with pytest.raises(ZeroDivisionError), store.write():
        uses.flush()
        uses.note("k", "10.0.0.1", "POST /transactions", NOW + MINUTE, failed=True)
        raise ZeroDivisionError
    assert uses.activated(key(store)) == NOW
    uses.flush()
    last = uses.last(key(store))
    assert last is not None
    assert (last.at, last.count, last.errors) == (NOW + MINUTE, 2, 1)


def test_a_read_within_a_read_joins_it(store: SqliteStore) -> None:
    with store.read() as outer:
        with store.read() as inner:
            assert inner.one("SELECT COUNT(*) AS n FROM credential_keys") == outer.one(
                "SELECT COUNT(*) AS n FROM credential_keys"
            )
        assert outer.one("SELECT 1 AS one") is not None, "the outer one goes on"


def test_reading_stays_quick_however_long_nothing_was_written(store: SqliteStore) -> None:
    """One look at a dictionary: a walk over every hour made filling quadratic."""
    uses = KeyUses(store)
    for hour in range(200):
        uses.note("k", "10.0.0.1", "POST /transactions", NOW + hour * timedelta(hours=1))
    row = key(store)
    uses._of = None  # type: ignore[method-assign, assignment]  # whoever walks fails
    assert uses.activated(row) == NOW


def usage(store: SqliteStore, uses: KeyUses, now: datetime = NOW) -> KeyUsage:
    with store.read() as rows:
        (found,) = uses.usage(rows, ["k"], now).keys
    return found


def test_uses_add_up_by_hour_and_address_over_many_writes(store: SqliteStore) -> None:
    uses = KeyUses(store)
    for minute, address, failed in (
        (0, "10.0.0.1", False),
        (1, "10.0.0.1", True),
        (2, "10.0.0.2", False),
        (40, "10.0.0.1", True),
    ):
        uses.note("k", address, "POST /transactions", NOW + minute * MINUTE, failed=failed)
        if minute != 1:
            uses.flush()
    found = usage(store, uses, NOW + timedelta(hours=1))
    noon = NOW.replace(minute=0)
    assert [(h.start, h.count, h.errors) for h in found.hours] == [(noon, 3, 1), (noon + timedelta(hours=1), 1, 1)]
    one, two = found.addresses
    assert (one.address, one.count, one.errors) == ("10.0.0.1", 3, 2)
    assert (one.first_at, one.last_at) == (NOW, NOW + 40 * MINUTE)
    assert (two.address, two.count, two.first_at, two.last_at) == ("10.0.0.2", 1, NOW + 2 * MINUTE, NOW + 2 * MINUTE)
    row = key(store)
    assert (row["uses"], row["errors"], row["last_address"]) == (4, 2, "10.0.0.1")


def test_the_first_and_the_last_of_one_write(store: SqliteStore) -> None:
    uses = KeyUses(store)
    for minute in (0, 5, 9):
        uses.note("k", "10.0.0.1", "POST /transactions", NOW + minute * MINUTE)
    uses.flush()
    (one,) = usage(store, uses).addresses
    assert (one.first_at, one.last_at) == (NOW, NOW + 9 * MINUTE)


@pytest.mark.parametrize(
    ("since", "shown"), [(timedelta(days=7), 1), (timedelta(days=7, microseconds=1), 0), (timedelta(days=20), 0)]
)
def test_hours_of_seven_days_are_shown(store: SqliteStore, since: timedelta, shown: int) -> None:
    uses = KeyUses(store)
    hour = NOW.replace(minute=0)
    uses.note("k", "10.0.0.1", "POST /transactions", hour)
    uses.flush()
    found = usage(store, uses, hour + since)
    assert (len(found.hours), len(found.addresses)) == (shown, 1)


def test_what_is_not_written_yet_is_the_last_use(store: SqliteStore) -> None:
    uses = KeyUses(store)
    uses.note("k", "10.0.0.1", "POST /transactions", NOW)
    uses.flush()
    uses.note("k", "10.0.0.3", "GET /corrections", NOW + 2 * MINUTE)
    uses.note("k", "10.0.0.2", "POST /transactions", NOW + MINUTE)
    last = uses.last(key(store))
    assert last is not None
    assert (last.at, last.address, last.endpoint, last.count) == (NOW + 2 * MINUTE, "10.0.0.3", "GET /corrections", 3)
    assert uses.last({**key(store), "key_id": "other", "last_at": None}) is None
