"""Which columns rows of rejections have, in which order, and by what the server sorts them; kept for each person."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.rejection_sort import NEWEST, SORTS, RejectionSort
from cabinet.desks.store_writes import StoreWrites
from cabinet.vault.owner import Owner
from cabinet.vault.row_layouts import KeptLayout

if TYPE_CHECKING:
    from cabinet.desks.office import Office
    from cabinet.vault.store import Store

__all__ = ["ALWAYS", "USUAL", "RowColumn", "RowLayoutDesk"]


class RowColumn(StrEnum):
    """What a row tells."""

    RECEIVED = "received"
    TRANSACTION = "transaction"
    REASON = "reason"
    TYPE = "type"
    AMOUNT = "amount"
    GGR = "ggr"
    OCCURRED = "occurred"
    SITE = "site"
    LICENCE = "licence"
    BRAND = "brand"
    SOURCE = "source"
    ASSIGNEE = "assignee"
    STATE = "state"
    DUE = "due"


USUAL: Final = (
    RowColumn.RECEIVED, RowColumn.TRANSACTION, RowColumn.REASON, RowColumn.AMOUNT, RowColumn.STATE, RowColumn.DUE,
)  # fmt: skip
"""Columns of whoever has chosen none."""
_LAST: Final = {RowColumn.STATE, RowColumn.DUE}
ALWAYS: Final = frozenset({RowColumn.TRANSACTION, RowColumn.AMOUNT, RowColumn.STATE})
"""Columns that cannot be taken away: without them a row says neither what it is nor how much, nor how it stands."""


class RowLayoutDesk(QObject):
    """A layout of one person of one company on one perimeter.

    Attributes:
        columns: those that are chosen, in their order.
        sort: the order of rows.

    Signals:
        columns_changed(): :attr:`columns` are others.
        sort_changed(): :attr:`sort` is another one.
    """

    columns_changed = Signal()
    sort_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.columns: tuple[RowColumn, ...] = USUAL
        self.sort = NEWEST
        self._owner: Owner | None = None
        self._writes = StoreWrites(office)
        self._read = self._columns_chosen = self._sort_chosen = False
        office.session_opened.connect(self.load)
        office.session_lost.connect(self._drop)
        if office.logged_in:
            self.load()

    @Slot()
    def load(self) -> None:
        """Read what is kept for whoever has logged in; what they have chosen meanwhile stands."""
        vault = self._office.vault
        owner = self._owner = self._office.owner
        self._read = self._columns_chosen = self._sort_chosen = False

        def job() -> KeptLayout | None:
            from cabinet.vault.row_layouts import layout_of

            return vault.use(lambda store: layout_of(store, owner))

        def loaded(kept: KeptLayout | None) -> None:
            if self._owner != owner or self._read:
                return
            self._read = True
            if kept is not None:
                self._take(
                    self.columns if self._columns_chosen else _known(kept.columns),
                    self.sort if self._sort_chosen else SORTS.get(kept.sort, NEWEST),
                )
            if self._columns_chosen or self._sort_chosen:
                self._write()

        self._office.store.run(job, loaded, lambda _: None)

    def show_column(self, column: RowColumn, *, shown: bool) -> None:
        """Add a column at the end of the others, before the state and the term; or take one away."""
        if shown and column not in self.columns:
            at = len(self.columns)
            while at and self.columns[at - 1] in _LAST:
                at -= 1
            self._change((*self.columns[:at], column, *self.columns[at:]), self.sort)
        elif not shown and column not in ALWAYS:
            self._change(tuple(one for one in self.columns if one is not column), self.sort)

    def move(self, column: RowColumn, place: int) -> None:
        """Put a column to another place among the chosen ones."""
        if column in self.columns:
            rest = [one for one in self.columns if one is not column]
            rest.insert(max(0, min(len(rest), place)), column)
            self._change(tuple(rest), self.sort)

    def arrange(self, columns: tuple[RowColumn, ...]) -> None:
        """Put the chosen columns into another order."""
        if set(columns) == set(self.columns):
            self._change(columns, self.sort)

    def reset(self) -> None:
        """Choose the usual columns and the usual order."""
        self._change(USUAL, NEWEST)

    def set_sort(self, sort: RejectionSort) -> None:
        """Sort by something else."""
        self._change(self.columns, sort)

    def _change(self, columns: tuple[RowColumn, ...], sort: RejectionSort) -> None:
        if (columns, sort) != (self.columns, self.sort):
            self._columns_chosen |= columns != self.columns
            self._sort_chosen |= sort != self.sort
            self._take(columns, sort)
            if self._read:
                self._write()

    def _take(self, columns: tuple[RowColumn, ...], sort: RejectionSort) -> None:
        others, another = columns != self.columns, sort != self.sort
        self.columns, self.sort = columns, sort
        if others:
            self.columns_changed.emit()
        if another:
            self.sort_changed.emit()

    def _write(self) -> None:
        owner, kept = self._owner, KeptLayout(self.columns, self.sort.text())

        def keep(store: Store) -> None:
            from cabinet.vault.row_layouts import keep_layout

            if owner is not None:
                keep_layout(store, owner, kept)

        self._writes.write(owner, keep)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """The next person has their own."""
        self._owner = None
        self._take(USUAL, NEWEST)


def _known(names: tuple[str, ...]) -> tuple[RowColumn, ...]:
    """Return the columns of kept names; an older or a newer window may have written them."""
    known = {column.value: column for column in RowColumn}
    found = tuple(dict.fromkeys(known[name] for name in names if name in known))
    return (*found, *(column for column in USUAL if column in ALWAYS and column not in found))
