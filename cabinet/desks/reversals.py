"""The desk of reversals: one accepted transaction, whether it can be taken back, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Right
from cabinet.contract.states import CorrectionKind, Environment, Outcome
from cabinet.desks.corrections import reversal_line
from cabinet.desks.live_check import LiveCheck
from cabinet.desks.office import Loader, Office
from cabinet.desks.states import Loadable
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.accepted import AcceptedCard
    from cabinet.contract.findings import BatchAnswer
    from cabinet.contract.rejections import RejectionCard
    from cabinet.contract.states import ReasonCode
    from cabinet.desks.entry_proof import EntryProofDesk

__all__ = ["ReversalDesk", "named_accepted"]

_TAKEN = {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}


def named_accepted(card: RejectionCard) -> str | None:
    """Return the accepted attempt that a rejection's card leads to, None where there is none to take back.

    Of a corrected one what came in its place; else what its findings name, which stands in the tree as accepted.
    """
    closing = card.closing
    if closing is not None and closing.status in _TAKEN:
        return closing.attempt_id
    standing = {node.attempt_id for node in card.tree if node.status in _TAKEN and node.reversed_by is None}
    named = (f.related.attempt_id for f in card.findings if f.related is not None)
    return next((attempt for attempt in named if attempt in standing), None)


class ReversalDesk(Loader["AcceptedCard"]):
    """One at a time; ``live`` checks the reversal as it stands.

    Signals:
        changed(): the card is another one.
        reversed(object): verdict on a reversal that was sent, an ``ItemAnswer``.
        refused(object): the failure of sending it.
    """

    reversed = Signal(object)
    refused = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.live = LiveCheck(office)
        self.selected: str | None = None
        self._tx = ""
        self._acting: Task[BatchAnswer] | None = None

    @cached_property
    def proofs(self) -> EntryProofDesk:
        """The desk of the proofs behind seals."""
        from cabinet.desks.entry_proof import EntryProofDesk

        return EntryProofDesk(self.office)

    @property
    def proves(self) -> bool:
        """Whether this person may read proofs."""
        return self.office.logged_in and Right.PROOFS_READ in self.office.session.person.rights

    def select(self, attempt_id: str) -> None:
        """Open one accepted attempt."""
        self.live.begin(None, None)
        self.selected, self._tx, self.state = attempt_id, f"REV-{uuid7()}", Loadable()
        self.refresh()

    def question(self) -> Callable[[], AcceptedCard]:
        """Ask for the selected attempt's card."""
        session, selected = self.office.session, self.selected
        if selected is None:
            raise ValueError("nothing is selected")

        def ask() -> AcceptedCard:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).accepted(selected)

        return ask

    @property
    def allowed(self) -> bool:
        """Whether this person may take back what was accepted."""
        return self.office.logged_in and Right.CORRECT_ACCEPTED in self.office.session.person.rights

    @property
    def signed(self) -> bool:
        """Whether the reversal is signed: always at a production perimeter."""
        return self.office.logged_in and self.office.session.profile.environment is Environment.PRODUCTION

    def reversible(self, card: AcceptedCard) -> bool:
        """Tell whether it is not taken back yet, and takes nothing back itself."""
        return card.reversed_by is None and card.amends is not CorrectionKind.REVERSAL

    def line(self, card: AcceptedCard, reason: ReasonCode, text: str) -> bytes:
        """Return the reversal's exact bytes; its id stays the same while it is written."""
        return reversal_line(card, self._tx, reason, text)

    def reverse(self, line: bytes) -> None:
        """Send a reversal, signed where the perimeter wants that."""
        if self._acting is not None:
            return
        session, key = self.office.session, uuid7()

        def job() -> BatchAnswer:
            from cabinet.desks.correction_signing import correct_signed

            return correct_signed(session, line, key)

        self._acting = self.office.network.run(job, self._was_reversed, self._was_refused)

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Forget it."""
        self.selected = None
        super().drop(code)

    def _was_reversed(self, answer: BatchAnswer) -> None:
        self._acting = None
        self.reversed.emit(answer.items[0])

    def _was_refused(self, failure: Failure) -> None:
        self._acting = None
        if not self.office.ended(failure):
            self.refused.emit(failure)
