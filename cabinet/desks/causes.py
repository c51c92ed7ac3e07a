"""The causes as a person has them listed: in which order, which are expanded, and what hangs on those by type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.filter import OPEN, Filter, Listed
from cabinet.contract.filter_words import NOTHING
from cabinet.contract.states import TransactionType
from cabinet.desks.cause_case import CauseCase
from cabinet.desks.closings import ClosingsDesk

if TYPE_CHECKING:
    from cabinet.contract.rejections import GroupList, RejectionGroup
    from cabinet.desks.rejections import RejectionsDesk
    from cabinet.lanes.lane import Failure, Task

__all__ = ["CauseOrder", "CausesDesk", "Part", "of_cause", "open_own", "own_of"]

_AT_WORK: Final = {
    Listed.OPEN, Listed.NEW, Listed.IN_WORK, Listed.WAITING_IT, Listed.READY, Listed.OVERDUE,
}  # fmt: skip
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_ASKED: Final = (TransactionType.PAYOUT, TransactionType.REFUND)
"""Types that hang on bets, asked for one by one; what is left is of others, or cannot be read."""


class CauseOrder(StrEnum):
    """By what causes are sorted; those of which nothing is open come last always."""

    SUM = "sum"
    COUNT = "count"
    DUE = "due"


@dataclass(frozen=True)
class Part:
    """So many of a cause's consequences are of this type, None for all others; ``operations_kop`` is their sum."""

    type: TransactionType | None
    count: int
    operations_kop: int


def of_cause(wanted: Filter, group_id: str, *, following: bool) -> Filter:
    """Return a filter narrowed to a cause's own rejections, or to those that hang on them."""
    return replace(wanted, follows=(group_id,)) if following else replace(wanted, groups=(group_id,))


def own_of(wanted: Filter, cause: RejectionGroup) -> Filter:
    """Return a filter narrowed to a cause's own; what is folded into another cause is counted and listed there."""
    own = of_cause(wanted, cause.group_id, following=False)
    return replace(own, follows=(NOTHING,)) if cause.folded and not own.follows else own


def open_own(wanted: Filter, cause: RejectionGroup) -> Filter:
    """Return a filter narrowed to what is open of a cause's own: as many as its ``own``."""
    return replace(own_of(wanted, cause), states=tuple(s for s in wanted.states if s in _AT_WORK) or OPEN.states)


class CausesDesk(QObject):
    """Order and expansion are kept while the window lives, through every refresh.

    ``case`` is what was decided about the chosen cause, ``closings`` what was closed of late.

    Signals:
        changed(): another order, another expansion, or consequences by type are here.
    """

    changed = Signal()

    def __init__(self, desk: RejectionsDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.case = CauseCase(desk)
        self.closings = ClosingsDesk(desk)
        self.order = CauseOrder.SUM
        self.expanded: frozenset[str] = frozenset()
        self._parts: dict[str, tuple[tuple[str, int], list[Part]]] = {}
        """By cause: the filter and the entry that they are of, and the parts."""
        self._asked: dict[str, tuple[tuple[str, int], Task[list[Part]]]] = {}
        desk.groups_changed.connect(self._counted)
        desk.office.session_lost.connect(self._drop)

    def listed(self) -> list[RejectionGroup]:
        """Return the causes in their order."""
        data = self._desk.groups.data
        keys: dict[CauseOrder, Callable[[RejectionGroup], tuple[bool, int, datetime]]] = {
            CauseOrder.SUM: lambda g: (not g.whole, -g.whole_money.operations_kop, _NEVER),
            CauseOrder.COUNT: lambda g: (not g.whole, -g.whole, _NEVER),
            CauseOrder.DUE: lambda g: (not g.whole, 0, g.due_at or _NEVER),
        }
        # The server's own order settles what is equal.
        return sorted(data.items, key=keys[self.order]) if data is not None else []

    def sort(self, order: CauseOrder) -> None:
        """Sort otherwise."""
        if order is not self.order:
            self.order = order
            self.changed.emit()

    def expand(self, group_id: str, *, expanded: bool) -> None:
        """Show what a cause consists of, or fold it."""
        if expanded is not (group_id in self.expanded):
            self.expanded = self.expanded | {group_id} if expanded else self.expanded - {group_id}
            self._counted()
            self.changed.emit()

    def parts(self, cause: RejectionGroup) -> list[Part]:
        """Return a cause's consequences by type; all in one until that is known of these very ones."""
        if not cause.consequences:
            return []
        _, known = self._parts.get(cause.group_id, (None, []))
        sums = sum(part.count for part in known), sum(part.operations_kop for part in known)
        whole = cause.consequences, cause.consequences_money.operations_kop
        return known if sums == whole else [Part(None, *whole)]

    def chosen(self) -> None:
        """Another cause is chosen: its consequences by type are wanted, and what was decided about it."""
        self.case.select(self._desk.group)
        self._counted()

    @Slot()
    def _counted(self) -> None:
        """Ask what the consequences of causes that are shown are, where that is not known of what is listed now."""
        groups = self._desk.groups
        if groups.data is None or groups.busy or not self._desk.counted:
            return
        of = self._desk.filter.text(), groups.data.as_of
        wanted = {*self.expanded, self._desk.group}
        for cause in groups.data.items:
            known = {one[0] for one in (self._parts.get(cause.group_id), self._asked.get(cause.group_id)) if one}
            if cause.group_id in wanted and cause.consequences and of not in known:
                self._ask(cause, of)

    def _ask(self, cause: RejectionGroup, of: tuple[str, int]) -> None:
        session, group_id = self._desk.office.session, cause.group_id
        wanted = of_cause(self._desk.filter, group_id, following=True)
        whole = Part(None, cause.consequences, cause.consequences_money.operations_kop)
        asked = self._asked.pop(group_id, None)
        if asked is not None:
            asked[1].cancel()

        def ask() -> list[Part]:
            from cabinet.perimeter.rejections import RejectionsClient

            client = RejectionsClient(session)
            return parted(whole, wanted, client.groups)

        task = self._desk.office.network.run(
            ask, lambda parts: self._arrived(group_id, of, parts), lambda failure: self._failed(group_id, failure)
        )
        self._asked[group_id] = (of, task)

    def _arrived(self, group_id: str, of: tuple[str, int], parts: list[Part]) -> None:
        self._asked.pop(group_id, None)
        self._parts[group_id] = (of, parts)
        self.changed.emit()

    def _failed(self, group_id: str, failure: Failure) -> None:
        """Leave them all in one; the next refresh asks again."""
        self._asked.pop(group_id, None)
        self._desk.office.ended(failure)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        for _, task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._parts.clear()
        self.expanded, self.order = frozenset(), CauseOrder.SUM


def parted(whole: Part, wanted: Filter, groups: Callable[[Filter], GroupList]) -> list[Part]:
    """Return consequences by type; ``groups`` answers with the causes of a filter, ``wanted`` is that of all of them.

    Only types that the filter leaves are asked for.
    """
    found = []
    for kind in _ASKED:
        if not wanted.types or kind.value in wanted.types:
            fit = groups(replace(wanted, types=(kind.value,)))
            found.append(Part(kind, fit.whole, fit.whole_money.operations_kop))
    rest = Part(
        None, whole.count - sum(part.count for part in found),
        whole.operations_kop - sum(part.operations_kop for part in found),
    )  # fmt: skip
    return [part for part in (*found, rest) if part.count]
