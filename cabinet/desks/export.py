"""The desk of an export: a process of its own writes the file; stopped, killed or cut, it is gone on with later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import EVERYTHING, Filter
from cabinet.contract.moment import kyiv_day, kyiv_words
from cabinet.contract.states import Environment
from cabinet.desks.office import Office
from cabinet.desks.states import SESSION_CODES, Phased
from cabinet.lanes.lane import Failure, Lane, Task

if TYPE_CHECKING:
    from cabinet.export.job import ExportJob
    from cabinet.perimeter.export_process import ExportProcess
    from cabinet.perimeter.rejection_export import Progress

__all__ = ["ExportDesk", "ExportPhase", "ExportWish"]


class ExportPhase(Enum):
    """Where an export stands; ``STOPPED`` can be gone on with."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True)
class ExportWish:
    """What a person asked for: a form by its name, where to, and what is listed as of an entry."""

    form: str
    out: Path
    filter: Filter = EVERYTHING
    as_of: int | None = None
    bom: bool = False
    language: str = "uk"


class ExportDesk(Phased[ExportPhase]):
    """One export at a time. What was begun and is not over is kept in the vault, and found again by :meth:`look`.

    Attributes:
        job: what is exported, or was last. progress: how far it is, None before the first word of it.
        failure: why it stands still, where nobody stopped it. rows: how many the file has, once it is there.
    """

    _told = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(ExportPhase.IDLE, office)
        self.office = office
        self.job: ExportJob | None = None
        self.progress: Progress | None = None
        self.failure: Failure | None = None
        self.rows = 0
        # Of its own: an export lasts, and the pages ask on the network lane meanwhile.
        self._lane = Lane("export", 1, self)
        self._process: ExportProcess | None = None
        self._task: Task[Any] | None = None
        self._began_at = 0
        self._told.connect(self._heard)
        office.session_lost.connect(self._lost)
        office.session_opened.connect(self.look)
        office.stopping.connect(self._close)

    @property
    def out(self) -> Path | None:
        """The file that is written, or was last."""
        return Path(self.job.out) if self.job is not None else None

    def begin(self, wish: ExportWish) -> None:
        """Begin an export; one that is under way is not disturbed."""
        if self.phase is ExportPhase.RUNNING:
            return
        from cabinet.export.job import ExportForm, ExportJob, Heading

        session, now = self.office.session, self.office.clock.now()
        self.job = ExportJob(
            form=ExportForm(wish.form),
            out=str(wish.out.absolute()),
            filter=wish.filter.fixed(kyiv_day(now)).text(),
            as_of=wish.as_of,
            bom=wish.bom,
            language=wish.language,
            heading=Heading(
                perimeter=session.profile.name,
                test=session.profile.environment is Environment.TEST,
                operator=session.person.operator_name,
                at=kyiv_words(now),
            ),
        )
        self._start()

    def go_on(self) -> None:
        """Go on with what stands still, in the file that it was begun in."""
        if self.phase is ExportPhase.STOPPED and self.job is not None and self.office.logged_in:
            self._start()

    def stop(self) -> None:
        """End the process; what is written stays beside the file."""
        if self.phase is ExportPhase.RUNNING:
            self._end_process()
            self.failure = None
            self._to(ExportPhase.STOPPED)

    def discard(self) -> None:
        """Give up what stands still: the part beside the file goes."""
        job = self.job
        if self.phase is not ExportPhase.STOPPED or job is None or not self.office.logged_in:
            return
        office, where = self.office, self.office.where

        def drop() -> None:
            from cabinet.export.part import part_paths
            from cabinet.export.part_lock import alone_with
            from cabinet.vault.exports import forget_export

            with suppress(OSError), alone_with(Path(job.out)):  # a folder that is gone took it along
                for path in part_paths(Path(job.out)):
                    path.unlink(missing_ok=True)
            office.vault.use(lambda store: forget_export(store, where, job.out))

        self._run(drop, lambda _: self._forget())

    def close_done(self) -> None:
        """Let go of an export that is over."""
        if self.phase is ExportPhase.DONE:
            self._forget()

    @Slot()
    def look(self) -> None:
        """Look for an export that an earlier run of the window left."""
        if self.phase is not ExportPhase.IDLE or self._task is not None or not self.office.logged_in:
            return
        office, where = self.office, self.office.where

        def find() -> ExportJob | None:
            import msgspec

            from cabinet.export.job import ExportJob
            from cabinet.vault.exports import unfinished_export

            kept = office.vault.use(lambda store: unfinished_export(store, where))
            try:
                return None if kept is None else msgspec.json.decode(kept, type=ExportJob)
            except msgspec.MsgspecError:  # of a later version of the cabinet
                return None

        self._run(find, self._found)

    def _found(self, job: ExportJob | None) -> None:
        if job is not None and self.phase is ExportPhase.IDLE:
            self.job, self.progress, self.failure = job, None, None
            self._to(ExportPhase.STOPPED)

    def _start(self) -> None:
        job, office, session, where = self.job, self.office, self.office.session, self.office.where
        assert job is not None  # noqa: S101  it has just been made, or stands still
        from cabinet.perimeter.export_process import ExportProcess

        self._process = process = ExportProcess(session, job)
        now = office.clock.now()
        self.failure, self.rows = None, 0
        self._began_at = self.progress.rows if self.progress is not None else 0

        def export() -> int | None:
            import msgspec

            from cabinet.vault.exports import forget_export, keep_export

            kept = msgspec.json.encode(job)
            office.vault.use(lambda store: keep_export(store, where, job.out, kept, now))
            rows = process.run(self._told.emit)
            if rows is not None:
                office.vault.use(lambda store: forget_export(store, where, job.out))
            return rows

        self._run(export, self._finished)
        self._to(ExportPhase.RUNNING)

    @Slot(object)
    def _heard(self, progress: Progress) -> None:
        if self.phase is ExportPhase.RUNNING:
            self.progress = progress
            self.changed.emit()

    def _finished(self, rows: int | None) -> None:
        if rows is None:
            self._to(ExportPhase.STOPPED)
            return
        self.rows = rows
        self._to(ExportPhase.DONE)

    def _forget(self) -> None:
        self.job = self.progress = self.failure = None
        self._to(ExportPhase.IDLE)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def arrived(answer: Any) -> None:
            self._task = self._process = None
            done(answer)

        self._task = self._lane.run(work, arrived, self._failed)

    def _failed(self, failure: Failure) -> None:
        self._task = self._process = None
        if self.phase is not ExportPhase.RUNNING:
            self.changed.emit()
            return
        rows = self.progress.rows if self.progress is not None else 0
        if failure.code in SESSION_CODES and self.office.logged_in and rows > self._began_at:
            # Only the lent session's hour is over.
            self._start()
            return
        self.failure = failure
        self._to(ExportPhase.STOPPED)

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.stop()
        if self._task is not None:
            self._task.cancel()
        self._task = self._process = None

    @Slot(str)
    def _lost(self, code: str) -> None:
        if self.phase is ExportPhase.RUNNING:
            self._end_process()
            self.failure = KnownError(code if code in SESSION_CODES else "SESSION_ENDED")
            self._to(ExportPhase.STOPPED)

    @Slot()
    def _close(self) -> None:
        self._end_process()
        self._lane.stop()
