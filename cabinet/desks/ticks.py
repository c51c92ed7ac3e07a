"""Which rejections are ticked: some by themselves, or everything of a view but some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.filter import Filter
from cabinet.desks.bulk.desk import Selection

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionRow
    from cabinet.desks.rejections import RejectionsDesk

__all__ = ["Ticks"]


class Ticks(QObject):
    """Of one list. Everything of a view stays what it was when it was ticked: what comes later is not in it.

    A refresh of the list leaves ticks alone; another filter or cause lets go of them.

    Signals:
        changed(): something else is ticked.
    """

    changed = Signal()

    def __init__(self, desk: RejectionsDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._some: dict[str, int] = {}
        self._without: dict[str, int] = {}
        self._everything: tuple[Filter, int, int, int] | None = None
        """Filter, the entry it was frozen at, how many, and their sum in kopecks."""
        self._of = desk.wanted
        self._reach: tuple[int, int] | None = None
        """Numbers of rows to be ticked, some of which are on their way."""
        desk.changed.connect(self._list_changed)
        desk.page_arrived.connect(self._reached)

    @property
    def count(self) -> int:
        """How many are ticked."""
        return self._everything[2] - len(self._without) if self._everything is not None else len(self._some)

    @property
    def operations_kop(self) -> int:
        """The sum of what is ticked, all added in absolute value."""
        if self._everything is not None:
            return self._everything[3] - sum(self._without.values())
        return sum(self._some.values())

    @property
    def everything(self) -> bool:
        """Whether nothing of the view is left out."""
        return self._everything is not None and not self._without

    def has(self, row: RejectionRow) -> bool:
        """Whether a row is ticked."""
        if self._everything is not None:
            return row.seq <= self._everything[1] and row.attempt_id not in self._without
        return row.attempt_id in self._some

    def turn(self, row: RejectionRow) -> None:
        """Tick a row, or take its tick away."""
        self._set(row, on=not self.has(row))
        self.changed.emit()

    def reach(self, first: int, last: int) -> None:
        """Tick the rows of these numbers; those that are not here yet as soon as they are."""
        self._reach = (first, last)
        self._desk.need(first, last)
        self._reached()

    @Slot()
    def _reached(self) -> None:
        if self._reach is None:
            return
        rows = [self._desk.row(number) for number in range(self._reach[0], self._reach[1] + 1)]
        for row in rows:
            if row is not None:
                self._set(row, on=True)
        if all(row is not None for row in rows):
            self._reach = None
        self.changed.emit()

    def take_everything(self, operations_kop: int) -> None:
        """Tick all of the view that is shown, whose sum is given."""
        view = self._desk.state.data
        if view is not None and view.total:
            self._some, self._without = {}, {}
            self._everything = (self._desk.wanted, view.as_of, view.total, operations_kop)
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Tick nothing."""
        if self.count or self._everything is not None:
            self._some, self._without, self._everything, self._reach = {}, {}, None, None
            self.changed.emit()

    def selection(self) -> Selection | None:
        """Return what is ticked for an act, None where nothing is."""
        view = self._desk.state.data
        if self._everything is not None:
            wanted, as_of, _, _ = self._everything
            return Selection(wanted, as_of, without=frozenset(self._without)) if self.count else None
        if not self._some or view is None:
            return None
        return Selection(Filter(), view.as_of, tuple(self._some))

    def _set(self, row: RejectionRow, *, on: bool) -> None:
        if self._everything is not None:
            if row.seq > self._everything[1]:
                return
            if on:
                self._without.pop(row.attempt_id, None)
            else:
                self._without[row.attempt_id] = row.amount_kop or 0
        elif on:
            self._some[row.attempt_id] = row.amount_kop or 0
        else:
            self._some.pop(row.attempt_id, None)

    @Slot()
    def _list_changed(self) -> None:
        if self._desk.wanted != self._of:
            self._of = self._desk.wanted
            self.clear()
