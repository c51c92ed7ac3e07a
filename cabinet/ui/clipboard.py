"""Tables as a spreadsheet reads them: tab-separated, numbers without groups, minus U+002D, ISO days with their year."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.moment import KYIV
from cabinet.ui.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cabinet.ui.widgets.cell import Cell, Column

__all__ = ["cell_text", "iso_minute", "iso_second", "machine_text", "table_text"]

_GROUP = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d)|%)")
_DAY = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\b(?:, (?=\d\d:\d\d))?")
_BLANKS = re.compile(r"\s+")


def machine_text(words: str) -> str:
    """Return shown words as a program reads them: ``−17 021,00`` becomes ``-17021,00``, ``27.11.2026`` ISO.

    The decimal sign stays the window's language's: a spreadsheet of that language expects it.
    """
    plain = _GROUP.sub("", words.replace(MINUS, "-"))
    dated = _DAY.sub(lambda found: f"{found[3]}-{found[2]}-{found[1]}" + (" " if found[0].endswith(" ") else ""), plain)
    return _BLANKS.sub(" ", dated).strip()


def iso_minute(at: datetime | None) -> str:
    """Return ``2026-11-27 14:20`` in Kyiv; nothing where there is no moment."""
    return "" if at is None else f"{at.astimezone(KYIV):%Y-%m-%d %H:%M}"


def iso_second(at: datetime | None) -> str:
    """Return ``2026-11-27 14:20:05`` in Kyiv; nothing where there is no moment."""
    return "" if at is None else f"{at.astimezone(KYIV):%Y-%m-%d %H:%M:%S}"


def cell_text(cell: Cell | None) -> str:
    """Return what a cell is copied as: its own form for that, else all of its words."""
    if cell is None:
        return ""
    return machine_text(cell.copied or cell.spoken())


def table_text(columns: Iterable[Column], rows: Iterable[Iterable[Cell | None]]) -> str:
    """Return a head and rows, one a line, cells parted by tabs."""
    lines = ["\t".join(machine_text(column.copied or column.title) for column in columns)]
    lines += ["\t".join(cell_text(cell) for cell in row) for row in rows]
    return "\n".join(lines)
