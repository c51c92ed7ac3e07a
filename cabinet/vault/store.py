"""The encrypted local store: SQLite with every page, also of its write-ahead log, encrypted and authenticated.

Cipher: ChaCha20-Poly1305 (RFC 8439), the engine's own first choice. Every page carries a tag, so a changed byte is
damage and never data, which the engine's plain AES-CBC lacks; it is quick and constant in time without AES hardware,
where SQLCipher's AES-CBC with HMAC took twice as long; AEGIS is quicker still, but no finished standard yet. The key is
used as it is: it is random, so deriving it from itself would only cost a fifth of a second at each start.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw

from cabinet.contract.errors import KnownError
from cabinet.vault.schema import VERSIONS

__all__ = ["Rows", "Store", "key_id"]

_CIPHER: Final = "chacha20"
_BUSY_MS: Final = 5_000
_ID_BYTES: Final = 16
Rows = list[tuple[Any, ...]]


def key_id(key: bytes) -> bytes:
    """Return the first 16 bytes of a file under this key: the place of the salt, which a raw key does not need."""
    return hmac.digest(key, b"soms-cabinet store key 1", hashlib.sha256)[:_ID_BYTES]


class Store:
    """One open store; without a path it lives in memory and ends with the run. Thread-safe, one writer at a time."""

    def __init__(self, path: Path | None = None, key: bytes | None = None, *, read_only: bool = False) -> None:
        """Open, making the file (0600) where there is none; the whole file is checked.

        Raises:
            KnownError: ``VAULT_KEY_WRONG``, ``VAULT_DAMAGED``, ``VAULT_NEWER``, ``VAULT_BUSY`` or
                ``VAULT_UNWRITABLE``. Then nothing of the file has changed.
        """
        self.path = path
        self._lock = threading.RLock()
        self._key_id = key_id(key) if key is not None else b""
        with self._named():
            self._connection = _open(path, read_only=read_only)
        try:
            with self._named():
                self._prepare(key, read_only=read_only)
        except KnownError:
            self.close()
            raise

    def read(self, statement: str, **values: object) -> Rows:
        """Return all rows of a query."""
        with self._lock, self._named():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[Store]:
        """Do all or nothing: what :meth:`run` writes inside is on the disk when the block ends."""
        with self._lock, self._named():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def run(self, statement: str, **values: object) -> Rows:
        """Run one statement inside :meth:`write`; returns its rows."""
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close; the key leaves memory with the connection."""
        with self._lock:
            self._connection.close()

    def _prepare(self, key: bytes | None, *, read_only: bool) -> None:
        run = self._connection.execute
        if key is not None:
            run(f"PRAGMA cipher = '{_CIPHER}'").fetchall()
            run(f"PRAGMA key = 'raw:{key.hex()}{self._key_id.hex()}'").fetchall()
        run("PRAGMA temp_store = MEMORY").fetchall()
        run("PRAGMA foreign_keys = ON").fetchall()
        found = run("PRAGMA quick_check(1)").fetchall()
        if found != [("ok",)]:
            raise KnownError("VAULT_DAMAGED", str(found[0][0])[:200], path=str(self.path))
        if read_only:
            self._check_version()
            return
        run("PRAGMA journal_mode = WAL").fetchall()
        # A committed checkpoint is evidence: it has to outlive a power cut, not only the process.
        run("PRAGMA synchronous = FULL").fetchall()
        with self.write():
            for number in range(self._check_version(), len(VERSIONS)):
                for statement in VERSIONS[number]:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {number + 1}")

    def _check_version(self) -> int:
        version: Any = self._connection.execute("PRAGMA user_version").fetchall()[0][0]
        if version > len(VERSIONS):
            raise KnownError("VAULT_NEWER", f"{version} > {len(VERSIONS)}", path=str(self.path))
        return int(version)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Give the engine's errors our codes."""
        path = str(self.path)
        try:
            yield
        except apsw.NotADBError as error:
            wrong = self._key_id and _start(self.path) != self._key_id
            raise KnownError("VAULT_KEY_WRONG" if wrong else "VAULT_DAMAGED", str(error), path=path) from error
        except apsw.CorruptError as error:
            raise KnownError("VAULT_DAMAGED", str(error), path=path) from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise KnownError("VAULT_BUSY", str(error), path=path) from error
        except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError, apsw.FullError, apsw.PermissionsError) as error:
            raise KnownError("VAULT_UNWRITABLE", str(error), path=path) from error


def _open(path: Path | None, *, read_only: bool) -> apsw.Connection:
    if path is None:
        return apsw.Connection(":memory:")
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The engine would make the file by the person's umask; its journal takes the rights of the file.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        elif not path.is_file():
            raise FileNotFoundError(2, "no such file")
    except OSError as error:
        raise KnownError("VAULT_UNWRITABLE", error.strerror or "", path=str(path)) from error
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    connection = apsw.Connection(str(path), flags=flags)
    connection.set_busy_timeout(_BUSY_MS)
    return connection


def _start(path: Path | None) -> bytes:
    if path is None:
        return b""
    with path.open("rb") as file:
        return file.read(_ID_BYTES)
