"""The window opens inside the screen at every scale, where it was left; what it remembers may come from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.profile.settings import SettingsFile
from cabinet.ui.window_place import DEFAULT_SIZE, FRAME, opening_place
from tests.company import WAIT

SCREEN = QRect(0, 0, 1920, 1040)

OPEN = """
import json, sys
from pathlib import Path
from cabinet.app import Window
from cabinet.profile.settings import SettingsFile
window = Window(SettingsFile(Path(sys.argv[1])), demo=Path(sys.argv[2]))
window.show()
shell = window.shell
window.app.processEvents()
screen, frame = shell.screen().availableGeometry(), shell.frameGeometry()
inside = screen.contains(frame)
print(json.dumps({
    "inside": inside,
    "screen": [screen.width(), screen.height()],
    "frame": [frame.x(), frame.y(), frame.width(), frame.height()],
    "least": [shell.minimumSizeHint().width(), shell.minimumSizeHint().height()],
}))
window.close()
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_it_opens_within_the_screen_at_any_scale(tmp_path: Path, scale: str, size: tuple[int, int]) -> None:
    screens = tmp_path / "screen.json"
    one = {"name": "one", "x": 0, "y": 0, "width": size[0], "height": size[1], "dpi": 96, "dpr": 1}
    screens.write_text(json.dumps({"screens": [one]}))
    environment = dict(os.environ, QT_SCALE_FACTOR=scale, QT_QPA_PLATFORM=f"offscreen:configfile={screens}")
    command = [sys.executable, "-c", OPEN, str(tmp_path / "settings.json"), str(tmp_path / "no-demo")]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    found = json.loads(said)
    assert found["screen"] == [round(size[0] / float(scale)), round(size[1] / float(scale))], "the scale is real"
    assert found["inside"], found
    assert found["least"][0] <= found["screen"][0] - FRAME.width()
    assert found["least"][1] <= found["screen"][1] - FRAME.height()


@pytest.mark.parametrize(
    ("available", "wanted", "size"),
    [
        (SCREEN, None, DEFAULT_SIZE),
        (QRect(0, 0, 1366, 728), None, QSize(1350, 688)),
        (SCREEN, QRect(100, 100, 1000, 700), QSize(1000, 700)),
        (SCREEN, QRect(1800, 900, 1000, 700), QSize(1000, 700)),
        (SCREEN, QRect(-5000, -5000, 1000, 700), QSize(1000, 700)),
        (SCREEN, QRect(0, 0, 9000, 9000), QSize(1904, 1000)),
        (QRect(1920, 0, 1280, 1024), QRect(2000, 100, 1000, 700), QSize(1000, 700)),
        (QRect(0, 0, 300, 200), None, QSize(284, 160)),
    ],
)
def test_a_place_is_within_its_screen(available: QRect, wanted: QRect | None, size: QSize) -> None:
    found = opening_place(available, wanted)
    assert found.size() == size
    frame = found.adjusted(-FRAME.width() // 2, -(FRAME.height() - FRAME.width() // 2), FRAME.width() // 2, 8)
    assert available.contains(frame)
    if wanted is not None and available.contains(wanted.adjusted(-16, -40, 16, 16)):
        assert found == wanted, "what fits is left where it was"


def opened(settings: SettingsFile, tmp_path: Path) -> Window:
    window = Window(settings, demo=tmp_path / "no-demo")
    window.show()
    return window


def test_it_comes_back_where_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    window = opened(SettingsFile(path), tmp_path)
    window.shell.setGeometry(210, 120, 1100, 740)
    window.close()
    again = opened(SettingsFile(path), tmp_path)
    assert again.shell.geometry() == QRect(210, 120, 1100, 740)
    again.shell.showMaximized()
    again.close()
    third = opened(SettingsFile(path), tmp_path)
    assert third.shell.isMaximized()
    assert SettingsFile(path).settings.window_place == (210, 120, 1100, 740), "and where it goes back to"
    third.close()


@pytest.mark.parametrize(
    "place",
    [[1, 2, 3], [1, 2, 0, 5], [1, 2, -3, 5], "wide", [1.5, 2, 3, 4], [True, 2, 3, 4], [0, 0, 10**6, 5], None, {}],
)
def test_a_remembered_place_that_is_none_is_forgotten(tmp_path: Path, place: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"window_place": place, "window_maximised": "yes", "company": "00032112"}))
    settings = SettingsFile(path).settings
    assert settings.window_place is None
    assert settings.window_maximised is False
    assert settings.company == "00032112", "the rest is kept"


def test_a_folder_that_takes_nothing_hinders_no_closing(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "config"
    window = opened(SettingsFile(folder / "settings.json"), tmp_path)
    folder.write_text("a file where the folder should be")
    window.shell.resize(900, 600)
    window.close()
    assert not (folder / "settings.json").exists()


def test_the_title_says_page_company_and_perimeter_and_has_an_icon(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(SettingsFile(tmp_path / "settings.json"), tmp_path)
    assert window.shell.windowTitle() == "Кабінет оператора"
    qtbot.waitUntil(lambda: not window.shell.windowIcon().isNull(), timeout=WAIT)
    window.close()


@pytest.mark.parametrize("size", [(667, 344), (895, 472), (1024, 640), (1440, 900)])
def test_the_log_in_is_within_reach_at_any_size(qtbot: QtBot, tmp_path: Path, size: tuple[int, int]) -> None:
    window = opened(SettingsFile(tmp_path / "settings.json"), tmp_path)
    shell, login = window.shell, window.shell.login
    assert login is not None
    shell.resize(*size)
    area = login.findChild(QScrollArea)
    assert area is not None
    inner = area.widget()
    assert inner is not None
    qtbot.waitUntil(lambda: shell.width() == size[0] and inner.width() <= area.viewport().width(), timeout=WAIT)
    buttons = [each for each in login.findChildren(QAbstractButton) if inner.isAncestorOf(each) and each.isVisible()]
    assert buttons
    for button in buttons:
        right = button.mapTo(inner, QPoint(button.width(), 0)).x()
        assert right <= inner.width(), f"{button.text()}: it is reached by scrolling down alone"
    window.close()


@pytest.mark.parametrize(("size", "bar"), [((784, 760), True), ((1440, 900), False)])
def test_the_first_frame_is_laid_out(qapp: QApplication, tmp_path: Path, size: tuple[int, int], bar: bool) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(window_place=(0, 0, *size))
    window = Window(settings, demo=tmp_path)
    assert window.shell.login is not None
    window.shell.resize(*size)
    window.shell.show()
    area = window.shell.login.findChild(QScrollArea)
    assert area is not None
    assert (area.widget().height() > area.viewport().height()) is bar
    high = area.widget().heightForWidth(area.widget().width())
    assert area.widget().height() == max(high, area.viewport().height())
    window.close()
