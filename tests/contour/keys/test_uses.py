"""Uses of keys: when a key became active, what a failed write keeps, and what a reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Row

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
