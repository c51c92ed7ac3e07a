"""``audit``: entries looked through in a second ÷ transactions taken in a second, end to end.

Looking through is what ``cabinet contour verify`` does first: every frame opened, every entry made again from its line
and block, hashed and compared with the tiles and the signed root. Taking in is the pipeline of the bench ``ingest``.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import open_ledger
from cabinet.contour.ledger.audit import compare_tree
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from tests.bench.ingest import Pipeline
from tests.bench.result import Result, in_turn
from tests.filled import filled

_MANY, _SMALL, _ROUNDS = 1_000_000, 3_000, 5


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    count = _SMALL if small else _MANY
    with tempfile.TemporaryDirectory() as name:
        folder = DataFolder(filled(Path(name) / "filled", count))
        store = SqliteStore(folder.ledger())
        ledger = open_ledger(folder, store, None, indexed=False)
        pipeline = Pipeline(Path(name), 1 if small else 8)

        def audit() -> float:
            started = time.perf_counter()
            with store.read() as rows:
                log = ledger.reader(rows, SAMPLE_EDRPOU)
                if list(compare_tree(ledger, log)):
                    raise RuntimeError("a fault in a ledger that has none")
            return (time.perf_counter() - started) / log.size

        try:
            ours, floor, raw = in_turn(audit, pipeline.run, 2 if small else _ROUNDS)
        finally:
            pipeline.close()
            store.close()
            folder.close()
    detail = {"entries": count, "secondsEach": raw, "secondsAMillion": round(ours * 1e6, 2), "secondsAMillionGoal": 3}
    return Result("audit", floor / ours, 20, "higher", detail)
