"""A draft checked while it is typed: on this computer first, then by the perimeter; the last one asked counts."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet.contract.states import Severity
from cabinet.desks.office import Office
from cabinet.desks.states import OFFLINE_CODES
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.findings import BatchAnswer, Finding
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.rejections import RejectionCard

__all__ = ["AFTER_KEY_MS", "AGAIN_MS", "LiveCheck", "LiveState"]

AFTER_KEY_MS: Final = 300
"""After the last key; while somebody types nothing is asked."""
AGAIN_MS: Final = 5_000
"""Between tries while the perimeter does not answer."""


class LiveState(Enum):
    """How the check of the present draft stands."""

    CHECKING = "checking"
    PASSED = "passed"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    """Nothing is wrong with it as far as this computer can tell; the perimeter does not answer."""


class LiveCheck(QObject):
    """One draft at a time: ``findings`` are its own; ``line`` is the draft that :attr:`state` speaks of.

    Signals:
        changed(): the state is another one.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._card: RejectionCard | None = None
        self._record: OperatorRecord | None = None
        self.state = LiveState.CHECKING
        self.findings: list[Finding] = []
        self.failure: Failure | None = None
        self.line = b""
        self._asking: Task[BatchAnswer] | None = None
        self._doubtful: list[Finding] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check)
        office.session_lost.connect(self.stop)

    def begin(self, card: RejectionCard | None, record: OperatorRecord | None) -> None:
        """Turn to another rejection; what is known of the registry helps to check here.

        Without a card, as of what was accepted, the perimeter alone is asked.
        """
        self.stop()
        self._card, self._record = card, record
        self._to(LiveState.CHECKING, [])

    def passed(self, line: bytes) -> bool:
        """Tell whether exactly this draft was found good by the perimeter."""
        return self.state is LiveState.PASSED and self.line == line

    def later(self, line: bytes) -> bool:
        """Tell whether nothing is wrong with exactly this draft as far as this computer can tell, without an answer."""
        offline = self.failure is not None and self.failure.code in OFFLINE_CODES
        return self.state is LiveState.UNANSWERED and offline and self.line == line

    def ask(self, line: bytes) -> None:
        """Check a draft once nobody has typed for a moment; what was known of another one no longer counts."""
        if line == self.line:
            return
        self._forget()
        self.line = line
        self._to(LiveState.CHECKING, [])
        self._timer.start(AFTER_KEY_MS)

    def refuse(self, findings: list[Finding]) -> None:
        """Take what the perimeter said of the draft when it was sent."""
        self._forget()
        self._to(LiveState.REFUSED, findings)

    @Slot()
    def stop(self) -> None:
        """Ask nothing more, and remember nothing: no data outlives the session."""
        self._forget()
        self._card = self._record = None
        self.line, self.findings, self._doubtful = b"", [], []

    def _forget(self) -> None:
        self._timer.stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    @Slot()
    def _check(self) -> None:
        from cabinet.desks.card_facts import local_verdict

        if not self.line or not self._office.logged_in:
            return
        if self._card is not None:
            sure, self._doubtful = local_verdict(self.line, self._card, self._record, self._office.clock.now())
            if sure:
                self._to(LiveState.REFUSED, sure)
                return
        session, line = self._office.session, self.line

        def job() -> BatchAnswer:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).check(line)

        self._asking = self._office.network.run(job, self._checked, self._unanswered)

    def _checked(self, answer: BatchAnswer) -> None:
        self._asking = None
        findings = answer.items[0].findings
        wrong = any(f.severity is Severity.ERROR for f in findings)
        self._to(LiveState.REFUSED if wrong else LiveState.PASSED, findings)

    def _unanswered(self, failure: Failure) -> None:
        self._asking = None
        if self._office.ended(failure):
            return
        self.failure = failure
        if self._doubtful:
            self._to(LiveState.REFUSED, self._doubtful)
        else:
            self._to(LiveState.UNANSWERED, [])
        self._timer.start(AGAIN_MS)

    def _to(self, state: LiveState, findings: list[Finding]) -> None:
        self.state, self.findings = state, findings
        self.changed.emit()
