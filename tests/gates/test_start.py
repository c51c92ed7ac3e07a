"""The way to the first painted window stays light: nothing heavy is imported before a person sees something."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
ENUMS = {"QGradient.Preset", "QIcon.ThemeIcon", "QImage.Format", "QKeySequence.StandardKey", "QStyle.StandardPixmap"}
"""Of Qt, with 470 members together: PySide makes a class's enums when it is first touched, 10 µs a member."""

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


def test_where_a_perimeter_is_known_the_first_start_is_not_made(tmp_path: Path) -> None:
    profile = Path(__file__).parents[2] / "resources" / "contract" / "profile.json"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text(json.dumps({"profile": str(profile)}))
    modules, enums = painted(tmp_path)
    assert not {name.split(".")[0] for name in modules} & HEAVY
    assert not modules & LATER
    assert modules & HALVES == {"cabinet.ui.pages.login.sign_in"}
    assert not enums & ENUMS
