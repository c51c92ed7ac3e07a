"""Tables of cells: what every such model tells a view, and one whose rows are all here."""

# ruff: noqa: D102, N802  Qt's own names

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cabinet.ui.widgets.cell import Cell, Column

__all__ = ["CellsModel", "RowsModel"]

Index = QModelIndex | QPersistentModelIndex


class CellsModel(QAbstractTableModel):
    """What a view asks of any table of cells; where they come from is :meth:`cell`'s affair."""

    def __init__(self, columns: list[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or None where there is none yet."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and index.isValid():
            cell = self.cell(index.row(), index.column())
            return cell.spoken() if cell else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title if section < len(self.columns) else ""
        return None


class RowsModel(CellsModel):
    """Shows cells; :meth:`show` replaces them all."""

    def __init__(self, columns: list[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.rows: list[list[Cell]] = []

    def show(self, rows: list[list[Cell]], columns: list[Column] | None = None) -> None:
        """Show other rows, perhaps in other columns.

        With the same columns nothing jumps: rows that changed are repainted, new ones come in at the top, where the
        newest stand; selection, scroll position and focus stay with their rows.
        """
        columns = self.columns if columns is None else columns
        if columns != self.columns or not self.rows or not rows:
            self.beginResetModel()
            self.rows, self.columns = rows, columns
            self.endResetModel()
            return
        more = len(rows) - len(self.rows)
        if more > 0:
            self.beginInsertRows(QModelIndex(), 0, more - 1)
            self.rows = rows[:more] + self.rows
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(QModelIndex(), 0, -more - 1)
            self.rows = self.rows[-more:]
            self.endRemoveRows()
        before, self.rows = self.rows, rows
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(columns) - 1))

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell."""
        if 0 <= row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def row_id(self, _row: int) -> str:
        """Return nothing: these rows have no ids of their own."""
        return ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)
