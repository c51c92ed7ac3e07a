"""Python's own import is back once Qt is there: PySide6's reads and keeps the source of whatever comes after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import builtins, linecache
own = builtins.__import__
from cabinet.cli.window import make_window
window = make_window()
assert builtins.__import__ is own
kept = [name for name in linecache.cache if "cabinet" in name]
assert not kept, kept
window.close()
"""


def test_the_window_leaves_the_import_alone(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", CODE], env=environment, check=True)


COLLECTOR = """
import gc
from cabinet.cli.window import load_qt
before = [generation["collections"] for generation in gc.get_stats()]
load_qt()
assert [generation["collections"] for generation in gc.get_stats()] == before
"""


def test_nothing_is_collected_while_qt_is_imported(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", COLLECTOR], env=environment, check=True)
