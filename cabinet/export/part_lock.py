"""One export at a time into a file: a second would write into the first one's part, or take it away.

``.NAME.part.lock`` stands beside the part while an export runs. The lock goes with the process, so one that was killed
keeps nobody out; what it leaves of the file is taken by the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["alone_with", "lock_path"]


def lock_path(out: Path) -> Path:
    """Return where the lock of a file stands."""
    return out.with_name(f".{out.name}.part.lock")


@contextmanager
def alone_with(out: Path) -> Iterator[None]:
    """Hold a file that is exported.

    Raises:
        KnownError: ``EXPORT_BUSY`` where another export holds it.
        OSError: the lock cannot be made: no such folder, no right.
    """
    path = lock_path(out)
    handle = _locked(path)
    if handle is None:
        raise KnownError("EXPORT_BUSY", path=str(out))
    try:
        yield
    finally:
        # Held while it is taken away: whoever opened it meanwhile finds that it is no longer there, and tries anew.
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):  # another holds it by now
                path.unlink(missing_ok=True)


def _locked(path: Path) -> int | None:
    """Return the handle of the lock that stands there, None where another holds it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _take(handle):
                os.close(handle)
                return None
            if _stands(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _stands(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _take(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
