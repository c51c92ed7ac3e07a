"""CSV that a spreadsheet takes for text: cells that would be read as formulas are kept from it (OWASP, CSV injection).

A cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab gets an apostrophe in front. A number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Final

__all__ = ["BOM", "safe_cell", "safe_lines"]

BOM: Final = b"\xef\xbb\xbf"
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_SUSPECT: Final = re.compile(rb'[,\n]"?[=+\-@\t]')
"""What may begin such a cell after the first; text inside quotes may look the same, and is read properly then."""
_FIRST: Final = tuple(quote + start.encode() for quote in (b"", b'"') for start in _STARTS)
_RETURNS: Final = (b',"\r', b'\n"\r')
"""A cell that begins with a carriage return is quoted; looked for apart, since a bare one ends every line."""


def safe_cell(cell: str) -> str:
    """Return a cell as a spreadsheet shows it rather than runs it."""
    return f"'{cell}" if cell.startswith(_STARTS) and not _NUMBER.fullmatch(cell) else cell


def safe_lines(lines: bytes) -> bytes:
    """Return whole lines of CSV with every cell safe; most blocks have none to change and are not even read."""
    if not (_SUSPECT.search(lines) or lines.startswith(_FIRST) or any(cell in lines for cell in _RETURNS)):
        return lines
    out = io.StringIO()
    rows = csv.reader(io.StringIO(lines.decode(), newline=""))
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
