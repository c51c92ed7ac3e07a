"""NDJSON: exact bytes, and no name twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.dayfile.reading import BrokenLine, Line, open_day_file


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'{"amountKop":500,"amountKop":700}', "amountKop"),
        (b'{"a":"x","a":"x"}', "a"),
        (b'{"amountKop":500,"amount\\u004bop":700}', "amountKop"),
        (b'{"correction":{"kind":"R1","kind":"R2"}}', "kind"),
        (b'{"a":[{"b":1,"b":2}]}', "b"),
        (b'{"a":1,"a":{"b":1}}', "a"),
    ],
)
def test_a_name_twice_is_a_broken_line(tmp_path: Path, line: bytes, name: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes(b'{"a":1}\n' + line + b'\n{"b":"a\\"b","c":{"b":1}}\n')
    good, broken, last = open_day_file(path).lines()
    assert isinstance(good, Line)
    assert isinstance(broken, BrokenLine)
    assert broken.number == 2
    assert name in broken.reason
    assert isinstance(last, Line)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(
        st.binary(max_size=40) | st.sampled_from([b'{"a":1}', b'{"a":NaN}', b"[[", b'{"\xff":1}']), max_size=8
    )
)
def test_any_bytes(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "x.ndjson"
    body = b'{"first":1}\n' + b"\n".join(lines)
    path.write_bytes(body)
    filled = [n for n, line in enumerate(body.split(b"\n"), 1) if line.decode("utf-8", "surrogateescape").strip()]
    found = list(open_day_file(path).lines())
    assert [line.number for line in found] == filled
    for line in found:
        if isinstance(line, Line):
            assert line.data in [raw.rstrip(b"\r") for raw in body.split(b"\n")]
            assert isinstance(json.loads(line.data), dict)


@pytest.mark.parametrize("broken", [b"{", b'{"a": [', b'{"a":', b"\xff{"])
def test_a_broken_first_line_is_one_broken_line(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes(broken + b'\n{"b":1}\n')
    first, second = open_day_file(path).lines()
    assert isinstance(first, BrokenLine)
    assert second == Line(2, b'{"b":1}')
