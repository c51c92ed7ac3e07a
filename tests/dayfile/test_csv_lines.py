"""A CSV row is one line: nothing of it is guessed, melted together, or left out without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.dayfile.reading import BrokenLine, Line, open_day_file

COLUMNS = "operatorTxId;type;occurredAt;amountKop;seqNo;siteId"


def read(tmp_path: Path, text: str | bytes) -> list[Line | BrokenLine]:
    path = tmp_path / "x.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(open_day_file(path).lines())


@pytest.mark.parametrize(
    ("header", "field", "named"),
    [
        ("operatorTxId;type;occurredAt;amountKop;amountUah", "amountKop", {"amountKop", "amountUah"}),
        ("operatorTxId;type;occurredAt;amountUah;amountKop", "amountKop", {"amountKop", "amountUah"}),
        ("operatorTxId;type;occurredAt;amountKop;amountKop", "amountKop", {"amountKop"}),
        ("operatorTxId;type;occurredAt;amountUah;amountUah", "amountKop", {"amountUah"}),
        ("operatorTxId;type;occurredAt;amountKop;siteId;siteId", "siteId", {"siteId"}),
        ("amountKop;correction.text;correction.text", "correction.text", {"correction.text"}),
        ('operatorTxId;type;occurredAt;amountKop;" operatorTxId "', "operatorTxId", {"operatorTxId"}),
        ("type;occurredAt;amountKop", "operatorTxId", {"—"}),
        ("operatorTxId;type;occurredAt", "amountKop", {"—"}),
    ],
)  # fmt: skip
def test_each_value_has_one_column(tmp_path: Path, header: str, field: str, named: set[str]) -> None:
    with pytest.raises(KnownError) as refusal:
        read(tmp_path, header + "\n1;2;3;4;5;6\n")
    assert refusal.value.code == "DAYFILE_HEADER"
    assert refusal.value.facts["column"] == field
    assert set(refusal.value.facts["present"].split(", ")) == named


@pytest.mark.parametrize(("name", "nearest"), [("amountKopp", "amountKop"), ("correction", "—"), ("zzz", "—")])
def test_unknown_columns_are_named(tmp_path: Path, name: str, nearest: str) -> None:
    with pytest.raises(KnownError) as refusal:
        read(tmp_path, f"{COLUMNS};{name}\n")
    assert refusal.value.code == "DAYFILE_COLUMN_UNKNOWN"
    assert refusal.value.facts["column"] == name
    if nearest != "—":
        assert refusal.value.facts["nearest"] == nearest


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1;BET;t;--5;;", 9),
        ("1;BET;t;" + "7" * 5000 + ";;", 9),
        ("1;BET;t;" + "7" * 20 + ";;", 9),
        ("1;BET;t;15000.0;;", 9),
        ("1;BET;t;1.5E+04;;", 9),
        ("1;BET;t;15000,00;;", 9),
        ("1;BET;t;1 000;;", 9),
        ("1;BET;t;٥;;", 9),
        ("1;BET;t;+5;;", 9),
        ("1;BET;t;5;x;", 11),
        ('1;BET;t;5;;R"1', 13),
        ('1;BET;t;5;;"R1', 12),
        ('1;BET;t;5;;"R1"x', 12),
        ("1;BET;t;;;", 9),
        ("Разом;;;1000;;", 7),
        (";BET;t;5;;", 1),
        (COLUMNS, 1),
        ("1;BET;t;5;", 11),
        ("1;BET;t;5;;R;x", 14),
        ("Разом;1000", 7),
    ],
)  # fmt: skip
def test_a_broken_row_is_named_with_its_column(tmp_path: Path, row: str, column: int) -> None:
    first, broken, last = read(tmp_path, f"{COLUMNS}\n0;BET;t;5;;\n{row}\n2;BET;t;5;;\n")
    assert isinstance(first, Line)
    assert isinstance(broken, BrokenLine), broken
    assert (broken.number, broken.column) == (3, column)
    assert isinstance(last, Line)


@pytest.mark.parametrize(("opened", "closed"), [(2, None), (2, 4), (0, 5), (3, 3)])
def test_stray_quotes_spoil_their_own_lines(tmp_path: Path, opened: int, closed: int | None) -> None:
    rows = [f"{n};BET;t;5;;R" for n in range(6)]
    rows[opened] = rows[opened].replace(";R", ';"R')
    if closed is not None:
        rows[closed] += '"'
    lines = read(tmp_path, "\r\n".join([COLUMNS, *rows]))
    spoilt = {opened, closed} - {None} if closed != opened else set()
    assert [line.number - 2 for line in lines if isinstance(line, BrokenLine)] == sorted(spoilt, key=str)
    assert len(lines) == 6


def test_a_value_in_a_column_without_a_name(tmp_path: Path) -> None:
    good, broken = read(tmp_path, f"{COLUMNS};\n1;BET;t;5;;;\n2;BET;t;5;;;x\n")
    assert isinstance(good, Line)
    assert isinstance(broken, BrokenLine)


@pytest.mark.parametrize(("letter", "sent"), [("\x00", False), ("\x07", False), ("\x1f", False), ("\t", True)])
def test_control_characters_are_not_sent(tmp_path: Path, letter: str, sent: bool) -> None:
    (line,) = read(tmp_path, f"{COLUMNS};lateReason\n1;BET;t;5;;R;a{letter}b\n")
    assert isinstance(line, Line) is sent


def test_quoted_cells(tmp_path: Path) -> None:
    (line,) = read(tmp_path, f'{COLUMNS};lateReason\n"1";BET;t; "5" ;;R;"a ""b""; c"\n')
    assert isinstance(line, Line)
    assert json.loads(line.data)["lateReason"] == 'a "b"; c'


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(st.binary(max_size=12), min_size=6, max_size=6), max_size=6))
@example(rows=[[b"", b"", b"", b"", b"", b"\r\x0b"]])
def test_any_bytes_in_any_cell(tmp_path: Path, rows: list[list[bytes]]) -> None:
    """Every line that is not blank comes out once, by its number; nothing raises; what is sent holds no line break."""
    body = b"\n".join([COLUMNS.encode(), *(b";".join(row) for row in rows)])
    (tmp_path / "x.csv").write_bytes(body)
    text = body.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, line in enumerate(text, 1) if line.strip("; \t") and line.strip() and number > 1]
    found = list(open_day_file(tmp_path / "x.csv").lines())
    assert [line.number for line in found] == filled
    for line in found:
        if isinstance(line, Line):
            assert isinstance(json.loads(line.data), dict)
            assert b"\n" not in line.data
            assert b"\r" not in line.data
