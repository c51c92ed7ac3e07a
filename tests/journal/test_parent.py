"""Standard input as a life line: lines as they come, whole, and its end."""

from __future__ import annotations

import subprocess
import sys

import pytest

ECHO = """
from cabinet.journal.parent import stdin_lines
for line in stdin_lines():
    print(repr(line), flush=True)
print("end")
"""


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (b"", []),
        (b"fill\n", ["fill"]),
        (b"fill\r\nstop filling\n\n", ["fill", "stop filling", ""]),
        (b"half", []),
        (b"\xff\n", ["\ufffd"]),
        (b"x" * 10_000 + b"\n", ["x" * 10_000]),
    ],
)
def test_lines_come_whole_and_the_end_is_seen(given: bytes, read: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", ECHO], input=given, capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == [*(repr(line) for line in read), "end"]


def test_an_interpreter_ends_cleanly_while_a_thread_waits_for_input() -> None:
    code = (
        "import threading; from cabinet.journal.parent import wait_for_end; "
        "threading.Thread(target=wait_for_end, daemon=True).start()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0
