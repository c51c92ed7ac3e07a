"""What is no day file is named as what it is; what Excel and people write is read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.dayfile.lines import BrokenLine, Line
from cabinet.dayfile.reading import open_day_file

CSV = "operatorTxId;type;occurredAt;amountKop\r\na;BET;t;5\r\nb;BET;t;6\r\n"
OBJECTS = [{"operatorTxId": "a", "amountKop": 5}, {"operatorTxId": "ї", "amountKop": 6}]


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "x")
    return made.getvalue()


FOREIGN = [
    ("x.pdf", b"%PDF-1.7\n", "PDF"),
    ("x.csv.gz", gzip.compress(CSV.encode()), "gzip"),
    ("x.zip", zipped("day.csv"), "ZIP"),
    ("x.xlsx", zipped("xl/workbook.xml"), "Excel .xlsx"),
    ("x.csv", zipped("xl/workbook.xml"), "Excel .xlsx"),
    ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "Excel .xls"),
    ("x.xml", b'<?xml version="1.0"?><a/>', "XML"),
    ("x.html", b"\r\n<html><table>", "XML or HTML"),
    ("x.csv", CSV.encode("utf-16-le"), "UTF-16 without"),
    ("x.bin", b"abc\0\0\0\1\2\3def", "binary"),
    ("x.json", json.dumps({"transactions": OBJECTS}).encode(), "transactions"),
    ("x.ndjson", json.dumps({"data": OBJECTS}).encode() + b"\n", "data"),
    ("x.json", json.dumps({"data": {"items": OBJECTS}}).encode(), "data"),
    ("x.json", json.dumps({"transactions": OBJECTS}, indent=1).encode(), "pretty-printed"),
    ("x.json", json.dumps({"transactions": OBJECTS * 2000}).encode(), "JSON object"),
    ("x.json", json.dumps(OBJECTS).encode()[:-5], "broken JSON array"),
    ("x.json", json.dumps(OBJECTS).encode() + b"{}", "broken JSON array"),
    ("x.txt", b"good morning\n", "good morning"),
]


@pytest.mark.parametrize(("name", "data", "kind"), FOREIGN, ids=[f"{n}-{k}" for n, _, k in FOREIGN])
def test_what_is_no_day_file_is_named(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(KnownError) as refusal:
        open_day_file(path)
    assert refusal.value.code == "DAYFILE_KIND"
    assert kind in refusal.value.facts["kind"]


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.encode("utf-32"),
        CSV.replace("\r\n", "\r").encode(),
        CSV.replace("\r\n", "\n").encode(),
        CSV.replace(";", "\t").encode(),
        CSV.replace(";", "|").encode(),
        ("sep=;\r\n" + CSV).encode(),
        ("\ufeffsep=;\r\n" + CSV).encode("utf-16-le"),
        ("SEP=^\r\n" + CSV.replace(";", "^")).encode(),
        ("\r\n \r\n" + CSV).encode(),
        CSV.replace("\r\n", ";\r\n").encode(),
        ('"operatorTxId" ; "type";occurredAt;"amountKop"' + CSV[CSV.index("\r") :]).encode(),
        (CSV + ";;;\r\n\r\n").encode(),
    ],
)
def test_csv_as_programs_write_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    lines = list(open_day_file(path).lines())
    assert [json.loads(line.data)["operatorTxId"] for line in lines if isinstance(line, Line)] == ["a", "b"]
    assert len(lines) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["x.json", "x.ndjson"])
def test_json_array(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(json.dumps(OBJECTS, ensure_ascii=False, indent=1).encode(encoding))
    file = open_day_file(path)
    assert file.mapping == "json-array/1"
    found = list(file.lines())
    assert [json.loads(line.data) for line in found if isinstance(line, Line)] == OBJECTS
    assert [line.number for line in found] == [2, 6]
    assert all(b"\n" not in line.data for line in found if isinstance(line, Line))


def test_json_array_elements_keep_their_text(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b'[ {"a": 1.50e1}, 7 ,{"b":1,"b":2},{"c" : 9007199254740993}]')
    first, number, twice, last = open_day_file(path).lines()
    assert first == Line(1, b'{"a": 1.50e1}')
    assert number == BrokenLine(1, 1, "not a JSON object")
    assert isinstance(twice, BrokenLine)
    assert last == Line(1, b'{"c" : 9007199254740993}')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_ndjson_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes('{"a":"ї"}\r\n{"b":2}\r\n'.encode(encoding))
    assert list(open_day_file(path).lines()) == [Line(1, '{"a":"ї"}'.encode()), Line(2, b'{"b":2}')]


def test_first_line_that_is_an_array_is_one_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes(b'[1]\n{"a":1}\n')
    broken, good = open_day_file(path).lines()
    assert isinstance(broken, BrokenLine)
    assert isinstance(good, Line)
