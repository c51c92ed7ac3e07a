"""Causes of rejections as rows of a table, expanded ones with what they consist of."""

# ruff: noqa: D102, N802  Qt's own names

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from cabinet.ui.pages.rejections.cause_columns import CauseColumn, CauseWidths, Shown, columns_of, measured
from cabinet.ui.pages.rejections.cause_rows import CauseLine, Line
from cabinet.ui.widgets.cell import Cell
from cabinet.ui.widgets.rows_model import CellsModel

__all__ = ["GroupsModel"]

Index = QModelIndex | QPersistentModelIndex


class GroupsModel(CellsModel):
    """Lines are painted whole; its cells are what is spoken and copied of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.lines: list[Line] = []
        self.widths = CauseWidths()
        super().__init__(columns_of(self.widths, Shown()), parent)

    def show_lines(self, lines: list[Line]) -> None:
        """Show other lines; those that stay keep their selection and place, whatever comes and goes around them."""
        wanted = {line.key for line in lines}
        kept = [line.key for line in self.lines if line.key in wanted]
        staying = set(kept)
        if kept != [line.key for line in lines if line.key in staying]:
            staying.clear()  # They stand in another order.
        for first, last in _runs([line.key in staying for line in self.lines])[::-1]:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.lines[first : last + 1]
            self.endRemoveRows()
        for first, last in _runs([line.key in staying for line in lines]):
            self.beginInsertRows(QModelIndex(), first, last)
            self.lines[first:first] = lines[first : last + 1]
            self.endInsertRows()
        changed = [at for at, (old, line) in enumerate(zip(self.lines, lines, strict=True)) if old != line]
        self.lines = list(lines)
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self.columns) - 1))
        self.widths = measured(lines)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def line(self, row: int) -> Line | None:
        """Return a line."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, group_id: str | None) -> int:
        """Return the row of a cause, -1 where it has none."""
        return next((at for at, line in enumerate(self.lines) if line.key == (group_id, "")), -1)

    def step(self, row: int, by: int) -> int:
        """Return the row of the cause so many before or after the one of a row; the first or last one at the ends."""
        causes = [at for at, line in enumerate(self.lines) if isinstance(line, CauseLine)]
        at = sum(1 for one in causes if one <= row) - 1
        return causes[max(0, min(len(causes) - 1, at + by))] if causes else -1

    def cell(self, row: int, column: int) -> Cell | None:
        line = self.line(row)
        if line is None:
            return None
        if isinstance(line, CauseLine):
            hang = f" + {line.hang} {line.hang_words}" if line.hang else ""
            return {
                CauseColumn.CAUSE: Cell(line.title, f"{line.code} {line.own}{hang} {line.place}"),
                CauseColumn.OPERATIONS: Cell(line.count, line.sum),
                CauseColumn.DAYS: Cell(line.trend[0], spark=line.days),
                CauseColumn.DUE: Cell(line.due.words, line.owner),
                CauseColumn.ACT: Cell(line.act_words),
            }[CauseColumn(column)]
        cells = {CauseColumn.CAUSE: Cell(line.title), CauseColumn.OPERATIONS: Cell(line.count, line.sum)}
        return cells.get(CauseColumn(column), Cell(line.note if column == CauseColumn.DUE else ""))

    def row_id(self, _row: int) -> str:
        """Return nothing: people know causes by their codes."""
        return ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Speak a row whole at its first cell: columns that gave way are heard, and seen in the tooltip."""
        line = self.line(index.row()) if index.isValid() else None
        spoken = role == Qt.ItemDataRole.AccessibleTextRole and index.column() == CauseColumn.CAUSE
        if line is not None and (spoken or role == Qt.ItemDataRole.ToolTipRole):
            return line.said
        return super().data(index, role)


def _runs(stays: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and the last row of each run that does not stay."""
    found, at = [], 0
    for stay, run in groupby(stays):
        length = len(list(run))
        if not stay:
            found.append((at, at + length - 1))
        at += length
    return found
