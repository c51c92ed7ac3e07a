"""One small change of the program, and the run of its module's tests over a copy that has it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

__all__ = ["ROOT", "TABLES", "Copy", "Mutation", "every_mutation", "read_table"]

ROOT: Final = Path(__file__).parents[2]
TABLES: Final = Path(__file__).with_name("mutations")
_SECONDS: Final = 300
_FAILED, _INTERRUPTED = 1, 2


@dataclass(frozen=True)
class Mutation:
    """``old`` stands exactly once in ``module``; ``tests`` are the files that must be red with ``new`` in its place.

    ``security`` marks a control that may never be found missing by an attacker first.
    """

    name: str
    module: str
    old: str
    new: str
    tests: tuple[str, ...]
    security: bool = False

    def applied(self, text: str) -> str:
        """Return the module's text with the change.

        Raises:
            LookupError: the old text does not stand there exactly once, or nothing would change.
        """
        if text.count(self.old) != 1 or self.old == self.new:
            raise LookupError(f"{self.name}: {self.old!r} stands {text.count(self.old)} times in {self.module}")
        return text.replace(self.old, self.new)


def every_mutation() -> list[Mutation]:
    """Return every entry of every table."""
    return [found for path in sorted(TABLES.glob("*.txt")) for found in read_table(path.read_text(encoding="utf-8"))]


def read_table(text: str) -> list[Mutation]:
    """Read a table: ``module``, ``tests`` and perhaps ``security``, then entries of ``=`` name, ``-`` old, ``+`` new.

    An entry without ``+`` takes the old text away. Whatever stands before the first ``module`` is for people.

    Raises:
        ValueError: a line that is none of these.
    """
    found: list[Mutation] = []
    module, tests, security = "", (), False
    lines = iter(text.splitlines())
    for line in itertools.dropwhile(lambda line: not line.startswith("module "), lines):
        sign, _, rest = line.partition(" ")
        if sign == "module":
            module, security = rest, False
        elif sign == "tests":
            tests = tuple(rest.split())
        elif line == "security":
            security = True
        elif sign == "=":
            stem = module.removeprefix("cabinet/").removesuffix(".py")
            found.append(Mutation(f"{stem}: {rest}", module, "", "", tests, security))
        elif sign in {"-", "+"}:
            name = "old" if sign == "-" else "new"
            before = getattr(found[-1], name)
            joined = f"{before}\n{rest}" if before else rest
            found[-1] = replace(found[-1], **{name: joined})
        elif line:
            raise ValueError(f"not a line of a table: {line!r}")
    return found


class Copy:
    """A copy of the program and its tests, in which one file at a time is another one."""

    def __init__(self, folder: Path, source: Path = ROOT) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        for name in ("cabinet", "tests"):
            shutil.copytree(source / name, folder / name)
        for name in ("resources", "packaging", "README.md", "pyproject.toml"):
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)

    def green(self, tests: Iterable[str]) -> bool:
        """Tell whether the tests pass over the program as it is; keeps the compiled files for the runs to come."""
        return self._run(tuple(tests), keep_compiled=True) == 0

    def finds(self, mutation: Mutation, tests: Iterable[str] | None = None) -> bool:
        """Tell whether the tests notice the change; a run without an end counts as noticed.

        Raises:
            RuntimeError: the tests did not run at all.
        """
        path = self.folder / mutation.module
        original, times = path.read_text(encoding="utf-8"), path.stat()
        path.write_text(mutation.applied(original), encoding="utf-8")
        # A compiled file is known by its source's second and size, and both may be those of the original.
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 10**12))
        try:
            status = self._run(tuple(tests or mutation.tests))
        except subprocess.TimeoutExpired:
            return True
        finally:
            path.write_text(original, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        if status not in {0, _FAILED, _INTERRUPTED}:
            raise RuntimeError(f"{mutation.name}: pytest ended with {status}")
        return status != 0

    def _run(self, tests: tuple[str, ...], *, keep_compiled: bool = False) -> int:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "QT_QPA_PLATFORM": "offscreen"}
        if not keep_compiled:
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "--no-header",
            "--tb=no",
            f"--basetemp={self.folder / 'tmp'}",
            *tests,
        ]
        run = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
        return run.returncode
