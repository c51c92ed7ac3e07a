"""The key on a server, which has no keychain: a systemd credential, or a file that only its owner may read."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.vault.keychain import KEY_BYTES

__all__ = ["CREDENTIAL", "KeyFile", "server_key"]

CREDENTIAL: Final = "soms-cabinet-store-key"
_VARIABLE: Final = "SOMS_CABINET_KEY_FILE"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFile:
    """A file of 32 bytes, plain or base64. systemd guards its own folder (systemd.exec, Credentials)."""

    def __init__(self, path: Path, *, by_systemd: bool = False) -> None:
        self.path = path
        self._by_systemd = by_systemd
        self.name = f"systemd: {CREDENTIAL}" if by_systemd else str(path)

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        """Return the key; ``make`` writes a fresh one (0600) where there is none, save among systemd's credentials.

        Raises:
            KnownError: ``STORE_KEY_FILE_UNREADABLE``, ``STORE_KEY_FILE_EXPOSED`` or ``STORE_KEY_FILE_INVALID``.
        """
        del ask
        path = self.path
        try:
            if make and not self._by_systemd and not path.exists():
                _write(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            mode, raw = path.stat().st_mode, path.read_bytes()
        except FileNotFoundError as error:
            if not make:
                return None
            raise KnownError("STORE_KEY_FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
        except OSError as error:
            raise KnownError("STORE_KEY_FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
        if os.name == "posix" and not self._by_systemd and mode & _OTHERS:
            raise KnownError("STORE_KEY_FILE_EXPOSED", oct(mode & 0o777), path=str(path))
        return _decoded(raw, path)

    def give_up(self) -> None:
        """Do nothing: a file never makes anybody wait."""


def server_key() -> KeyFile | None:
    """Return the key file that the service manager or ``SOMS_CABINET_KEY_FILE`` names, or None on a desktop."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and (Path(folder) / CREDENTIAL).exists():
        return KeyFile(Path(folder) / CREDENTIAL, by_systemd=True)
    named = os.environ.get(_VARIABLE)
    return KeyFile(Path(named)) if named else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _decoded(raw: bytes, path: Path) -> bytes:
    if len(raw) == KEY_BYTES:
        return raw
    try:
        key = base64.b64decode(raw.strip(), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise KnownError("STORE_KEY_FILE_INVALID", f"{len(raw)} bytes", path=str(path))
    return key
