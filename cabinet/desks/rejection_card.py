"""One rejection on the desk: its card, a correction checked and then sent, and what people decide about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from cabinet.contract.identifiers import uuid7
from cabinet.contract.states import CaseState
from cabinet.desks.assignees import AssigneesDesk
from cabinet.desks.drafts import DraftsDesk
from cabinet.desks.hand_over.desk import HandOverDesk
from cabinet.desks.live_check import LiveCheck
from cabinet.desks.office import Loader, Office
from cabinet.desks.outbox import OutboxDesk
from cabinet.desks.seen import SeenDesk
from cabinet.desks.states import OFFLINE_CODES, Loadable, Phase
from cabinet.lanes.lane import Failure, Lane, Task
from cabinet.vault.seen import SeenKind

if TYPE_CHECKING:
    from cabinet.contract.findings import BatchAnswer, ItemAnswer
    from cabinet.contract.registry import Dictionary
    from cabinet.contract.rejections import RejectionCard
    from cabinet.desks.bulk.desk import Selection

__all__ = ["RejectionCardDesk"]


class RejectionCardDesk(Loader["RejectionCard"]):
    """Signals tell what became of each act; one act at a time.

    ``live`` checks a correction while it is typed, ``drafts`` keeps what was not sent, ``assignees`` are whom a case
    may be given to, ``hand_over`` writes archives for IT, ``outbox`` has what waits for the perimeter.

    Signals:
        corrected(object): verdict on a correction that was sent, an ``ItemAnswer``.
        decided(): a case (of a rejection or a cause) was changed.
        waits(): an act is kept, and is sent when the perimeter answers again.
        refused(object): the failure of an act.
        games_known(object): the dictionary of games and terminals, a ``Dictionary``.
    """

    corrected = Signal(object)
    decided = Signal()
    waits = Signal()
    refused = Signal(object)
    games_known = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.live, self.drafts = LiveCheck(office), DraftsDesk(office)
        self.assignees, self.hand_over = AssigneesDesk(office), HandOverDesk(office)
        self.outbox, self.seen = OutboxDesk(office), SeenDesk(office)
        self.outbox.delivered.connect(self._delivered)
        self.selected: str | None = None
        self.acting: Task[Any] | None = None

    def select(self, attempt_id: str) -> None:
        """Open one card; the same one is asked for again."""
        if attempt_id != self.selected:
            self.state = Loadable()
        self.selected = attempt_id
        self.refresh()
        if self.office.unreachable is not None and self.state.data is None:
            self._recall(attempt_id, self.office.unreachable, lambda: None)

    def question(self) -> Callable[[], RejectionCard]:
        """Ask for the selected card."""
        session, selected = self.office.session, self.selected
        if selected is None:
            raise ValueError("no card is selected")

        def ask() -> RejectionCard:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).card(selected)

        return ask

    def correct(self, line: bytes) -> None:
        """Send a correction: a new entry, linked to the rejected one by its hash; signed where that is wanted."""
        session = self.office.session
        key = uuid7()

        def job() -> BatchAnswer:
            from cabinet.desks.correction_signing import correct_signed

            return correct_signed(session, line, key)

        self._act(job, self._was_corrected)

    def learn_games(self) -> None:
        """Ask for the dictionary; without it a person types what they mean."""
        session = self.office.session

        def job() -> Dictionary:
            from cabinet.perimeter.registry import RegistryClient

            return RegistryClient(session).dictionary()

        self.office.network.run(job, self.games_known.emit, lambda _: None)

    def decide(
        self, subject: str, state: CaseState, assignee: str | None, note: str, version: int, words: str, *, group: bool
    ) -> None:
        """Change the case of a rejection (``subject`` is its attempt) or of a whole cause (its group).

        ``words`` say what it is about, should it have to wait.
        """
        from cabinet.contract.cases import CaseChange
        from cabinet.vault.outbox import Act, PendingKind

        change = CaseChange(state=state, assignee=assignee, note=note)
        kind = PendingKind.CAUSE if group else PendingKind.CASE
        act = Act(kind, subject, version, uuid7(), change.model_dump_json(by_alias=True).encode(), words)
        self._act(self.outbox.carrying_out(act), self._was_decided, self.outbox.lane)

    def correct_later(self, attempt_id: str, line: bytes, words: str) -> None:
        """Keep a correction that this computer finds nothing wrong with; the perimeter checks it before it is sent."""
        from cabinet.vault.outbox import Act, PendingKind

        act = Act(PendingKind.CORRECTION, attempt_id, 0, uuid7(), line, words)
        self._act(self.outbox.keeping(act), self._was_decided, self.office.store)

    def decide_many(self, selection: Selection, state: CaseState, assignee: str | None, note: str, words: str) -> None:
        """Change the cases of everything selected; what a request cannot name at once goes in several."""
        from cabinet.contract.cases import MOST_NAMED, ManyCasesChange
        from cabinet.vault.outbox import Act, PendingKind

        named = selection.attempts
        parts = [None] if named is None else [named[n : n + MOST_NAMED] for n in range(0, len(named), MOST_NAMED)]
        jobs = []
        for part in parts:
            change = ManyCasesChange(
                state=state, assignee=assignee, note=note, filter=selection.filter.text(), as_of=selection.as_of,
                attempt_ids=None if part is None else list(part), without=sorted(selection.without),
            )  # fmt: skip
            act = Act(PendingKind.CASES, "", 0, uuid7(), change.model_dump_json(by_alias=True).encode(), words)
            jobs.append((self.outbox.carrying_out(act), self.outbox.keeping(act)))

        def job() -> bool:
            arrived = True
            for send, keep in jobs:
                arrived = send() if arrived else keep()
            return arrived

        self._act(job, self._was_decided, self.outbox.lane)

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Forget the card."""
        self.selected = None
        super().drop(code)

    def _act(self, job: Callable[[], Any], done: Callable[[Any], None], lane: Lane | None = None) -> None:
        if self.acting is None:
            self.acting = (lane or self.office.network).run(job, done, self._was_refused)

    def _was_corrected(self, result: BatchAnswer) -> None:
        self.acting = None
        item: ItemAnswer = result.items[0]
        self.corrected.emit(item)
        self._again()

    def _was_decided(self, arrived: bool) -> None:
        self.acting = None
        if not arrived:
            if self.office.unreachable is None:
                self.outbox.flush()
            else:
                self.outbox.look()
            self.waits.emit()
            return
        self.decided.emit()
        self._again()

    @Slot(int)
    def _delivered(self, _number: int) -> None:
        """What has arrived now is no longer what is shown; a dialog that is open speaks of something else."""
        self._again()

    def _arrived(self, data: RejectionCard) -> None:
        self.seen.note(SeenKind.CARD, data.row.attempt_id, data)
        super()._arrived(data)

    def _failed(self, failure: Failure) -> None:
        """Show the card as it was seen last while the perimeter does not answer."""
        selected = self.selected
        if self.state.data is not None or selected is None or failure.code not in OFFLINE_CODES:
            super()._failed(failure)
            return
        self._asking = None
        self._recall(selected, failure, partial(super()._failed, failure))

    def _recall(self, attempt_id: str, failure: Failure, absent: Callable[[], None]) -> None:
        from cabinet.contract.rejections import RejectionCard

        def found(cards: list[RejectionCard], at: datetime) -> None:
            if self.selected == attempt_id and self.state.data is None:
                self.state = Loadable(Phase.OFFLINE, cards[0], at, failure)
                self.changed.emit()

        self.seen.recall(SeenKind.CARD, [attempt_id], RejectionCard, found, absent)

    def _was_refused(self, failure: Failure) -> None:
        self.acting = None
        if self.office.ended(failure):
            return
        self.refused.emit(failure)

    def _again(self) -> None:
        if self.selected is not None:
            self.refresh()
