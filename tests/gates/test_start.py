"""The way to the first painted window stays light: nothing heavy is imported before a person sees something."""

from __future__ import annotations

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

PAINT = """
import sys
from cabinet.cli.window import make_window
window = make_window()
window.shell.show()
assert not window.shell.grab().isNull()
print(",".join(sorted({name.split(".")[0] for name in sys.modules})))
window.close()
"""


def test_first_paint_imports_nothing_heavy(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOMS_CABINET_HOME": str(tmp_path)}
    command = [sys.executable, "-c", PAINT]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    loaded = set(answer.stdout.strip().split(","))
    assert "PySide6" in loaded
    assert not loaded & HEAVY
