"""Every bench still works: once each, at a small size; how fast it was is not judged here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench.__main__ import names


@pytest.mark.parametrize("name", names())
def test_bench_prints_its_line(name: str) -> None:
    command = [sys.executable, "-m", "tests.bench", name, "--small"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = json.loads(printed.splitlines()[-1])
    assert set(line) == {"bench", "ratio", "goal", "better", "ok", "detail"}
    assert line["bench"] == name
    assert line["ratio"] > 0
    assert line["detail"]["python"]
