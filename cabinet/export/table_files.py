"""A table of figures as a file: CSV, or an XLSX workbook in which numbers are numbers and days are days."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from cabinet.export.safe_cells import BOM, safe_lines

__all__ = ["Datum", "csv_table", "workbook_table"]

Datum = str | int | Decimal | None
_SHEET_NAME = 31
"""Letters of a sheet's name: the format's own limit."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST, _ROOM = 40, 2


def csv_table(head: Sequence[str], rows: Sequence[Sequence[Datum]]) -> bytes:
    """Return CSV (RFC 4180, UTF-8 with its mark): plain minus, decimal point, empty where there is no value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    return BOM + safe_lines(out.getvalue().encode())


def workbook_table(name: str, head: Sequence[str], rows: Sequence[Sequence[Datum]]) -> bytes:
    """Return a workbook of one sheet; its head and first column stand still, ISO days are dates."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name.translate(_FORBIDDEN)[:_SHEET_NAME])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    decimals = {places: book.add_format({"num_format": "0." + "0" * places}) for places in (2, 3)}
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, min(_WIDEST, max(12, len(title) + _ROOM)))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                at = _day(cell)
                if at is not None:
                    sheet.write_datetime(number, column, at, day)
                else:
                    sheet.write_string(number, column, cell)
            elif isinstance(cell, Decimal):
                sheet.write_number(number, column, float(cell), decimals.get(-int(cell.as_tuple().exponent)))
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()
    return out.getvalue()


def _day(cell: str) -> datetime | None:
    if len(cell) != len("2026-11-27"):
        return None
    try:
        return datetime.combine(date.fromisoformat(cell), datetime.min.time())
    except ValueError:
        return None
