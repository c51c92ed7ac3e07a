"""What a person has decided while the perimeter did not answer: kept, sent when it answers again, conflicts told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.office import Office
from cabinet.desks.states import OFFLINE_CODES, SESSION_CODES
from cabinet.vault.owner import Owner

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure, Lane, Task
    from cabinet.perimeter.login import PersonSession
    from cabinet.vault.outbox import Act, Pending
    from cabinet.vault.vault import Vault

__all__ = ["OutboxDesk"]


class OutboxDesk(QObject):
    """Acts of whoever is logged in, one delivery at a time; nobody sees or sends another's.

    Attributes:
        pending: what waits, in the order it was decided.

    Signals:
        changed(): :attr:`pending` or :attr:`busy` is another one.
        delivered(int): so many that had waited have arrived.
    """

    changed = Signal()
    delivered = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.pending: tuple[Pending, ...] = ()
        self._task: Task[Any] | None = None
        self._flush_next = False
        office.session_opened.connect(self.flush)
        office.session_lost.connect(self._drop)

    @property
    def busy(self) -> bool:
        """Whether a delivery is under way."""
        return self._task is not None

    @property
    def lane(self) -> Lane:
        """Where what :meth:`carrying_out` returns is run: beside all that waits for a perimeter's silence."""
        return self._office.network if self._office.unreachable is None else self._office.store

    def carrying_out(self, act: Act) -> Callable[[], bool]:
        """Return the job that keeps an act, sends it, and tells whether it has arrived; else it waits.

        The job raises what the perimeter refuses with; then nothing of the act is kept. A perimeter that is known not
        to answer is not asked: nobody waits for its silence.
        """
        if self._office.unreachable is not None:
            return self.keeping(act)
        office = self._office
        vault, session, owner, now = office.vault, office.session, office.owner, office.clock.now()

        def job() -> bool:
            from cabinet.desks.outbox_delivery import Overtaken, deliver
            from cabinet.vault.outbox import forget_pending, keep_pending

            number = vault.use(lambda store: keep_pending(store, owner, act, now))
            try:
                deliver(session, act)
            except Overtaken as overtaken:
                vault.use(lambda store: forget_pending(store, number))
                raise KnownError("CASE_CHANGED") from overtaken
            except KnownError as failure:
                if failure.code in OFFLINE_CODES:
                    return False
                vault.use(lambda store: forget_pending(store, number))
                raise
            vault.use(lambda store: forget_pending(store, number))
            return True

        return job

    def keeping(self, act: Act) -> Callable[[], bool]:
        """Return the job that keeps an act without asking anybody now: it waits."""
        vault, owner, now = self._office.vault, self._office.owner, self._office.clock.now()

        def job() -> bool:
            from cabinet.vault.outbox import keep_pending

            vault.use(lambda store: keep_pending(store, owner, act, now))
            return False

        return job

    @Slot()
    def flush(self) -> None:
        """Send what waits, and learn how everything stands now; asked while the store is busy, right after that."""
        if not self._office.logged_in:
            return
        if self._task is not None:
            self._flush_next = True
            return
        vault, session, owner = self._office.vault, self._office.session, self._office.owner
        self._run(lambda: _deliver_all(vault, session, owner))

    @Slot()
    def look(self) -> None:
        """Learn what waits; nothing is sent."""
        if self._task is not None or not self._office.logged_in:
            return
        self._run(partial(_left, self._office.vault, self._office.owner), self._office.store)

    def send_mine(self, pending: Pending) -> None:
        """Have an act sent that somebody else had been faster than: it takes the place of what stands there now."""
        from cabinet.contract.cases import Case

        if self._task is not None or not pending.theirs:
            return
        vault, session, owner = self._office.vault, self._office.session, self._office.owner
        version = Case.model_validate_json(pending.theirs).version

        def job() -> tuple[int, tuple[Pending, ...]]:
            from cabinet.vault.outbox import mark_pending

            vault.use(lambda store: mark_pending(store, pending.number, version=version))
            return _deliver_all(vault, session, owner)

        self._run(job)

    def drop(self, pending: Pending) -> None:
        """Let an act be: what stands there stays."""
        if self._task is not None:
            return
        self._run(partial(_left, self._office.vault, self._office.owner, pending.number), self._office.store)

    def _run(self, job: Callable[[], tuple[int, tuple[Pending, ...]]], lane: Lane | None = None) -> None:
        self._task = (lane or self._office.network).run(job, self._looked, self._failed)
        self.changed.emit()

    def _looked(self, answer: tuple[int, tuple[Pending, ...]]) -> None:
        self._task = None
        arrived, self.pending = answer
        self.changed.emit()
        if arrived:
            self.delivered.emit(arrived)
        self._go_on()

    def _failed(self, failure: Failure) -> None:
        """Whatever was not sent waits on."""
        self._task = None
        if not self._office.ended(failure):
            self.changed.emit()
            self._go_on()

    def _go_on(self) -> None:
        if self._flush_next:
            self._flush_next = False
            self.flush()

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """The next person has their own."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.pending, self._flush_next = (), False
        self.changed.emit()


def _left(vault: Vault, owner: Owner, dropped: int | None = None) -> tuple[int, tuple[Pending, ...]]:
    """Return that nothing was sent, and what waits; an act that nobody wants any more is dropped before."""
    from cabinet.vault.outbox import forget_pending, pending_of

    if dropped is not None:
        vault.use(partial(forget_pending, number=dropped))
    return 0, vault.use(partial(pending_of, owner=owner))


def _deliver_all(vault: Vault, session: PersonSession, owner: Owner) -> tuple[int, tuple[Pending, ...]]:
    """Send what waits in its order, up to the first that finds no perimeter; return how many arrived, and the rest."""
    from cabinet.desks.outbox_delivery import Overtaken, deliver
    from cabinet.vault.drafts import forget_draft
    from cabinet.vault.outbox import PendingKind, forget_pending, mark_pending, pending_of

    arrived, versions = 0, dict[str, int]()
    for one in vault.use(lambda store: pending_of(store, owner)):
        if one.why:
            continue
        number, version, why, theirs = one.number, versions.get(one.act.subject, one.act.version), "", b""
        facts: dict[str, str] = {}
        try:
            # Of two decisions about one case the first makes the version that the second is about.
            versions[one.act.subject] = deliver(session, one.act.at(version))
            arrived += 1
        except Overtaken as overtaken:
            why, theirs = "CASE_CHANGED", overtaken.theirs.model_dump_json(by_alias=True).encode()
        except KnownError as failure:
            if failure.code in SESSION_CODES:
                raise
            if failure.code in OFFLINE_CODES:
                break
            why, facts = failure.code, failure.facts
        if not why and one.act.kind is PendingKind.CORRECTION:
            vault.use(partial(forget_draft, attempt_id=one.act.subject))
        settle = partial(mark_pending, number=number, version=version, why=why, facts=facts, theirs=theirs)
        vault.use(settle if why else partial(forget_pending, number=number))
    return arrived, vault.use(lambda store: pending_of(store, owner))
