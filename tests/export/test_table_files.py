"""A table as CSV and as a workbook: numbers are numbers, days are days, formulas are words."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

from cabinet.export.table_files import Datum, csv_table, workbook_table

HEAD = ["Day", "Total, UAH", "Share, %", "Number"]
ROWS: list[list[Datum]] = [
    ["2026-11-27", Decimal("-17021.50"), Decimal("0.38"), 5],
    ["2026-10-25T03:00+02:00", None, None, -1],
    ["=1+1", Decimal("0.00"), Decimal("100.00"), 0],
]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_is_read_back() -> None:
    written = csv_table(HEAD, ROWS)
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows == [
        HEAD, ["2026-11-27", "-17021.50", "0.38", "5"], ["2026-10-25T03:00+02:00", "", "", "-1"],
        ["'=1+1", "0.00", "100.00", "0"],
    ]  # fmt: skip


def cells(book: bytes) -> dict[str, tuple[str, str]]:
    """Return place → kind and value of the cells of the first sheet, words looked up."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        words = [
            "".join(text.itertext()) for text in ET.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314  our own
        ]  # fmt: skip
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314  our own
    found = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
        found[cell.get("r", "")] = (kind, words[int(value)] if kind == "s" else value)
        assert cell.find(f"{_MAIN}f") is None, "nothing is a formula"
    return found


def test_a_workbook_is_read_back() -> None:
    found = cells(workbook_table("rejected 2026-11-01..2026-11-27: all of it", HEAD, ROWS))
    assert [found[f"{letter}1"] for letter in "ABCD"] == [("s", title) for title in HEAD]
    assert found["A2"] == ("n", "46353"), "a date: days since 1899-12-30"
    assert found["B2"] == ("n", "-17021.5")
    assert (found["C2"], found["D2"]) == (("n", "0.38"), ("n", "5"))
    assert found["A3"] == ("s", "2026-10-25T03:00+02:00")
    assert "B3" not in found
    assert found["A4"] == ("s", "=1+1")
    assert found["B4"] == ("n", "0")
