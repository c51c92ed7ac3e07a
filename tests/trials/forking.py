"""Runs pytest in forked children of one process that has the libraries loaded already: two of a start's three seconds.

``python -m tests.trials.forking`` reads one JSON object a line, ``{"args": […], "seconds": 300, "learn": true}``, and
answers each with a line of its exit status, or ``null`` where the time ran out. ``learn`` loads what that run has
loaded, except what lies in the working directory: that is what changes from run to run.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import sys
import warnings
from pathlib import Path

__all__ = ["main"]

_NOT_RUN = 70
"""A status that pytest has none of."""


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        status, loaded = _run(asked["args"], asked["seconds"], write_compiled=asked["learn"])
        sys.stdout.write(json.dumps(status) + "\n")
        sys.stdout.flush()
        if asked["learn"]:
            _load(loaded)


def _run(args: list[str], seconds: float, *, write_compiled: bool) -> tuple[int | None, list[str]]:
    """Return the exit status and the names of the modules that were loaded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(args, writing, write_compiled=write_compiled)
    os.close(writing)
    told = b""
    with open(reading, "rb", buffering=0) as answer:  # noqa: PTH123  a pipe
        # Whatever the tests have started may hold the pipe as well, so it does not end with the child.
        while select.select([answer], [], [], seconds)[0] and (part := answer.read(1 << 16)):
            told += part
            if told.endswith(b"\n"):
                break
    if not told.endswith(b"\n"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return (None if code == -signal.SIGKILL else code), told.decode().split()


def _child(args: list[str], writing: int, *, write_compiled: bool) -> None:
    status = _NOT_RUN
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        sys.dont_write_bytecode = not write_compiled
        if not write_compiled:
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        importlib.invalidate_caches()
        import pytest

        try:
            status = int(pytest.main(args))
        except Exception:  # noqa: BLE001  a warning of its last clean-up; the interpreter would end with the same
            status = 1
        os.write(writing, (" ".join(_names()) + "\n").encode())
    finally:
        os._exit(status)


def _names() -> list[str]:
    here = str(Path.cwd())
    return sorted(
        name for name, module in sys.modules.items() if not str(getattr(module, "__file__", "") or "").startswith(here)
    )


def _load(names: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if name.split(".")[0] not in {"cabinet", "tests", "conftest"}:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


if __name__ == "__main__":
    main()
