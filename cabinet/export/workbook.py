"""A part in CSV as an XLSX workbook, in constant memory; a further sheet begins where one is full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from cabinet.contract.catalogue import words
from cabinet.contract.moment import KYIV
from cabinet.contract.rejection_export import COLUMNS
from cabinet.export.rows import read_rows

__all__ = ["SHEET_ROWS", "write_workbook"]

SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet, its head among them: the format's own limit."""
_LONGEST_CELL: Final = 32_767
_MOMENTS: Final = frozenset({"receivedAt", "occurredAt", "closedAt"})
_WHOLE: Final = frozenset({"seq"})
_MOST_EXACT: Final = 10**15
"""Digits that a spreadsheet's number keeps; a longer one is written as text."""
_FIRST_YEAR: Final = 1901
"""A spreadsheet's calendar begins with 1900; an older moment is written as text."""
_TOLD: Final = 2_000


def write_workbook(
    part: Path, made: Path, language: str, told: Callable[[int], None] = lambda _: None, sheet_rows: int = SHEET_ROWS
) -> None:
    """Write the workbook of a part; sums are hryvnias, moments Kyiv time, ``told`` hears how many rows are done.

    Raises:
        OSError: no room, no folder.
        ValueError: the part is none of ours.
    """
    try:
        _write(part, made, language, told, sheet_rows)
    except FileCreateError as error:
        # Its first argument is what the system said.
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _write(part: Path, made: Path, language: str, told: Callable[[int], None], sheet_rows: int) -> None:
    titles = words("export")
    book = xlsxwriter.Workbook(
        str(made), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        money = book.add_format({"num_format": "#,##0.00"})
        head = book.add_format({"bold": True})
        sheet, at, done = None, sheet_rows, 0
        for row in _or_none(read_rows(part)):
            if at >= sheet_rows and (row is not None or sheet is None):
                number = len(book.worksheets()) + 1
                sheet = book.add_worksheet(f"{_said(titles, 'sheet', language)} {number}")
                sheet.freeze_panes(1, 0)
                for column, name in enumerate(COLUMNS):
                    sheet.write_string(0, column, _said(titles, name, language), head)
                at = 1
            if row is None or sheet is None:
                break
            for column, (name, cell) in enumerate(row.items()):
                if not cell:
                    continue
                if name in _MOMENTS and int(cell[:4]) >= _FIRST_YEAR:
                    sheet.write_datetime(at, column, _kyiv(cell), moment)
                elif name == "amountKop" and abs(int(cell)) < _MOST_EXACT:
                    sheet.write_number(at, column, int(cell) / 100, money)
                elif name in _WHOLE:
                    sheet.write_number(at, column, int(cell))
                else:
                    sheet.write_string(at, column, cell[:_LONGEST_CELL])
            at, done = at + 1, done + 1
            if not done % _TOLD:
                told(done)
    finally:
        book.close()


def _or_none(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str] | None]:
    """Yield the rows and then None, so that a workbook without rows has its head, too."""
    yield from rows
    yield None


def _said(titles: dict[str, Any], key: str, language: str) -> str:
    text: str = titles[key].uk if language == "uk" else titles[key].en
    return text


def _kyiv(cell: str) -> datetime:
    return datetime.fromisoformat(cell).astimezone(KYIV).replace(tzinfo=None)
