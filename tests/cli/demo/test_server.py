"""``cabinet demo --serve``: ready before history is full, what was interrupted goes on, and nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from cabinet.cli.demo.history import History
from cabinet.cli.demo.server import FILL, STOP_FILLING
from cabinet.cli.feed_state import FeedState
from cabinet.contract.errors import KnownError
from cabinet.journal.parent import END_WITH_STDIN
from cabinet.profile.demo_note import read_note
from tests.contour.ledger.test_log import counted_from_rows, rolled_up
from tests.forked import ForkedContour, open_demo
from tests.ledger_rows import ledger_rows

TRANSACTIONS = 3_000
ENDS_WITHIN = 60.0


class Demo:
    """A demo as the window runs it."""

    def __init__(self, folder: Path, transactions: int = TRANSACTIONS) -> None:
        words = ["--serve", END_WITH_STDIN, "--data", str(folder), "--transactions", str(transactions)]
        self.process = self.open(words, {**os.environ, "SOFTHSM2_CONF": ""})
        self.told: list[dict[str, Any]] = []

    def open(self, words: list[str], environment: dict[str, str]) -> Any:
        return open_demo(*words, environment=environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def until(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read what it tells until one line is as wanted."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told.append(json.loads(line))
            if true(self.told[-1]):
                return self.told[-1]
        raise AssertionError(self.told)

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return self.process.wait(ENDS_WITHIN)


class StartedDemo(Demo):
    """One whose interpreter, and those of its contour and its feed, are started as the window does it."""

    def open(self, words: list[str], environment: dict[str, str]) -> Any:
        return subprocess.Popen(
            [sys.executable, "-m", "cabinet", "demo", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )


def ready(line: dict[str, Any]) -> bool:
    return "ready" in line


def filling(line: dict[str, Any]) -> bool:
    return line.get("percent", 0) >= 10


def filled(line: dict[str, Any]) -> bool:
    return "filled" in line


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "demo"
    yield path
    # Whoever holds the folder is told of by its lock: nothing of the demo may be left when its test ends.
    with ForkedContour(path / "contour"):
        pass


def whole(folder: Path) -> None:
    """Everything that was sent is there once, the figures are the rows, and all of it was sent."""
    with ledger_rows(folder / "contour") as ledger:
        assert rolled_up(ledger) == counted_from_rows(ledger)
        rows, ids = ledger.execute(
            "SELECT COUNT(*), COUNT(DISTINCT operator_tx_id) FROM attempts WHERE source <> 'cabinet'"
        ).fetchone()
        assert rows - ids < rows * 0.01, "an id twice is one of the invented mistakes"
        assert abs(rows - TRANSACTIONS) < TRANSACTIONS * 0.15


def test_a_log_in_can_be_made_before_history_is_full_and_the_feed_begins_after_it(folder: Path) -> None:
    with StartedDemo(folder) as demo:
        demo.until(ready)
        assert [set(line) for line in demo.told] == [{"ready", "testdata"}], "nothing came before it"
        assert read_note(folder) is not None
        assert not (folder / "keys").exists()
        assert demo.until(filled) == {"filled": True}
        shares = [line["percent"] for line in demo.told if "percent" in line]
        assert shares == sorted(shares)
        assert shares[-1] == 100
        assert FeedState.read(folder / "keys" / "core-1").base > 1
        assert demo.end() == 0
    whole(folder)
    assert History.read(folder).filling is None


def test_filling_is_stopped_and_goes_on(folder: Path) -> None:
    with Demo(folder) as demo:
        demo.until(filling)
        demo.say(STOP_FILLING)
        assert demo.until(filled) == {"filled": False}
        assert History.read(folder).filling is not None
        demo.say(FILL)
        assert demo.until(filled) == {"filled": True}
    whole(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_demo_that_is_ended_while_it_fills_goes_on_at_the_next_start(folder: Path, number: int) -> None:
    with Demo(folder) as demo:
        demo.until(filling)
        demo.process.send_signal(number)
        assert demo.process.wait(ENDS_WITHIN) == (0 if number == signal.SIGTERM else -number)
    note = read_note(folder)
    with Demo(folder) as demo:
        assert demo.until(filled) == {"filled": True}
    assert read_note(folder) == note, "the same people with the same keys"
    whole(folder)


def test_a_demo_whose_contour_is_killed_says_so_and_starts_again(folder: Path) -> None:
    with Demo(folder) as demo:
        demo.until(filling)
        os.kill(_contour_of(folder), signal.SIGKILL)
        assert demo.until(lambda line: "code" in line and "facts" in line)["code"] == "CONTOUR_ENDED"
        assert demo.process.wait(ENDS_WITHIN) == 1
    with Demo(folder) as demo:
        assert demo.until(filled) == {"filled": True}
    whole(folder)


def _contour_of(folder: Path) -> int:
    """Return the process that holds the folder's lock: the kernel knows it by the file's number."""
    number = (folder / "contour" / "lock").stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if words[5].endswith(f":{number}"):
            return int(words[4])
    raise AssertionError("nobody holds the folder")


def test_what_an_interrupted_first_start_left_is_made_again(folder: Path) -> None:
    """Operator founded, half of the tokens made, no note yet."""
    with Demo(folder) as demo:
        demo.until(ready)
    (folder / "demo.json").unlink()
    (folder / "filled.json").write_text('{"until": ')
    with Demo(folder) as demo:
        demo.until(ready)
        assert read_note(folder) is not None
        tokens = list((folder / "softhsm").rglob("token.object"))
        assert len(tokens) == 5


def test_a_folder_that_cannot_be_made_has_its_code(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Demo(tmp_path / "file" / "demo") as demo:
        assert demo.until(lambda line: "code" in line)["code"] == "FOLDER_UNWRITABLE"
        assert demo.process.wait(ENDS_WITHIN) == 1


def test_a_second_demo_of_one_folder_is_refused_by_its_code(folder: Path) -> None:
    with Demo(folder) as first:
        first.until(ready)
        with pytest.raises(KnownError, match="FOLDER_IN_USE"):
            ForkedContour(folder / "contour", "--take-over-seconds", "0.1").start()
