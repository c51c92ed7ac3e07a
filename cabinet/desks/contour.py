"""The test contour on this computer, started from the log-in page as a process of its own."""

from __future__ import annotations

import json
import os
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.session import SessionDesk
from cabinet.desks.states import Phased
from cabinet.journal.parent import END_WITH_STDIN
from cabinet.profile.demo_note import DemoNote, demo_folder, read_note

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

__all__ = ["ContourDesk", "ContourPhase", "HistoryPhase", "use_note"]

_STOP_MS = 5_000


class ContourPhase(Enum):
    """How the contour of this computer stands."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"


class HistoryPhase(Enum):
    """How the operator's invented past stands: unknown while nothing was told of it."""

    UNKNOWN = "unknown"
    FILLING = "filling"
    STOPPED = "stopped"
    FULL = "full"


def use_note(note: DemoNote, session: SessionDesk) -> None:
    """Log in to this demo: its tokens, its profile.

    Raises:
        KnownError: the demo's profile cannot be read.
    """
    session.offers_first = True
    if note.softhsm_conf:
        os.environ["SOFTHSM2_CONF"] = note.softhsm_conf
        session.carriers.set_module(note.module)
    session.set_profile(Path(note.profile))


class ContourDesk(Phased[ContourPhase]):
    """Runs ``cabinet demo --serve`` and follows the lines it prints.

    Signals:
        changed(): :attr:`phase`, :attr:`history`, :attr:`percent` or :attr:`failure` is another one.
        ready(): the contour answers and its profile is in use.
    """

    ready = Signal()

    def __init__(self, session: SessionDesk, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(ContourPhase.OFF, parent or session)
        self._session = session
        self._folder = folder or demo_folder()
        self.history = HistoryPhase.UNKNOWN
        self.percent = 0
        self.failure: KnownError | None = None
        self._process: QProcess | None = None
        self._transactions: int | None = None

    def note(self) -> DemoNote | None:
        """Return the demo's note when its profile is the one in use."""
        profile, note = self._session.profile, read_note(self._folder)
        return note if note is not None and profile is not None and note.audience == profile.audience else None

    @property
    def down(self) -> bool:
        """Tell whether the perimeter in use is our own contour and does not run: then :meth:`start` helps."""
        return self.phase in {ContourPhase.OFF, ContourPhase.FAILED} and self.note() is not None

    def start(self, transactions: int | None = None) -> None:
        """Start the contour; its operator's history, of so many transactions, is filled behind."""
        from PySide6.QtCore import QProcess

        if self._process is not None:
            return
        if transactions is not None:
            self._transactions = transactions
        self.failure, self.percent, self.history = None, 0, HistoryPhase.UNKNOWN
        words = [] if getattr(sys, "frozen", False) else ["-m", "cabinet"]
        options = [] if self._transactions is None else ["--transactions", str(self._transactions)]
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.start(
            sys.executable, [*words, "demo", "--serve", END_WITH_STDIN, "--data", str(self._folder), *options]
        )
        self._to(ContourPhase.STARTING)

    def stop_filling(self) -> None:
        """Leave the history as it is for now; the next start goes on, or :meth:`go_on_filling`."""
        self._write(b"stop filling\n")

    def go_on_filling(self) -> None:
        """Go on where filling was stopped."""
        self._write(b"fill\n")

    def set_running(self) -> None:
        """Show the contour as running: whoever opened this window has started it."""
        self._to(ContourPhase.RUNNING)

    def stop(self) -> None:
        """End it, with the window, or while it starts."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.closeWriteChannel()
            if self.phase is ContourPhase.STARTING:
                # Its contour ends by itself, in good order, and the next start makes again what this one broke off.
                process.kill()
            else:
                process.terminate()
            if not process.waitForFinished(_STOP_MS):
                process.kill()
                process.waitForFinished(_STOP_MS)
            process.deleteLater()
            self.history = HistoryPhase.UNKNOWN
            self._to(ContourPhase.OFF)

    def _write(self, line: bytes) -> None:
        if self._process is not None:
            self._process.write(line)

    @Slot()
    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            line = bytes(process.readLine().data())
            try:
                value = json.loads(line)
            except ValueError:
                continue
            self._follow(value)
            process = self._process

    def _follow(self, line: dict[str, Any]) -> None:
        if "percent" in line:
            self.percent, self.history = int(line["percent"]), HistoryPhase.FILLING
            self.changed.emit()
        elif "filled" in line:
            self.history = HistoryPhase.FULL if line["filled"] else HistoryPhase.STOPPED
            self.changed.emit()
        elif "code" in line:
            facts = {str(name): str(value) for name, value in line.get("facts", {}).items()}
            self.failure = KnownError(str(line["code"]), str(line.get("detail", "")), **facts)
        elif "ready" in line:
            self._use()

    def _use(self) -> None:
        note = read_note(self._folder)
        try:
            if note is None:
                raise KnownError("CONTOUR_START_FAILED", "no note")
            use_note(note, self._session)
        except KnownError as error:
            self.failure = error
            self._to(ContourPhase.FAILED)
            return
        self._to(ContourPhase.RUNNING)
        self.ready.emit()

    @Slot()
    def _finished(self) -> None:
        self._read()
        process, self._process = self._process, None
        if process is not None:
            said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
            if self.failure is None:
                self.failure = KnownError("CONTOUR_START_FAILED", said.strip()[-300:])
            process.deleteLater()
        self.history = HistoryPhase.UNKNOWN
        self._to(ContourPhase.FAILED)
