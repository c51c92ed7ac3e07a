"""A ledger's file for tests that look into it with SQL: what its logs tell stands beside its own tables.

``attempts``, ``payloads`` and ``entries`` hold a row for each entry, as the log gives it; every other table is the
file's own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cabinet.contour.ledger.field_columns import FIELD_NAMES, column_values
from cabinet.contour.ledger.operator_log import OperatorLog
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contract.moment import epoch_micros, parse_moment

ATTEMPT_COLUMNS = (
    "attempt_id", "edrpou", "seq", "received_at", "source", "outcome", "soms_tx_id", "commitment", "codes",
    *FIELD_NAMES, "late", "corrects", "by", "batch_id",
)  # fmt: skip


class FileRows:
    """As much of a transaction as reading a log needs, over a connection of one's own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, **values: object) -> dict[str, Any] | None:
        cursor = self._connection.execute(sql, values)
        row = cursor.fetchone()
        return None if row is None else {c[0]: v for c, v in zip(cursor.description, row, strict=True)}


def logs(connection: sqlite3.Connection) -> list[LogReader]:
    """Return a reader of each operator's log."""
    found = connection.execute("SELECT log, edrpou, secret FROM logs ORDER BY log").fetchall()
    return [LogReader(FileRows(connection), OperatorLog(*log)) for log in found]  # type: ignore[arg-type]  # see FileRows


@contextmanager
def ledger_rows(place: Path | SqliteStore, *, named: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a ledger's file for reading, or that of a contour's folder, or of an open store, as it stands now.

    Rows are tuples, or ``named``.
    """
    path = place if isinstance(place, Path) else place._path
    file = path / "ledger.sqlite" if path.is_dir() else path
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("BEGIN")
        _lay_out(connection)
        connection.row_factory = sqlite3.Row if named else None
        yield connection
    finally:
        connection.close()


def _lay_out(connection: sqlite3.Connection) -> None:
    names = ", ".join(f'"{name}"' for name in ATTEMPT_COLUMNS)
    connection.execute(f"CREATE TEMP TABLE attempts ({names})")
    connection.execute("CREATE TEMP TABLE payloads (attempt_id, bytes, withheld, findings)")
    connection.execute("CREATE TEMP TABLE entries (edrpou, seq, kind, received_at, attempt_id, bytes)")
    batches = {
        (edrpou, seq): batch
        for edrpou, batch, first, n in connection.execute("SELECT edrpou, batch_id, first_seq, n FROM batches")
        for seq in range(first, first + n)
    }
    for log in logs(connection):
        edrpou = log.log.edrpou
        for seq, entry in enumerate(log.entries(0, log.size)):
            kind = log.line(seq)[1].kind
            if kind != "transaction":
                at = epoch_micros(parse_moment(json.loads(entry)["receivedAt"]))
                connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, NULL, ?)", (edrpou, seq, kind, at, entry))
                continue
            a = log.attempt(seq)
            row = (
                a.attempt_id, edrpou, seq, a.received_at, a.source, a.outcome.value, a.soms_tx_id, a.commitment,
                ",".join(a.codes), *column_values(a.fields), a.late, a.corrects, a.by, batches.get((edrpou, seq)),
            )  # fmt: skip
            connection.execute(f"INSERT INTO attempts VALUES ({', '.join('?' * len(row))})", row)
            connection.execute(
                "INSERT INTO payloads VALUES (?, ?, ?, ?)",
                (a.attempt_id, a.line, a.withheld, a.encoded_findings),
            )
            connection.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
                (edrpou, seq, kind, a.received_at, a.attempt_id, entry),
            )
