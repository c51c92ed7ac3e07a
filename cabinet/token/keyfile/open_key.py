"""A key file on disk, read and recognised but still closed; and what an opened one can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.kind import KeyFileKind, recognise

__all__ = ["KeyFile", "OpenKey", "read_key_file"]

_MAX: Final = 1 << 20


class OpenKey(Protocol):
    """A key that was opened with its password. ``certificate`` is DER, ``chain`` what travels with a signature."""

    certificate: bytes
    chain: tuple[bytes, ...]

    def sign(self, data: bytes, kind: str, digest: str) -> bytes:
        """Sign the hash of ``data``; returns ``r ‖ s``, or a PKCS#1 v1.5 signature for RSA.

        Raises:
            KnownError: ``NO_SIGN_MECHANISM``, and what the library that holds the key says.
        """
        ...

    def close(self) -> None:
        """Let the key go; it signs no more."""
        ...


@dataclass(frozen=True)
class KeyFile:
    """A file that holds a key, as far as can be seen without its password."""

    path: Path
    data: bytes = field(repr=False)
    kind: KeyFileKind


def read_key_file(path: Path) -> KeyFile:
    """Read a file and say what it is.

    Raises:
        KnownError: ``KEY_FILE_UNREADABLE``, ``KEY_FILE_EMPTY``, ``KEY_FILE_DAMAGED`` or ``KEY_FILE_IS_CERTIFICATE``.
    """
    try:
        if path.stat().st_size > _MAX:
            raise KnownError("KEY_FILE_UNREADABLE", "size", path=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("KEY_FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    kind = recognise(data)
    if kind is KeyFileKind.EMPTY:
        raise KnownError("KEY_FILE_EMPTY", path=str(path))
    if kind is KeyFileKind.CUT_SHORT:
        raise KnownError("KEY_FILE_DAMAGED", "cut short", path=str(path))
    if kind.is_certificate:
        raise KnownError("KEY_FILE_IS_CERTIFICATE", kind.value, path=str(path))
    if kind is KeyFileKind.UNKNOWN:
        raise KnownError("KEY_FILE_UNREADABLE", "not a key file", path=str(path))
    return KeyFile(path, data, kind)
