"""``first-minute``: from the click on "Try" in a first window to a log-in that can be made ÷ a bare contour's start.

The window is the real one in an empty folder, off screen; a log-in can be made when a certificate is chosen and the
button is enabled. The floor is ``cabinet contour`` in an empty folder, to its ready line. Besides the ratio, three
seconds are the goal: ``detail.within``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.result import Result, in_turn

_ROUNDS = 7
_MOST_SECONDS = 3.0
_OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from cabinet.cli.window import make_window
from cabinet.desks.login.ladder import LoginPhase
window = make_window()
window.show()
window.shell.repaint()
window.app.processEvents()
login, session = window.shell.login, window.desks.session
started = time.perf_counter()
login.first.try_it.click()
loop = QEventLoop()
def look():
    if session.phase is LoginPhase.READY and login.sign_in.enter.isEnabled():
        loop.quit()
session.changed.connect(look)
loop.exec()
login.repaint()
taken = time.perf_counter() - started
window.close()
sys.stdout.write(f"{taken}\\n")
"""


def _click() -> float:
    """Return the seconds that a person waits."""
    with tempfile.TemporaryDirectory(prefix="soms-") as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment.pop("SOFTHSM2_CONF", None)
        done = subprocess.run(
            [sys.executable, "-c", _OURS], env=environment, capture_output=True, text=True, check=True
        )
        return float(done.stdout.splitlines()[-1])


def _bare() -> float:
    """Return the seconds from the start of a contour's process to its ready line."""
    with tempfile.TemporaryDirectory(prefix="soms-") as folder:
        command = [sys.executable, "-m", "cabinet", "contour", "--testdata", "--data", str(Path(folder) / "contour")]
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            taken = time.perf_counter() - started
            process.terminate()
    if "ready" not in line:
        raise RuntimeError(line)
    return taken


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    ours, floor, raw = in_turn(_click, _bare, 1 if small else _ROUNDS)
    detail = {"seconds": raw, "most_seconds": _MOST_SECONDS, "within": ours <= _MOST_SECONDS}
    return Result("first-minute", ours / floor, 2.0, "lower", detail)
