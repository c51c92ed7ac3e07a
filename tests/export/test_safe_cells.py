"""No cell of a CSV is run as a formula, and numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.export.safe_cells import safe_cell, safe_lines


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "-", "+", "=", "-1+2", "+1;2", "-٣"]
)
def test_what_begins_a_formula_is_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "0", "-5", "+5", "-5.00", "-5,25", "a=b", "1-2", "2026-11-28T10:00:00.000Z", " =1"]
)
def test_what_is_none_stays(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_a_block_without_one_is_not_touched() -> None:
    block = b'1,a,"b ""c"", d"\r\n2,x-y,\r\n'
    assert safe_lines(block) is block
    assert safe_lines(b"1,-5\r\n") == b"1,-5\r\n"


@given(st.lists(st.lists(st.text(alphabet="=+-@\t,\"'a1 .\u0456"), min_size=2, max_size=4), min_size=1, max_size=4))
def test_every_cell_of_a_block_is_safe(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    read = list(csv.reader(io.StringIO(safe_lines(out.getvalue().encode()).decode(), newline="")))
    assert read == [[safe_cell(cell) for cell in row] for row in rows]
