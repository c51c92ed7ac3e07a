"""Ending with whoever started this process: a pipe that nobody writes to tells it on every system.

When the other end's process is gone, killed or not, the system closes it and the read here ends.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Final

__all__ = ["END_WITH_STDIN", "stdin_lines", "wait_for_end"]

END_WITH_STDIN: Final = "--end-with-stdin"
"""The option of commands that the window or the demo starts: they end when their standard input does."""
_STDIN, _CHUNK = 0, 4096


def stdin_lines() -> Iterator[str]:
    """Yield what comes through standard input, line by line, until it ends.

    Read without Python's buffer: a thread that waits in that one holds its lock when the interpreter ends, which
    then aborts (https://github.com/python/cpython/issues/86813).
    """
    waiting = b""
    with contextlib.suppress(OSError):
        while some := os.read(_STDIN, _CHUNK):
            *lines, waiting = (waiting + some).split(b"\n")
            for line in lines:
                yield line.decode("utf-8", "replace").strip()


def wait_for_end() -> None:
    """Return when standard input has ended; what comes through it is passed over."""
    for _ in stdin_lines():
        pass
