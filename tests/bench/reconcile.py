"""``reconcile``: a day of 10,000,000 rows against the ledger by the command ÷ SQLite's own join of the same two tables.

Ours: ``cabinet reconcile`` as a process of its own, over mTLS, with a living contour whose log has the day; the file is
a table in CSV in which a hundred rows are missing, a hundred more, and a hundred different. SQLite: the ``sqlite3``
tool reads the same file into a table, joins it with a table of what the log has and tells what differs field by field,
as ours does. ``detail`` has its join without the reading of the file, too, and the most memory that the command had.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cabinet.cli.demo.play import key_folders
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.sample.operator import CASINO_SOURCE, SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.moment import KYIV, day_bounds, epoch_micros, kyiv_day
from cabinet.contract.reconciliation import COMPARED
from cabinet.contract.states import Environment
from tests.bench.result import Result, in_turn
from tests.forked import ForkedContour

_ROWS, _SMALL, _ROUNDS = 10_000_000, 3_000, 3
_BATCH = 10_000
_APART = 100
_COLUMNS = tuple(name for name in COMPARED if name not in {"pointId", "terminalId", "relatedTxId"})
_JOIN = (
    "SELECT COUNT(*) FROM (SELECT ours.operatorTxId FROM ours LEFT JOIN theirs USING (operatorTxId) WHERE "
    + " OR ".join(f"ours.{name} IS NOT theirs.{name}" for name in _COLUMNS if name != "operatorTxId")
    + " UNION ALL SELECT theirs.operatorTxId FROM theirs LEFT JOIN ours USING (operatorTxId) "
    "WHERE ours.operatorTxId IS NULL)"
)


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    rows = _SMALL if small else _ROWS
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), rows, 1 if small else _ROUNDS)


def _measure(folder: Path, rows: int, rounds: int) -> Result:
    day = kyiv_day(datetime.now(UTC)) - timedelta(days=1)
    file, tables = folder / "day.csv", folder / "tables.sqlite"
    apart = min(_APART, rows // 10)
    _fill(folder / "contour", tables, day, rows)
    _write_file(file, day, rows, apart)
    with ForkedContour(folder / "contour") as contour:
        key = key_folders(contour, folder)[CASINO_SOURCE]
        memory: list[int] = []
        command = [
            sys.executable,
            "-m",
            "cabinet",
            "reconcile",
            str(file),
            "--day",
            day.isoformat(),
            "--json",
            "--quiet",
        ]
        environment = os.environ | {"SOMS_CABINET_HOME": str(folder / "home"), "TMPDIR": str(folder)}

        def ours() -> float:
            out = folder / "report.json"
            started = time.perf_counter()
            with out.open("wb") as told:
                process = subprocess.Popen([*command, "--credential", str(key)], stdout=told, env=environment)
                _, status, used = os.wait4(process.pid, 0)
            taken = time.perf_counter() - started
            assert os.waitstatus_to_exitcode(status) == 1
            totals = json.loads(out.read_bytes())["totals"]
            found = {kind: total["count"] for kind, total in totals.items() if total["count"]}
            assert found == {"missing": apart, "extra": apart, "different": apart}
            memory.append(used.ru_maxrss // 1024)
            return taken

        joins: list[float] = []

        def theirs() -> float:
            sql = f"DROP TABLE IF EXISTS ours;\nCREATE TABLE ours ({_typed()});\n.import --csv --skip 1 {file} ours\n"
            started = time.perf_counter()
            subprocess.run(["sqlite3", str(tables)], input=sql.encode(), check=True)
            imported = time.perf_counter()
            told = subprocess.run(["sqlite3", str(tables), _JOIN], capture_output=True, check=True).stdout
            ended = time.perf_counter()
            assert int(told) == 3 * apart
            joins.append(round(ended - imported, 3))
            return ended - started

        mine, other, raw = in_turn(ours, theirs, rounds)
        return Result(
            "reconcile", mine / other, 3.0, "lower",
            {
                "rows": rows, "seconds": raw, "join_alone": joins, "mib": memory, "mib_goal": 512,
                "bytes": file.stat().st_size,
            },
        )  # fmt: skip


def _typed() -> str:
    return ", ".join(f"{name} {'INTEGER' if name == 'amountKop' else 'TEXT'}" for name in _COLUMNS)


def _values(start: datetime, number: int, rows: int) -> dict[str, str | int]:
    at = start + timedelta(milliseconds=86_000_000 * number // (rows + _APART))
    return {
        "operatorTxId": f"{number:010d}-B", "type": "BET", "licenceNo": "OK-2024-017", "vertical": "ONLINE_CASINO",
        "brandId": "mlynok", "gameId": "roulette-eu", "roundId": f"R-{number // 3}", "playerRef": "ab" * 16,
        "amountKop": 100 + number % 90_000, "currency": "UAH", "settlementForm": "NON_CASH",
        "occurredAt": at.isoformat(timespec="milliseconds"), "siteId": "mlynok.ua",
    }  # fmt: skip


def _of_day(day: date, first: int, last: int, rows: int) -> Iterator[dict[str, str | int]]:
    start = day_bounds(day)[0].astimezone(KYIV)
    return (_values(start, number, rows) for number in range(first, last))


def _fill(folder: Path, tables: Path, day: date, rows: int) -> None:
    """Write the log, as the contour appends what it accepts without a word, and the same as a table of SQLite."""
    perimeter = Perimeter(DataFolder(folder), "127.0.0.1", 1, Environment.TEST, 2)
    start = day_bounds(day)[0]
    with closing(sqlite3.connect(tables)) as file:
        file.execute(f"CREATE TABLE theirs ({_typed()})")
        marks = ", ".join("?" * len(_COLUMNS))
        try:
            create_operator(perimeter.store, sample_operator(datetime.now(UTC)), start)
            for first in range(0, rows, _BATCH):
                some = list(_of_day(day, first, min(first + _BATCH, rows), rows))
                file.executemany(f"INSERT INTO theirs VALUES ({marks})", [[v[n] for n in _COLUMNS] for v in some])
                now = datetime.fromisoformat(str(some[-1]["occurredAt"]))
                with perimeter.ledger.append(SAMPLE_EDRPOU, now) as append:
                    append.open_block(CASINO_SOURCE, len(some))
                    append.prepare(str(v["operatorTxId"]) for v in some)
                    append.plain([
                        (
                            json.dumps({"schemaVersion": "1", **v}, separators=(",", ":")).encode(),
                            str(v["operatorTxId"]), None, ("BET", "OK-2024-017", "mlynok", "mlynok.ua"),
                            int(v["amountKop"]), epoch_micros(datetime.fromisoformat(str(v["occurredAt"]))),
                        )
                        for v in some
                    ])  # fmt: skip
            file.commit()
        finally:
            perimeter.close()
    (folder / "port").unlink(missing_ok=True)


def _write_file(path: Path, day: date, rows: int, apart: int) -> None:
    """Write the day as a platform would: without the first rows, with some after the last, some in another game."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number, values in enumerate(_of_day(day, apart, rows + apart, rows)):
            if number < apart:
                values["gameId"] = "roulette-us"
            writer.writerow([values[name] for name in _COLUMNS])
