"""The demo's live feed as a process of its own, so that it never holds the window up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cabinet.journal.parent import END_WITH_STDIN

__all__ = ["FeedProcess"]

_STOP_SECONDS: Final = 10.0


class FeedProcess:
    """``cabinet feed`` for as long as the block lasts."""

    def __init__(self, credentials: Iterable[Path]) -> None:
        options = [word for folder in credentials for word in ("--credential", str(folder))]
        self._arguments = ["feed", END_WITH_STDIN, *options]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = self._open(self._arguments)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def _open(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cabinet"]
        return subprocess.Popen(  # noqa: S603  our own program
            [*program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
