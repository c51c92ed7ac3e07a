"""The desk of verifying anything: files are told by their content and verified one after another, off the UI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.desks.office import Office
from cabinet.lanes.lane import Failure, Lane, Task

if TYPE_CHECKING:
    from cabinet.evidence.checked_file import CheckedFile
    from cabinet.evidence.checking import Asked

__all__ = ["VerificationDesk", "VerifiedFile"]

_STEPS = 200
"""A long check is told of so many times at the most."""


@dataclass(frozen=True)
class VerifiedFile:
    """One file: its name, and what came of it; while neither is known, how far it is."""

    path: Path
    checked: CheckedFile | None = None
    failure: Failure | None = None
    done: int = 0
    of: int = 0
    stopped: bool = False

    @property
    def busy(self) -> bool:
        """Whether it is still verified, or waits for that."""
        return self.checked is None and self.failure is None and not self.stopped


class VerificationDesk(QObject):
    """``files`` are those that were given last; nothing of them outlives the session.

    Attributes:
        files: what was given, in its order. shown: the number of the one that is shown.
        saved: where the last finding was written as PDF. failure: why the last one was not, or was not found.

    Signals:
        changed(): anything above is another one.
        transaction_found(str): the id that a platform gave the rejected transaction that was asked for.
    """

    changed = Signal()
    transaction_found = Signal(str)
    _told = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.office = office
        # Of its own: a file of gigabytes may be hashed for minutes, and nobody else waits for that.
        self._lane = Lane("verification", 1, self)
        self._task: Task[None] | None = None
        self._stop = threading.Event()
        self.files: list[VerifiedFile] = []
        self.shown = 0
        self.saved: Path | None = None
        self.failure: Failure | None = None
        self._told.connect(self._heard)
        office.session_lost.connect(self.drop)
        office.stopping.connect(self._close)

    @property
    def busy(self) -> bool:
        """Whether any file is still verified."""
        return any(one.busy for one in self.files)

    @property
    def current(self) -> VerifiedFile | None:
        """The file that is shown."""
        return self.files[self.shown] if self.shown < len(self.files) else None

    @property
    def evidence(self) -> tuple[list[str], list[Path]]:
        """What a package of evidence can be made of: attempts of the good files, and the receipts among those."""
        attempts: list[str] = []
        receipts: list[Path] = []
        for one in (file.checked for file in self.files if file.checked is not None):
            if one.standing.value != "good":
                continue
            if one.entry is not None and one.entry.attempt_id is not None:
                attempts.append(one.entry.attempt_id)
            elif one.receipt is not None:
                attempts += [item.attempt_id for item in one.receipt.items]
                receipts.append(one.path)
        return list(dict.fromkeys(attempts)), receipts

    def check(self, paths: Sequence[Path]) -> None:
        """Verify files; what was verified before is forgotten."""
        self._give_up()
        if not paths:
            return
        self._stop = stop = threading.Event()
        self.saved = self.failure = None
        self.shown = 0
        self.files = [VerifiedFile(path) for path in dict.fromkeys(paths)]
        run = _Run(self, [one.path for one in self.files], self._asking(), stop)
        self._task = self._lane.run(run.work, self._done, self._failed)
        self.changed.emit()

    def stop(self) -> None:
        """Give up what is under way; what is found already stays."""
        if self.busy:
            self._give_up()
            self.files = [replace(one, stopped=True) if one.busy else one for one in self.files]
            self.changed.emit()

    def forget(self) -> None:
        """Show nothing any more."""
        self._give_up()
        self.files, self.shown, self.saved, self.failure = [], 0, None, None
        self.changed.emit()

    def show(self, number: int) -> None:
        """Show another one of the files."""
        if 0 <= number < len(self.files) and number != self.shown:
            self.shown = number
            self.saved = self.failure = None
            self.changed.emit()

    def write_finding(self, out: Path, language: str) -> None:
        """Write what was found of the shown file as PDF."""
        current = self.current
        if current is None or current.checked is None:
            return
        checked, now = current.checked, self.office.clock.now()
        operator = self.office.session.person.operator_name if self.office.logged_in else ""

        def job() -> Path:
            from cabinet.evidence.result_paper import write_result

            write_result(checked, operator, now, language, out)
            return out

        self._lane.run(job, self._saved, self._not_saved)

    def find_transaction(self, attempt_id: str) -> None:
        """Ask what the platform called a rejected attempt."""
        if not self.office.logged_in:
            return
        session = self.office.session

        def ask() -> str:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).card(attempt_id).row.operator_tx_id or ""

        self.office.network.run(ask, self._found, self._not_saved)

    @Slot(str)
    def drop(self, _code: str = "") -> None:
        """No file outlives the session either."""
        self.forget()

    def _asking(self) -> Callable[[], Asked]:
        """Return what gathers, on the worker's thread, with what files are verified."""
        now, session = self.office.clock.now(), self.office.session if self.office.logged_in else None

        def gather() -> Asked:
            from cabinet.evidence.checking import Asked
            from cabinet.evidence.perimeters import KnownPerimeter, known_perimeters
            from cabinet.evidence.signature_file import kept_lists

            perimeters = known_perimeters()
            if session is not None:
                own = KnownPerimeter.of(session.profile)
                perimeters = (own, *(one for one in perimeters if one.verifiers != own.verifiers))
            profile = session.profile if session is not None else None
            return Asked(perimeters, now, lambda: kept_lists(now, profile, online=True), caller=session)

        return gather

    @Slot(object)
    def _heard(self, told: tuple[threading.Event, list[VerifiedFile]]) -> None:
        run, files = told
        if run is self._stop and not run.is_set():
            self.files = files
            self.shown = min(self.shown, len(files) - 1)
            self.changed.emit()

    def _done(self, _result: None) -> None:
        self._task = None

    def _failed(self, failure: Failure) -> None:
        self._task = None
        self.files = [replace(one, failure=failure) if one.busy else one for one in self.files]
        self.changed.emit()

    def _saved(self, out: Path) -> None:
        self.saved, self.failure = out, None
        self.changed.emit()

    def _not_saved(self, failure: Failure) -> None:
        if not self.office.ended(failure):
            self.saved, self.failure = None, failure
            self.changed.emit()

    def _found(self, tx: str) -> None:
        if tx:
            self.transaction_found.emit(tx)

    def _give_up(self) -> None:
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @Slot()
    def _close(self) -> None:
        self._give_up()
        self._lane.stop()


class _Run:
    """One run over some files, on the worker's thread; tells the desk of each step."""

    def __init__(
        self, desk: VerificationDesk, paths: list[Path], asked: Callable[[], Asked], stop: threading.Event
    ) -> None:
        self._told, self._asked, self._stop = desk._told, asked, stop
        self._paths = paths
        self._files: list[VerifiedFile] = []

    def work(self) -> None:
        from cabinet.evidence.checking import Stopped, check_file
        from cabinet.evidence.pairing import paired

        pairs, asked = paired(self._paths), self._asked()
        self._files = [VerifiedFile(path) for path, _ in pairs]
        self._tell()
        for number, (path, document) in enumerate(pairs):
            if self._stop.is_set():
                return
            try:
                checked = check_file(path, replace(asked, document=document, tell=partial(self._step, number)))
            except Stopped:
                return
            self._files[number] = VerifiedFile(path, checked)
            self._tell()

    def _step(self, number: int, done: int, of: int) -> None:
        from cabinet.evidence.checking import Stopped

        if self._stop.is_set():
            raise Stopped
        before = self._files[number].done
        if done == of or before == 0 or done - before > of // _STEPS:
            self._files[number] = VerifiedFile(self._files[number].path, done=done, of=of)
            self._tell()

    def _tell(self) -> None:
        self._told.emit((self._stop, list(self._files)))
