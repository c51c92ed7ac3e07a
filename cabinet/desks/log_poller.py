"""Asks the perimeter every second for the size of its log, while somebody can see the window.

One number is the cheapest thing that can be asked, and it is the same for every page: whatever a page shows follows
from entries of the log. Pages ask for their data only when it has grown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet.contract.attendance import unattended
from cabinet.desks.office import Office
from cabinet.desks.states import OFFLINE_CODES, SESSION_CODES
from cabinet.lanes.lane import Failure, Task

__all__ = ["LogPoller"]

_EVERY_MS: Final = 1_000


class LogPoller(QObject):
    """Asks from :meth:`start` until the session is over.

    Signals:
        ticked(): the log has been asked; :attr:`size` is what it said last.
        alive_changed(bool): the perimeter answers again, or no longer.
    """

    ticked = Signal()
    alive_changed = Signal(bool)

    def __init__(self, office: Office, watched: Callable[[], bool]) -> None:
        """``watched`` tells whether anybody can see the window; while not, nothing is asked."""
        super().__init__(office)
        self._office = office
        self._watched = watched
        self._asking: Task[int] | None = None
        self.size = 0
        self.alive = True
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        office.session_lost.connect(self._stop)

    def start(self) -> None:
        """Begin for a fresh session."""
        self.size, self.alive = 0, True
        self._office.unreachable = None
        self._timer.start()

    @Slot()
    def ask(self) -> None:
        """Ask now, unless nobody watches or an answer is on its way."""
        if self._asking is not None or not self._office.logged_in or not self._watched():
            return
        session = self._office.session

        def job() -> int:
            from cabinet.perimeter.log import LogClient

            return LogClient(session, session.profile).size()

        with unattended():
            self._asking = self._office.network.run(job, self._answered, self._failed)

    def _answered(self, size: int) -> None:
        self._asking = None
        self.size = size
        self._office.unreachable = None
        self._set_alive(alive=True)
        self.ticked.emit()

    def _failed(self, failure: Failure) -> None:
        self._asking = None
        if failure.code in SESSION_CODES:
            self._office.end_session(failure.code)
        elif failure.code in OFFLINE_CODES:
            self._office.unreachable = failure
            self._set_alive(alive=False)

    def _set_alive(self, *, alive: bool) -> None:
        if alive != self.alive:
            self.alive = alive
            self.alive_changed.emit(alive)

    @Slot(str)
    def _stop(self, _code: str) -> None:
        self._timer.stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
