"""A hand-over on a disk that takes nothing more: said as what it is, and nothing half-written stays."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile import hand_over

CODES = {
    errno.ENOSPC: "DISK_FULL",
    errno.EDQUOT: "DISK_FULL",
    errno.EROFS: "DISK_READ_ONLY",
    errno.EACCES: "FOLDER_UNWRITABLE",
}


def failing(number: int, after: int) -> Callable[[Path, bytes], None]:
    """Return a writer that fails with an error of the system after so many files."""
    real, written = hand_over.write_new, []

    def write(path: Path, data: bytes) -> None:
        if len(written) == after:
            raise OSError(number, os.strerror(number))
        written.append(path)
        real(path, data)

    return write


@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("after", [0, 1])
def test_what_kept_it_from_being_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, after: int
) -> None:
    monkeypatch.setattr(hand_over, "write_new", failing(number, after))
    with pytest.raises(KnownError) as caught:
        hand_over._write(tmp_path, {"one": b"1", "two": b"2"})
    assert (caught.value.code, caught.value.facts["path"]) == (CODES[number], str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_room_is_given_back(tmp_path: Path) -> None:
    with hand_over.room_in(tmp_path):
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) > 0
    assert list(tmp_path.iterdir()) == []
