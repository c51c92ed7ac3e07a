"""The system's C compiler, for modules that no vendor would give us."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def compile_library(source: Path, into: Path, *more: str) -> Path:
    """Compile one file to a shared library."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.fail("cc is missing: apt-get install gcc libc6-dev")
    strict = ["-shared", "-fPIC", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden"]
    done = subprocess.run(
        [compiler, *strict, "-o", str(into), str(source), *more], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{source.name} does not compile: {done.stderr}")
    return into
