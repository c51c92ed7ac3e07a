"""The desk of an act over many rejections: read, checked whole, sent chunk by chunk, gone on with after a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter
from cabinet.contract.identifiers import uuid7
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.bulk.plan import Figures, Item, State, chunks, linked, plan, set_digest
from cabinet.desks.corrections import amends
from cabinet.desks.office import Office
from cabinet.desks.states import Phased
from cabinet.lanes.lane import Failure, Task
from cabinet.vault.acts import SIGNED_SET

if TYPE_CHECKING:
    from pathlib import Path

    from cabinet.contract.about import Limits
    from cabinet.contract.findings import BatchAnswer
    from cabinet.contract.rejection_lines import RejectionLine, RejectionLines
    from cabinet.desks.bulk.changes import Change
    from cabinet.desks.bulk.report import Report
    from cabinet.vault.acts import Chunk, KeptAct

__all__ = ["BulkDesk", "BulkPhase", "Selection"]

_PAGE = 500
"""As many as one question may name."""


class BulkPhase(Enum):
    """How far an act has come."""

    IDLE = "idle"
    READING = "reading"
    CHECKING = "checking"
    CHECKED = "checked"
    SENDING = "sending"
    DONE = "done"


@dataclass(frozen=True)
class Selection:
    """What was ticked: everything of a filter as of one entry but ``without``, or only ``attempts``."""

    filter: Filter
    as_of: int
    attempts: tuple[str, ...] | None = None
    without: frozenset[str] = frozenset()


class BulkDesk(Phased[BulkPhase]):
    """One act at a time; ``running`` says whether it goes on by itself, :meth:`go_on` takes it up where it stands.

    Attributes:
        items: what would be sent, in order; known once everything is read.
        done, total: lines read, checked or sent, of how many.
        failure: why it stands still, if it does.
        report: what became of it, at the end.
        unfinished: an act that an earlier run of the window left, or None.
        limits: above which corrections are signed; None where they never are.

    Signals:
        changed(): any of these is another one.
        sent(): some lines were answered: what is listed elsewhere is old now.
        list_saved(str): the list of an act is in this file.
        list_failed(object): why it is not.
    """

    sent = Signal()
    list_saved = Signal(str)
    list_failed = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(BulkPhase.IDLE, office)
        self.office = office
        self.items: list[Item] = []
        self.done = self.total = 0
        self.failure: Failure | None = None
        self.report: Report | None = None
        self.unfinished: KeptAct | None = None
        self.limits: Limits | None = None
        self.began: datetime | None = None
        self._selection: Selection | None = None
        self._named: tuple[str, ...] = ()
        """Attempts that were ticked by themselves and are not read yet."""
        self._stopping = False
        self._change: Change | None = None
        self._lines: list[RejectionLine] = []
        self._cursor: str | None = None
        self._pending: list[list[Item]] = []
        self._act: int | None = None
        self._task: Task[Any] | None = None
        office.session_lost.connect(self._lost)
        office.session_opened.connect(self.look)

    @property
    def running(self) -> bool:
        """Whether a request is under way."""
        return self._task is not None

    @property
    def passing(self) -> list[Item]:
        """What the check would let through, in the order it is sent."""
        return [item for item in self.items if item.state is State.WOULD_PASS]

    # -- reading and checking ------------------------------------------------------------------------------------

    def begin(self, selection: Selection, change: Change | None) -> None:
        """Read everything selected and check what the rule makes of it; an act that is being sent is not disturbed."""
        if self.phase is BulkPhase.SENDING:
            return
        self.close()
        self._selection, self._named, self._change = selection, selection.attempts or (), change
        self.began = self.office.clock.now()
        self._to(BulkPhase.READING)
        self._learn_limits()
        self._read()

    def change_rule(self, change: Change | None) -> None:
        """Check what another rule makes of the same lines."""
        if self.phase not in {BulkPhase.CHECKING, BulkPhase.CHECKED}:
            return
        self._cancel()
        self._change = change
        self._check_all()

    def _learn_limits(self) -> None:
        """Ask for the limits; without them the signature is told of when it is wanted."""
        session = self.office.session

        def job() -> Limits | None:
            from cabinet.desks.correction_signing import ask_limits

            return ask_limits(session)

        self.office.network.run(job, self._know_limits, lambda _: None)

    def _know_limits(self, limits: Limits | None) -> None:
        self.limits = limits
        self.changed.emit()

    def close(self) -> None:
        """Forget what was read; an act that is being sent goes on."""
        if self.phase is not BulkPhase.SENDING:
            self._cancel()
            self._lines, self.items, self._cursor, self._pending = [], [], None, []
            self.done = self.total = 0
            self.failure = self.report = None
            self._to(BulkPhase.IDLE)

    def stop(self) -> None:
        """Stand still: what is under way is not waited for while nothing is sent, and awaited where something is."""
        if self.phase is BulkPhase.SENDING:
            self._stopping = True
        elif self.running:
            self._cancel()
            self.changed.emit()

    def go_on(self) -> None:
        """Go on where it stands, after a failure or a stop."""
        if self.running:
            return
        self.failure = None
        if self.phase is BulkPhase.READING:
            self._read()
        elif self.phase is BulkPhase.CHECKING:
            self._check()
        elif self.phase is BulkPhase.SENDING:
            self._stopping = False
            self._send()

    def _read(self) -> None:
        selection, cursor, session = self._selection, self._cursor, self.office.session
        assert selection is not None  # noqa: S101  it is being read
        named = list(self._named[:_PAGE]) or None

        def ask() -> RejectionLines:
            from cabinet.contract.rejection_lines import LinesAsked
            from cabinet.perimeter.rejections import RejectionsClient

            asked = LinesAsked(
                filter=selection.filter.text(), attempt_ids=named, as_of=selection.as_of, cursor=cursor, limit=_PAGE,
                consequences=True, suggestions=True,
            )  # fmt: skip
            return RejectionsClient(session).lines(asked)

        self._run(ask, self._was_read)

    def _was_read(self, page: RejectionLines) -> None:
        selection = self._selection
        assert selection is not None  # noqa: S101  it is being read
        self._lines += [line for line in page.items if line.row.attempt_id not in selection.without]
        self._cursor, self._named = page.next, self._named[_PAGE:]
        self.total = len(selection.attempts) if selection.attempts is not None else page.total.value
        self.done = len([line for line in self._lines if line.follows is None])
        if self._named or self._cursor is not None:
            self._read()
        else:
            self._check_all()

    def _check_all(self) -> None:
        self.items = plan(self._lines, self._change)
        self._pending = list(chunks([item for item in self.items if item.after is not None]))
        self.done, self.total = 0, sum(len(chunk) for chunk in self._pending)
        self.failure, self.began = None, self.office.clock.now()
        self._to(BulkPhase.CHECKING)
        self._check()

    def _check(self) -> None:
        if not self._pending:
            self._to(BulkPhase.CHECKED)
            return
        chunk, session = self._pending[0], self.office.session
        body = b"".join(linked(item, ReasonCode.OTHER, "") + b"\n" for item in chunk)

        def ask() -> BatchAnswer:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).check(body)

        self._run(ask, lambda answer: self._was_checked(chunk, answer))

    def _was_checked(self, chunk: list[Item], answer: BatchAnswer) -> None:
        verdicts = {
            chunk[item.index].attempt_id: chunk[item.index].judged(item, State.WOULD_PASS, State.WOULD_FAIL)
            for item in answer.items
        }
        self.items = [verdicts.get(item.attempt_id, item) for item in self.items]
        self._pending = self._pending[1:]
        self.done += len(chunk)
        self._check()

    # -- sending ---------------------------------------------------------------------------------------------------

    @property
    def signed(self) -> bool:
        """Whether what passed is signed when it is sent, as far as is known before."""
        from cabinet.contract.correction_sets import Reckoned
        from cabinet.desks.correction_signing import above_limits

        passing = self.passing
        figures = Figures.of(passing)
        whole = Reckoned(items=figures.count, kop=figures.operations_kop)
        return self.limits is not None and (
            any(amends(item.after) for item in passing) or above_limits(whole, self.limits)
        )

    def digest(self, reason: ReasonCode, text: str) -> str:
        """Return SHA-256 of the set that would be sent."""
        return set_digest(linked(item, reason, text) for item in self.passing)

    def send(self, reason: ReasonCode, text: str) -> None:
        """Keep the act whole, then send what passed; its first lines are checked once more, with the explanation.

        Where the perimeter wants the act signed, it is signed before any of it is kept or sent.
        """
        passing = self.passing
        if self.phase is not BulkPhase.CHECKED or self.running or not passing:
            return
        self.failure = None
        cut = [[(linked(i, reason, text), i.line.follows is not None) for i in chunk] for chunk in chunks(passing)]
        facts: dict[str, object] = {"digest": set_digest(line for chunk in cut for line, _ in chunk)}
        bodies = [b"".join(line + b"\n" for line, _ in chunk) for chunk in cut]
        office, session, where, now = self.office, self.office.session, self.office.where, self.office.clock.now()
        person = session.person.name

        def keep() -> int:
            from cabinet.desks.correction_signing import sign_before
            from cabinet.perimeter.rejections import RejectionsClient
            from cabinet.vault.acts import keep_act

            answer = RejectionsClient(session).check(bodies[0])
            if any(item.outcome is Outcome.REJECTED for item in answer.items):
                codes = {code for item in answer.items for code in item.error_codes}
                raise KnownError("ACT_WOULD_FAIL", codes=", ".join(sorted(codes)))
            facts[SIGNED_SET] = sign_before(session, bodies)  # Before it is kept: whoever signs nothing begins nothing.
            kept = [
                (uuid7(), [line for line, _ in chunk], frozenset(n for n, (_, follows) in enumerate(chunk) if follows))
                for chunk in cut
            ]
            return office.vault.use(lambda store: keep_act(store, where, person, kept, facts, now))

        self._run(keep, lambda act: self._sending(act, len(passing)))

    def _sending(self, act: int, total: int, done: int = 0) -> None:
        self._act, self._stopping = act, False
        self.done, self.total, self.began = done, total, self.office.clock.now()
        self._to(BulkPhase.SENDING)
        self._send()

    def _send(self) -> None:
        act, office, session = self._act, self.office, self.office.session
        assert act is not None  # noqa: S101  it is being sent

        def job() -> tuple[Chunk | None, Report | None]:
            import msgspec

            from cabinet.desks.bulk.report import report_of
            from cabinet.desks.bulk.signed_parts import send_chunk
            from cabinet.vault.acts import answered, chunks_of, forget_act, next_chunk

            chunk = office.vault.use(lambda store: next_chunk(store, act))
            if chunk is not None:
                answer = msgspec.json.encode(send_chunk(office.vault, session, chunk))
                office.vault.use(lambda store: answered(store, chunk, answer))
                return chunk, None
            report = report_of(office.vault.use(lambda store: chunks_of(store, act)))
            office.vault.use(lambda store: forget_act(store, act))
            return None, report

        self._run(job, self._was_sent)

    def _was_sent(self, answer: tuple[Chunk | None, Report | None]) -> None:
        chunk, report = answer
        if chunk is None:
            self._act, self.report, self.unfinished = None, report, None
            if report is not None:
                from cabinet.desks.bulk.act_list import left_out

                report.lines += left_out(self.items)
            self._to(BulkPhase.DONE)
            self.sent.emit()
            return
        self.done += len(chunk.lines)
        if self._stopping:
            self.changed.emit()
        else:
            self._send()

    def save_list(self, report: Report, out: Path) -> None:
        """Write what became of each line of an act that is over."""

        def job() -> str:
            from cabinet.desks.bulk.act_list import act_csv
            from cabinet.profile.atomic import write_atomically

            write_atomically(out, act_csv(report.lines, report.digest))
            return str(out)

        self.office.network.run(job, self.list_saved.emit, self.list_failed.emit)

    # -- what an earlier run left ------------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Look for an act that is not over; :attr:`unfinished` tells."""
        if self.phase is BulkPhase.SENDING or self.running or not self.office.logged_in:
            return
        office, where = self.office, self.office.where

        def job() -> KeptAct | None:
            from cabinet.vault.acts import unfinished_act

            return office.vault.use(lambda store: unfinished_act(store, where))

        self._run(job, self._looked)

    def _looked(self, act: KeptAct | None) -> None:
        self.unfinished = act
        self.changed.emit()

    def resume(self) -> None:
        """Go on with the act that an earlier run left."""
        act = self.unfinished
        if act is not None and self.phase is not BulkPhase.SENDING:
            self.close()
            self.unfinished = None
            self._sending(act.number, act.total, act.sent)

    @Slot()
    def let_be(self) -> None:
        """Drop the act that an earlier run left: what it has sent stays sent, the rest stays rejected and open."""
        act, office = self.unfinished, self.office
        if act is None or self.running or self.phase is BulkPhase.SENDING:
            return
        where = office.where

        def job() -> KeptAct | None:
            from cabinet.vault.acts import forget_act, unfinished_act

            office.vault.use(lambda store: forget_act(store, act.number))
            return office.vault.use(lambda store: unfinished_act(store, where))

        self._run(job, self._looked)

    # -- the one request under way -------------------------------------------------------------------------------------

    def _run(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def arrived(answer: Any) -> None:
            self._task = None
            done(answer)

        self._task = self.office.network.run(job, arrived, self._failed)
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self._task = None
        if not self.office.ended(failure):
            self.failure = failure
            self.changed.emit()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @Slot(str)
    def _lost(self, _code: str) -> None:
        """No data outlives the session; an act that was being sent is kept, and found again after the next log-in."""
        self._cancel()
        self.phase, self._act = BulkPhase.IDLE, None
        self.unfinished = None
        self.close()
