"""Every bench still works: once each, at a small size; how fast it was is not judged here."""

from __future__ import annotations

import json

import pytest

from tests.bench.__main__ import names
from tests.fork_server import ForkServer
from tests.forked import CONTOUR

BENCHES = ForkServer(*CONTOUR, "cabinet.app", "tests.many", "tests.forked_bench")
SECONDS = 500


@pytest.mark.parametrize("name", names())
def test_bench_prints_its_line(name: str) -> None:
    ran = BENCHES.run("tests.forked_bench", name, "--small", seconds=SECONDS)
    assert ran.returncode == 0, ran.stderr
    line = json.loads(ran.stdout.splitlines()[-1])
    assert set(line) == {"bench", "ratio", "goal", "better", "ok", "detail"}
    assert line["bench"] == name
    assert line["ratio"] > 0
    assert line["detail"]["python"]
