"""What was seen of the perimeter, read again while it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from cabinet.desks.office import Office
from cabinet.desks.store_writes import StoreWrites

if TYPE_CHECKING:
    from cabinet.contract.model import Answer
    from cabinet.vault.seen import SeenKind
    from cabinet.vault.store import Store

    Data = TypeVar("Data", bound=Answer)

__all__ = ["SeenDesk"]


class SeenDesk(QObject):
    """Keeps answers in the encrypted store. One that cannot be kept is missed only without a connection."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._writes = StoreWrites(office)

    def note(self, kind: SeenKind, name: str, data: Answer) -> None:
        """Keep an answer that has just come; of several while the store is busy, the last one."""
        owner, at = self._office.owner, self._office.clock.now()

        def write(store: Store) -> None:
            from cabinet.vault.seen import Seen, keep_seen

            keep_seen(store, owner, kind, name, Seen(data.model_dump_json(by_alias=True).encode(), at))

        self._writes.write((owner, kind, name), write)

    def recall(
        self, kind: SeenKind, names: Sequence[str], model: type[Data],
        found: Callable[[list[Data], datetime], None], absent: Callable[[], None],
    ) -> None:  # fmt: skip
        """Read what was kept under these names, up to the first that is not there, and when the first came."""
        owner, vault = self._office.owner, self._office.vault

        def kept(store: Store) -> tuple[list[Data], datetime | None]:
            from cabinet.vault.seen import seen_of

            read, at = [], None
            for name in names:
                one = seen_of(store, owner, kind, name)
                if one is None:
                    break
                read.append(model.model_validate_json(one.body))
                at = at or one.at
            return read, at

        def read(answer: tuple[list[Data], datetime | None]) -> None:
            data, at = answer
            if not self._office.logged_in or self._office.owner != owner:
                return  # They are somebody else's now.
            if at is None:
                absent()
            else:
                found(data, at)

        self._office.store.run(lambda: vault.use(kept), read, lambda _: absent())
