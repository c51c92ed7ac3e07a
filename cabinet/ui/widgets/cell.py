"""What one cell of a table shows; models give these, the delegate paints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

__all__ = ["Cell", "CellModel", "Column", "Term"]


@dataclass(frozen=True)
class Term:
    """A licence's term, for :func:`cabinet.ui.widgets.term_bar.draw_term`."""

    issued: date
    expires: date
    paid: int
    years: int
    today: date


@dataclass(frozen=True)
class Cell:
    """Text with its look; ``chip`` is (word, kind, icon), ``spark`` the values of a sparkline.

    ``copied`` is what a copy of it says where that is another thing than what is shown: a day with its year.
    ``ticked`` makes it the box of a tick; ``text`` is then only spoken.
    """

    text: str = ""
    second: str = ""
    role: str = "text"
    weight: int = 400
    mono: bool = False
    chip: tuple[str, str, str | None] | None = None
    term: Term | None = None
    faint: str = ""
    spark: tuple[int, ...] = ()
    copied: str = ""
    ticked: bool | None = None

    def spoken(self) -> str:
        """Return what a screen reader says."""
        said = [self.text, self.faint, self.second, self.chip[0] if self.chip else ""]
        if self.term is not None:
            said.append(f"{self.term.paid}/{self.term.years}")
        said.append(", ".join(str(value) for value in self.spark))
        return " ".join(word for word in said if word)


@dataclass(frozen=True)
class Column:
    """A column: its title, width, whether numbers stand at its right, and whether it takes what is left.

    ``copied`` is its title in a copy, where that is another one. Where there is no room the column of the highest
    ``fold`` goes first; 0 stays always. ``ticks`` makes it a column of boxes, with one for all in the header; rows can
    be sorted by one that ``sorts``.
    """

    title: str
    width: int
    right: bool = False
    stretch: bool = False
    middle: bool = False
    copied: str = ""
    fold: int = 0
    ticks: bool = False
    sorts: bool = False


class CellModel(Protocol):
    """What the delegate asks of a model, beside being a ``QAbstractTableModel``."""

    columns: list[Column]

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or None while it is on its way."""
        ...

    def row_id(self, row: int) -> str:
        """Return the id that a row is copied by, whole; empty where it has none, or is still on its way."""
        ...
