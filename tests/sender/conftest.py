from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.perimeter_in_process import PerimeterInProcess


@pytest.fixture
def perimeter(tmp_path: Path) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path / "perimeter")
    yield made
    made.close()
