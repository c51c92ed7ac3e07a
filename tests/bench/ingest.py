"""``ingest``: durable transactions a second, end to end ÷ bare INSERTs of a row for each thing a transaction is.

Ours: two sources send sealed batches of 1,000 over mTLS to a contour in a process of its own, which opens, verifies,
judges and commits each (``synchronous=FULL``) with tree, checkpoint and receipt; the senders verify the receipts.
Floor: what a transaction is — its entry, its payload and what is known of it — put as rows into empty tables by
``executemany``, as many in a commit, and nothing else.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cabinet.cli.demo.play import key_folders
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import CASINO_SOURCE, sample_operator
from cabinet.contour.sample.play import Line, encoded, rounds
from cabinet.contract.clock import SystemClock
from cabinet.contract.identifiers import uuid7
from cabinet.contract.testdata import SetLimits
from cabinet.dayfile.reading import Line as FileLine
from cabinet.sender.batches import Batch
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import check_receipt
from tests.bench.result import Result, in_turn
from tests.ledger_rows import ledger_rows
from tests.row_engine.schema import TABLES

_BATCH = 1000
_ROUNDS = 7
_TABLES = ("entries", "payloads", "attempts")


class _Sender:
    """One source's platform."""

    def __init__(self, folder: Path) -> None:
        self.client = MachineClient(open_credential(folder), SystemClock())
        self._seq, self._previous = 0, None

    def send(self, batches: Sequence[Batch]) -> None:
        for batch in batches:
            result = self.client.submit(batch, self._seq + 1, self._previous, compress=False)
            check_receipt(self.client, batch, result)
            self._seq, self._previous = self._seq + 1, batch.content_sha256


class _Pipeline:
    """A contour and its two senders."""

    def __init__(self, folder: Path, batches: int) -> None:
        self._batches = batches
        self._round = 0
        self.contour = ContourProcess(folder / "contour")
        self.contour.start()
        self.contour.testdata("testdata_operator", sample_operator(datetime.now(UTC)))
        # The limits of an honest source would be what is measured.
        self.contour.testdata(
            "testdata_limits", SetLimits(requests_per_second=1_000_000, transactions_per_minute=1_000_000_000)
        )
        keys = key_folders(self.contour, folder)
        self._senders = {source: _Sender(path) for source, path in keys.items()}

    def run(self) -> float:
        """Send one round; returns seconds a transaction."""
        self._round += 1
        ready = {source: self._lines(source) for source in self._senders}
        started = time.perf_counter()
        with ThreadPoolExecutor(len(ready)) as threads:
            for sending in [threads.submit(self._senders[s].send, batches) for s, batches in ready.items()]:
                sending.result()
        return (time.perf_counter() - started) / (len(ready) * self._batches * _BATCH)

    def close(self) -> None:
        for sender in self._senders.values():
            sender.client.close()
        self.contour.stop()

    def _lines(self, source: str) -> list[Batch]:
        """Return fresh batches of the last four minutes."""
        wanted = self._batches * _BATCH
        end = datetime.now(UTC) - timedelta(seconds=1)
        bets = 2 * wanted if source == CASINO_SOURCE else 4 * wanted
        name = f"{source}-{self._round}-"
        played = [
            line for line in rounds(self._round, name, bets, end - timedelta(minutes=4), end) if line.source == source
        ]
        return [_batch(played[first : first + _BATCH]) for first in range(0, wanted, _BATCH)]


def _batch(lines: Sequence[Line]) -> Batch:
    data = [FileLine(number, encoded(line.value)) for number, line in enumerate(lines, 1)]
    if len(data) != _BATCH:
        raise RuntimeError("too little play")
    return Batch(uuid7(), 0, tuple(data), b"".join(line.data + b"\n" for line in data))


class _Bare:
    """What the pipeline wrote, put as rows into empty tables."""

    def __init__(self, folder: Path, ledger: Path, transactions: int) -> None:
        self._folder = folder
        self._round = 0
        self._rows: dict[str, tuple[str, list[tuple[object, ...]]]] = {}
        with ledger_rows(ledger) as source:
            for table in _TABLES:
                found = source.execute(
                    f"SELECT * FROM {table} WHERE attempt_id IS NOT NULL ORDER BY attempt_id LIMIT {transactions}"
                )
                names = ", ".join(f'"{column[0]}"' for column in found.description)
                places = ", ".join("?" * len(found.description))
                self._rows[table] = f"INSERT INTO {table} ({names}) VALUES ({places})", found.fetchall()

    def run(self) -> float:
        """Insert them all; returns seconds a transaction."""
        self._round += 1
        path = self._folder / f"bare-{self._round}.sqlite"
        SqliteStore(path, (TABLES,)).close()
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        count = len(self._rows["attempts"][1])
        started = time.perf_counter()
        for first in range(0, count, _BATCH):
            connection.execute("BEGIN IMMEDIATE")
            for insert, rows in self._rows.values():
                connection.executemany(insert, rows[first : first + _BATCH])
            connection.execute("COMMIT")
        taken = (time.perf_counter() - started) / count
        connection.close()
        path.unlink()
        return taken


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    batches = 1 if small else 8
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline = _Pipeline(folder, batches)
        try:
            pipeline.run()
            bare = _Bare(folder, folder / "contour" / "ledger.sqlite", 2 * batches * _BATCH)
            ours, floor, raw = in_turn(pipeline.run, bare.run, 2 if small else _ROUNDS)
        finally:
            pipeline.close()
    detail = {
        "secondsEach": raw, "transactionsPerSecond": round(1 / ours), "barePerSecond": round(1 / floor),
        "bareRowsPerSecond": round(len(_TABLES) / floor), "batch": _BATCH, "sources": 2,
        "sqlite": sqlite3.sqlite_version,
    }  # fmt: skip
    return Result("ingest", floor / ours, 0.5, "higher", detail)
