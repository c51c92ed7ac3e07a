"""One holder of a key's folder at a time, in one process and in several; a folder that cannot be written too."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.folder_lock import alone_in

HOLD = """
import sys
from pathlib import Path
from cabinet.profile.folder_lock import alone_in
with alone_in(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with holder(tmp_path) as second:
            assert second.stdout is not None
            assert second.stdout.readline() == "waiting\n"
            first.communicate(timeout=60)
            assert second.stdout.readline() == "held\n"
            second.communicate(timeout=60)


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
        first.wait(60)
        with alone_in(tmp_path, lambda: pytest.fail("nobody holds it")):
            pass


def test_again_in_the_same_thread_and_not_in_another(tmp_path: Path) -> None:
    waited, entered = threading.Event(), threading.Event()

    def other() -> None:
        with alone_in(tmp_path, waited.set):
            entered.set()

    with alone_in(tmp_path), alone_in(tmp_path / "."):
        thread = threading.Thread(target=other)
        thread.start()
        assert waited.wait(60)
        assert not entered.is_set()
    thread.join()
    assert entered.is_set()


def test_a_folder_that_cannot_be_written_is_held_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with alone_in(tmp_path):
            assert not list(tmp_path.iterdir())
    finally:
        tmp_path.chmod(0o700)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="CREDENTIAL_FOLDER_INVALID"), alone_in(tmp_path / "absent"):
        pass
