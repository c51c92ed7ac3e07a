"""Rows that are read the quick way are read the same as the slow way, and whatever is faulty goes the slow way."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cabinet.dayfile import csv_lines as module
from cabinet.dayfile.form import Encoding
from cabinet.dayfile.lines import MAX_LINE_CHARACTERS, BrokenLine, Cells, Line

HEADERS = (
    "operatorTxId,type,occurredAt,amountKop,brandId,seqNo",
    "brandId;occurredAt;amountUah;type;operatorTxId;seqNo",
)
CELLS = ("a", "", " b ", "7", "1,5", "x\ty", "\x7f", "й", '"q"', "/\\", "-3", "99999999999999999999")


def read(path: Path) -> list[Line | BrokenLine]:
    return list(module.csv_lines(path, Encoding("utf-8", "")))


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("place", range(6))
def test_both_ways_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, place: int) -> None:
    delimiter = ";" if ";" in header else ","
    names = header.split(delimiter)
    usual = {"operatorTxId": "t", "type": "BET", "occurredAt": "2026", "amountKop": "5", "amountUah": "5.10"}
    usual["brandId"] = "b"
    rows = [header]
    for cell in CELLS:
        cells = [usual.get(name, "") for name in names]
        cells[place] = cell
        rows.append(delimiter.join(cells))
    rows += [header, "a", delimiter.join(["x"] * 7), "x" * (MAX_LINE_CHARACTERS + 1)]
    path = tmp_path / "d.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    quick = read(path)
    monkeypatch.setattr(module._PlainRows, "cells", lambda *_: None)
    assert quick == read(path)
    assert any(isinstance(one, Line) for one in quick)


def test_honest_rows_go_the_quick_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADERS[0]}\nt,BET,2026,5,b,\n", encoding="utf-8")
    monkeypatch.setattr(module, "_row", None)
    (one,) = read(path)
    assert one == Line(2, b'{"operatorTxId":"t","type":"BET","brandId":"b","amountKop":5,"occurredAt":"2026"}')


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("place", range(6))
def test_cells_are_those_of_the_line(tmp_path: Path, header: str, cell: str, place: int) -> None:
    delimiter = ";" if ";" in header else ","
    usual = {"operatorTxId": "t", "type": "BET", "occurredAt": "2026", "amountKop": "5", "amountUah": "5.10"}
    usual["brandId"] = "b"
    cells = [usual.get(name, "") for name in header.split(delimiter)]
    cells[place] = cell
    path = tmp_path / "d.csv"
    path.write_text(f"{header}\n\n{delimiter.join(cells)}\n{delimiter * 5}\n", encoding="utf-8")
    fields = ("siteId", "operatorTxId", "brandId", "amountKop")
    (line,) = read(path)
    assert isinstance(line, Line) or (header, place, cell) != (HEADERS[0], 5, "7")
    (some,) = module.csv_cells(path, Encoding("utf-8", ""), None, fields)
    if isinstance(some, Cells):
        assert isinstance(line, Line)
        value = msgspec.json.decode(line.data)
        assert some == Cells(3, [str(value.get(field, "")) for field in fields])
    else:
        assert some == line
