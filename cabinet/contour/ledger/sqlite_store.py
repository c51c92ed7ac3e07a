"""The embedded ledger: SQLite, write-ahead log, every commit synced (``synchronous=FULL``)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cabinet.contour.ledger.schema import FIRST_VERSION, Words, versions
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.errors import KnownError

__all__ = ["VERSIONS", "SqliteStore"]

_BUSY_SECONDS = 10.0
VERSIONS = versions(Words(bytes="BLOB", by_key=" WITHOUT ROWID", key="INTEGER PRIMARY KEY"))
_UNNUMBERED = 1_000_000
"""Before versions were counted a file bore a checksum of its tables: some number far above any count."""


class _SqliteRows:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.undo: list[Callable[[], None]] = []
        self.last: list[Callable[[], None]] = []
        self.follow: list[Callable[[], None]] = []

    def on_rollback(self, undo: Callable[[], None]) -> None:
        self.undo.append(undo)

    def before_commit(self, act: Callable[[], None]) -> None:
        self.last.append(act)

    def after_commit(self, follow: Callable[[], None]) -> None:
        self.follow.append(follow)

    def all(self, sql: str, **values: object) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, values).fetchall()

    def one(self, sql: str, **values: object) -> Row | None:
        row: Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def run(self, sql: str, **values: object) -> int:
        return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self._connection.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        # Values by place: binding by name costs twice as much.
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self._connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


_DAMAGE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""SQLite calls a disk that is full during a sync, or a quota, an error of input and output."""


class SqliteStore:
    """One file. Writes take a lock and one connection; each thread reads on its own.

    Raises:
        KnownError: ``FOLDER_NEWER`` of a later version, ``FOLDER_OTHER_VERSION`` of one that nothing reads any more,
            ``FOLDER_DAMAGED`` or ``FOLDER_UNWRITABLE``; the file is left as it is.
    """

    def __init__(self, path: Path, versions: Sequence[Sequence[str]] = VERSIONS) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._readers_lock = threading.Lock()
        self._open_write: _SqliteRows | None = None
        self._owner: int | None = None
        self.full = False
        """Whether the last write found no room; the next one that does tells otherwise."""
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        try:
            self._writer = self._open()
        except sqlite3.Error as error:
            raise _not_opened(path, error) from error
        try:
            # Of a new file: a frame of 128 lines fills its last page better, and fewer bytes follow a key that comes.
            self._writer.execute("PRAGMA page_size=2048")
            # The switch to WAL itself must be durable: with less, a power cut can bring back an old journal.
            self._writer.execute("PRAGMA synchronous=EXTRA")
            self._writer.execute("PRAGMA journal_mode=WAL")
            self._writer.execute("PRAGMA synchronous=FULL")
            # Some systems build SQLite to overwrite whatever is deleted: only an erasure needs that.
            self._writer.execute("PRAGMA secure_delete=OFF")
            self._upgrade(versions)
        except sqlite3.Error as error:
            self.close()
            raise _not_opened(path, error) from error
        except KnownError:
            self.close()
            raise

    @property
    def writing(self) -> bool:
        """Whether the write transaction is open in this thread."""
        return self._owner == threading.get_ident()

    @contextmanager
    def write(self) -> Iterator[Rows]:
        """Open the write transaction; inside another of the same thread, join it.

        Raises:
            KnownError: ``STORAGE_FULL`` or ``FOLDER_DAMAGED``.
        """
        with self._lock:
            if self._open_write is not None:
                yield self._open_write
                return
            rows = self._open_write = _SqliteRows(self._writer)
            self._owner = threading.get_ident()
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield rows
                for act in rows.last:
                    act()
                self._writer.execute("COMMIT")
                self.full = False
                for follow in rows.follow:
                    follow()
            except BaseException as error:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                for undo in reversed(rows.undo):
                    undo()
                if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _NO_ROOM:
                    self.full = True
                    raise KnownError("STORAGE_FULL", str(error)) from error
                if isinstance(error, sqlite3.DatabaseError) and _is_damage(error):
                    raise _not_opened(self._path, error) from error
                raise
            finally:
                self._open_write = self._owner = None

    @contextmanager
    def read(self) -> Iterator[Rows]:
        """Open a read transaction on this thread's connection; inside another of the same thread, join it.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and connection.in_transaction:
            yield _SqliteRows(connection)
            return
        if connection is None:
            connection = self._open()
            connection.execute("PRAGMA query_only=1")
            self._local.connection = connection
            # A lock of its own: a new reader must not wait for whoever is writing.
            with self._readers_lock:
                self._readers.append(connection)
        connection.execute("BEGIN")
        try:
            yield _SqliteRows(connection)
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise _not_opened(self._path, error) from error
            raise
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """Have what is deleted meanwhile overwritten on the disk, older copies in the write-ahead log too."""
        self._writer.execute("PRAGMA secure_delete=ON")
        try:
            yield
        finally:
            self._writer.execute("PRAGMA secure_delete=OFF")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        with self._lock, self._readers_lock:
            for connection in (*self._readers, self._writer):
                connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _upgrade(self, versions: Sequence[Sequence[str]]) -> None:
        """Bring the file to the newest version, in one transaction; a new file goes through every one."""
        with self.write() as rows:
            number = self._writer.execute("PRAGMA user_version").fetchone()[0]
            newest = FIRST_VERSION - 1 + len(versions)
            used = number != 0 or rows.one("SELECT 1 FROM sqlite_master") is not None
            if number > _UNNUMBERED or (used and number < FIRST_VERSION):
                raise KnownError("FOLDER_OTHER_VERSION", path=str(self._path.parent))
            if number > newest:
                raise KnownError("FOLDER_NEWER", f"{number} > {newest}", path=str(self._path.parent))
            for statements in versions[max(number + 1 - FIRST_VERSION, 0) :]:
                for statement in statements:
                    rows.run(statement)
            self._writer.execute(f"PRAGMA user_version = {newest:d}")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGE


def _not_opened(path: Path, error: sqlite3.Error) -> KnownError:
    if error.sqlite_errorcode & 0xFF in _DAMAGE:
        return KnownError("FOLDER_DAMAGED", str(error), path=str(path))
    return KnownError("FOLDER_UNWRITABLE", str(error), path=str(path.parent))
