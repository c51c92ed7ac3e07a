"""The desk of reconciling: a platform's day files compared with the perimeter by a process of its own, day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from cabinet.contract.moment import kyiv_words
from cabinet.contract.states import Environment
from cabinet.desks.office import Loader, Office
from cabinet.desks.store_writes import StoreWrites
from cabinet.lanes.lane import Failure, Lane, Task

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord
    from cabinet.desks.reversals import ReversalDesk
    from cabinet.perimeter.reconcile_child import Command, LookedAt, Told, Written
    from cabinet.perimeter.reconcile_process import ReconcileProcess
    from cabinet.reconcile.comparison import Progress
    from cabinet.reconcile.differences import Difference, Report
    from cabinet.vault.justifications import Justification
    from cabinet.vault.store import Store

__all__ = ["ComparedDay", "FilePhase", "ReconciliationDesk"]


class FilePhase(Enum):
    """Where the chosen files stand."""

    NONE = "none"
    """Nothing is chosen."""
    LOOKING = "looking"
    """They are looked at: their days and columns are not known yet."""
    OPEN = "open"
    """Their days are compared, or are being compared."""
    STOPPED = "stopped"
    """A person has stopped it, or it came to nothing: :attr:`ReconciliationDesk.failure` says why."""


@dataclass
class ComparedDay:
    """One day: its files by their number, and how far its comparison is; one of ``report`` and ``failure`` ends it."""

    day: str
    files: list[int]
    progress: Progress | None = None
    report: Report | None = None
    failure: Failure | None = None

    @property
    def busy(self) -> bool:
        """Whether it is still compared, or waits for that."""
        return self.report is None and self.failure is None


@dataclass(frozen=True)
class _Chosen:
    """What a person has chosen, kept to be compared again."""

    paths: Sequence[Path] = ()
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


class ReconciliationDesk(Loader["OperatorRecord"]):
    """``state.data`` is the operator's record, which has the sources; nothing of a file outlives the session.

    Attributes:
        phase: where the chosen files stand. files: each as it was looked at. days: each day of theirs, oldest first.
        day: the one that is shown. justified: of each day, reasons by the kind of difference and the operator's id.
        failure: why nothing can be compared. writing: a file is being written.
        written: the last that was. write_failure: why the last was not.

    Signals:
        compared(): phase, days, or what was written, are others.
    """

    compared = Signal()
    _told = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        # Of its own: a child lives as long as its files are shown.
        self._lane = Lane("reconcile", 1, self)
        self._writes = StoreWrites(office)
        self._process: ReconcileProcess | None = None
        self._task: Task[None] | None = None
        self.files: list[LookedAt] = []
        self.days: dict[str, ComparedDay] = {}
        self.failure: Failure | None = None
        self.written: Written | None = None
        self.write_failure: Failure | None = None
        self._told.connect(self._heard)
        office.stopping.connect(self._close)
        self._forget()

    def question(self) -> Callable[[], OperatorRecord]:
        """Ask for the record."""
        session = self.office.session

        def ask() -> OperatorRecord:
            from cabinet.perimeter.registry import RegistryClient

            return RegistryClient(session).operator()

        return ask

    @cached_property
    def reversals(self) -> ReversalDesk:
        """The desk of what was accepted and may be taken back."""
        from cabinet.desks.reversals import ReversalDesk

        return ReversalDesk(self.office)

    @property
    def paths(self) -> Sequence[Path]:
        """What was chosen."""
        return self._chosen.paths

    @property
    def source(self) -> str:
        """The source that is compared; empty for all."""
        return self._chosen.source

    @property
    def shown(self) -> ComparedDay | None:
        """The day that is shown."""
        return self.days.get(self.day)

    @property
    def other_days(self) -> list[str]:
        """Days that lines of the compared files are of, and that were not compared."""
        found = {day for one in self.days.values() if one.report is not None for day in one.report.other_days}
        return sorted(day for day in found - self.days.keys() if day)

    def choose(self, paths: Sequence[Path]) -> None:
        """Compare files, or in place of a folder those in it; what was compared before is forgotten."""
        if paths:
            self._begin(replace(self._chosen, paths=tuple(paths), columns={}))

    def choose_source(self, source: str) -> None:
        """Compare with one source, or with all (empty); files that are chosen are compared anew."""
        if source != self.source:
            self._begin(replace(self._chosen, source=source, columns={}))

    def choose_columns(self, columns: Mapping[str, str]) -> None:
        """Say what columns are read into, and compare anew."""
        self._begin(replace(self._chosen, columns=dict(columns)))

    def again(self) -> None:
        """Compare the same files once more."""
        self._begin(self._chosen)

    def choose_day(self, day: str) -> None:
        """Show a day; one that only other days' files have lines of is compared."""
        if day not in self.days:
            files = {n for one in self.days.values() if one.report and day in one.report.other_days for n in one.files}
            if not files or self.phase is not FilePhase.OPEN:
                return
            self._compare({day: sorted(files)})
        self.day = day
        self.compared.emit()

    def stop(self) -> None:
        """End the comparison; what is already told stays."""
        if self.phase in {FilePhase.LOOKING, FilePhase.OPEN}:
            self._end_process()
            self.days = {day: one for day, one in self.days.items() if not one.busy}
            self.day = self.day if self.day in self.days else next(iter(self.days), "")
            self._to(FilePhase.STOPPED)

    def write_missing(self, out: Path, late_reason: str) -> None:
        """Write what is missing of the shown day, for ``cabinet send``."""
        from cabinet.perimeter.reconcile_child import Command

        self._write(Command(day=self.day, missing=str(out.absolute()), late_reason=late_reason))

    def write_protocol(self, out: Path, language: str) -> None:
        """Write the protocol of the shown day as PDF."""
        from cabinet.export.job import Heading
        from cabinet.perimeter.reconcile_child import Command, JustifiedOne

        session = self.office.session
        heading = Heading(
            perimeter=session.profile.name, test=session.profile.environment is Environment.TEST,
            operator=session.person.operator_name, at=kyiv_words(self.office.clock.now()),
        )  # fmt: skip
        reasons = [
            JustifiedOne(kind, tx, f"{given.reason} ({given.by}, {kyiv_words(given.at)})")
            for (kind, tx), given in self.justified.get(self.day, {}).items()
        ]
        self._write(
            Command(day=self.day, protocol=str(out.absolute()), heading=heading, language=language, reasons=reasons)
        )

    def justification_of(self, one: Difference) -> Justification | None:
        """Return why a difference of the shown day is as it is, where anybody has written it."""
        return self.justified.get(self.day, {}).get((one.kind.value, one.operator_tx_id))

    def justify(self, day: str, one: Difference, reason: str) -> None:
        """Write why a difference of a day is as it is, under the name of whoever is logged in; empty takes it back."""
        from cabinet.vault.justifications import Justification

        session, where, key = self.office.session, self.office.where, (one.kind.value, one.operator_tx_id)
        given = Justification(reason, session.person.name, self.office.clock.now()) if reason else None
        self._decided.setdefault(day, set()).add(key)
        of_day = self.justified.setdefault(day, {})
        if given is None:
            of_day.pop(key, None)
        else:
            of_day[key] = given

        def write(store: Store) -> None:
            from cabinet.vault.justifications import justify

            justify(store, where, day, *key, given)

        self._writes.write((where, day, key), write)
        self.compared.emit()

    def _read_justified(self, day: str) -> None:
        vault, where = self.office.vault, self.office.where

        def job() -> dict[tuple[str, str], Justification]:
            from cabinet.vault.justifications import justifications_of

            return vault.use(lambda store: justifications_of(store, where, day))

        def read(found: dict[tuple[str, str], Justification]) -> None:
            if self.office.logged_in and self.office.where == where and day in self.days:
                since = self._decided.get(day, set())
                known = {key: given for key, given in found.items() if key not in since}
                self.justified[day] = known | self.justified.get(day, {})
                self.compared.emit()

        self.office.store.run(job, read, lambda _: None)

    @property
    def can_write(self) -> bool:
        """Whether the shown day's process is there to write."""
        one = self.shown
        return self.phase is FilePhase.OPEN and one is not None and one.report is not None and not self.writing

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """No file outlives the session either."""
        self._end_process()
        self._forget()
        super().drop(code)
        self.compared.emit()

    def _forget(self) -> None:
        self.phase = FilePhase.NONE
        self._chosen = _Chosen()
        self._clear()

    def _clear(self) -> None:
        self.files, self.days, self.day = [], {}, ""
        self.justified: dict[str, dict[tuple[str, str], Justification]] = {}
        self._decided: dict[str, set[tuple[str, str]]] = {}
        self.writing, self.written = False, None
        self.failure = self.write_failure = None

    def _to(self, phase: FilePhase) -> None:
        self.phase = phase
        self.compared.emit()

    def _begin(self, chosen: _Chosen) -> None:
        self._end_process()
        self._clear()
        self._chosen = chosen
        if not chosen.paths or not self.office.logged_in:
            self._to(FilePhase.NONE)
            return
        from cabinet.perimeter.reconcile_process import ReconcileProcess, Wish

        process = ReconcileProcess(self.office.session, Wish(chosen.paths, chosen.source, chosen.columns))
        self._process = process

        def tell(said: Told) -> None:
            self._told.emit((process, said))

        def ended(_: Any) -> None:
            self._task = None

        self._task = self._lane.run(lambda: process.run(tell), ended, self._ended)
        self._to(FilePhase.LOOKING)

    def _compare(self, days: Mapping[str, list[int]]) -> None:
        from cabinet.perimeter.reconcile_child import Command

        self.days |= {day: ComparedDay(day, files) for day, files in days.items()}
        self.days = dict(sorted(self.days.items()))
        for day, files in days.items():
            self._send(Command(day=day, compare=files))

    def _write(self, command: Command) -> None:
        if self.can_write:
            self.writing, self.written, self.write_failure = True, None, None
            self._send(command)
            self.compared.emit()

    def _send(self, command: Command) -> None:
        if self._process is not None:
            self._process.send(command)

    @Slot(object)
    def _heard(self, said: tuple[ReconcileProcess, Told]) -> None:
        process, told = said
        if process is not self._process:
            return
        if told.looked is not None:
            self._looked(told.looked)
        elif self.writing and (told.written is not None or told.problem is not None) and not self._waits(told.day):
            self.writing, self.written = False, told.written
            self.write_failure = told.problem.error() if told.problem is not None else None
        else:
            self._of_day(told)
        self.compared.emit()

    def _waits(self, day: str) -> bool:
        one = self.days.get(day)
        return one is not None and one.busy

    def _looked(self, files: list[LookedAt]) -> None:
        self.files = files
        days: dict[str, list[int]] = {}
        for number, file in enumerate(files):
            if file.problem is None and file.day is not None:
                days.setdefault(file.day, []).append(number)
        if not days:
            problem = next((file.problem for file in files if file.problem is not None), None)
            self.failure = problem.error() if problem is not None else None
            self._end_process()
            self.phase = FilePhase.STOPPED
            return
        self.phase = FilePhase.OPEN
        self._compare(dict(sorted(days.items())))
        self.day = next(iter(self.days))

    def _of_day(self, told: Told) -> None:
        one = self.days.get(told.day)
        if one is None:
            return
        one.progress = told.progress
        one.report = told.report
        if told.report is not None:
            self._read_justified(told.day)
        one.failure = told.problem.error() if told.problem is not None else None

    def _ended(self, failure: Failure) -> None:
        """Keep what is told already, and say why nothing more will be."""
        self._task = self._process = None
        if self.office.ended(failure):
            return
        self.failure, self.writing = failure, False
        self.days = {day: one for day, one in self.days.items() if not one.busy}
        self.day = self.day if self.day in self.days else next(iter(self.days), "")
        self._to(FilePhase.STOPPED)

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
