"""Ending with whoever started this process: a pipe that nobody writes to tells it on every system.

When the other end's process is gone, killed or not, the system closes it and the read here ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final

__all__ = ["END_WITH_STDIN", "wait_for_end"]

END_WITH_STDIN: Final = "--end-with-stdin"
"""The option of commands that the window or the demo starts: they end when their standard input does."""
_CHUNK: Final = 4096


def wait_for_end() -> None:
    """Return when standard input has ended; what comes through it is passed over."""
    with contextlib.suppress(OSError):
        while os.read(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0, _CHUNK):
            pass
