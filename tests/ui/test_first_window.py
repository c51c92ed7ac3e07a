"""A second start raises the first window and ends; a socket that a killed window left stops nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.first_window import FirstWindow, raise_first
from tests.company import WAIT

LISTENING = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from cabinet.ui.first_window import FirstWindow
app = QApplication([])
window = QWidget()
first = FirstWindow(Path(sys.argv[1]), window)
print("listening", flush=True)
app.exec()
"""


@pytest.fixture
def first(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[QWidget, FirstWindow]]:
    window = QWidget()
    listening = FirstWindow(tmp_path, window)
    yield window, listening
    listening.close()
    window.close()


def second(folder: Path, words: str = "sys.exit(0 if raise_first(Path(sys.argv[1])) else 3)") -> QProcess:
    process = QProcess()
    code = f"import sys; from pathlib import Path; from cabinet.ui.first_window import raise_first; {words}"
    process.start(sys.executable, ["-c", code, str(folder)])
    return process


def test_a_second_start_raises_the_first_window_and_ends(
    qtbot: QtBot, tmp_path: Path, first: tuple[QWidget, FirstWindow]
) -> None:
    window, _ = first
    window.showMinimized()
    process = second(tmp_path)
    qtbot.waitUntil(lambda: process.state() is QProcess.ProcessState.NotRunning, timeout=WAIT)
    assert process.exitCode() == 0
    assert window.isVisible()
    assert not window.isMinimized()


LINK = "cabinet://rejections?filter=state:open&company=43210987&perimeter=127.0.0.1:8443"


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        (LINK, [LINK]),
        ("", []),
        ("cabinet://settings", []),
        (f"{LINK}&act=correct", []),
        ("x" * 20_000, []),
        ("../../x y z", []),
    ],
)
def test_a_link_is_handed_over_if_it_is_one(
    qtbot: QtBot, tmp_path: Path, first: tuple[QWidget, FirstWindow], link: str, opened: list[str]
) -> None:
    window, listening = first
    told: list[str] = []
    listening.link_asked.connect(told.append)
    window.hide()
    process = second(tmp_path, f"sys.exit(0 if raise_first(Path(sys.argv[1]), {link!r}) else 3)")
    qtbot.waitUntil(lambda: process.state() is QProcess.ProcessState.NotRunning, timeout=WAIT)
    assert process.exitCode() == (3 if len(link) > 10_000 else 0), "nobody answers what is longer than a link"
    assert window.isVisible()
    assert told == opened


def test_another_folder_has_a_window_of_its_own(tmp_path: Path, first: tuple[QWidget, FirstWindow]) -> None:
    assert not raise_first(tmp_path / "other")


def test_a_path_too_long_for_a_socket(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    window = QWidget()
    listening = FirstWindow(folder, window)
    process = second(folder)
    qtbot.waitUntil(lambda: process.state() is QProcess.ProcessState.NotRunning, timeout=WAIT)
    assert process.exitCode() == 0
    listening.close()


def test_a_killed_window_leaves_the_place_free(qapp: QApplication, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LISTENING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "listening\n"
        process.send_signal(signal.SIGKILL)
    assert not raise_first(tmp_path)
    window = QWidget()
    listening = FirstWindow(tmp_path, window)
    assert listening._server.isListening()
    listening.close()
