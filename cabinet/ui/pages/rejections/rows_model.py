"""Rejected rows by windows: as many rows as the view has, data only of pages that are here; a miss asks."""

# ruff: noqa: D102, N802  Qt's own names

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QTimer,
    Slot,
)

from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.clipboard import iso_minute
from cabinet.ui.language import tr
from cabinet.ui.numbers import money, stamp_minute
from cabinet.ui.texts.due import due_role
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import rejection_state_chip
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.rows_model import CellsModel

__all__ = ["RejectionColumn", "RejectionsModel"]

Index = QModelIndex | QPersistentModelIndex
_ASK_MS = 30


class RejectionColumn(IntEnum):
    """Columns in order; ABOUT is the reason, or type and site where all rows are of one cause."""

    TICK = 0
    RECEIVED = 1
    TRANSACTION = 2
    ABOUT = 3
    AMOUNT = 4
    STATE = 5
    DUE = 6


class RejectionsModel(CellsModel):
    """Over a :class:`RejectionsDesk`; misses of one paint are gathered and asked for once."""

    def __init__(self, desk: RejectionsDesk, parent: QObject | None = None) -> None:
        super().__init__(_columns(), parent)
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
        one_cause = self._desk.group is not None
        about = Column(tr("Type and site") if one_cause else tr("Reason"), 120, stretch=True, fold=2)
        self.columns[RejectionColumn.ABOUT] = about
        if total != self._total or as_of != self._as_of:
            self.beginResetModel()
            self._total, self._as_of = total, as_of
            self.endResetModel()

    @Slot(int, int)
    def _page_arrived(self, first: int, last: int) -> None:
        last = min(last, self._total - 1)
        if first <= last:
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
            self._desk.need(max(0, self._first), min(self._last, self._total - 1))

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or None while its page is on its way."""
        found = self._desk.row(row) if row < self._total else None
        if found is None:
            return None
        if column == RejectionColumn.TICK:
            ticked = self._desk.ticks.has(found)
            return Cell(tr("ticked") if ticked else "", ticked=ticked)
        if column == RejectionColumn.RECEIVED:
            return Cell(stamp_minute(found.received_at), copied=iso_minute(found.received_at))
        if column == RejectionColumn.TRANSACTION:
            return Cell(plain(found.operator_tx_id or "—"), mono=True)
        if column == RejectionColumn.ABOUT and self._desk.group is not None:
            return Cell(plain(transaction_type(found.type)), faint=plain(found.site_id or ""))
        if column == RejectionColumn.ABOUT:
            code = found.codes[0] if found.codes else "—"
            more = f" +{len(found.codes) - 1}" if len(found.codes) > 1 else ""
            return Cell(f"{code}{more}", faint=finding_title(code) if found.codes else "", weight=500)
        if column == RejectionColumn.AMOUNT:
            return Cell(money(found.amount_kop))
        if column == RejectionColumn.DUE:
            return self._due(found.due_at)
        return Cell(chip=rejection_state_chip(found.state, found.case_state))

    def _due(self, due: datetime | None) -> Cell:
        if due is None:
            return Cell("—", role="text3")
        now = self._desk.office.clock.now()
        return Cell(stamp_minute(due), role=due_role(due, now, "text"), copied=iso_minute(due))

    def row_id(self, row: int) -> str:
        """Return the whole id of a row's transaction; empty while its page is on its way."""
        found = self._desk.row(row) if row < self._total else None
        return plain(found.operator_tx_id or "") if found is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else self._total


def _columns() -> list[Column]:
    return [
        Column(tr("Ticked"), 40, ticks=True),
        Column(tr("Received at"), 104, fold=1),
        Column(tr("Transaction"), 104, middle=True),
        Column(tr("Reason"), 120, stretch=True, fold=2),
        Column(tr("Amount, UAH"), 92, right=True),
        Column(tr("State"), 132),
        Column(tr("Due"), 104, fold=3),
    ]
