"""The way to the first painted window stays light: nothing heavy is imported before a person sees something."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "pydantic",
    "httpx",
    "cryptography",
    "asn1crypto",
    "OpenSSL",
    "starlette",
    "msgspec",
    "joserfc",
    "apsw",
    "keyring",
    "lxml",
    "signxml",
}

LATER = {
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "cabinet.contract.rights",
    "cabinet.contract.states",
    "cabinet.desks.keys.candidates",
    "cabinet.journal.trace",
    "cabinet.ui.preload",
    "cabinet.ui.shell.page_specs",
    "cabinet.ui.widgets.dialog",
}
"""What the first frame does not show, or shows without."""
HALVES = {"cabinet.ui.pages.login.first_start", "cabinet.ui.pages.login.sign_in"}
ENUMS = {
    "QGradient.Preset",
    "QIcon.ThemeIcon",
    "QImage.Format",
    "QKeySequence.StandardKey",
    "QStyle.StandardPixmap",
    "QTabWidget.TabShape",
}
"""Of Qt: PySide makes a class's enums when it is first touched, 10 µs a member, and all widgets' (the last is one of
them) when it is given a widget that Qt has made."""

PAINT = """
import enum, sys
from cabinet.cli.window import make_window
window = make_window()
window.shell.show()
window.app.processEvents()
assert not window.shell.grab().isNull()
print(*sys.modules, sep=",")
found = [enum.Enum]
for kind in found:
    found += kind.__subclasses__()
print(*(kind.__qualname__ for kind in found), sep=",")
window.close()
"""


SAME = """
from PySide6.QtCore import QTimer
from cabinet.cli.window import make_window
from cabinet.ui.theme_switch import theme_switch
window = make_window()
shell = window.shell
shell.resize(1440, 900)
for timer in shell.findChildren(QTimer):
    timer.stop()
shell.show()
window.app.processEvents()
assert not theme_switch().styled
first = shell.grab().toImage()
theme_switch().apply_style_sheet()
for _ in range(5):
    window.app.processEvents()
assert shell.grab().toImage() == first
window.close()
"""


def painted(folder: Path) -> tuple[set[str], set[str]]:
    """Return the modules and the enums that are there after the first frame."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(folder)}
    command = [sys.executable, "-c", PAINT]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    modules, enums = answer.stdout.splitlines()
    return set(modules.split(",")), set(enums.split(","))


def test_first_paint_imports_nothing_heavy(tmp_path: Path) -> None:
    modules, enums = painted(tmp_path)
    assert "PySide6" in modules
    assert not {name.split(".")[0] for name in modules} & HEAVY
    assert not modules & LATER
    assert modules & HALVES == {"cabinet.ui.pages.login.first_start"}
    assert "QPainter.RenderHint" in enums
    assert not enums & ENUMS


def know_a_perimeter(folder: Path, **settings: str) -> None:
    profile = Path(__file__).parents[2] / "resources" / "contract" / "profile.json"
    (folder / "config").mkdir()
    (folder / "config" / "settings.json").write_text(json.dumps({"profile": str(profile), **settings}))


def test_where_a_perimeter_is_known_the_first_start_is_not_made(tmp_path: Path) -> None:
    know_a_perimeter(tmp_path)
    modules, enums = painted(tmp_path)
    assert not {name.split(".")[0] for name in modules} & HEAVY
    assert not modules & LATER
    assert modules & HALVES == {"cabinet.ui.pages.login.sign_in"}
    assert not enums & ENUMS


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("known", [False, True])
def test_the_style_sheet_changes_nothing_of_the_first_frame(tmp_path: Path, theme: str, known: bool) -> None:
    if known:
        know_a_perimeter(tmp_path, theme=theme)
    else:
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "settings.json").write_text(json.dumps({"theme": theme}))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", SAME], env=environment, check=True)
