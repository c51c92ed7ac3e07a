"""One export at a time into a file: the second is refused, and the lock goes with whoever holds it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.export import part_lock
from cabinet.export.part_lock import alone_with, lock_path

HOLDER = """
import sys
from pathlib import Path
from cabinet.export.part_lock import alone_with
with alone_with(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def busy(out: Path) -> bool:
    with ExitStack() as stack:
        try:
            stack.enter_context(alone_with(out))
        except KnownError as refused:
            return (refused.code, refused.facts["path"]) == ("EXPORT_BUSY", str(out))
    return False


def test_the_second_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    out, other = tmp_path / "r.csv", tmp_path / "s.csv"
    with alone_with(out):
        assert lock_path(out).name == ".r.csv.part.lock"
        assert busy(out)
        assert not busy(other), "another file is another's"
        assert busy(out), "refused, it takes nobody's lock away"
    assert not busy(out)
    assert list(tmp_path.iterdir()) == []


def test_one_that_fails_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone_with(tmp_path / "r.csv"):
        raise ZeroDivisionError
    assert not busy(tmp_path / "r.csv")


def test_one_that_is_killed_keeps_nobody_out(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert busy(out)
        holder.kill()
        holder.wait()
    assert lock_path(out).exists(), "it left its file"
    assert not busy(out)
    assert not lock_path(out).exists()


def test_a_lock_that_was_taken_away_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened before its holder took it away, it is locked when no name leads to it any more."""
    out, real, taken = tmp_path / "r.csv", part_lock._take, []

    def take(handle: int) -> bool:
        if not taken:
            lock_path(out).unlink()
        taken.append(handle)
        return real(handle)

    monkeypatch.setattr(part_lock, "_take", take)
    with alone_with(out):
        assert len(taken) == 2
        assert lock_path(out).exists()
        monkeypatch.setattr(part_lock, "_take", real)
        assert busy(out)


def handles() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_folder_that_is_gone_is_the_disks_fault(tmp_path: Path) -> None:
    before = handles()
    with pytest.raises(FileNotFoundError), alone_with(tmp_path / "gone" / "r.csv"):
        pass
    with alone_with(tmp_path / "r.csv"):
        assert busy(tmp_path / "r.csv")
    assert handles() == before
