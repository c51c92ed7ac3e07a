"""What is imported while the PIN is typed: all of it is there, and the overview needs nothing of ours besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.lanes.lane import Lane
from cabinet.ui.preload import MODULES, start_preload
from tests.company import WAIT

CODE = """
import sys
from cabinet.cli.window import make_window
window = make_window()
from cabinet.ui.preload import MODULES, _load
before = set(sys.modules)
assert not before & {name for name in MODULES if ".ui." in name}, "the first paint would pay for them"
_load()
assert set(MODULES) <= set(sys.modules)
before = set(sys.modules)
import cabinet.ui.pages.overview.page, cabinet.ui.shell.auto_refresh
from cabinet.ui.shell.page_specs import PAGE_SPECS
for spec in PAGE_SPECS:
    window.desks.of_page(spec)
later = sorted(name for name in set(sys.modules) - before if name.startswith("cabinet."))
assert not later, later
window.close()
"""


def test_nothing_of_ours_is_imported_after_the_pin(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", CODE], env=environment, check=True)


def test_it_happens_on_the_lane(qapp: QApplication, qtbot: QtBot) -> None:
    lane = Lane("network", 1)
    called: list[None] = []
    start_preload(lane, lambda: called.append(None))
    qtbot.waitUntil(lambda: not lane.busy, timeout=WAIT)
    assert called == [None]
    assert set(MODULES) <= set(sys.modules)
    lane.stop()
