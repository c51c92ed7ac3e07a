"""A disk that is full or read-only is called that, and nothing is left behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import write_atomically


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
