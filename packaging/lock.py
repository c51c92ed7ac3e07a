#!/usr/bin/env python3
"""Writes ``packaging/lock/run.txt`` and ``test.txt``: every package with its version and hashes, for all systems.

``python3 packaging/lock.py`` with ``uv`` on the PATH (``pip install uv``). What is locked is what ``pyproject.toml``
asks for, resolved for Python 3.11 and newer. Standard library only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": ["build"], "test": ["build", "test"]}


def main() -> int:
    """Write both files anew; versions that are locked stay unless ``--upgrade`` is given."""
    tool = shutil.which("uv")
    if tool is None:
        print("uv is needed: pip install uv")
        return 1
    for name, extras in LOCKS.items():
        words = [word for extra in extras for word in ("--extra", extra)]
        out = f"packaging/lock/{name}.txt"
        command = [
            tool, "pip", "compile", "pyproject.toml", *words, "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", "-o", out,
            *sys.argv[1:],
        ]  # fmt: skip
        subprocess.run(command, check=True, cwd=ROOT)
        print(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
