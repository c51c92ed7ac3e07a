"""What every desk tells its page: how far loading has come, with what, and how old that is. No heavy imports here."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from cabinet.lanes.lane import Failure

__all__ = ["OFFLINE_CODES", "SESSION_CODES", "Loadable", "Phase", "Phased"]

Data = TypeVar("Data")
AnyPhase = TypeVar("AnyPhase", bound=Enum)

OFFLINE_CODES = frozenset({"CONTOUR_DOWN", "PERIMETER_UNREACHABLE", "PERIMETER_TIMEOUT"})
SESSION_CODES = frozenset({"SESSION_ENDED", "SESSION_MISSING", "REFRESH_INVALID", "SESSION_EXPIRED"})


class Phase(Enum):
    """How far a page has come."""

    LOADING = "loading"
    READY = "ready"
    OFFLINE = "offline"
    ERROR = "error"


class Loadable(NamedTuple, Generic[Data]):
    """Data with its phase. Offline keeps the data that was there, with the time it was true."""

    phase: Phase = Phase.LOADING
    data: Data | None = None
    at: datetime | None = None
    failure: Failure | None = None
    busy: bool = False

    def loading(self) -> Loadable[Data]:
        """Return the state while asking again: what is shown stays."""
        phase = Phase.LOADING if self.data is None else self.phase
        return Loadable(phase, self.data, self.at, self.failure, busy=True)

    def ready(self, data: Data, at: datetime) -> Loadable[Data]:
        """Return the state with fresh data."""
        return Loadable(Phase.READY, data, at)

    def failed(self, failure: Failure) -> Loadable[Data]:
        """Return the state after a failure; an unreachable perimeter is offline, anything else an error."""
        phase = Phase.OFFLINE if failure.code in OFFLINE_CODES else Phase.ERROR
        return Loadable(phase, self.data, self.at, failure)


class Phased(QObject, Generic[AnyPhase]):
    """Work that goes from phase to phase: ``phase`` is the present one.

    Signals:
        changed(): the phase, or what else the desk shows, is another one.
    """

    changed = Signal()

    def __init__(self, phase: AnyPhase, parent: QObject) -> None:
        super().__init__(parent)
        self.phase = phase

    def _to(self, phase: AnyPhase) -> None:
        self.phase = phase
        self.changed.emit()
