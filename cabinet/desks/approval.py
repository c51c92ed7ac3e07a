"""The approval desk: one act in words, one PIN, one signature; for whatever the perimeter wants signed.

A command that needs a signature waits for it on its own lane, inside the session's call; this desk shows the act on
the window's thread, signs on the token's lane, and lets the command go on. So no desk and no dialog that gives
commands knows whether one is signed.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.keys.candidates import Candidate
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.office import Office
from cabinet.desks.session import SessionDesk
from cabinet.desks.states import Phased
from cabinet.lanes.lane import Failure, Task
from cabinet.profile.profiles import ProfileGlance

if TYPE_CHECKING:
    from cabinet.perimeter.step_up import ToSign

__all__ = ["ApprovalDesk"]

_TRY_AGAIN = {"PIN_INCORRECT", "PIN_LENGTH", "PIN_CHARACTERS", "PIN_LAST_TRY", "KEY_FILE_PASSWORD"}


@dataclass(eq=False)
class _Waiting:
    """An act that some command waits for."""

    to_sign: ToSign
    expires: datetime
    signature: Future[bytes] = field(default_factory=Future)


class ApprovalDesk(Phased[LoginPhase]):
    """Signs acts one after another with the certificate that the person logged in with.

    Attributes:
        phase: READY with nothing to sign, PIN while the person reads the act, SIGNING while the token works.
        pin_failure: why the PIN is asked again.

    Signals:
        changed(): any of these is another one.
        pin_wanted(): the PIN dialog should open; answer with :meth:`give_pin` or :meth:`cancel`.
    """

    pin_wanted = Signal()
    _asked = Signal(object)
    _late = Signal(object)

    def __init__(self, office: Office, session: SessionDesk) -> None:
        super().__init__(LoginPhase.READY, office)
        self.office = office
        self._session = session
        self.pin_failure: Failure | None = None
        self._queue: deque[_Waiting] = deque()
        self._task: Task[bytes] | None = None
        self._asked.connect(self._enqueue, Qt.ConnectionType.QueuedConnection)
        self._late.connect(self._drop, Qt.ConnectionType.QueuedConnection)
        office.session_opened.connect(self._opened)
        office.session_lost.connect(self._cancel_all)
        office.stopping.connect(self._cancel_all)
        if office.logged_in:
            self._opened()

    # -- what a command asks, on its own lane ------------------------------------------------------------------------

    def approve(self, to_sign: ToSign) -> bytes:
        """Return the signature over a statement; blocks until the person has given the PIN.

        Raises:
            KnownError: ``ACT_CANCELLED``, ``ACT_EXPIRED``, or what the token refuses.
        """
        waiting = _Waiting(to_sign, self.office.clock.now() + to_sign.left)
        self._asked.emit(waiting)
        try:
            return waiting.signature.result(to_sign.left.total_seconds())
        except TimeoutError as error:
            self._late.emit(waiting)
            raise KnownError("ACT_EXPIRED") from error

    # -- what the dialog shows and says ------------------------------------------------------------------------------

    @property
    def profile(self) -> ProfileGlance | None:
        """Return the perimeter that the act is for."""
        return self._session.profile

    def candidate(self) -> Candidate | None:
        """Return the certificate that signs: the one of the log-in."""
        return self._session.candidate()

    def company(self) -> str:
        """Return the code of the company that the person acts for."""
        return self._session.company()

    def to_sign(self) -> ToSign | None:
        """Return what is to be signed now."""
        return self._queue[0].to_sign if self._queue else None

    def statement_text(self) -> str:
        """Return the exact text that is to be signed."""
        waiting = self.to_sign()
        return waiting.statement.render().decode() if waiting is not None else ""

    def seconds_left(self) -> int:
        """Return for how long the perimeter still waits."""
        if not self._queue:
            return 0
        return max(0, int((self._queue[0].expires - self.office.clock.now()).total_seconds()))

    def give_pin(self, pin: str | None, *, last_try: bool = False) -> None:
        """Sign with this PIN (None for a PIN pad), or with this password of a key file.

        ``last_try``: the person knows that one more wrong PIN locks the token.
        """
        waiting = self.to_sign()
        if waiting is None or self.phase is not LoginPhase.PIN:
            return
        self.pin_failure = None
        try:
            job = self._session.signing_job(waiting.statement.render(), pin, last_try=last_try)
        except KnownError as error:
            self._failed(error)
            return
        self._to(LoginPhase.SIGNING)
        self._task = self.office.token.run(job, self._signed, self._failed)

    def cancel(self) -> None:
        """Sign nothing; the command that waits is told."""
        self._finish(None, KnownError("ACT_CANCELLED"))

    # -- inside ------------------------------------------------------------------------------------------------------

    @Slot()
    def _opened(self) -> None:
        self.office.session.approver = self.approve

    @Slot(object)
    def _enqueue(self, waiting: _Waiting) -> None:
        self._queue.append(waiting)
        if len(self._queue) == 1:
            self._show()

    @Slot(object)
    def _drop(self, waiting: _Waiting) -> None:
        """The command no longer waits: the perimeter would not take this signature any more."""
        if self._queue and self._queue[0] is waiting:
            self._finish(None, KnownError("ACT_EXPIRED"))
        elif waiting in self._queue:
            self._queue.remove(waiting)

    def _show(self) -> None:
        self.pin_failure = None
        self._to(LoginPhase.PIN)
        self.pin_wanted.emit()

    def _signed(self, cms: bytes) -> None:
        self._finish(cms, None)

    def _failed(self, failure: Failure) -> None:
        if failure.code in _TRY_AGAIN:
            self._task = None
            self.pin_failure = failure
            self._session.note_pin_failure(failure)
            self._to(LoginPhase.PIN)
            self.pin_wanted.emit()
            return
        self._finish(None, failure)

    def _finish(self, cms: bytes | None, failure: Failure | None) -> None:
        """Let the first command go on, one way or the other, and show the next."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._queue:
            waiting = self._queue.popleft()
            if failure is not None:
                waiting.signature.set_exception(failure)
            else:
                waiting.signature.set_result(cms or b"")
        self.pin_failure = None
        self._to(LoginPhase.READY)
        if self._queue:
            self._show()

    @Slot()
    @Slot(str)
    def _cancel_all(self, _code: str = "") -> None:
        """The session is over, or the window closes: nobody will sign any more."""
        while self._queue:
            self._queue.popleft().signature.set_exception(KnownError("ACT_CANCELLED"))
        self._finish(None, KnownError("ACT_CANCELLED"))
