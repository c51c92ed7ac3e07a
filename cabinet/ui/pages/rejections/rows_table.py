"""The table of rejected rows: its columns as the person laid them out, and what can be done with one row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cabinet.contract.filter import Filter
from cabinet.contract.filter_words import NOBODY, FilterKey
from cabinet.contract.rejection_sort import RejectionSort
from cabinet.contract.states import CaseState, TransactionType
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.pages.rejections.row_columns import COLUMN_OF, SORT_OF, RejectionColumn, column_title
from cabinet.ui.pages.rejections.rows_model import RejectionsModel
from cabinet.ui.widgets.tick_table import TickTable

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionRow
    from cabinet.desks.rejections import RejectionsDesk

__all__ = ["RowsTable"]

_NARROW = frozenset({RejectionColumn.ABOUT})
"""Columns that go in a narrow window, whatever room there is."""


class RowsTable(TickTable):
    """Acts are asked for the current row.

    Signals:
        correct_asked(): correct it.
        decision_asked(object): decide about it; a ``CaseState`` is proposed.
        bet_asked(): show the bet that it belongs to.
    """

    correct_asked = Signal()
    decision_asked = Signal(object)
    bet_asked = Signal()

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        self.rows_model = RejectionsModel(desk)
        super().__init__(tr("Rejected transactions"), self.rows_model, parent=parent)
        self.rows_model.setParent(self)
        self._desk, self._narrow = desk, False
        self.may_correct = self.may_decide = False
        """Whether this person may correct, and may decide about cases."""
        self.header.set_alive()
        self.header.sort_asked.connect(self._sort)
        self.header.arranged.connect(self._arranged)
        self.visible_rows.connect(self.rows_model.show_rows)
        desk.layout.columns_changed.connect(self.lay_out)
        desk.layout.sort_changed.connect(self._mark_sort)
        self.lay_out()
        self._mark_sort()

    def set_narrow(self, *, narrow: bool) -> None:
        """Do without the reason, which stands in the card."""
        if narrow is not self._narrow:
            self._narrow = narrow
            self.lay_out()

    def titles_without_room(self) -> list[str]:
        """Return the titles of columns that are chosen and have no room now."""
        asked = {COLUMN_OF[column] for column in self._desk.layout.columns}
        return [column_title(column) for column in RejectionColumn if column in asked and self.isColumnHidden(column)]

    @Slot()
    def lay_out(self) -> None:
        """Show the columns that are chosen, in their order."""
        chosen = [COLUMN_OF[column] for column in self._desk.layout.columns]
        self.show_columns([RejectionColumn.TICK, *(c for c in chosen if not (self._narrow and c in _NARROW))])

    @Slot()
    def _mark_sort(self) -> None:
        sort = self._desk.layout.sort
        column = next(column for column, by in SORT_OF.items() if by is sort.by)
        self.header.show_sort(column, descending=sort.descending)

    @Slot(int)
    def _sort(self, column: int) -> None:
        """Sort by a column, largest and newest first; asked again, the other way round."""
        by, now = SORT_OF[RejectionColumn(column)], self._desk.layout.sort
        self._desk.layout.set_sort(RejectionSort(by, not now.descending if now.by is by else True))

    @Slot()
    def _arranged(self) -> None:
        """Take the order that was dragged; ticks stay in front."""
        known = {shown: column for column, shown in COLUMN_OF.items()}
        shown = [known[RejectionColumn(i)] for i in self._in_order() if i != RejectionColumn.TICK]
        self._desk.layout.arrange(tuple(column for column in shown if column in self._desk.layout.columns))
        self.lay_out()

    def menu_of(self, row: int) -> QMenu:
        """Return what can be done with a row, and the copies of any table."""
        found = self._desk.row(row)
        menu = super().menu_of(row)
        if found is None or self._desk.outdated:
            return menu
        first = menu.actions()[0]
        acts = [
            (tr("Correct…"), self.correct_asked.emit, self.may_correct),
            (tr("Assign…"), partial(self.decision_asked.emit, CaseState.IN_WORK), self.may_decide),
            (tr("Hand to IT…"), partial(self.decision_asked.emit, CaseState.WAITING_IT), self.may_decide),
            (tr("Justify…"), partial(self.decision_asked.emit, CaseState.JUSTIFIED), self.may_decide),
            (tr("Show the bet"), self.bet_asked.emit, found.type != TransactionType.BET.value),
        ]
        for words, act, possible in acts:
            action = QAction(words, menu)
            action.triggered.connect(act)
            action.setEnabled(possible)
            menu.insertAction(first, action)
        menu.insertSeparator(first)
        menu.addSeparator()
        narrower = menu.addMenu(tr("Filter by this value"))
        narrower.setFont(font())
        for key, value in _values(found):
            words = Filter().with_values(key, (value,)).text(language().value)
            narrower.addAction(words, partial(self._narrow_to, key, value))
        return menu

    def _narrow_to(self, key: FilterKey, value: str) -> None:
        self._desk.choose(self._desk.filter.with_values(key, (value,)))


def _values(row: RejectionRow) -> list[tuple[FilterKey, str]]:
    """Return what a filter may ask of a row."""
    found = [
        (FilterKey.CODE, row.codes[0] if row.codes else None), (FilterKey.TYPE, row.type),
        (FilterKey.SITE, row.site_id), (FilterKey.LICENCE, row.licence_no), (FilterKey.BRAND, row.brand_id),
        (FilterKey.SOURCE, row.source), (FilterKey.ASSIGNEE, row.assignee or NOBODY),
        (FilterKey.TX, row.operator_tx_id),
    ]  # fmt: skip
    known = {kind.value for kind in TransactionType}
    return [(key, value) for key, value in found if value and (key is not FilterKey.TYPE or value in known)]
