"""Writing a file so that a crash leaves either the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["write_atomically"]


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
