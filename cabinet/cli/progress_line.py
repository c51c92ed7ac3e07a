"""How far a command is, as one line of a terminal that is written over."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["ProgressLine"]

Progress = TypeVar("Progress")


class ProgressLine(Generic[Progress]):
    """Shown on a terminal alone, and not to whoever wants none; ``words`` say a progress."""

    def __init__(self, words: Callable[[Progress], str], *, quiet: bool) -> None:
        self._words = words
        self._shown = not quiet and sys.stderr.isatty()
        self._written = False

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        if self._shown:
            sys.stderr.write(f"\r{self._words(progress)} ")
            sys.stderr.flush()
            self._written = True

    def end(self) -> None:
        """Leave the line."""
        if self._written:
            sys.stderr.write("\n")
