"""``statistics``: a year's statistics at 1,000,000 transactions ÷ the same at 10,000; and the full scan ÷ our query.

Both ledgers are filled by the real judging and appending, with play spread over the year. The question is a year by
days with its total, as the page asks it. The full scan asks SQLite for the same figures of the same transactions, laid
out as a row each, counted anew: by Kyiv day, accepted, rejected now, and the sums that make GGR.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.play import play
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.query import statistics
from cabinet.contract.moment import KYIV, day_bounds, epoch_micros, kyiv_day
from cabinet.contract.states import Environment
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from tests.bench.result import Result, in_turn
from tests.ledger_rows import ledger_rows

_DAYS = 365
_ROUNDS = 15
_BATCH = 1000
_TIMES = 20
_LINES_A_BET = 1.45
_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_SCAN = """
SELECT (COALESCE(occurred_at, received_at) + {offset}) / 86400000000,
  SUM(outcome <> 'REJECTED'), SUM(outcome = 'REJECTED'),
  SUM(CASE WHEN outcome = 'REJECTED' THEN 0 WHEN type = 'BET' THEN amount_kop ELSE -amount_kop END)
FROM attempts WHERE edrpou = :edrpou AND COALESCE(occurred_at, received_at) BETWEEN :start AND :end - 1 GROUP BY 1
"""


class _Shop:
    """A ledger of so many transactions within the last year."""

    def __init__(self, path: Path, transactions: int) -> None:
        self.path = path
        self.store = SqliteStore(path)
        create_operator(self.store, sample_operator(_NOW - timedelta(days=_DAYS)), _NOW)
        ledger = Ledger(self.store, NoteSigner("bench/log", Ed25519PrivateKey.generate()), "bench")
        limits = LimitFacts(late_after_seconds=2 * _DAYS * 86_400)
        a_day = round(transactions / _DAYS / _LINES_A_BET)
        self.transactions = 0
        for day in range(_DAYS):
            end = _NOW - timedelta(days=_DAYS - 1 - day)
            lines = [played.data for played in play(day, a_day, end, timedelta(days=1), mistakes=0.01)]
            for first in range(0, len(lines), _BATCH):
                with ledger.append(SAMPLE_EDRPOU, end) as append:
                    Judging(append, "core-1", limits).run(lines[first : first + _BATCH])
            self.transactions += len(lines)
        self._open = ExitStack()
        self._rows = self._open.enter_context(ledger_rows(path))

    def close(self) -> None:
        self._open.close()
        self.store.close()

    def ask(self) -> bytes:
        today = kyiv_day(_NOW)
        query = {"from": (today - timedelta(days=_DAYS - 1)).isoformat(), "to": today.isoformat(), "bucket": "day"}
        with self.store.read() as rows:
            return statistics(rows, SAMPLE_EDRPOU, query, _NOW, Environment.TEST, money=True)

    def scan(self) -> dict[str, tuple[int, int, int]]:
        """Count the same anew: Kyiv day → accepted, rejected, GGR."""
        today = kyiv_day(_NOW)
        start, end = day_bounds(today - timedelta(days=_DAYS - 1))[0], day_bounds(today)[1]
        sql = _SCAN.format(offset=_offset_sql(start, end))
        found = self._rows.execute(
            sql, {"edrpou": SAMPLE_EDRPOU, "start": epoch_micros(start), "end": epoch_micros(end)}
        ).fetchall()
        return {(date(1970, 1, 1) + timedelta(days=row[0])).isoformat(): tuple(row[1:]) for row in found}


def _offset_sql(start: datetime, end: datetime) -> str:
    """Return Kyiv's offset in microseconds as SQL: SQLite knows no zones, so it is given the year's changes."""
    sql, hour = "", start
    known = start.astimezone(KYIV).utcoffset()
    while hour < end:
        now = hour.astimezone(KYIV).utcoffset()
        if now != known and known is not None:
            sql += f"WHEN occurred_at < {epoch_micros(hour)} THEN {known // timedelta(microseconds=1)} "
            known = now
        hour += timedelta(hours=1)
    assert known is not None
    return f"(CASE {sql}ELSE {known // timedelta(microseconds=1)} END)"


def _told(answer: bytes) -> dict[str, tuple[int, int, int]]:
    return {
        datetime.fromisoformat(row["start"]).astimezone(KYIV).date().isoformat(): (
            row["figures"]["accepted"], row["figures"]["rejected"], row["figures"]["ggrKop"],
        )
        for row in json.loads(answer)["rows"]
    }  # fmt: skip


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    many, few = (4_000, 1_000) if small else (1_000_000, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        large, little = _Shop(Path(folder) / "many.sqlite", many), _Shop(Path(folder) / "few.sqlite", few)
        try:
            if _told(large.ask()) != large.scan():
                raise RuntimeError("the roll-ups and the rows differ")
            rounds = 3 if small else _ROUNDS
            ours, floor, raw = in_turn(_timed(large.ask, _TIMES), _timed(little.ask, _TIMES), rounds)
            query, scan, scanned = in_turn(_timed(large.ask, _TIMES), _timed(large.scan, 1), 2 if small else 5)
            detail = {
                "seconds": raw, "transactions": [large.transactions, little.transactions], "days": _DAYS,
                "scanOverQuery": round(scan / query, 1), "scanGoal": 1000, "scanOk": scan / query >= 1000,
                "scanSeconds": scanned["floor"], "sqlite": sqlite3.sqlite_version,
            }  # fmt: skip
            return Result("statistics", ours / floor, 1.2, "lower", detail)
        finally:
            large.close()
            little.close()


def _timed(work: Callable[[], object], times: int) -> Callable[[], float]:
    def run() -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - started) / times

    return run
