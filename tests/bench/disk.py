"""``disk``: bytes a transaction on the disk, everything in the ledger's file counted, after very many of them."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from tests.bench.result import Result
from tests.filled import filled

_MANY, _SMALL = 1_000_000, 3_000
_GOAL, _RANDOM_GOAL = 120.0, 180.0


def measure(*, small: bool) -> Result:
    """Measure sample lines; lines with random ids stand in the detail, beside their own goal."""
    count = _SMALL if small else _MANY
    each, parts = _bytes(count, random_ids=False)
    hard, hard_parts = _bytes(count, random_ids=True)
    detail = {
        "transactions": count, "randomIds": round(hard, 1), "randomIdsGoal": _RANDOM_GOAL,
        "parts": parts, "randomIdsParts": hard_parts,
    }  # fmt: skip
    return Result("disk", each, _GOAL, "lower", detail)


def _bytes(count: int, *, random_ids: bool) -> tuple[float, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        path = filled(Path(name) / "contour", count, random_ids=random_ids) / "ledger.sqlite"
        file = sqlite3.connect(path)
        (written,) = file.execute("SELECT SUM(size) FROM logs").fetchone()
        parts = file.execute("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 10").fetchall()
        file.close()
        return path.stat().st_size / written, {name: round(size / written, 1) for name, size in parts}
