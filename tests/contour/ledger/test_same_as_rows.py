"""The ledger makes of any lines what the row engine makes of them, to the byte (:mod:`tests.row_engine`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.row_engine.comparison import compare


@pytest.mark.parametrize("seed", range(10))
def test_any_lines_come_to_the_same(seed: int, tmp_path: Path) -> None:
    lines, plain = compare(seed, tmp_path)
    assert lines > 500
    assert plain > 30
