"""``tamper``: a ledger's file edited, one random thing at a time; looking it through finds each, and nothing else.

Rows are deleted, numbers and letters changed, bits of bytes flipped, values of two rows exchanged, in every table that
``cabinet contour verify`` answers for. Clean ledgers with other pasts are looked through as well.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.eventful import eventful, faults
from tests.trials.result import Result, Tally

_GOAL = "every edit found, no false alarm"
_TABLES = (
    "blocks", "frames", "tiles", "rejections", "rejection_groups", "rejection_days", "rejection_blocks",
    "rejection_roots", "rollups", "referrers", "case_events",
)  # fmt: skip
_IDLE = {"case_events": {"at", "by_name", "note", "number", "size", "version"}, "blocks": {"batch_id"}}
"""Columns that nothing follows from."""
_EDITS, _SMALL_EDITS, _CLEAN, _SMALL_CLEAN = 400, 40, 40, 3
_BETS = 120
LEAST_CASES = 40


def _deleted(file: sqlite3.Connection, table: str, row: int, _column: str, _luck: random.Random) -> None:
    file.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


def _changed(file: sqlite3.Connection, table: str, row: int, column: str, luck: random.Random) -> None:
    (value,) = file.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    file.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (_other(value, luck), row))


def _exchanged(file: sqlite3.Connection, table: str, row: int, column: str, luck: random.Random) -> None:
    mine, *others = [value for (value,) in file.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,))]
    found = file.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT ?", (mine, *others)).fetchall()
    if found:
        other, value = luck.choice(found)
        file.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))
        file.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (mine, other))


_ACTS: tuple[Callable[..., None], ...] = (_deleted, _changed, _changed, _exchanged)


def _other(value: Any, luck: random.Random) -> Any:
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + luck.choice((-1, 1, 1_000))
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    data = bytearray(value)
    bit = luck.randrange(8 * len(data))
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def edit(path: Path, luck: random.Random, tables: Sequence[str] = _TABLES) -> str | None:
    """Edit one thing; returns what, None where it came to nothing."""
    with closing(sqlite3.connect(path)) as file:
        table = luck.choice(tables)
        # Tables without rowids are copied to ones that have them, the same otherwise.
        _with_rowids(file, table)
        rows = [row for (row,) in file.execute(f"SELECT rowid FROM {table}")]
        if not rows:
            return None
        columns = [c[1] for c in file.execute(f"PRAGMA table_info({table})") if c[1] not in _IDLE.get(table, ())]
        act, row, column = luck.choice(_ACTS), luck.choice(rows), luck.choice(columns)
        before = _content(file, table)
        try:
            act(file, table, row, column, luck)
        except sqlite3.IntegrityError:
            return None
        after = _content(file, table)
        file.commit()
        return None if before == after else f"{act.__name__} {table}.{column} of row {row}"


def _with_rowids(file: sqlite3.Connection, table: str) -> None:
    (sql,) = file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if "WITHOUT ROWID" in sql:
        indexes = [
            s
            for (s,) in file.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index'", (table,))
            if s
        ]
        file.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
        file.execute(sql.replace("WITHOUT ROWID", ""))
        file.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
        file.execute(f"DROP TABLE old_{table}")
        for index in indexes:
            file.execute(index)


def _content(file: sqlite3.Connection, table: str) -> list[str]:
    """Return what a table says: frames opened, figures of nought left out."""
    from backports import zstd

    found = []
    for row in file.execute(f"SELECT * FROM {table}"):
        if table == "rollups" and not any(row[5:]):
            continue
        try:
            opened = [
                zstd.decompress(value) if table == "frames" and isinstance(value, bytes) else value for value in row
            ]
        except zstd.ZstdError:
            opened = ["broken", *row]
        idle = _IDLE.get(table, set())
        names = [c[1] for c in file.execute(f"PRAGMA table_info({table})")]
        found.append(repr([v for n, v in zip(names, opened, strict=False) if n not in idle]))
    return sorted(found)


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Edit and look."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        for seed in range(seeds):
            luck = random.Random(seed)  # noqa: S311  a sample that comes again
            data = eventful(Path(name) / f"of-{seed}", seed, _BETS)
            done = 0
            while done < (_SMALL_EDITS if small else _EDITS):
                copy = Path(shutil.copytree(data, Path(name) / "copy"))
                what = edit(copy / "ledger.sqlite", luck)
                if what is not None:
                    found = faults(copy)
                    tally.count("edits", what, found[0].part if found else None)
                    done += 1
                shutil.rmtree(copy)
            for number in range(_SMALL_CLEAN if small else _CLEAN):
                clean = faults(eventful(Path(name) / f"clean-{seed}-{number}", 1000 * seed + number, _BETS // 3))
                tally.count("clean", f"seed {1000 * seed + number}", clean[0].part if clean else "whole",
                            frozenset({"whole"}))  # fmt: skip
    return tally.result("tamper", _GOAL, seeds=seeds)
