"""A process of our own that the window starts, from the window's end: started, heard line by line, ended."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

__all__ = ["end_child", "start_child"]

_ENDS_SECONDS: Final = 5.0


def start_child(word: str) -> subprocess.Popen[bytes]:
    """Start one by its word of the command line; both its pipes are open."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cabinet"]
    return subprocess.Popen(  # noqa: S603  our own program
        [*program, word],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end_child(process: subprocess.Popen[bytes]) -> None:
    """Close its pipes, which ends it, and wait for that."""
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:
            continue  # what was to be flushed has nobody to read it
    try:
        process.wait(_ENDS_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
