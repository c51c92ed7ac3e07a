"""The test contour on this computer, started from the log-in page as a process of its own."""

from __future__ import annotations

import json
import os
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.session import SessionDesk
from cabinet.profile.demo_note import DemoNote, demo_folder, read_note

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

__all__ = ["ContourDesk", "ContourPhase", "use_note"]

_STOP_MS = 5_000


class ContourPhase(Enum):
    """How the contour of the log-in page stands."""

    OFF = "off"
    STARTING = "starting"
    FILLING = "filling"
    RUNNING = "running"
    FAILED = "failed"


def use_note(note: DemoNote, session: SessionDesk) -> None:
    """Log in to this demo: its tokens, its profile.

    Raises:
        KnownError: the demo's profile cannot be read.
    """
    if note.softhsm_conf:
        os.environ["SOFTHSM2_CONF"] = note.softhsm_conf
        session.carriers.set_module(note.module)
    session.set_profile(Path(note.profile))


class ContourDesk(QObject):
    """Runs ``cabinet demo --serve`` and follows the lines it prints.

    Signals:
        changed(): :attr:`phase`, :attr:`percent` or :attr:`failure` is another one.
        ready(): the contour answers and its profile is in use.
    """

    changed = Signal()
    ready = Signal()

    def __init__(self, session: SessionDesk, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._folder = folder or demo_folder()
        self.phase = ContourPhase.OFF
        self.percent = 0
        self.failure: KnownError | None = None
        self._process: QProcess | None = None

    def note(self) -> DemoNote | None:
        """Return the demo's note when its profile is the one in use."""
        profile, note = self._session.profile, read_note(self._folder)
        return note if note is not None and profile is not None and note.audience == profile.audience else None

    def start(self) -> None:
        """Start the contour, filled with a believable operator the first time."""
        from PySide6.QtCore import QProcess

        if self._process is not None:
            return
        self.failure, self.percent = None, 0
        words = [] if getattr(sys, "frozen", False) else ["-m", "cabinet"]
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.start(sys.executable, [*words, "demo", "--serve", "--data", str(self._folder)])
        self._to(ContourPhase.STARTING)

    def take_running(self) -> None:
        """Show the contour as running: whoever opened this window has started it."""
        self._to(ContourPhase.RUNNING)

    def stop(self) -> None:
        """End it, with the window."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.terminate()
            if not process.waitForFinished(_STOP_MS):
                process.kill()
                process.waitForFinished(_STOP_MS)

    def _to(self, phase: ContourPhase) -> None:
        self.phase = phase
        self.changed.emit()

    @Slot()
    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            line = bytes(process.readLine().data())
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if "percent" in value:
                self.percent = int(value["percent"])
                self._to(ContourPhase.FILLING)
            elif "code" in value:
                self.failure = KnownError(str(value["code"]), str(value.get("detail", "")))
            elif "ready" in value:
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
        process, self._process = self._process, None
        if self.failure is None and process is not None:
            said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
            self.failure = KnownError("CONTOUR_START_FAILED", said.strip()[-300:])
        self._to(ContourPhase.FAILED)
