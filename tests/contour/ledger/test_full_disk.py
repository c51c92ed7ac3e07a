"""A disk without room: called so, nothing acknowledged lost, nothing half written; it goes on once there is room."""

from __future__ import annotations

import pytest

from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import PerimeterInProcess, line


def pages(store: SqliteStore, most: int | None = None) -> int:
    """Return how many pages the file has; ``most`` leaves it room for so many."""
    connection = store._writer
    if most is not None:
        connection.execute(f"PRAGMA max_page_count = {most}")
    return int(connection.execute("PRAGMA page_count").fetchone()[0])


def test_a_full_disk_is_called_full_and_loses_nothing(perimeter: PerimeterInProcess) -> None:
    store = perimeter.perimeter.store
    perimeter.judge(line("before"))
    pages(store, pages(store))
    kept = perimeter.seq, perimeter.previous
    with pytest.raises(KnownError, match="STORAGE_FULL"):
        perimeter.judge(*(line(f"full{n}") for n in range(400)))
    assert store.full
    with ledger_rows(store, named=True) as rows:
        assert [r["operator_tx_id"] for r in rows.execute("SELECT operator_tx_id FROM attempts")] == ["before"]
    perimeter.seq, perimeter.previous = kept
    pages(store, 1 << 30)
    items = perimeter.judge(*(line(f"full{n}") for n in range(400)))
    assert {i.status for i in items} == {Outcome.ACCEPTED}
    assert not store.full
    with ledger_rows(store, named=True) as rows:
        (size,) = rows.execute("SELECT size FROM logs WHERE edrpou = '90417318'").fetchone()
        kinds = dict(rows.execute("SELECT kind, COUNT(*) FROM entries GROUP BY kind").fetchall())
    assert kinds["transaction"] == 401
    assert sum(kinds.values()) == size
