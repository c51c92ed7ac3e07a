"""The desk of proofs: what the witness knows of the log, and the audit of all of it by a process of its own.

Where an audit stands is kept in the vault every few seconds: one that was paused, or that ended with the session or
the program, goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from cabinet.contract.moment import kyiv_words
from cabinet.contract.states import Environment
from cabinet.desks.office import Loader, Office
from cabinet.lanes.lane import Failure, Lane, Task

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.audit.report import Progress, Report
    from cabinet.desks.entry_proof import EntryProofDesk
    from cabinet.desks.reversals import ReversalDesk
    from cabinet.desks.verification import VerificationDesk
    from cabinet.desks.witness import Witnessed
    from cabinet.perimeter.audit_child import Told
    from cabinet.perimeter.audit_process import AuditProcess
    from cabinet.vault.witness import Alarm, Kept

__all__ = ["AuditPhase", "KeptAuditReport", "Proofs", "ProofsDesk"]


class AuditPhase(Enum):
    """Where the audit stands."""

    IDLE = "idle"
    """None is under way, nor was left off."""
    RUNNING = "running"
    PAUSING = "pausing"
    """It was told to pause and finishes a tile."""
    PAUSED = "paused"
    """It can go on: :attr:`ProofsDesk.failure` says why it stopped, if nobody has told it to."""
    DONE = "done"
    """:attr:`ProofsDesk.report` says what it came to."""


@dataclass(frozen=True)
class KeptAuditReport:
    """What the last whole audit came to, the folder of receipts, and where one that was left off goes on from."""

    report: Report | None
    receipts: str
    state: bytes | None


@dataclass(frozen=True)
class Proofs:
    """What the witness knows: the newest checkpoint, all that were seen (the largest first), alarms, the last audit.

    ``witness`` is the verifier key of the cabinet's own cosignatures, empty where nothing can be kept.
    """

    log: Witnessed
    checkpoints: list[Kept]
    alarms: list[Alarm]
    witness: str
    audit: KeptAuditReport

    @property
    def alarm(self) -> Alarm | None:
        """The first alarm that nobody has closed."""
        return next((alarm for alarm in self.alarms if alarm.closed_at is None), None)

    @property
    def proved(self) -> Kept | None:
        """The newest checkpoint that is proved to continue those before it."""
        return next((one for one in self.checkpoints if one.proved), None)


class ProofsDesk(Loader[Proofs]):
    """``state.data`` is :class:`Proofs`.

    Attributes:
        phase: where the audit stands. progress: how far it is. report: what it came to. failure: why it has stopped.
        receipts: the folder of own receipts that is compared, None for none. written: the last file that was written.
        acting: an alarm is being closed, or a file written. act_failure: why the last of these was not.

    Signals:
        audited(): any of them is another one.
        closed(): an alarm was closed.
    """

    audited = Signal()
    closed = Signal()
    _told = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        # Of its own: a child lives as long as its audit.
        self._lane = Lane("audit", 1, self)
        self._process: AuditProcess | None = None
        self._task: Task[None] | None = None
        self.phase = AuditPhase.IDLE
        self.progress: Progress | None = None
        self.report: Report | None = None
        self.failure: Failure | None = None
        self.receipts: Path | None = None
        self.started_at: datetime | None = None
        self.started_with = 0
        self.acting, self.written = False, ""
        self.act_failure: Failure | None = None
        self._state = b""
        self._restored = False
        self._told.connect(self._heard)
        office.stopping.connect(self._close)

    # -- what the witness knows --------------------------------------------------------------------------------------

    @cached_property
    def verification(self) -> VerificationDesk:
        """Files that are verified."""
        from cabinet.desks.verification import VerificationDesk

        return VerificationDesk(self.office)

    @cached_property
    def entry_proofs(self) -> EntryProofDesk:
        """Packages of evidence."""
        from cabinet.desks.entry_proof import EntryProofDesk

        return EntryProofDesk(self.office)

    @cached_property
    def reversals(self) -> ReversalDesk:
        """The desk of what was accepted and may be taken back."""
        from cabinet.desks.reversals import ReversalDesk

        return ReversalDesk(self.office)

    def question(self) -> Callable[[], Proofs]:
        """Ask for the newest checkpoint, and the vault for what it knows."""
        session, vault, clock, where = self.office.session, self.office.vault, self.office.clock, self.office.where

        def ask() -> Proofs:
            from cabinet.desks.witness import witness, witness_of
            from cabinet.perimeter.log import LogClient
            from cabinet.vault.audits import audit_of
            from cabinet.vault.witness import alarms_of, checkpoints_of

            client = LogClient(session, session.profile)
            log = witness(vault, client, clock)
            origin = log.checkpoint.origin
            if log.failure is not None:
                return Proofs(log, [], [], "", KeptAuditReport(None, "", None))
            kept = vault.use(lambda store: audit_of(store, where))
            return Proofs(
                log,
                vault.use(lambda store: checkpoints_of(store, origin, client.trusted)),
                vault.use(lambda store: alarms_of(store, origin, client.trusted)),
                witness_of(vault).verifier,
                KeptAuditReport(None, "", None)
                if kept is None
                else KeptAuditReport(_report(kept.report), kept.receipts, kept.state),
            )

        return ask

    def _arrived(self, data: Proofs) -> None:
        kept = data.audit
        if not self._restored:
            self._restored, self.report = True, kept.report
            self.receipts = Path(kept.receipts) if kept.receipts else None
            if kept.state is not None:
                self.phase, self._state = AuditPhase.PAUSED, kept.state
        super()._arrived(data)
        self.audited.emit()

    # -- the audit ---------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether an audit is under way."""
        return self.phase in {AuditPhase.RUNNING, AuditPhase.PAUSING}

    def choose_receipts(self, folder: Path | None) -> None:
        """Compare with the receipts of a folder, at the next audit."""
        if not self.busy:
            self.receipts, self._state = folder, b""
            self.phase = AuditPhase.IDLE if self.phase is AuditPhase.PAUSED else self.phase
            self.audited.emit()

    def start(self) -> None:
        """Audit from the first entry."""
        self._state = b""
        self._run()

    def resume(self) -> None:
        """Go on where it stopped."""
        self._run()

    def pause(self) -> None:
        """Stop at the next tile, to go on later."""
        if self.phase is AuditPhase.RUNNING and self._process is not None:
            self._process.pause()
            self._to(AuditPhase.PAUSING)

    def cancel(self) -> None:
        """Give it up: it begins anew the next time."""
        if self.phase in {AuditPhase.RUNNING, AuditPhase.PAUSING, AuditPhase.PAUSED}:
            self._end_process()
            self._state, self.progress, self.failure = b"", None, None
            self._keep(None, None)
            self._to(AuditPhase.IDLE)

    def write_protocol(self, out: Path, language: str) -> None:
        """Write the protocol of the last audit: as PDF where the name ends so, else as JSON."""
        from cabinet.export.job import Heading

        report, session = self.report, self.office.session
        if report is None:
            return
        heading = Heading(
            perimeter=session.profile.name, test=session.profile.environment is Environment.TEST,
            operator=session.person.operator_name, at=kyiv_words(self.office.clock.now()),
        )  # fmt: skip

        def job() -> Path:
            from cabinet.audit.protocol import write_protocol

            write_protocol(report, heading, language, out)
            return out

        self._act(job)

    def write_evidence(self, alarm: Alarm, out: Path) -> None:
        """Write an alarm's evidence: its code, facts and the two signed notes that contradict each other, as JSON."""

        def job() -> Path:
            from cabinet.contract.moment import wire
            from cabinet.profile.atomic import write_atomically

            body = {
                "evidence": "soms-log-alarm/v1", "code": alarm.error.code, "facts": alarm.error.facts,
                "raisedAt": wire(alarm.raised_at), "notes": list(alarm.evidence),
                "closedAt": wire(alarm.closed_at) if alarm.closed_at is not None else None,
                "closedBy": alarm.closed_by, "reason": alarm.reason,
            }  # fmt: skip
            write_atomically(out, json.dumps(body, ensure_ascii=False, indent=1).encode())
            return out

        self._act(job)

    def close_alarm(self, alarm: Alarm, reason: str) -> None:
        """Close an alarm for a written reason, under the name of whoever is logged in."""
        vault, clock, by = self.office.vault, self.office.clock, self.office.session.person.name

        def job() -> None:
            from cabinet.vault.witness import close_alarm

            vault.use(lambda store: close_alarm(store, alarm.number, by, reason, clock.now()))

        self.acting, self.act_failure = True, None
        self.office.store.run(job, self._alarm_closed, self._not_done)
        self.audited.emit()

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Nothing of the log outlives the session; where the audit stood is kept."""
        self._end_process()
        self._forget()
        super().drop(code)
        self.audited.emit()

    def _forget(self) -> None:
        self.phase, self._state, self._restored = AuditPhase.IDLE, b"", False
        self.progress = self.report = self.failure = self.act_failure = None
        self.receipts = self.started_at = None
        self.started_with, self.acting, self.written = 0, False, ""

    def _to(self, phase: AuditPhase) -> None:
        self.phase = phase
        self.audited.emit()

    def _run(self) -> None:
        data = self.state.data
        if self.busy or data is None or not self.office.logged_in:
            return
        from cabinet.perimeter.audit_child import SeenCheckpoint
        from cabinet.perimeter.audit_process import AuditProcess, AuditWish

        seen = [SeenCheckpoint(one.size, one.root) for one in data.checkpoints]
        sighting = data.log.sighting
        wish = AuditWish(seen, sighting.since if sighting is not None else None, self.receipts, self._state)
        process = self._process = AuditProcess(self.office.session, wish)
        self.failure, self.progress, self.written = None, None, ""
        self.started_at, self.started_with = self.office.clock.now(), -1

        def tell(said: Told) -> None:
            self._told.emit((process, said))

        def ended(_: Any) -> None:
            self._task = None

        self._task = self._lane.run(lambda: process.run(tell), ended, self._ended)
        self._to(AuditPhase.RUNNING)

    @Slot(object)
    def _heard(self, said: tuple[AuditProcess, Told]) -> None:
        process, told = said
        if process is not self._process:
            return
        if told.state is not None:
            self._state = told.state
            self._keep(told.state, None)
        if told.progress is not None:
            self.progress = told.progress
            self.started_with = told.progress.done if self.started_with < 0 else self.started_with
        if told.paused:
            self._process = None
            self.phase = AuditPhase.PAUSED
        elif told.report is not None:
            self._process, self._state = None, b""
            self.report, self.phase = told.report, AuditPhase.DONE
            self._keep(None, told.report)
            self.refresh()
        self.audited.emit()

    def _keep(self, state: bytes | None, report: Report | None) -> None:
        """Keep where it stands, or what it came to; what cannot be kept begins anew the next time."""
        vault, where, now = self.office.vault, self.office.where, self.office.clock.now()
        receipts = str(self.receipts) if self.receipts is not None else ""

        def job() -> None:
            import msgspec

            from cabinet.vault.audits import KeptAudit, keep_audit

            written = msgspec.json.encode(report) if report is not None else None
            vault.use(lambda store: keep_audit(store, where, KeptAudit(receipts, state, written, now)))

        self.office.store.run(job, lambda _: None, lambda _: None)

    def _ended(self, failure: Failure) -> None:
        self._task = self._process = None
        if self.office.ended(failure):
            return
        self.failure = failure
        self._to(AuditPhase.PAUSED if self._state else AuditPhase.IDLE)

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.stop()
        if self._task is not None:
            self._task.cancel()
        self._task = self._process = None

    @Slot()
    def _close(self) -> None:
        self._end_process()
        self._lane.stop()

    # -- acts --------------------------------------------------------------------------------------------------------

    def _act(self, job: Callable[[], Path]) -> None:
        if self.acting:
            return
        self.acting, self.act_failure, self.written = True, None, ""
        self.office.store.run(job, self._done, self._not_done)
        self.audited.emit()

    def _done(self, out: Path) -> None:
        self.acting, self.written = False, str(out)
        self.audited.emit()

    def _alarm_closed(self, _: None) -> None:
        self.acting = False
        self.closed.emit()
        self.refresh()

    def _not_done(self, failure: Failure) -> None:
        self.acting, self.act_failure = False, failure
        self.audited.emit()


def _report(data: bytes | None) -> Report | None:
    """Return a report that was kept; one of another version is none."""
    import msgspec

    from cabinet.audit.report import Report

    try:
        return msgspec.json.decode(data, type=Report) if data is not None else None
    except msgspec.MsgspecError:
        return None
