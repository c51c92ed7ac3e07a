"""Writing files so that a crash or a full disk leaves the old one or the new one, never a half."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["write_atomically", "write_new"]


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write ``data`` beside ``path``, sync it, and move it into place.

    Raises:
        KnownError: ``FOLDER_UNWRITABLE``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", str(error), path=str(path.parent)) from error


def write_new(path: Path, data: bytes) -> None:
    """Write and sync a file that only its owner can read; one that is there already is not touched.

    Raises:
        OSError: also ``FileExistsError``; then nothing new is left behind.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
