"""The embedded store: what is written is synced, what is read cannot write, and a strange file is left as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contract.errors import KnownError

PUT = "INSERT INTO settings (name, value) VALUES ('a', 'b')"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(path)
    yield made
    made.close()


def count(store: SqliteStore) -> int:
    with store.read() as rows:
        return len(rows.all("SELECT * FROM settings"))


def test_commits_are_synced_to_a_log_written_ahead(store: SqliteStore) -> None:
    with store.write() as rows:
        assert rows.tuples("PRAGMA synchronous") == [(2,)], "FULL"
        assert rows.tuples("PRAGMA journal_mode") == [("wal",)]


def test_readers_cannot_write(store: SqliteStore) -> None:
    with store.read() as rows, pytest.raises(sqlite3.OperationalError, match="readonly"):
        rows.run(PUT)
    assert count(store) == 0


def test_a_failed_write_leaves_nothing(store: SqliteStore) -> None:
    undone: list[int] = []
    with pytest.raises(ZeroDivisionError), store.write() as rows:
        rows.run(PUT)
        rows.on_rollback(lambda: undone.append(1))
        rows.on_rollback(lambda: undone.append(2))
        raise ZeroDivisionError
    assert (count(store), undone) == (0, [2, 1]), "the last first"
    with store.write() as rows:
        rows.run(PUT)
        rows.on_rollback(lambda: undone.append(3))
    assert (count(store), undone) == (1, [2, 1])


def test_a_write_within_a_write_is_one(store: SqliteStore) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        with store.write() as rows:
            rows.run(PUT)
        raise ZeroDivisionError
    assert count(store) == 0


def test_a_file_that_is_none_is_damaged_and_left(path: Path) -> None:
    path.write_bytes(b"not a database, but longer than its head would be" * 20)
    before = path.read_bytes()
    with pytest.raises(KnownError) as told:
        SqliteStore(path)
    assert (told.value.code, told.value.facts) == ("FOLDER_DAMAGED", {"path": str(path)})
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as told:
        SqliteStore(tmp_path / "none" / "ledger.sqlite")
    assert (told.value.code, told.value.facts) == ("FOLDER_UNWRITABLE", {"path": str(tmp_path / "none")})
