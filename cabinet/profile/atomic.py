"""Writing files so that a crash, a power cut or a full disk leaves the old one or the new one, never a half."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["sync_folder", "unwritable", "write_atomically", "write_new"]

_FULL = {errno.ENOSPC, errno.EDQUOT}


def unwritable(error: OSError, folder: Path) -> KnownError:
    """Return what kept a file from being written: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``."""
    code = "DISK_FULL" if error.errno in _FULL else "DISK_READ_ONLY" if error.errno == errno.EROFS else None
    return KnownError(code or "FOLDER_UNWRITABLE", error.strerror or str(error), path=str(folder))


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write ``data`` beside ``path``, sync it, move it into place, and sync the folder.

    Raises:
        KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
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
            sync_folder(path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(error, path.parent) from error


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


def sync_folder(path: Path) -> None:
    """Make durable which names stand in a folder; Windows knows no such call and does it with the rename."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
