"""One log-in under way: challenge, PIN, signature, the server's checks. A PIN is handed to one job and kept nowhere."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.keys.candidates import Candidate
from cabinet.desks.keys.carriers import Carriers
from cabinet.desks.login.ladder import Check, LoginPhase, Rung, no_checks
from cabinet.desks.login.staple import Staple
from cabinet.desks.login.statement import Asked, ask_challenge, fields_of, sign_statement
from cabinet.desks.perimeter_link import PerimeterLink
from cabinet.desks.states import Phased
from cabinet.lanes.lane import Failure, Lane, Task
from cabinet.profile.profiles import ProfileGlance, read_profile

if TYPE_CHECKING:
    from cabinet.contract.login import LoginAccepted, LoginProgress
    from cabinet.perimeter.login import PersonSession

__all__ = ["LoginRun", "OpenedSession"]

_FIRST_CHECK_MS, _CHECK_MS = 4, 60
"""The checks take some ten milliseconds where the responder is near: ask soon at first, then ever more rarely."""
_AGAIN_MS = 1_000
_PIN_AGAIN = {"PIN_INCORRECT", "PIN_LENGTH", "PIN_CHARACTERS", "PIN_LAST_TRY"}
"""The token was not locked and nothing else is wrong: the same challenge serves another try."""
_UNREACHED = {"PERIMETER_UNREACHABLE", "CONTOUR_DOWN", "PERIMETER_TIMEOUT"}
_RUNG_OF = dict.fromkeys(_UNREACHED, Rung.SERVER) | {"KEY_FILE_NOT_ALLOWED": Rung.CERTIFICATE}
"""Whatever was on its way: what failed is the link, and nothing that the server would have checked was tried."""


class OpenedSession(NamedTuple):
    """What a log-in leads to."""

    session: PersonSession
    candidate: Candidate


class LoginRun(Phased[LoginPhase]):
    """From the challenge to the session, with timers of its own; it ends by one of the last three signals.

    Attributes:
        phase: ASKING, PIN, SIGNING or CHECKING. checks: the server's five, live.
        pin_failure: why the PIN is asked again. ahead: by how much the server's clock is ahead of this computer's;
            None until it has answered. company: the code of the company that the log-in is for.

    Signals:
        changed(): any of these is another one.
        pin_wanted(): answer with :meth:`give_pin`.
        opened(object): the ``OpenedSession``. cancelled(): the person pressed the reader's red key.
        refused(object, object): the ``Rung`` that it stopped on, and the ``Failure``.
    """

    pin_wanted = Signal()
    opened = Signal(object)
    cancelled = Signal()
    refused = Signal(object, object)

    def __init__(self, candidate: Candidate, company: str, carriers: Carriers, link: PerimeterLink) -> None:
        super().__init__(LoginPhase.ASKING, link)
        self._candidate = candidate
        self.key = candidate.key
        self.company = company
        self._carriers = carriers
        self._link = link
        self._office = link.office
        self.checks = no_checks()
        self.pin_failure: Failure | None = None
        self.ahead: timedelta | None = None
        self._asked: Asked | None = None
        self._cms = ""
        self._login_id = ""
        self._submitted_again = False
        self._staple = Staple(self._office, self)
        self._task: Task[object] | None = None
        self._check_wait = _FIRST_CHECK_MS
        self._check_timer = self._single(_FIRST_CHECK_MS, self._poll_checks)
        self._again_timer = self._single(_AGAIN_MS, self._submit)
        self.expiry_timer = self._single(0, self._expired)

    def _single(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def statement_text(self) -> str:
        """Return the text that is to be signed, once a challenge is here."""
        return self._asked.statement.render().decode() if self._asked is not None else ""

    def seconds_left(self) -> int:
        """Return how long the challenge still lives."""
        asked = self._asked
        return 0 if asked is None else max(0, int((asked.expires - self._office.clock.now()).total_seconds()))

    # -- what drives it --------------------------------------------------------------------------------------------

    def start(self, glance: ProfileGlance) -> None:
        """Ask the server of this profile for a challenge; then the PIN is wanted."""
        path, clock, from_file, company = (
            Path(glance.path),
            self._office.clock,
            self._candidate.from_file,
            self.company,
        )
        self._asked = None
        self._to(LoginPhase.ASKING)

        def job() -> object:
            from cabinet.perimeter.open import OpenClient

            profile = read_profile(path)
            if from_file and not profile.file_keys_allowed:
                raise KnownError("KEY_FILE_NOT_ALLOWED")
            transport = self._link.transport(profile)
            OpenClient(transport).about()
            return ask_challenge(transport, clock, company)

        self._run(self._office.network, job, self._challenged, Rung.SERVER)
        if glance.staples_wanted:
            self._staple.ask(self._carriers.certificate(self.key), path)

    def give_pin(self, pin: str | None, *, last_try: bool = False) -> None:
        """Sign with this PIN (None for a PIN pad); the signature goes to the server at once.

        ``last_try``: the person knows that one more wrong PIN locks the token.
        """
        asked = self._asked
        if asked is None or self.phase is not LoginPhase.PIN:
            return
        try:
            signer = self._carriers.signer(self.key, pin, last_try=last_try)
        except KnownError as error:
            self._stopped(Rung.SIGNATURE, error)
            return
        now = self._office.clock.now() + asked.ahead
        self.expiry_timer.stop()
        self.pin_failure = None
        self._to(LoginPhase.SIGNING)
        job = lambda: sign_statement(asked, signer.certificate, signer.chain, signer.sign, now)  # noqa: E731
        self._run(self._office.token, job, self._signed, Rung.SIGNATURE)

    def stop(self) -> None:
        """End it; whatever is still asked for it is not answered any more, and nothing of it is kept."""
        for timer in (self._check_timer, self._again_timer, self.expiry_timer):
            timer.stop()
        self._staple.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._asked, self._cms = None, ""
        self.blockSignals(True)
        self.deleteLater()

    # -- up the ladder ---------------------------------------------------------------------------------------------

    def _challenged(self, asked: object) -> None:
        self._task = None
        assert isinstance(asked, Asked)  # noqa: S101  what the job returns
        self._asked = asked
        self.ahead = asked.ahead
        self._carriers.set_ahead(asked.ahead)
        self.expiry_timer.start(self.seconds_left() * 1000)
        if self._candidate.from_file:
            self._to(LoginPhase.PIN)
            self.give_pin(None)
            return
        self._task = self._carriers.ask_pin_state(
            self.key, self._pin_state_read, lambda failure: self._stopped(Rung.PIN, failure)
        )

    def _pin_state_read(self, _state: object) -> None:
        self._task = None
        self._to(LoginPhase.PIN)
        if not self._candidate.pin_needed:
            self.give_pin(None)
        else:
            self.pin_wanted.emit()

    @Slot()
    def _expired(self) -> None:
        """The challenge is over while the person still types: ask for another one, the dialog stays."""
        if self.phase is LoginPhase.PIN:
            self._ask_again()

    def _ask_again(self) -> None:
        if self._link.glance is not None:
            self.start(self._link.glance)

    def _signed(self, blob: object) -> None:
        self._task = None
        assert isinstance(blob, bytes)  # noqa: S101  what the job returns
        self._cms, self._submitted_again = base64.b64encode(blob).decode(), False
        self._to(LoginPhase.CHECKING)
        self._staple.wait(self._submit)

    @Slot()
    def _submit(self) -> None:
        asked, cms, staple = self._asked, self._cms, self._staple.answer
        if asked is None:
            return
        job = lambda: asked.client.submit(asked.statement.cid, fields_of(asked.statement), cms, staple)  # noqa: E731
        self._task = self._office.network.run(job, self._accepted, self._not_submitted)

    def _not_submitted(self, failure: Failure) -> None:
        """The signature may or may not have arrived: the same one again is safe while the challenge lives."""
        if failure.code in _UNREACHED and not self._submitted_again and self.seconds_left():
            self._task = None
            self._submitted_again = True
            self._again_timer.start()
        else:
            self._stopped(Rung.CHECKS, failure)

    def _accepted(self, accepted: object) -> None:
        answer: LoginAccepted = accepted  # type: ignore[assignment]  # what the job returns
        self._cms, self._login_id = "", answer.login_id
        self._check_wait = _FIRST_CHECK_MS
        self._poll_checks()

    @Slot()
    def _poll_checks(self) -> None:
        asked, login_id = self._asked, self._login_id
        if asked is not None:
            self._run(self._office.network, lambda: asked.client.progress(login_id), self._progressed, Rung.CHECKS)

    def _progressed(self, answer: object) -> None:
        self._task = None
        progress: LoginProgress = answer  # type: ignore[assignment]  # what the job returns
        self.checks = tuple(Check(s.step, s.state, s.code, s.millis) for s in progress.steps)
        if not progress.done:
            self._check_timer.start(self._check_wait)
            self._check_wait = min(self._check_wait * 2, _CHECK_MS)
            self.changed.emit()
            return
        if progress.tokens is None or progress.person is None or self._asked is None:
            self._stopped(Rung.CHECKS, KnownError(progress.code or "INTERNAL", **progress.facts))
            return
        session = self._asked.client.session(progress.tokens, progress.person)
        self.opened.emit(OpenedSession(session, self._candidate))

    def _stopped(self, rung: Rung, failure: Failure) -> None:
        self._task = None
        if failure.code == "PIN_CANCELLED":
            # The person pressed the reader's red key: that is no failure.
            self.cancelled.emit()
            return
        self._carriers.note_pin_failure(self.key, failure)
        if failure.code == "CHALLENGE_EXPIRED":
            # The token has signed, but too late: a fresh challenge, and the PIN once more.
            self.pin_failure = failure
            self._ask_again()
        elif failure.code in _PIN_AGAIN and self._asked is not None:
            self.pin_failure = failure
            self.expiry_timer.start(self.seconds_left() * 1000)
            self._to(LoginPhase.PIN)
            self.pin_wanted.emit()
        else:
            self.refused.emit(_RUNG_OF.get(failure.code, rung), failure)

    def _run(self, lane: Lane, job: Callable[[], object], done: Callable[[object], None], rung: Rung) -> None:
        self._task = lane.run(job, done, lambda failure: self._stopped(rung, failure))
