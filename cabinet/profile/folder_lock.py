"""One at a time in the folder of a key: a second sender would fork the chain, a second renewal end the grant.

On POSIX the lock is the folder's own, so that a folder that cannot be written is locked as well; on Windows it is a
file in it. It goes with the process.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["alone_in"]

_HERE: defaultdict[Path, threading.RLock] = defaultdict(threading.RLock)
_DEPTH: defaultdict[Path, int] = defaultdict(int)


@contextmanager
def alone_in(folder: Path, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Hold the folder; whoever holds it already is waited for, after one call of ``waiting``.

    Within one thread it may be taken again.

    Raises:
        KnownError: ``CREDENTIAL_FOLDER_INVALID`` when there is no such folder, ``FOLDER_UNWRITABLE`` where the lock
            cannot be made.
    """
    place = folder.resolve()
    inner = _HERE[place]
    told = False
    if not inner.acquire(blocking=False):
        waiting()
        told = True
        inner.acquire()
    try:
        if _DEPTH[place]:
            _DEPTH[place] += 1
            try:
                yield
            finally:
                _DEPTH[place] -= 1
            return
        handle = _open(place)
        try:
            if not _take(handle, wait=False):
                if not told:
                    waiting()
                _take(handle, wait=True)
            _DEPTH[place] += 1
            try:
                yield
            finally:
                _DEPTH[place] -= 1
        finally:
            os.close(handle)
    finally:
        inner.release()


def _open(folder: Path) -> int:
    if not folder.is_dir():
        raise KnownError("CREDENTIAL_FOLDER_INVALID", path=str(folder))
    try:
        if sys.platform == "win32":
            return os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(folder)) from error


def _take(handle: int, *, wait: bool) -> bool:
    """Take the lock; tell whether it was free."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                # With LK_LOCK Windows tries for ten seconds, then raises.
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
