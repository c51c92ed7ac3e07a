"""Day files: exact bytes, mapping by header, and every broken line named by line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.dayfile.reading import BrokenLine, Line, open_day_file


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_ndjson_keeps_exact_bytes(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf{ "a" : 1 }\r\n\n{"b":"\xd1\x97"}'
    file = open_day_file(write(tmp_path, "x.ndjson", data))
    assert file.mapping == "ndjson/1"
    assert list(file.lines()) == [Line(1, b'{ "a" : 1 }'), Line(3, '{"b":"ї"}'.encode())]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (b'{"a": 1,}', 8),
        (b'{"a": [1, 2 , ]}', 13),
        (b'{"a": [,]}', 8),
        ('{"ї": tru}'.encode(), 7),
        (b'{"a": \xff}', 7),
        (b"[1]", 1),
        (b"{" * 10, 2),
        (b'{"a": NaN}', 1),
        (b'{"a":"' + b"x" * 70_000 + b'"}', 1),
    ],
)
def test_broken_lines_are_named(tmp_path: Path, line: bytes, column: int) -> None:
    file = open_day_file(write(tmp_path, "x.ndjson", b'{"a":1}\n' + line + b'\n{"c":2}\n'))
    good, broken, last = list(file.lines())
    assert isinstance(broken, BrokenLine)
    assert (broken.number, broken.column) == (2, column)
    assert isinstance(good, Line)
    assert isinstance(last, Line)


@pytest.mark.parametrize(("line", "kind"), [(b'{"a": 1,}', "object"), (b'{"a": [1,]}', "array")])
def test_a_comma_too_many_is_named_alike_by_every_python(tmp_path: Path, line: bytes, kind: str) -> None:
    (broken,) = open_day_file(write(tmp_path, "x.ndjson", line + b"\n")).lines()
    assert isinstance(broken, BrokenLine)
    assert broken.reason == f"Illegal trailing comma before end of {kind}"


def test_csv_is_mapped_by_its_header(tmp_path: Path) -> None:
    text = (
        "operatorTxId;type;occurredAt;amountUah;seqNo;correction.reasonCode;siteId\n"
        '1;BET;2026-11-24T10:00:00+02:00;"1 234,50";5;R1;a.ua\n'
        "\n2;BET;x;-1;6;;\n"
    )
    first, second = open_day_file(write(tmp_path, "x.csv", text.encode())).lines()
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert json.loads(first.data) == {
        "operatorTxId": "1",
        "type": "BET",
        "occurredAt": "2026-11-24T10:00:00+02:00",
        "amountKop": 123450,
        "seqNo": 5,
        "siteId": "a.ua",
        "correction": {"reasonCode": "R1"},
    }
    assert json.loads(second.data)["seqNo"] == 6
    assert second.number == 4


def test_csv_broken_rows(tmp_path: Path) -> None:
    text = (
        b"operatorTxId,type,occurredAt,amountUah\n1,BET,t\n2,BET,t,\xd0\n3,BET,t,12.345\n4,BET,t,1,extra\n5,BET,t,1\n"
    )
    lines = list(open_day_file(write(tmp_path, "x.csv", text)).lines())
    assert [line.number for line in lines if isinstance(line, BrokenLine)] == [2, 3, 4, 5]
    assert isinstance(lines[-1], Line)


def test_files_that_cannot_be_sent(tmp_path: Path) -> None:
    for name, data, code in (
        ("e.ndjson", b"", "FILE_EMPTY"),
        ("w.csv", b" \n ", "FILE_EMPTY"),
        ("h.csv", b"a,b\n1,2\n", "DAYFILE_HEADER"),
        ("m.csv", b"operatorTxId,type,occurredAt\n", "DAYFILE_HEADER"),
    ):
        with pytest.raises(KnownError, match=code):
            open_day_file(write(tmp_path, name, data))
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        open_day_file(tmp_path / "absent")
