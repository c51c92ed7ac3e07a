"""Every bench still works, at a small size; whether it is fast enough is never judged here."""

from __future__ import annotations

import json

import pytest

from tests.bench.__main__ import measure, names


@pytest.mark.parametrize("name", names())
def test_a_bench_tells_its_ratio(name: str) -> None:
    told = json.loads(json.dumps(measure(name, small=True).as_json()))
    assert told["bench"] == name
    assert told["ratio"] > 0
    assert set(told) == {"bench", "ratio", "goal", "better", "ok", "detail"}
