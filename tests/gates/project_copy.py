"""A temporary copy of the project, to see what a change touches."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

from tests.fork_server import COPIES

ROOT = Path(__file__).parents[2]
_PARTS = ("cabinet", "resources", "tests", "packaging")
_FILES = ("pyproject.toml", "README.md", "LICENSE")
_SECONDS = 500


class ProjectCopy:
    """The project in a folder of its own; :meth:`touched` are the files that differ from the original."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in _PARTS:
            shutil.copytree(ROOT / part, folder / part)  # what is compiled, too: it is known by its source's time
        for name in _FILES:
            shutil.copy(ROOT / name, folder / name)

    def edit(self, path: str, old: str, new: str) -> None:
        """Put ``new`` for the first ``old``, which must be there."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r} any more"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        """Put text at the end of a file, which may be new."""
        with (self.folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    def restored(self, path: str) -> bytes:
        """Put the original back, or take a new file away; returns what was there."""
        file = self.folder / path
        was = file.read_bytes()
        if (ROOT / path).is_file():
            shutil.copy(ROOT / path, file)
        else:
            file.unlink()
        return was

    def run(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a module there."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return COPIES.run(module, *arguments, folder=self.folder, environment=environment, seconds=_SECONDS)

    def fails(self, *tests: str) -> str:
        """Run tests there; returns what they print when they fail, nothing when they pass."""
        plain = ("-q", "-x", "-p", "no:cacheprovider", "-p", "pytest_timeout", "-p", "pytestqt.plugin")
        done = self.run("pytest", *plain, f"--basetemp={self.folder / 'tmp'}", *tests)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def touched(self) -> list[str]:
        """Return the files that are new or differ."""
        return sorted(
            str(path.relative_to(self.folder))
            for part in _PARTS
            for path in (self.folder / part).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and self._differs(path)
        )

    def _differs(self, path: Path) -> bool:
        original = ROOT / path.relative_to(self.folder)
        return not original.is_file() or not filecmp.cmp(path, original, shallow=False)
