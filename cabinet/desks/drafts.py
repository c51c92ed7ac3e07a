"""Kept drafts of corrections: looked up when a dialog opens, kept while somebody types, dropped once sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cabinet.desks.office import Office
from cabinet.desks.store_writes import StoreWrites

if TYPE_CHECKING:
    from collections.abc import Callable

    from cabinet.vault.drafts import Draft
    from cabinet.vault.store import Store

__all__ = ["DraftsDesk"]


class DraftsDesk(QObject):
    """Uses the encrypted store, off the UI thread.

    Signals:
        found(str, object): the ``Draft`` of an attempt, of an earlier time; silent where there is none.
        kept(str, bool): an attempt's draft is in the store now; False where the store itself ends with this run.
    """

    found = Signal(str, object)
    kept = Signal(str, bool)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._writes = StoreWrites(office)

    def look(self, attempt_id: str) -> None:
        """Look for a draft."""
        vault = self._office.vault

        def job() -> Draft | None:
            from cabinet.vault.drafts import draft_of

            return vault.use(lambda store: draft_of(store, attempt_id))

        def looked(draft: Draft | None) -> None:
            if draft is not None:
                self.found.emit(attempt_id, draft)

        self._office.store.run(job, looked, lambda _: None)

    def keep(self, attempt_id: str, draft: Draft) -> None:
        """Keep a draft; of several that come while the store is busy, the last one."""
        now = self._office.clock.now()

        def write(store: Store) -> None:
            from cabinet.vault.drafts import keep_draft

            keep_draft(store, attempt_id, draft, now)

        self._write(attempt_id, write)

    def forget(self, attempt_id: str) -> None:
        """Drop a draft, and whatever of it still waits to be kept."""

        def write(store: Store) -> None:
            from cabinet.vault.drafts import forget_draft

            forget_draft(store, attempt_id)

        self._write(attempt_id, write)

    def _write(self, attempt_id: str, write: Callable[[Store], None]) -> None:
        """A draft that cannot be kept is no failure of the correction; nothing says then that it was kept."""
        self._writes.write(attempt_id, write, lambda: self._written(attempt_id))

    def _written(self, attempt_id: str) -> None:
        state = self._office.vault.state
        self.kept.emit(attempt_id, state is not None and state.kept)
