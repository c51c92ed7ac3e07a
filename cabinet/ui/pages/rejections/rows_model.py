"""Rejected rows by windows: as many rows as the view has, data only of pages that are here; a miss asks."""

# ruff: noqa: D102, N802  Qt's own names

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Slot,
)

from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.pages.rejections.row_columns import WIDTHS_GROW, RejectionColumn, cell_of, columns, width_of
from cabinet.ui.widgets.cell import Cell
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.rows_model import CellsModel

__all__ = ["RejectionsModel"]

Index = QModelIndex | QPersistentModelIndex
_ASK_MS = 30


class RejectionsModel(CellsModel):
    """Over a :class:`RejectionsDesk`; misses of one paint are gathered and asked for once."""

    def __init__(self, desk: RejectionsDesk, parent: QObject | None = None) -> None:
        super().__init__(columns(one_cause=False, widest={}), parent)
        self._widest: dict[RejectionColumn, float] = {}
        self._met: set[tuple[int, str]] = set()
        self._desk = desk
        self._total = 0
        self._as_of = -1
        self._first, self._last = 0, 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_MS)
        self._timer.timeout.connect(self._ask)
        desk.changed.connect(self._view_changed)
        desk.page_arrived.connect(self._page_arrived)
        desk.ticks.changed.connect(self._ticks_changed)
        self._view_changed()

    @Slot()
    def _view_changed(self) -> None:
        view = self._desk.state.data
        total, as_of = (view.total, view.as_of) if view is not None else (0, -1)
        self._set_columns()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if total != self._total or as_of != self._as_of:
            self.beginResetModel()
            self._total, self._as_of = total, as_of
            self.endResetModel()

    @property
    def _one_cause(self) -> bool:
        return self._desk.group is not None

    def _set_columns(self) -> None:
        self.columns = columns(one_cause=self._one_cause, widest=self._widest)

    def _meet(self, first: int, last: int) -> None:
        """Measure words that were not met before, and let columns grow to them."""
        grown = False
        for number in range(first, last + 1):
            for column in WIDTHS_GROW:
                cell = self.cell(number, column)
                if cell is None or (column, cell.spoken()) in self._met:
                    continue
                self._met.add((column, cell.spoken()))
                wide = width_of(cell)
                if wide > self._widest.get(column, 0.0):
                    self._widest[column] = wide
                    grown = True
        if grown:
            self._set_columns()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @Slot(int, int)
    def _page_arrived(self, first: int, last: int) -> None:
        last = min(last, self._total - 1)
        if first <= last:
            self._meet(first, last)
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    @Slot()
    def _ticks_changed(self) -> None:
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, 0))

    @Slot(int, int)
    def show_rows(self, first: int, last: int) -> None:
        """Hear which rows are on the screen; their pages are asked for soon."""
        self._first, self._last = first, last
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        if self._total:
            first, last = max(0, self._first), min(self._last, self._total - 1)
            # They may have come before this model was made, as when the window changes its language.
            self._meet(first, last)
            self._desk.need(first, last)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or None while its page is on its way."""
        found = self._desk.row(row) if row < self._total else None
        if found is None:
            return None
        ticked = column == RejectionColumn.TICK and self._desk.ticks.has(found)
        now = self._desk.office.clock.now()
        return cell_of(found, RejectionColumn(column), now, one_cause=self._one_cause, ticked=ticked)

    def row_id(self, row: int) -> str:
        """Return the whole id of a row's transaction; empty while its page is on its way."""
        found = self._desk.row(row) if row < self._total else None
        return plain(found.operator_tx_id or "") if found is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else self._total
