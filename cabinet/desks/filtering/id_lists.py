"""Lists of ids that were pasted: posted, then named by the filter, with what of each was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.contract.id_lists import IdList
    from cabinet.lanes.lane import Failure, Task

__all__ = ["IdListsDesk"]


class IdListsDesk(QObject):
    """Attributes: ``known`` are the lists of this session by their id; ``busy`` says that one is on its way.

    Signals:
        kept(object): a list is kept; its ``IdList``.
        failed(object): why one was not.
        changed(): :attr:`busy` is another one.
    """

    kept = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.known: dict[str, IdList] = {}
        self._asking: Task[IdList] | None = None
        office.session_lost.connect(self._drop)

    @property
    def busy(self) -> bool:
        """Whether a list is being posted."""
        return self._asking is not None

    def keep(self, ids: tuple[str, ...]) -> None:
        """Post a list; one that is still on its way is forgotten for it."""
        if self._asking is not None:
            self._asking.cancel()
        session = self._office.session

        def ask() -> IdList:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).keep_list(ids)

        self._asking = self._office.network.run(ask, self._arrived, self._not_kept)
        self.changed.emit()

    def _arrived(self, answer: IdList) -> None:
        self._asking = None
        self.known[answer.list_id] = answer
        self.changed.emit()
        self.kept.emit(answer)

    def _not_kept(self, failure: Failure) -> None:
        self._asking = None
        self.changed.emit()
        if not self._office.ended(failure):
            self.failed.emit(failure)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self.known = {}
