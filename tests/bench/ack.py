"""``ack``: p99 of one transaction sent, committed and proved by a receipt ÷ p99 of a bare durable commit of one row."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from tests.bench.ingest import Pipeline
from tests.bench.result import Result, in_turn

_ROUNDS, _EACH, _SMALL_EACH = 5, 400, 20


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    each = _SMALL_EACH if small else _EACH
    with tempfile.TemporaryDirectory() as name:
        pipeline = Pipeline(Path(name), 1)
        bare = sqlite3.connect(Path(name) / "bare.sqlite", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE one (n INTEGER PRIMARY KEY, line BLOB)")

        def commit() -> float:
            started = time.perf_counter()
            bare.execute("INSERT INTO one (line) VALUES (zeroblob(376))")
            return time.perf_counter() - started

        try:
            ours, floor, raw = in_turn(
                lambda: _p99(pipeline.singles(each)), lambda: _p99([commit() for _ in range(each)]),
                2 if small else _ROUNDS,
            )  # fmt: skip
        finally:
            pipeline.close()
            bare.close()
    return Result("ack", ours / floor, 4, "lower", {"p99Seconds": raw, "each": each})


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]
