"""Columns of a platform are kept beside those of others; what cannot be read is as if there were none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.columns import FILE, remember_columns, remembered_columns


def test_they_are_kept_by_platform_and_added_to(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    assert remembered_columns(folder, "1/core") == {}
    remember_columns(folder, "1/core", {"ID": "operatorTxId"})
    remember_columns(folder, "1/bet", {"ID": "type"})
    remember_columns(folder, "1/core", {"Сума": "amountUah"})
    assert remembered_columns(folder, "1/core") == {"ID": "operatorTxId", "Сума": "amountUah"}
    assert remembered_columns(folder, "1/bet") == {"ID": "type"}
    before = (folder / FILE).stat().st_ino
    remember_columns(folder, "1/bet", {"ID": "type"})
    assert (folder / FILE).stat().st_ino == before


@pytest.mark.parametrize("kept", [b"{", b"[]", b'{"1/core": 1}', b" " * (1024 * 1024 + 1)])
def test_what_is_damaged_is_none(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / FILE).write_bytes(kept)
    assert remembered_columns(tmp_path, "1/core") == {}


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KnownError):
        remember_columns(tmp_path / "file", "1/core", {"ID": "type"})
