"""Rows come back as they were added, whichever of them had to be written meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.reconcile import spill as module
from cabinet.reconcile.spill import Spill


@pytest.mark.parametrize("held", [1, 100, 10**9])
def test_rows_of_a_bucket_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(module, "_HELD_BYTES", held)
    one, other = Spill(tmp_path, "one"), Spill(tmp_path, "other")
    rows = [b"", b"\n", b"a\0b", b"x" * 70_000]
    for row in rows:
        one.add(3, row)
    other.add(3, b"other")
    one.flush()
    other.flush()
    assert list(one.rows(3)) == rows
    assert list(other.rows(3)) == [b"other"]
    assert list(one.rows(4)) == []
    assert one.used == {3}


def test_what_waits_is_bounded(tmp_path: Path) -> None:
    spill = Spill(tmp_path, "one")
    row = b"x" * (1024 * 1024)
    for _ in range(31):
        spill.add(0, row)
    assert spill.used == set()
    spill.add(0, row)
    assert spill.used == {0}
