"""What is told of a worker that crashed: why, and where the crashed thread stood."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.crashes import crashed_stack

_PROGRAM = """
import ctypes, faulthandler, threading
faulthandler.enable(open({file!r}, "w"))
waiting = threading.Event()
threading.Thread(target=waiting.wait, daemon=True).start()
def crashes():
    ctypes.string_at(0)
crashes()
"""


def test_stack_of_the_thread_that_crashed(tmp_path: Path) -> None:
    file = tmp_path / "dump"
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(file=str(file))], check=False, capture_output=True, cwd=tmp_path
    )
    assert ended.returncode < 0
    first, *frames = crashed_stack(file.read_text(encoding="utf-8")).splitlines()
    assert first == "Fatal Python error: Segmentation fault"
    assert [frame.rsplit(" ", 1)[1] for frame in frames] == ["string_at", "crashes", "<module>"]


def test_the_runner_of_tests_is_left_out() -> None:
    dump = (
        'Fatal Python error: Aborted\n\nThread 0x1 (most recent call first):\n  File "other.py", line 1 in wait\n\n'
        'Current thread 0x2 (most recent call first):\n  Garbage-collecting\n  File "ours.py", line 4 in test\n'
        '  File "lib/site-packages/_pytest/python.py", line 187 in run\n'
        '  File "lib/site-packages/xdist/remote.py", line 227 in run\n\nExtension modules: one (total: 1)\n'
    )
    assert crashed_stack(dump).splitlines() == [
        "Fatal Python error: Aborted",
        "  Garbage-collecting",
        '  File "ours.py", line 4 in test',
    ]


def test_whoever_did_not_crash_left_nothing() -> None:
    assert crashed_stack("") == ""
