"""The rejections desk: causes first, then millions of rows by windows of pages, then one card."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.filter import OPEN, Filter, Listed, parse_filter
from cabinet.contract.link import is_link
from cabinet.contract.rejection_sort import SortBy
from cabinet.desks.bulk.desk import BulkDesk
from cabinet.desks.causes import CausesDesk, of_cause, own_of
from cabinet.desks.export import ExportDesk
from cabinet.desks.filtering.counting import FilterCounts
from cabinet.desks.filtering.history import FilterHistory
from cabinet.desks.filtering.id_lists import IdListsDesk
from cabinet.desks.filtering.links import filter_of_link
from cabinet.desks.filtering.views import ViewsDesk
from cabinet.desks.office import Office
from cabinet.desks.rejection_card import RejectionCardDesk
from cabinet.desks.reversals import ReversalDesk
from cabinet.desks.row_layout import RowLayoutDesk
from cabinet.desks.states import OFFLINE_CODES, Loadable, Phase
from cabinet.desks.ticks import Ticks
from cabinet.lanes.lane import Failure, Task
from cabinet.vault.seen import SeenKind

if TYPE_CHECKING:
    from cabinet.contract.filter_words import FilterKey
    from cabinet.contract.id_lists import IdList
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.rejections import GroupList, RejectionGroup, RejectionPage, RejectionRow

__all__ = ["PAGE", "RejectionsDesk", "View"]

PAGE = 200
"""Rows a page: small enough that reading one never holds the window up."""
_KEPT_PAGES = 40
_SEEN_PAGES = 5
"""Pages at the head of a list that can be read again while the perimeter does not answer."""


@dataclass(frozen=True)
class View:
    """A frozen view of the list: how many rows, as of which entry.

    ``whole`` is how many there are where only those that were seen before can be shown; 0 where all can.
    """

    total: int
    as_of: int
    whole: int = 0


class RejectionsDesk(QObject):
    """Rows are asked for by number and come page by page; a view is frozen at one entry until refreshed.

    What is listed is :attr:`filter` narrowed to :attr:`group`, when one is chosen: to its own rejections, or where
    :attr:`following` to those that hang on them.

    Signals:
        changed(): :attr:`state` (a :class:`View`) is another one; all rows are to be asked anew.
        groups_changed(): :attr:`groups` is another one.
        page_arrived(int, int): rows first…last of the view are here now.
        jumped(int): the row that a time anchor led to.
    """

    changed = Signal()
    groups_changed = Signal()
    page_arrived = Signal(int, int)
    jumped = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.office = office
        self.state: Loadable[View] = Loadable()
        self.groups: Loadable[GroupList] = Loadable()
        self.record: OperatorRecord | None = None
        """What licences, sites and sources a filter may name; here once the first causes are."""
        self.filter = OPEN
        self.open_causes: GroupList | None = None
        """The last causes of everything open: what is listed now may be something else."""
        self._groups_of = OPEN
        self.causes = CausesDesk(self)
        self.group: str | None = None
        self.following = False
        self.cards = RejectionCardDesk(office)
        self.seen = self.cards.seen
        self.reversals = ReversalDesk(office)
        self.ticks = Ticks(self)
        self.layout = RowLayoutDesk(office)
        self.layout.sort_changed.connect(self._sorted)
        self.history = FilterHistory()
        self.views = ViewsDesk(office)
        self.lists = IdListsDesk(office)
        self.lists.kept.connect(self._list_kept)
        self.value_counts = FilterCounts(office, cheap_only=True)
        self.bulk = BulkDesk(office)
        self.exports = ExportDesk(office)
        self.bulk.sent.connect(self._sent)
        self._pages: OrderedDict[int, list[RejectionRow]] = OrderedDict()
        self._asked: dict[int, Task[RejectionPage]] = {}
        self._asking_groups: Task[tuple[GroupList, OperatorRecord]] | None = None
        self._stale = False
        self.outdated = False
        """Whether the rows that are here are of another list, shown until the first of the chosen one come."""
        office.session_lost.connect(self._drop)
        self.cards.corrected.connect(self.refresh)
        self.cards.decided.connect(self.refresh)
        self.cards.outbox.delivered.connect(self.refresh)
        self.reversals.reversed.connect(self._reversed)

    @Slot()
    def _reversed(self) -> None:
        """List and open anew: what hung on the one taken back stands otherwise now."""
        self.refresh()
        if self.cards.selected is not None:
            self.cards.refresh()

    @property
    def counted(self) -> bool:
        """Whether :attr:`groups` are of the chosen filter; those of the one before stay until its own are here."""
        return self._groups_of == self.filter

    @property
    def chosen(self) -> RejectionGroup | None:
        """The chosen cause, as it was counted last."""
        data = self.groups.data
        return None if data is None else next((g for g in data.items if g.group_id == self.group), None)

    @Slot()
    def refresh(self) -> None:
        """Freeze a new view; what is shown stays until its first page is here."""
        self._cancel()
        self._stale = True
        self.state = self.state.loading()
        if self.office.unreachable is not None and self.state.data is not None:
            self.state = self.state.failed(self.office.unreachable)
        self.changed.emit()
        self._ask(0, None)
        self._ask_groups()
        self.cards.assignees.learn()

    def count_again(self) -> None:
        """Ask only for the causes and their counts; the rows stay the frozen view they are."""
        self._ask_groups()

    def choose(self, chosen: Filter) -> None:
        """List something else; a chosen cause is let go, and :meth:`undo` leads back."""
        if chosen != self.filter:
            self.history.left(self.filter)
        self._list(chosen)

    @property
    def anchors(self) -> bool:
        """Whether a moment leads to a row: only where rows are sorted by receipt."""
        return self.layout.sort.by is SortBy.RECEIVED

    def choose_text(self, text: str, language: str = "en") -> None:
        """List what a text says; refusals name words of ``language``.

        Raises:
            KnownError: ``FILTER_INVALID``, ``FILTER_TOO_LONG`` or ``FILTER_TOO_MANY``; what is listed stays.
        """
        self.choose(parse_filter(text, language))

    def enter(self, text: str, language: str) -> None:
        """List what a person typed, or what a link opens that was pasted.

        Lists of ids stand beside the text: they stay until they are taken out.

        Raises:
            KnownError: ``FILTER_INVALID``, ``FILTER_TOO_LONG``, ``FILTER_TOO_MANY``, or what a link is refused with;
                what is listed stays.
        """
        if is_link(text):
            chosen = filter_of_link(self.office.session, text)
        else:
            chosen = parse_filter(text, language)
            chosen = replace(chosen, lists=tuple(dict.fromkeys((*self.filter.lists, *chosen.lists))))
        self.choose(chosen)
        self.views.note(chosen)

    def undo(self) -> None:
        """List what was listed before."""
        before = self.history.back(self.filter)
        if before is not None:
            self._list(before)

    def redo(self) -> None:
        """List what was gone back from."""
        after = self.history.forth(self.filter)
        if after is not None:
            self._list(after)

    def count_values(self, key: FilterKey, values: tuple[str, ...]) -> None:
        """Count what each of these values of a key leaves of the rest of the filter (:attr:`value_counts`)."""
        self.value_counts.ask([self.filter.with_values(key, (value,)) for value in values])

    def _list_kept(self, kept: IdList) -> None:
        """Narrow to a list that was pasted, beside those that were before."""
        lists = tuple(dict.fromkeys((*self.filter.lists, kept.list_id)))
        self.choose(replace(self.filter, lists=lists))

    def _list_gone(self, failure: Failure) -> bool:
        """List the rest of the filter where a list of ids is not kept any more, as in a link of last month."""
        if failure.code != "ID_LIST_GONE" or not self.filter.lists:
            return False
        self._list(replace(self.filter, lists=()))
        self.lists.failed.emit(failure)
        return True

    def _list(self, chosen: Filter) -> None:
        if chosen != self.filter or self.group is not None:
            self.filter, self.group, self.following = chosen, None, False
            self.causes.chosen()
            self._start_over()
            self.refresh()

    def choose_group(self, group_id: str | None, *, following: bool = False) -> None:
        """Narrow the rows to one cause, or to what hangs on it, or to none."""
        if (group_id, following) != (self.group, self.following):
            self.group, self.following = group_id, following
            self.causes.chosen()
            self.cards.drop()
            self._other_rows()

    @Slot()
    def _sorted(self) -> None:
        """List the same rows in another order; before the first list there is nothing to sort."""
        if self.office.logged_in and (self.state.data is not None or self.state.busy):
            self._other_rows()

    def row(self, number: int) -> RejectionRow | None:
        """Return a row that is here, or None; asking for a missing one is :meth:`need`."""
        page = self._pages.get(number // PAGE)
        if page is None or number % PAGE >= len(page):
            return None
        return page[number % PAGE]

    def number_of(self, attempt_id: str) -> int | None:
        """Return the number of a row that is here."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.attempt_id == attempt_id:
                    return page * PAGE + place
        return None

    def need(self, first: int, last: int) -> None:
        """Ask for the pages of rows first…last that are not here yet."""
        view = self.state.data
        if view is None or self._stale:
            return
        for number in range(first // PAGE, min(last, view.total - 1) // PAGE + 1):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number not in self._asked:
                self._ask(number, view.as_of)

    def jump(self, moment: datetime) -> None:
        """Find the newest row that had come by a moment; :attr:`jumped` tells its number.

        Only a list that is sorted by receipt can be asked (:attr:`anchors`).
        """
        session, wanted, view, sort = self.office.session, self.wanted, self.state.data, self.layout.sort
        if view is None or not self.anchors or self.outdated:
            return
        as_of = view.as_of

        def ask() -> RejectionPage:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).page(
                anchor=moment.isoformat(), as_of=as_of, limit=1, wanted=wanted, sort=sort
            )  # fmt: skip

        self.office.network.run(ask, self._landed, lambda failure: self._failed(-1, failure))

    @property
    def wanted(self) -> Filter:
        """What the rows are narrowed to: the filter, and the cause where one is chosen."""
        if self.group is None:
            return self.filter
        cause = self.chosen
        if cause is None or self.following:
            return of_cause(self.filter, self.group, following=self.following)
        return own_of(self.filter, cause)

    def ready(self) -> tuple[Filter, int]:
        """Return what can be sent again as it is, of the chosen cause or of all that is listed, and how many."""
        data, wanted = self.groups.data, replace(self.filter, states=(Listed.READY,))
        if data is None or self.filter.states not in {(), OPEN.states} or not self.counted:
            return wanted, 0
        if self.group is None:
            return wanted, data.ready
        return self.ready_of(self.chosen) if self.chosen is not None else (wanted, 0)

    def ready_of(self, cause: RejectionGroup) -> tuple[Filter, int]:
        """Return what of a cause can be sent again as it is, and how many."""
        wanted = replace(self.filter, states=(Listed.READY,))
        return of_cause(wanted, cause.group_id, following=cause.consequences > 0), cause.ready

    def _landed(self, page: RejectionPage) -> None:
        if page.first_ordinal is not None and page.items:
            self.jumped.emit(page.first_ordinal)

    def _ask(self, number: int, as_of: int | None) -> None:
        session, wanted, sort = self.office.session, self.wanted, self.layout.sort

        def ask() -> RejectionPage:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).page(
                ordinal=number * PAGE, as_of=as_of, limit=PAGE, wanted=wanted, sort=sort
            )

        self._asked[number] = self.office.network.run(
            ask, lambda page: self._arrived(number, page), lambda failure: self._failed(number, failure)
        )
        # A perimeter that hangs is silent for half a minute: nobody waits for that to read what is here.
        if number == 0 and self.office.unreachable is not None and (self.outdated or self.state.data is None):
            self._recall_rows(self.office.unreachable)

    def _ask_groups(self) -> None:
        if self._asking_groups is not None:
            self._asking_groups.cancel()
        session, wanted, record = self.office.session, self.filter, self.record
        self.groups = self.groups.loading()
        self.groups_changed.emit()

        def ask() -> tuple[GroupList, OperatorRecord]:
            from cabinet.perimeter.registry import RegistryClient
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).groups(wanted), record or RegistryClient(session).operator()

        self._asking_groups = self.office.network.run(
            ask, lambda answer: self._groups_arrived(answer, wanted), self._groups_failed
        )
        if self.office.unreachable is not None and (self.groups.data is None or not self.counted):
            self._recall_causes(self.office.unreachable)

    def _groups_arrived(self, answer: tuple[GroupList, OperatorRecord], wanted: Filter) -> None:
        self._asking_groups = None
        groups, self.record = answer
        self._groups_of = wanted
        self.seen.note(SeenKind.CAUSES, wanted.text(), groups)
        if wanted == OPEN:
            self.open_causes = groups
        self.groups = self.groups.ready(groups, self.office.clock.now())
        self.groups_changed.emit()
        self.views.count()

    def _groups_failed(self, failure: Failure) -> None:
        self._asking_groups = None
        if self.office.ended(failure) or self._list_gone(failure):
            return
        if failure.code in OFFLINE_CODES and (self.groups.data is None or not self.counted):
            self._recall_causes(failure)
        else:
            self._no_groups(failure)

    def _no_groups(self, failure: Failure) -> None:
        if failure.code in OFFLINE_CODES and not self.counted:
            self.groups, self._groups_of = Loadable(), self.filter  # Those of another filter answer nothing.
        self.groups = self.groups.failed(failure)
        self.groups_changed.emit()

    def _recall_causes(self, failure: Failure) -> None:
        """Show the causes of the chosen filter as they were seen last."""
        from cabinet.contract.rejections import GroupList

        wanted = self.filter

        def found(lists: list[GroupList], at: datetime) -> None:
            if self.filter == wanted and (self.groups.phase is not Phase.READY or not self.counted):
                self._groups_of = wanted
                self.groups = Loadable(Phase.OFFLINE, lists[0], at, failure)
                self.groups_changed.emit()

        self.seen.recall(SeenKind.CAUSES, [wanted.text()], GroupList, found, lambda: self._no_groups(failure))

    def _arrived(self, number: int, page: RejectionPage) -> None:
        self._asked.pop(number, None)
        if self._stale:
            self._pages.clear()
            self._stale = self.outdated = False
        self._pages[number] = page.items
        if number < _SEEN_PAGES:
            self.seen.note(SeenKind.ROWS, self._name(number), page)
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        if self.state.data is None or self.state.busy or self.state.phase is Phase.OFFLINE:
            self.state = self.state.ready(View(page.total.value, page.as_of), self.office.clock.now())
            self.changed.emit()
        if page.items:
            self.page_arrived.emit(number * PAGE, number * PAGE + len(page.items) - 1)

    def _failed(self, number: int, failure: Failure) -> None:
        self._asked.pop(number, None)
        if self.office.ended(failure) or self._list_gone(failure):
            return
        if number == 0 and failure.code in OFFLINE_CODES and (self.outdated or self.state.data is None):
            self._recall_rows(failure)
        else:
            self._no_rows(failure)

    def _name(self, number: int) -> str:
        """Return the name of a page among what was seen."""
        return f"{self.wanted.text()}\n{self.layout.sort.text()}\n{number}"

    def _recall_rows(self, failure: Failure) -> None:
        """Show the first rows of the chosen list as they were seen last, of one view."""
        from cabinet.contract.rejections import RejectionPage

        names = [self._name(number) for number in range(_SEEN_PAGES)]

        def found(pages: list[RejectionPage], at: datetime) -> None:
            if self._name(0) != names[0] or (self.state.phase is Phase.READY and not self.state.busy):
                return
            first = pages[0]
            self._pages.clear()
            self._pages.update(enumerate(p.items for p in takewhile(lambda p: p.as_of == first.as_of, pages)))
            shown = sum(len(page) for page in self._pages.values())
            self.outdated = False
            self.state = Loadable(Phase.OFFLINE, View(shown, first.as_of, first.total.value), at, failure)
            self.changed.emit()
            if shown:
                self.page_arrived.emit(0, shown - 1)

        self.seen.recall(SeenKind.ROWS, names, RejectionPage, found, lambda: self._no_rows(failure))

    def _no_rows(self, failure: Failure) -> None:
        if self.outdated:
            # They answer another question; nothing is better.
            self._pages.clear()
            self.state = Loadable()
            self.outdated = False
        self.state = self.state.failed(failure)
        self.changed.emit()

    def _start_over(self) -> None:
        self._cancel()
        self._pages.clear()
        self.outdated = False
        self.state = Loadable()
        self.cards.drop()

    def _other_rows(self) -> None:
        """Ask for other rows; those that are here stay, outdated, until the first of them come."""
        self._cancel()
        self._stale = self.outdated = True
        self.state = self.state.loading()
        self.changed.emit()
        self._ask(0, None)

    def _cancel(self) -> None:
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()

    @Slot()
    def _sent(self) -> None:
        """What an act has sent is no longer what is shown."""
        self.refresh()
        if self.cards.selected is not None:
            self.cards.refresh()

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        self._cancel()
        self._pages.clear()
        if self._asking_groups is not None:
            self._asking_groups.cancel()
            self._asking_groups = None
        self.state, self.groups, self.record = Loadable(), Loadable(), None
        self.filter, self._groups_of, self.group, self.open_causes = OPEN, OPEN, None, None
        self.following = self.outdated = False
        self.history.clear()
        self.changed.emit()
        self.groups_changed.emit()
