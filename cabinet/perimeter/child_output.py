"""A process of our own that the window starts, from its own end: lines out, and the end with its standard input."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO, Final

import msgspec

from cabinet.contract.errors import BugError, KnownError

__all__ = ["STOPPED", "Problem", "end_with", "own_output", "problem_of", "tell"]

STOPPED: Final = 3
"""The exit status of a child that nobody listens to any more."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why it came to nothing."""

    code: str
    detail: str = ""
    facts: dict[str, str] = {}

    def error(self) -> KnownError:
        """Return it as it was raised in the child."""
        return KnownError(self.code, self.detail, **self.facts)


def problem_of(error: KnownError | BugError) -> Problem:
    """Return a failure as it is told."""
    if isinstance(error, KnownError):
        return Problem(code=error.code, detail=error.detail, facts=error.facts)
    return Problem(code=error.code, detail=str(error))


def own_output() -> IO[bytes]:
    """Return the pipe to the window, moved away from descriptor 1: a library that prints must not spoil the lines."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def tell(out: IO[bytes], told: msgspec.Struct) -> None:
    """Tell one line."""
    out.write(msgspec.json.encode(told) + b"\n")
    out.flush()


def end_with(lines: Iterator[str], taken: Callable[[str], None] = lambda _: None) -> None:
    """End this process when nobody holds its standard input any more, whatever it is doing; ``taken`` gets lines."""

    def wait() -> None:
        for line in lines:
            taken(line)
        sys.stderr.flush()
        os._exit(STOPPED)

    threading.Thread(target=wait, daemon=True).start()
