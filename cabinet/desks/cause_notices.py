"""Tells that a cause of rejections has appeared or spiked while somebody is logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet.contract.attendance import unattended
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Right
from cabinet.contract.states import Trend
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.contract.rejections import GroupList, RejectionGroup
    from cabinet.lanes.lane import Failure, Task

__all__ = ["CauseNotices"]

_EVERY_MS: Final = 60_000


class CauseNotices(QObject):
    """Asks for the causes of what is open, a minute apart; the first answer of a session is what there was before.

    A cause is told once a Kyiv day. What people's own corrections were rejected for is not told: whoever sent them
    was answered.

    Signals:
        appeared(object): nothing of this cause was open, and now something has come; its ``RejectionGroup``.
        spiked(object): a cause that was there has become a spike.
    """

    appeared = Signal(object)
    spiked = Signal(object)

    def __init__(self, office: Office, wanted: Callable[[], bool]) -> None:
        """``wanted`` tells whether the person wants to be told at all."""
        super().__init__(office)
        self._office = office
        self._wanted = wanted
        self._before: dict[str, RejectionGroup] | None = None
        self._told: set[tuple[str, date]] = set()
        self._asking: Task[GroupList] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        office.session_lost.connect(self._stop)

    def start(self) -> None:
        """Begin for a fresh session."""
        self._before = None
        self._timer.start()
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Ask now, unless an answer is on its way or nobody wants to know."""
        office = self._office
        if self._asking is not None or not office.logged_in or not self._wanted():
            return
        session = office.session
        if Right.REJECTIONS_READ not in session.person.rights:
            return

        def job() -> GroupList:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).groups()

        with unattended():
            self._asking = office.network.run(job, self._answered, self._failed)

    def compare(self, causes: list[RejectionGroup]) -> None:
        """Tell what is new since the last time."""
        before, self._before = self._before, {cause.group_id: cause for cause in causes}
        if before is None:
            return
        today = kyiv_day(self._office.clock.now())
        for cause in causes:
            was = before.get(cause.group_id)
            came = cause.whole > 0 and (was is None or cause.last_seen > was.last_seen)
            if not came or cause.source == CABINET_SOURCE or (cause.group_id, today) in self._told:
                continue
            if was is None or not was.whole:
                self._told.add((cause.group_id, today))
                self.appeared.emit(cause)
            elif cause.trend is Trend.SPIKE and was.trend is not Trend.SPIKE:
                self._told.add((cause.group_id, today))
                self.spiked.emit(cause)

    def _answered(self, answer: GroupList) -> None:
        self._asking = None
        self.compare(answer.items)

    def _failed(self, failure: Failure) -> None:
        """Say nothing: the pages say what does not answer."""
        self._asking = None
        self._office.ended(failure)

    @Slot(str)
    def _stop(self, _code: str) -> None:
        self._timer.stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._before = None
        self._told.clear()
