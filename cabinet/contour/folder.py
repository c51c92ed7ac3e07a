"""The contour's data folder: one contour at a time, private keys in 0600 files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from cabinet.contract.errors import KnownError

__all__ = ["DataFolder"]


class DataFolder:
    """A folder that this process alone uses while it lives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = (path / "lock").open("a+b")
        except OSError as error:
            raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(path)) from error
        if not _lock(self._lock):
            raise KnownError("FOLDER_IN_USE", path=str(path))

    def close(self) -> None:
        """Let the folder go."""
        self._lock.close()

    def secret(self, name: str, make: bytes | None = None) -> bytes:
        """Return a secret file's bytes; ``make`` is written first where there is none."""
        file = self.path / name
        if not file.exists():
            if make is None:
                raise KnownError("FILE_UNREADABLE", path=str(file))
            write_secret(file, make)
        return file.read_bytes()

    def ec_key(self, name: str) -> ec.EllipticCurvePrivateKey:
        """Return the P-256 key of that file, made at first use."""
        key = load_pem_private_key(self.secret(name, _pem(ec.generate_private_key(ec.SECP256R1()))), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  written above
        return key

    def ed25519_key(self, name: str) -> Ed25519PrivateKey:
        """Return the Ed25519 key of that file, made at first use."""
        key = load_pem_private_key(self.secret(name, _pem(Ed25519PrivateKey.generate())), None)
        assert isinstance(key, Ed25519PrivateKey)  # noqa: S101  written above
        return key


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


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
