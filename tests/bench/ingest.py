"""``ingest``: durable transactions a second, end to end ÷ bare INSERTs of what was a transaction's three rows.

Ours: two sources send sealed batches of 1,000 over mTLS to a contour in a process of its own, which opens, verifies,
judges and commits each (``synchronous=FULL``) with tree, checkpoint and receipt; the senders verify the receipts.
Floor: what a transaction left behind when the ledger kept rows of its entry, payload and attempt, put into empty
tables of that schema (``tests/row_engine``) by ``executemany``, as many in a commit, and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cabinet.cli.demo.play import key_folders
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import CASINO_SOURCE, sample_operator
from cabinet.contour.sample.play import Line, encoded, rounds
from cabinet.contract.clock import SystemClock
from cabinet.contract.identifiers import uuid7
from cabinet.contract.testdata import SetLimits
from cabinet.dayfile.reading import Line as FileLine
from cabinet.proof.merkle import leaf_hash
from cabinet.sender.batches import Batch
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import check_receipt
from tests.bench.result import Result, in_turn
from tests.ledger_rows import ATTEMPT_COLUMNS, ledger_rows
from tests.row_engine.schema import TABLES

_BATCH = 1000
_ROUNDS = 7
_COLUMNS = {
    "entries": "edrpou, seq, kind, received_at, attempt_id, bytes, leaf",
    "payloads": "attempt_id, bytes, withheld, findings",
    "attempts": ", ".join((*(f'"{name}"' for name in ATTEMPT_COLUMNS), "round_id", "player_ref")),
}


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


class Pipeline:
    """A contour and its two senders."""

    def __init__(self, folder: Path, batches: int) -> None:
        self._batches = batches
        self._round = 0
        self.cpu: list[float] = []
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
        before, started = self._cpu(), time.perf_counter()
        with ThreadPoolExecutor(len(ready)) as threads:
            for sending in [threads.submit(self._senders[s].send, batches) for s, batches in ready.items()]:
                sending.result()
        taken = (time.perf_counter() - started) / (len(ready) * self._batches * _BATCH)
        self.cpu.append((self._cpu() - before) / (len(ready) * self._batches * _BATCH))
        return taken

    def singles(self, count: int) -> list[float]:
        """Send lines one by one from one source; returns seconds until each receipt is verified."""
        self._round += 1
        sender = self._senders[CASINO_SOURCE]
        (batch,) = self._lines(CASINO_SOURCE)[:1]
        taken = []
        for line in batch.lines[:count]:
            one = Batch(uuid7(), 0, (line,), line.data + b"\n")
            started = time.perf_counter()
            sender.send([one])
            taken.append(time.perf_counter() - started)
        return taken

    def _cpu(self) -> float:
        """Return seconds that the contour's process has computed."""
        words = Path(f"/proc/{self.contour.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

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
    """The rows that the pipeline's transactions would have been, put into empty tables."""

    def __init__(self, folder: Path, ledger: Path, transactions: int) -> None:
        self._folder = folder
        self._round = 0
        with ledger_rows(ledger) as source:
            newest = f"ORDER BY attempt_id DESC LIMIT {transactions}"
            entries = source.execute(
                f"SELECT edrpou, seq, kind, received_at, attempt_id, bytes FROM entries "
                f"WHERE attempt_id IS NOT NULL {newest}"
            ).fetchall()
            payloads = source.execute(f"SELECT * FROM payloads {newest}").fetchall()
            attempts = source.execute(f"SELECT * FROM attempts {newest}").fetchall()
        others = [json.loads(row[1]) for row in payloads]
        self._rows = {
            "entries": [(*row, leaf_hash(row[-1])) for row in entries],
            "payloads": payloads,
            "attempts": [
                (*row, other["roundId"], other["playerRef"]) for row, other in zip(attempts, others, strict=True)
            ],
        }

    def run(self) -> float:
        """Insert them all; returns seconds a transaction."""
        self._round += 1
        path = self._folder / f"bare-{self._round}.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for statement in TABLES:
            connection.execute(statement)
        count = len(self._rows["attempts"])
        started = time.perf_counter()
        for first in range(0, count, _BATCH):
            connection.execute("BEGIN IMMEDIATE")
            for table, rows in self._rows.items():
                places = ", ".join("?" * len(rows[0]))
                connection.executemany(
                    f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({places})", rows[first : first + _BATCH]
                )
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
        pipeline = Pipeline(folder, batches)
        try:
            pipeline.run()
            bare = _Bare(folder, folder / "contour" / "ledger.sqlite", 2 * batches * _BATCH)
            ours, floor, raw = in_turn(pipeline.run, bare.run, 2 if small else _ROUNDS)
        finally:
            pipeline.close()
    cpu = sorted(pipeline.cpu[1:])
    detail = {
        "secondsEach": raw, "transactionsPerSecond": round(1 / ours), "goalPerSecond": 50_000,
        "contourCpuMicroseconds": round(cpu[len(cpu) // 2] * 1e6, 1), "contourCpuGoal": 14,
        "contourCpuEach": [round(each * 1e6, 1) for each in pipeline.cpu], "barePerSecond": round(1 / floor),
        "batch": _BATCH, "sources": 2, "sqlite": sqlite3.sqlite_version,
    }  # fmt: skip
    return Result("ingest", floor / ours, 0.5, "higher", detail)
