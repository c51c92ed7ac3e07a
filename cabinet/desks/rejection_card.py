"""One rejection on the desk: its card, a correction checked and then sent, and what people decide about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.identifiers import uuid7
from cabinet.contract.states import CaseState
from cabinet.desks.office import Office, ended_by
from cabinet.desks.states import SESSION_CODES, Loadable
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.cases import Case
    from cabinet.contract.intake import BatchResult, ItemResult
    from cabinet.contract.rejections import RejectionCard

__all__ = ["RejectionCardDesk"]


class RejectionCardDesk(QObject):
    """Signals tell what became of each act; one act at a time.

    Signals:
        changed(): :attr:`state` is another one.
        checked(object): verdict on a draft, an ``ItemResult``.
        corrected(object): verdict on a correction that was sent, an ``ItemResult``.
        decided(): a case (of a rejection or a cause) was changed.
        refused(object): the failure of an act.
    """

    changed = Signal()
    checked = Signal(object)
    corrected = Signal(object)
    decided = Signal()
    refused = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.office = office
        self.state: Loadable[RejectionCard] = Loadable()
        self.selected: str | None = None
        self.acting: Task[Any] | None = None
        self._asking: Task[RejectionCard] | None = None
        office.session_lost.connect(self.drop)

    def select(self, attempt_id: str) -> None:
        """Open one card; the same one is asked for again."""
        if self._asking is not None:
            self._asking.cancel()
        if attempt_id != self.selected:
            self.state = Loadable()
        self.selected = attempt_id
        self.state = self.state.loading()
        self.changed.emit()
        session = self.office.session

        def ask() -> RejectionCard:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).card(attempt_id)

        self._asking = self.office.network.run(ask, self._arrived, self._failed)

    def check(self, line: bytes) -> None:
        """Ask the perimeter's rules about a draft; nothing is stored."""
        session = self.office.session

        def job() -> BatchResult:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).check(line)

        self._act(job, self._was_checked)

    def correct(self, line: bytes) -> None:
        """Send a correction: a new entry, linked to the rejected one by its hash."""
        session = self.office.session
        key = uuid7()

        def job() -> BatchResult:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).correct(line, key)

        self._act(job, self._was_corrected)

    def decide(
        self, subject: str, state: CaseState, assignee: str | None, note: str, version: int, *, group: bool
    ) -> None:
        """Change the case of a rejection (``subject`` is its attempt) or of a whole cause (its group)."""
        session = self.office.session

        def job() -> Case:
            from cabinet.contract.cases import CaseChange
            from cabinet.perimeter.rejections import RejectionsClient

            client, change = RejectionsClient(session), CaseChange(state=state, assignee=assignee, note=note)
            return (client.set_group_case if group else client.set_case)(subject, change, version)

        self._act(job, self._was_decided)

    @Slot()
    def drop(self) -> None:
        """Forget the card."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self.state, self.selected = Loadable(), None
        self.changed.emit()

    def _act(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self.acting is None:
            self.acting = self.office.network.run(job, done, self._was_refused)

    def _was_checked(self, result: BatchResult) -> None:
        self.acting = None
        self.checked.emit(result.items[0])

    def _was_corrected(self, result: BatchResult) -> None:
        self.acting = None
        item: ItemResult = result.items[0]
        self.corrected.emit(item)
        self._again()

    def _was_decided(self, _case: Case) -> None:
        self.acting = None
        self.decided.emit()
        self._again()

    def _was_refused(self, failure: Failure) -> None:
        self.acting = None
        if failure.code in SESSION_CODES:
            self.office.lose(ended_by(failure))
            return
        self.refused.emit(failure)

    def _again(self) -> None:
        if self.selected is not None:
            self.select(self.selected)

    def _arrived(self, card: RejectionCard) -> None:
        self._asking = None
        self.state = self.state.ready(card, self.office.clock.now())
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self._asking = None
        if failure.code in SESSION_CODES:
            self.office.lose(ended_by(failure))
            return
        self.state = self.state.failed(failure)
        self.changed.emit()
