"""Saved views of the rejections page: those that everybody has and a person's own, with how many fit each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, Listed, parse_filter
from cabinet.contract.filter_bounds import Period
from cabinet.contract.filter_words import ME
from cabinet.desks.filtering.counting import FilterCounts
from cabinet.desks.office import Office
from cabinet.desks.store_writes import StoreWrites
from cabinet.vault.filters import MOST_RECENT, MOST_VIEWS, View, view_name
from cabinet.vault.owner import Owner

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.vault.store import Store

__all__ = ["BUILT_IN", "ViewsDesk"]

BUILT_IN: Final[dict[str, Filter]] = {
    "open": OPEN,
    "mine": Filter(states=(Listed.OPEN,), assignees=(ME,)),
    "today": Filter(states=(Listed.OPEN,), period=Period(days=1)),
    "ready": Filter(states=(Listed.READY,)),
    "overdue": Filter(states=(Listed.OVERDUE,)),
}
"""Views that are there without being saved, by their key."""
_COUNTED_AGAIN: Final = timedelta(seconds=30)


class ViewsDesk(QObject):
    """Views are kept in the encrypted store, those of one person of one company on one perimeter.

    Attributes:
        own: the person's views, in their order. recent: filters used last, newest first, canonical.
        removed: the view that was deleted last, for as long as it can be brought back.
        counts: how many fit each view.

    Signals:
        changed(): any of these is another one.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.own: tuple[View, ...] = ()
        self.recent: tuple[str, ...] = ()
        self.removed: View | None = None
        self._removed_from = 0
        self._owner: Owner | None = None
        self._counted_at: datetime | None = None
        self._writes = StoreWrites(office)
        self._read = False
        self.counts = FilterCounts(office, cheap_only=False)
        self.counts.changed.connect(self.changed)
        office.session_opened.connect(self.load)
        office.session_lost.connect(self._drop)
        if office.logged_in:
            self.load()

    def filters(self) -> list[Filter]:
        """Return what every view lists: those that everybody has, then the person's own."""
        return [*BUILT_IN.values(), *(parse_filter(view.text) for view in self.own)]

    @Slot()
    def load(self) -> None:
        """Read what is kept for whoever has logged in; what they have saved meanwhile comes after it."""
        vault = self._office.vault
        owner = self._owner = self._office.owner
        self._read = False

        def job() -> tuple[tuple[View, ...], tuple[str, ...]]:
            from cabinet.vault.filters import recent_filters, views_of

            return vault.use(lambda store: (views_of(store, owner), recent_filters(store, owner)))

        def loaded(found: tuple[tuple[View, ...], tuple[str, ...]]) -> None:
            if self._owner != owner or self._read:
                return
            self._read, saved = True, self.own
            known = (view for view in found[0] if _readable(view.text) and self.place_of(view.name) is None)
            self.own = (*known, *saved)[:MOST_VIEWS]
            self.recent = _newest((*self.recent, *filter(_readable, found[1])))
            if saved:
                self._write()
            self.changed.emit()
            self.count(again=True)

        self._office.store.run(job, loaded, lambda _: None)

    def count(self, *, again: bool = False) -> None:
        """Count what fits each view; no more often than every half minute, unless told."""
        now = self._office.clock.now()
        if self._owner is None or (
            not again and self._counted_at is not None and now - self._counted_at < _COUNTED_AGAIN
        ):
            return
        self._counted_at = now
        self.counts.ask(self.filters())

    def save(self, given: str, chosen: Filter) -> None:
        """Keep a filter by a name; the view that has this name lists it from now on.

        Raises:
            KnownError: ``FILTER_NAME_INVALID`` or ``VIEWS_TOO_MANY``; nothing is changed.
        """
        name = view_name(given)
        place = self.place_of(name)
        if place is not None:
            self._set((*self.own[:place], View(self.own[place].name, chosen.text()), *self.own[place + 1 :]))
            return
        if len(self.own) >= MOST_VIEWS:
            raise KnownError("VIEWS_TOO_MANY", count=str(len(self.own)), limit=str(MOST_VIEWS))
        self._set((*self.own, View(name, chosen.text())))

    def place_of(self, name: str) -> int | None:
        """Return where a view of this name stands; letters of either size are the same name."""
        wanted = " ".join(name.split()).casefold()
        return next((n for n, view in enumerate(self.own) if view.name.casefold() == wanted), None)

    def rename(self, name: str, given: str) -> None:
        """Give a view another name; one that had it goes.

        Raises:
            KnownError: ``FILTER_NAME_INVALID``; nothing is changed.
        """
        new, place = view_name(given), self.place_of(name)
        if place is not None:
            kept = [view for n, view in enumerate(self.own) if n == place or view.name.casefold() != new.casefold()]
            self._set(tuple(View(new, view.text) if view is self.own[place] else view for view in kept))

    def move(self, name: str, step: int) -> None:
        """Move a view to the left or to the right, not past the ends."""
        place = self.place_of(name)
        if place is not None:
            rest = [*self.own[:place], *self.own[place + 1 :]]
            rest.insert(max(0, min(len(rest), place + step)), self.own[place])
            self._set(tuple(rest))

    def remove(self, name: str) -> None:
        """Delete a view; :meth:`restore` brings it back."""
        place = self.place_of(name)
        if place is not None:
            removed = self.own[place]
            self._set((*self.own[:place], *self.own[place + 1 :]))
            self.removed, self._removed_from = removed, place
            self.changed.emit()

    @Slot()
    def restore(self) -> None:
        """Bring the view back that was deleted last."""
        view, place = self.removed, self._removed_from
        if view is not None:
            self._set((*self.own[:place], view, *self.own[place:]))

    def note(self, chosen: Filter) -> None:
        """Note that a filter was used; one with a list of ids is not kept, for the list is not."""
        text, owner, now = chosen.text(), self._owner, self._office.clock.now()
        if owner is None or not text or chosen.lists or chosen in BUILT_IN.values():
            return
        self.recent = _newest((text, *self.recent))

        def write(store: Store) -> None:
            from cabinet.vault.filters import note_filter

            note_filter(store, owner, text, now)

        self._writes.write((owner, text), write)

    def _set(self, views: tuple[View, ...]) -> None:
        self.own, self.removed = views, None
        if self._read:
            self._write()
        self.changed.emit()
        self.count(again=True)

    def _write(self) -> None:
        owner, views = self._owner, self.own

        def keep(store: Store) -> None:
            from cabinet.vault.filters import keep_views

            if owner is not None:
                keep_views(store, owner, views)

        self._writes.write(owner, keep)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        self.own, self.recent, self.removed, self._owner, self._counted_at = (), (), None, None, None
        self.changed.emit()


def _newest(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:MOST_RECENT]


def _readable(text: str) -> bool:
    """Tell whether a kept text is read; an older or a newer window may have written it."""
    try:
        parse_filter(text)
    except KnownError:
        return False
    return True
