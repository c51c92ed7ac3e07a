"""``startup``: from a fresh process to the first painted log-in window ÷ the same of the smallest PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.result import Result, in_turn

_ROUNDS = 15
_OURS = """
import sys
from cabinet.cli.window import make_window
window = make_window()
window.shell.show()
window.shell.repaint()
window.app.processEvents()
sys.stdout.write("painted\\n")
sys.stdout.flush()
import os
os._exit(0)
"""
_FLOOR = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1440, 900)
window.show()
window.repaint()
app.processEvents()
sys.stdout.write("painted\\n")
sys.stdout.flush()
import os
os._exit(0)
"""


def _seconds(code: str, folder: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(folder)}
    # An installed program has its bytecode beside it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = time.perf_counter() - started
    _, said = process.communicate()
    if line != b"painted\n":
        raise RuntimeError(said.decode())
    return taken


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    import PySide6

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        ours, floor, raw = in_turn(
            lambda: _seconds(_OURS, path), lambda: _seconds(_FLOOR, path), 2 if small else _ROUNDS
        )
    return Result("startup", ours / floor, 1.5, "lower", {"seconds": raw, "pyside6": PySide6.__version__})
