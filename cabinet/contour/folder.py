"""The contour's data folder: one contour at a time, files that only their owner may read, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from cabinet.contour.process import LOG
from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import write_atomically

__all__ = ["LEDGER", "DataFolder", "only_for_the_owner"]

LEDGER: Final = "ledger.sqlite"
_PAUSE_SECONDS: Final = 0.05
_HEADER: Final = 100
_KEPT: Final = frozenset({"lock", LOG, f"{LOG}.1"})
"""What stays where it is when a folder begins anew."""
_OWN: Final = frozenset(
    {
        "checkpoint.key",
        "checkpoints.json",
        "credentials-ca.key",
        "credentials-ca.pem",
        "environment.json",
        "key-list.key",
        "ledger.sqlite",
        "ledger.sqlite-shm",
        "ledger.sqlite-wal",
        "list-signer.pem",
        "list.json",
        "list.key",
        "ocsp.key",
        "ocsp.pem",
        "port",
        "profile.json",
        "qes-ca.key",
        "qes-ca.pem",
        "recipient-keys.json",
        "server.key",
        "server.pem",
        "testdata.token",
        "tls-ca.key",
        "tls-ca.pem",
        "trust-port",
        "trusted-list",
        "tsa.key",
        "tsa.pem",
    }
)
"""What a contour writes into its folder; a test compares it with a real one."""
_READ_WRONG: Final = (ValueError, TypeError, KeyError, IndexError, UnsupportedAlgorithm)
_T = TypeVar("_T")


class DataFolder:
    """A folder that this process alone uses while it lives; made with mode 0700, files with 0600."""

    def __init__(self, path: Path, wait_seconds: float = 0.0) -> None:
        """Take the folder, waiting so long for a contour that is about to end.

        Raises:
            KnownError: ``FOLDER_UNWRITABLE`` or ``FOLDER_IN_USE``.
        """
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = (path / "lock").open("a+b")
        except OSError as error:
            raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(path)) from error
        until = time.monotonic() + wait_seconds
        while not _lock(self._lock):
            if time.monotonic() >= until:
                self._lock.close()
                raise KnownError("FOLDER_IN_USE", path=str(path))
            time.sleep(_PAUSE_SECONDS)

    def close(self) -> None:
        """Let the folder go."""
        self._lock.close()

    def write(self, name: str, data: bytes) -> Path:
        """Write a file that only its owner may read, whole or not at all; returns where.

        Raises:
            KnownError: ``FOLDER_UNWRITABLE``.
        """
        path = self.path / name
        write_atomically(path, data, 0o600)
        return path

    def read(self, name: str, understand: Callable[[bytes], _T], make: Callable[[], bytes] | None = None) -> _T:
        """Return what a file says; ``make`` gives its bytes where there is none yet.

        Raises:
            KnownError: ``FOLDER_DAMAGED`` when it cannot be understood, ``FILE_UNREADABLE`` or ``FOLDER_UNWRITABLE``.
        """
        path = self.path / name
        if make is not None and not path.exists():
            self.write(name, make())
        try:
            return understand(path.read_bytes())
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
        except _READ_WRONG as error:
            raise self.damaged(name, type(error).__name__) from error

    def damaged(self, name: str, detail: str = "") -> KnownError:
        """Return the refusal that a file of this folder is not what was written."""
        return KnownError("FOLDER_DAMAGED", detail, path=str(self.path / name))

    def ec_key(self, name: str) -> ec.EllipticCurvePrivateKey:
        """Return the P-256 key of that file, made at first use."""
        key = self._key(name, lambda: ec.generate_private_key(ec.SECP256R1()))
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise self.damaged(name, "P-256")
        return key

    def ed25519_key(self, name: str) -> Ed25519PrivateKey:
        """Return the Ed25519 key of that file, made at first use."""
        key = self._key(name, Ed25519PrivateKey.generate)
        if not isinstance(key, Ed25519PrivateKey):
            raise self.damaged(name, "Ed25519")
        return key

    def certificate(
        self,
        name: str,
        key: ec.EllipticCurvePrivateKey,
        make: Callable[[], x509.Certificate],
        keep: Callable[[x509.Certificate], bool] = lambda _: True,
    ) -> x509.Certificate:
        """Return the certificate of a key; ``make`` gives one where there is none, or none to ``keep`` any longer.

        Raises:
            KnownError: ``FOLDER_DAMAGED``, also when it is another key's.
        """

        def pem() -> bytes:
            return make().public_bytes(Encoding.PEM)

        found = self.read(name, x509.load_pem_x509_certificate, pem)
        if found.public_key() != key.public_key():
            raise self.damaged(name, "key")
        if not keep(found):
            self.write(name, pem())
            found = self.read(name, x509.load_pem_x509_certificate)
        return found

    def begin_anew(self) -> bool:
        """Put a first start that broke off aside, so that the next one begins with an empty folder.

        Nothing is touched, and False returned, where anything was ever acknowledged, or where that cannot be told.
        """
        if not self._nothing_acknowledged():
            return False
        aside = self.path / f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        aside.mkdir(mode=0o700)
        for name in sorted(_OWN - _KEPT):
            if (self.path / name).exists():
                (self.path / name).rename(aside / name)
        return True

    def ledger(self) -> Path:
        """Return where the ledger is, or will be.

        Raises:
            KnownError: ``FOLDER_DAMAGED`` when it is gone or cut short.
        """
        path = self.path / LEDGER
        size = path.stat().st_size if path.exists() else 0
        if not size and self._was_ready():
            raise self.damaged(LEDGER, "empty")
        waiting = self.path / f"{LEDGER}-wal"
        if size >= _HEADER and not (waiting.exists() and waiting.stat().st_size):
            # https://www.sqlite.org/fileformat2.html#the_database_header: page size at 16, number of pages at 28
            with path.open("rb") as file:
                header = file.read(_HEADER)
            page = int.from_bytes(header[16:18], "big")
            pages = int.from_bytes(header[28:32], "big")
            if size < (65_536 if page == 1 else page) * pages:
                raise self.damaged(LEDGER, "cut short")
        return path

    def _was_ready(self) -> bool:
        """Tell whether a contour has ever been ready here: its profile is the last that it writes."""
        return (self.path / "profile.json").exists()

    def _nothing_acknowledged(self) -> bool:
        path = self.path / LEDGER
        if not path.exists() or not path.stat().st_size:
            return not self._was_ready()
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
                told = ("operators", "issued_identities", "commands", "logs")
                return not any(ledger.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in told)
        except sqlite3.Error:
            return False

    def _key(self, name: str, make: Callable[[], ec.EllipticCurvePrivateKey | Ed25519PrivateKey]) -> object:
        def pem() -> bytes:
            return make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

        return self.read(name, _private_key, pem)


def _private_key(data: bytes) -> object:
    return load_pem_private_key(data, None)


def _lock(file: IO[Any]) -> bool:
    """Take the lock without waiting; it goes with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def only_for_the_owner() -> None:
    """Let no file of this process be readable by others, those of the database neither."""
    os.umask(0o077)
