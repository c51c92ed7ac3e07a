"""Writes to the encrypted store, off the UI thread: one after another, of those about the same thing only the last."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure
    from cabinet.vault.store import Store

__all__ = ["StoreWrites"]

Write = Callable[["Store"], None]
Written = Callable[[], None]


class StoreWrites:
    """Writes of one desk. What cannot be written lasts as long as the window does; nobody is told that it was kept."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._waiting: dict[Hashable, tuple[Write, Written]] = {}
        self._busy = False

    def write(self, about: Hashable, write: Write, written: Written = lambda: None) -> None:
        """Write, and tell of it; one that still waits and is about the same thing is never written."""
        self._waiting[about] = write, written
        self._go_on()

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            return
        write, written = self._waiting.pop(next(iter(self._waiting)))
        self._busy, vault = True, self._office.vault

        def done(_: None) -> None:
            self._ended()
            written()

        self._office.store.run(lambda: vault.use(write), done, self._failed)

    def _failed(self, _failure: Failure) -> None:
        self._ended()

    def _ended(self) -> None:
        self._busy = False
        self._go_on()
