"""The embedded engine: every commit synced, readers that cannot write, and a damaged file called so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contract.errors import KnownError

_FULL = 2


def test_every_commit_is_synced(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.sqlite")
    assert store._writer.execute("PRAGMA synchronous").fetchone()[0] == _FULL
    assert store._writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    store.close()


def test_readers_cannot_write(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.sqlite")
    with store.read() as rows, pytest.raises(sqlite3.OperationalError, match="readonly"):
        rows.run("INSERT INTO settings (name, value) VALUES ('a', 'b')")
    store.close()


def test_a_damaged_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database at all " * 100)
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        SqliteStore(path)
    assert path.read_bytes() == b"no database at all " * 100
