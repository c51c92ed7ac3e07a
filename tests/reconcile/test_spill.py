"""Rows come back as they were added, whichever of them had to be written meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.reconcile import spill as module
from cabinet.reconcile.spill import PARTS, Spill


@pytest.mark.parametrize("held", [1, 100, 10**9])
def test_rows_of_a_bucket_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(module, "_HELD_BYTES", held)
    one, other = Spill(tmp_path, "one"), Spill(tmp_path, "other")
    rows = [b"", b"\n", b"a\0b", b"x" * 70_000]
    for row in rows:
        one.add(3, row)
    one.add(3 + PARTS, b"neighbour")
    other.add(3, b"other")
    one.flush()
    other.flush()
    assert one.rows(3, {3}) == {3: rows}
    assert one.rows(3, {3, 3 + PARTS}) == {3: rows, 3 + PARTS: [b"neighbour"]}
    assert other.rows(3, {3}) == {3: [b"other"]}
    assert one.rows(4, {4}) == {}
    assert one.used == {3, 3 + PARTS}


def test_what_waits_is_bounded(tmp_path: Path) -> None:
    spill = Spill(tmp_path, "one")
    row = b"x" * (1024 * 1024)
    for _ in range(31):
        spill.add(0, row)
    assert list(tmp_path.iterdir()) == []
    spill.add(0, row)
    assert len(list(tmp_path.iterdir())) == 1
