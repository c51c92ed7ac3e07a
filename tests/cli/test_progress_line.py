"""A progress is written over on a terminal, and nowhere else."""

from __future__ import annotations

import io

import pytest

from cabinet.cli.progress_line import ProgressLine


class Terminal(io.StringIO):
    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@pytest.mark.parametrize(
    ("tty", "quiet", "written"),
    [(True, False, "\r1 of 9 \r2 of 9 \n"), (False, False, ""), (True, True, ""), (False, True, "")],
)
def test_where_it_is_shown(monkeypatch: pytest.MonkeyPatch, tty: bool, quiet: bool, written: str) -> None:
    terminal = Terminal(tty=tty)
    monkeypatch.setattr("sys.stderr", terminal)
    line: ProgressLine[int] = ProgressLine(lambda done: f"{done} of 9", quiet=quiet)
    for done in (1, 2):
        line.show(done)
    line.end()
    assert terminal.getvalue() == written


def test_nothing_is_left_where_nothing_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(tty=True)
    monkeypatch.setattr("sys.stderr", terminal)
    ProgressLine[int](str, quiet=False).end()
    assert terminal.getvalue() == ""
