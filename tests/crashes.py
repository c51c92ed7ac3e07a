"""A worker that crashes leaves its stack, and the stack is told last, where it is not lost among thousands of dots."""

from __future__ import annotations

import faulthandler
import re
import tempfile
from pathlib import Path
from typing import IO, Any

import pytest

_FRAMES = 25
_RUNNERS = re.compile(r"site-packages/(_pytest|pluggy|xdist|execnet)/")
_key = pytest.StashKey[IO[str]]()


class CrashTeller:
    """Of the process that leads the workers: gives them a folder and looks into it when all is over."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="crashes-")

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["crashes"] = self._folder.name

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for file in sorted(Path(self._folder.name).iterdir()):
            if stack := crashed_stack(file.read_text(encoding="utf-8", errors="replace")):
                terminalreporter.section(f"{file.name} crashed")
                terminalreporter.write_line(stack)

    def pytest_unconfigure(self) -> None:
        self._folder.cleanup()


def crashed_stack(dump: str) -> str:
    """Take the reason and the crashed thread's frames out of what ``faulthandler`` wrote, innermost first."""
    lines = dump.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("Current thread")), None)
    if start is None:
        return dump.strip()
    frames = []
    for line in lines[start + 1 :]:
        if not line.startswith("  "):
            break
        if not _RUNNERS.search(line):
            frames.append(line)
    return "\n".join([lines[0], *frames[:_FRAMES]])


def leave_stack(config: pytest.Config, folder: str, worker: str) -> None:
    """Let ``faulthandler`` write into the folder, for as long as this worker lives."""
    config.stash[_key] = file = (Path(folder) / worker).open("w", encoding="utf-8")
    faulthandler.enable(file)
