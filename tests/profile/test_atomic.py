"""A disk that is full or read-only is called that, and nothing is left behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import write_atomically, write_new


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"), (errno.EDQUOT, "DISK_FULL"), (errno.EROFS, "DISK_READ_ONLY"),
        (errno.EACCES, "FOLDER_UNWRITABLE"),
    ],
)  # fmt: skip
def test_what_keeps_a_file_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "x"
    write_atomically(path, b"old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("cabinet.profile.atomic.os.fsync", fail)
    with pytest.raises(KnownError) as refusal:
        write_atomically(path, b"new")
    assert (refusal.value.code, refusal.value.facts["path"]) == (code, str(tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_who_reads_what_is_written(tmp_path: Path, mode: int) -> None:
    write_atomically(tmp_path / "x", b"new", mode)
    assert (tmp_path / "x").stat().st_mode & 0o777 == mode


def test_a_new_file_is_its_owners_and_takes_nobodys_place(tmp_path: Path) -> None:
    write_new(tmp_path / "x", b"one")
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "x", b"two")
    assert (tmp_path / "x").read_bytes() == b"one"


def test_a_new_file_that_cannot_be_written_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("cabinet.profile.atomic.os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_new(tmp_path / "x", b"one")
    assert not list(tmp_path.iterdir())
