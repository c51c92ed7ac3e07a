"""The log-in desk: a ladder from driver to session, ticking live; locking and signing out.

Where keys are is the business of ``carriers``; here a chosen certificate goes through challenge, PIN, signature and
the server's checks. A PIN is handed to one job and kept nowhere.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet import __version__
from cabinet.contract.errors import KnownError
from cabinet.contract.login_steps import CheckStep
from cabinet.desks.carriers import Carriers
from cabinet.desks.login_standing import standing_before
from cabinet.desks.login_states import Candidate, Check, LoginPhase, Rung, RungState, passed_in, standing
from cabinet.desks.office import Office
from cabinet.desks.signing import Asked, ask_challenge, fields_of, sign_statement
from cabinet.desks.stapling import Stapling
from cabinet.lanes.lane import Failure, Lane, Task
from cabinet.profile.profiles import ProfileGlance, glance, import_profile, read_profile
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from cabinet.contract.login import LoginAccepted, LoginProgress, Person
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.desks.locking import Locked, LockReason
    from cabinet.wire.transport import Transport

__all__ = ["SessionDesk"]

_FIRST_CHECK_MS, _CHECK_MS = 4, 60
"""The checks take some ten milliseconds where the responder is near: ask soon at first, then ever more rarely."""
_AGAIN_MS = 1_000
_BUSY = {LoginPhase.ASKING, LoginPhase.PIN, LoginPhase.SIGNING, LoginPhase.CHECKING}
_PIN_AGAIN = {"PIN_INCORRECT", "PIN_LENGTH", "PIN_CHARACTERS", "PIN_LAST_TRY"}
"""The token was not locked and nothing else is wrong: the same challenge serves another try."""
_UNREACHED = {"PERIMETER_UNREACHABLE", "CONTOUR_DOWN", "PERIMETER_TIMEOUT"}
_RUNG_OF = dict.fromkeys(_UNREACHED, Rung.SERVER) | {"KEY_FILE_NOT_ALLOWED": Rung.CERTIFICATE}
"""Whatever was on its way: what failed is the link, and nothing that the server would have checked was tried."""
_SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class _Login:
    """A log-in under way: the certificate, the challenge, and from the signature on what goes to the server."""

    key: str
    company: str
    asked: Asked | None = None
    cms: str = ""
    login_id: str = ""
    tries: int = 0


class SessionDesk(QObject):
    """Runs the ladder.

    Attributes:
        phase: where it stands. failure: what stopped it last, with a code; failed_rung: on which rung.
        checks: the server's five, live. pin_failure: why the PIN is asked again.
        ahead: by how much the server's clock was ahead of this computer's at the last contact; None before any.
        locked: whose session was locked, until somebody logs in. resumed: whether whoever logged in unlocked it.

    Signals:
        changed(): anything above is another one.
        company_wanted(): the certificate names no company; answer with :meth:`begin` and its code.
        pin_wanted(): the PIN dialog should open (or show ``pin_failure``); answer with :meth:`give_pin`.
        logged_in(object): the ``Person``.
        signed_out(str): the session ended, with the code why, empty when asked for; see ``locked``.
    """

    changed = Signal()
    company_wanted = Signal()
    pin_wanted = Signal()
    logged_in = Signal(object)
    signed_out = Signal(str)

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__(office)
        self.office = office
        self._settings = settings
        self.carriers = Carriers(office, settings)
        self.phase = LoginPhase.LOOKING
        self.failure: Failure | None = None
        self.pin_failure: Failure | None = None
        self.failed_rung: Rung | None = None
        self._passed: Rung | None = None
        self._named = ("", "")
        self.profile: ProfileGlance | None = None
        self.chosen: str | None = None
        self.offers_first = False
        """Where every certificate is an invented one, the first is chosen for a person who has not chosen yet."""
        self.checks: tuple[Check, ...] = tuple(Check(step) for step in CheckStep)
        self.ahead: timedelta | None = None
        self.person: Person | None = None
        self.locked: Locked | None = None
        self.resumed = False
        self._by = ""
        self._login: _Login | None = None
        self._stapling = Stapling(office)
        self._lock = threading.Lock()
        self._transport: Transport | None = None
        self._task: Task[object] | None = None
        self._check_wait = _FIRST_CHECK_MS
        self._check_timer = self._single(_FIRST_CHECK_MS, self._poll_checks)
        self._again_timer = self._single(_AGAIN_MS, self._submit)
        self._expiry_timer = self._single(0, self._expired)
        self.carriers.changed.connect(self._carriers_changed)
        self.carriers.token_left.connect(self._token_left)
        office.session_lost.connect(self._lost)

    def _single(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    # -- what the page asks --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the profile, find the drivers, begin to look for tokens."""
        self._read_profile()
        self.carriers.start()
        self._settle()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The certificates to choose from."""
        return self.carriers.candidates

    def rung(self, rung: Rung) -> RungState:
        """Return how a rung stands."""
        return standing(self.phase, self.failed_rung, rung, self._passed)

    def candidate(self) -> Candidate | None:
        """Return the chosen certificate."""
        return self.carriers.candidate(self.chosen)

    def choose(self, key: str) -> None:
        """Choose a usable certificate."""
        chosen = self.carriers.candidate(key)
        if chosen is not None and chosen.usable and self.phase not in _BUSY:
            self.chosen = key
            self.failure = None
            self._clear_checks()
            self._settle()

    def company(self) -> str:
        """Return the code of the company that a log-in is for: the certificate's, or the one the person named."""
        if self.person is not None:
            return self.person.edrpou
        if self._login is not None:
            return self._login.company
        candidate = self.candidate()
        if candidate is None:
            return ""
        key, named = self._named
        return candidate.edrpou or (named if key == candidate.key else "")

    def last_company(self) -> str:
        """Return the company that somebody last named for a personal certificate; empty when nobody has."""
        return self._settings.settings.company

    def statement_text(self) -> str:
        """Return the text that is to be signed, once a challenge is here."""
        asked = self._login.asked if self._login is not None else None
        return asked.statement.render().decode() if asked is not None else ""

    def seconds_left(self) -> int:
        """Return how long the challenge still lives."""
        asked = self._login.asked if self._login is not None else None
        return 0 if asked is None else max(0, int((asked.expires - self.office.clock.now()).total_seconds()))

    def clock_off(self) -> timedelta | None:
        """Return by how much this computer's clock is off, where it matters to a person; else None."""
        return self.ahead if self.ahead is not None and abs(self.ahead) >= _SKEW else None

    def begin(self, company: str = "") -> None:
        """Ask the server for a challenge; then the PIN is wanted. ``company`` where the certificate names none."""
        candidate = self.candidate()
        if candidate is None or self.phase in _BUSY or self.profile is None:
            return
        if candidate.needs_company and not company:
            self.company_wanted.emit()
            return
        if candidate.needs_company:
            self._settings.change(company=company)
            self._named = (candidate.key, company)
        self.failure = self.pin_failure = None
        self._clear_checks()
        self._login = _Login(candidate.key, candidate.edrpou or company)
        self._ask()

    def give_pin(self, pin: str | None, *, last_try: bool = False) -> None:
        """Sign with this PIN (None for a PIN pad); the signature goes to the server at once.

        ``last_try``: the person knows that one more wrong PIN locks the token.
        """
        login = self._login
        if login is None or login.asked is None or self.phase is not LoginPhase.PIN:
            return
        try:
            signer = self.carriers.signer(login.key, pin, last_try=last_try)
        except KnownError as error:
            self._stopped(Rung.SIGNATURE, error)
            return
        asked, now = login.asked, self.office.clock.now() + login.asked.ahead
        self._expiry_timer.stop()
        self.pin_failure = None
        self._to(LoginPhase.SIGNING)
        job = lambda: sign_statement(asked, signer.certificate, signer.chain, signer.sign, now)  # noqa: E731
        self._run(self.office.token, job, self._signed, Rung.SIGNATURE)

    def signing_job(self, text: bytes, pin: str | None, *, last_try: bool = False) -> Callable[[], bytes]:
        """Return the job that signs a text with the certificate of the log-in; for the token lane.

        Raises:
            KnownError: ``MODULE_ABSENT`` or ``UNSUPPORTED_ALGORITHM``.
        """
        if self.chosen is None:
            raise KnownError("MODULE_ABSENT")
        return self.carriers.signing_job(self.chosen, text, pin, last_try=last_try)

    def take_pin_state(self, failure: Failure) -> None:
        """Remember what a refused PIN told of the tries left."""
        state = getattr(failure, "facts", {}).get("pin_state")
        if state is not None:
            self.carriers.take_pin_state(self.chosen, state)

    def cancel(self) -> None:
        """Stop a log-in under way; nothing of it is kept."""
        self._let_go()
        self.pin_failure = None
        self._clear_checks()
        if self.phase is LoginPhase.REFUSED:
            self.failure = None
        self._to(LoginPhase.LOOKING)
        self._settle()

    def sign_out(self) -> None:
        """End the session here at once, and tell the server; nobody's place is kept."""
        self._end("")

    def lock(self, reason: LockReason | None = None, **facts: str) -> None:
        """End the session as :meth:`sign_out` does; the same person comes back to the page they left."""
        from cabinet.desks.locking import Locked, LockReason

        if self.person is not None:
            reason = reason or LockReason.PERSON
            self.locked = Locked(reason, self._by, {"name": self.person.name, **facts})
            self._end(reason.value)

    def unlocks(self) -> bool:
        """Tell whether the chosen certificate is of the person who locked the cabinet."""
        candidate = self.candidate()
        return self.locked is not None and candidate is not None and _same(candidate.person, self.locked.person)

    # -- profile, key file, support ------------------------------------------------------------------------------

    def set_profile(self, path: Path) -> ProfileGlance:
        """Import a profile and use it.

        Raises:
            KnownError: the profile cannot be read.
        """
        found = import_profile(path)
        self._settings.change(profile=found.path)
        self._close_transport()
        self._read_profile()
        self._settle()
        return found

    def open_key_file(self, path: Path, password: str) -> None:
        """Open a key file beside the token's certificates."""
        self.carriers.open_file(path, password, self._file_opened, lambda f: self._stopped(Rung.CERTIFICATE, f))

    def lend_certificate(self, path: Path) -> None:
        """Use the certificate of a file with the key of a token that holds no certificate."""
        self.carriers.lend(path, lambda f: self._stopped(Rung.CERTIFICATE, f))

    def report(self) -> str:
        """Return what support needs: versions, modules, slots, return codes; no names, no secrets."""
        import platform

        failure = self.failure or self.pin_failure
        lines = [
            f"soms-cabinet {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"profile: {self.profile.audience if self.profile else '-'}",
            *self.carriers.report(),
            f"certificates: {len(self.candidates)}, usable: {sum(c.usable for c in self.candidates)}",
            f"phase: {self.phase.value}",
        ]
        if self.ahead is not None:
            lines.append(f"server's clock ahead by {self.ahead.total_seconds():.0f} s")
        if failure is not None:
            facts = getattr(failure, "facts", {})
            lines.append(f"failure: {failure.code} {getattr(failure, 'detail', '')} {facts.get('rv', '')}".rstrip())
        lines += [f"check {c.step.value}: {c.state.value} {c.code or ''}".rstrip() for c in self.checks]
        return "\n".join(lines)

    def close(self) -> None:
        """End the helpers and the connections, at the window's end, after the lanes have stopped."""
        for timer in (self._check_timer, self._again_timer, self._expiry_timer):
            timer.stop()
        self.carriers.close()
        if self._transport is not None:
            self._transport.close()

    # -- up the ladder -------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        login, profile_glance = self._login, self.profile
        if login is None or profile_glance is None:
            return
        candidate = self.candidate()
        from_file = candidate is not None and candidate.from_file
        path, clock = Path(profile_glance.path), self.office.clock
        self._to(LoginPhase.ASKING)

        def job() -> object:
            from cabinet.perimeter.open import OpenClient

            profile = read_profile(path)
            if from_file and not profile.file_keys_allowed:
                raise KnownError("KEY_FILE_NOT_ALLOWED")
            transport = self._transport_to(profile)
            OpenClient(transport).about()
            return ask_challenge(transport, clock, login.company)

        self._run(self.office.network, job, self._challenged, Rung.SERVER)
        if profile_glance.staples_wanted:
            self._stapling.ask(login.key, self.carriers.certificate(login.key), path)

    def _transport_to(self, profile: PerimeterProfile) -> Transport:
        """Return the one transport; called by jobs, and two may run at once after a log-in was given up."""
        from cabinet.wire.transport import Transport

        with self._lock:
            if self._transport is None:
                self._transport = Transport(profile)
            return self._transport

    def _challenged(self, asked: object) -> None:
        self._task = None
        assert isinstance(asked, Asked)  # noqa: S101  what the job returns
        candidate = self.candidate()
        if self._login is None or candidate is None:
            return
        self._login = _Login(self._login.key, self._login.company, asked)
        self.ahead = asked.ahead
        self.carriers.set_ahead(asked.ahead)
        self._expiry_timer.start(max(0, self.seconds_left() * 1000))
        if candidate.from_file:
            self._to(LoginPhase.PIN)
            self.give_pin(None)
            return
        self._task = self.carriers.ask_pin_state(
            candidate.key, self._pin_state_read, lambda failure: self._stopped(Rung.PIN, failure)
        )

    def _pin_state_read(self, _state: object) -> None:
        self._task = None
        candidate = self.candidate()
        self._to(LoginPhase.PIN)
        if candidate is not None and not candidate.pin_needed:
            self.give_pin(None)
        else:
            self.pin_wanted.emit()

    @Slot()
    def _expired(self) -> None:
        """The challenge is over while the person still types: ask for another one, the dialog stays."""
        if self.phase is LoginPhase.PIN and self._login is not None:
            self._login = _Login(self._login.key, self._login.company)
            self._ask()

    def _signed(self, blob: object) -> None:
        self._task = None
        assert isinstance(blob, bytes)  # noqa: S101  what the job returns
        login = self._login
        if login is None or login.asked is None:
            return
        self._login = _Login(login.key, login.company, login.asked, base64.b64encode(blob).decode())
        self._to(LoginPhase.CHECKING)
        self._submit()

    @Slot()
    def _submit(self) -> None:
        login = self._login
        if login is None or login.asked is None:
            return
        client, statement, cms = login.asked.client, login.asked.statement, login.cms
        staple = self._stapling.answer(login.key)
        job = lambda: client.submit(statement.cid, fields_of(statement), cms, staple)  # noqa: E731
        self._task = self.office.network.run(job, self._accepted, self._not_submitted)

    def _not_submitted(self, failure: Failure) -> None:
        """The signature may or may not have arrived: the same one again is safe while the challenge lives."""
        login = self._login
        if login is not None and failure.code in _UNREACHED and not login.tries and self.seconds_left():
            self._task = None
            self._login = _Login(login.key, login.company, login.asked, login.cms, tries=1)
            self._again_timer.start()
        else:
            self._stopped(Rung.CHECKS, failure)

    def _accepted(self, accepted: object) -> None:
        taken: LoginAccepted = accepted  # type: ignore[assignment]  # what the job returns
        login = self._login
        if login is not None:
            self._login = _Login(login.key, login.company, login.asked, login_id=taken.login_id)
            self._check_wait = _FIRST_CHECK_MS
            self._poll_checks()

    @Slot()
    def _poll_checks(self) -> None:
        login = self._login
        if login is None or login.asked is None:
            return
        client, login_id = login.asked.client, login.login_id
        self._run(self.office.network, lambda: client.progress(login_id), self._progressed, Rung.CHECKS)

    def _progressed(self, answer: object) -> None:
        self._task = None
        progress: LoginProgress = answer  # type: ignore[assignment]  # what the job returns
        self.checks = tuple(Check(s.step, s.state, s.code, s.millis) for s in progress.steps)
        if not progress.done:
            self._check_timer.start(self._check_wait)
            self._check_wait = min(self._check_wait * 2, _CHECK_MS)
            self.changed.emit()
            return
        asked = self._login.asked if self._login is not None else None
        if progress.tokens is None or progress.person is None or asked is None:
            self._stopped(Rung.CHECKS, KnownError(progress.code or "INTERNAL", **progress.facts))
            return
        self._let_go()
        self.person = progress.person
        self._remember_key()
        self.carriers.forget_files()
        self.carriers.hold(held=True)
        self._to(LoginPhase.DONE)
        self.office.open(asked.client.session(progress.tokens, progress.person))
        self.logged_in.emit(progress.person)

    def _remember_key(self) -> None:
        """Note who has logged in and watch the token they did it with."""
        candidate = self.candidate()
        self._by = candidate.person if candidate is not None else ""
        self.resumed = self.locked is not None and _same(self._by, self.locked.person)
        self.locked = None
        if candidate is not None and self._settings.settings.certificate != candidate.key:
            self._settings.change(certificate=candidate.key)
        if candidate is not None and not candidate.from_file:
            self.carriers.follow(candidate.key)

    def _stopped(self, rung: Rung, failure: Failure) -> None:
        self._task = None
        if failure.code == "PIN_CANCELLED":
            # The person pressed the reader's red key: that is no failure.
            self.cancel()
            return
        self.take_pin_state(failure)
        if failure.code == "CHALLENGE_EXPIRED" and self._login is not None:
            # The token has signed, but too late: a fresh challenge, and the PIN once more.
            self.pin_failure = failure
            self._login = _Login(self._login.key, self._login.company)
            self._ask()
            return
        if failure.code in _PIN_AGAIN and self._login is not None and self._login.asked is not None:
            self.pin_failure = failure
            self._expiry_timer.start(self.seconds_left() * 1000)
            self._to(LoginPhase.PIN)
            self.pin_wanted.emit()
            return
        self._passed = passed_in(self.phase)
        self._let_go()
        self.failure, self.failed_rung = failure, _RUNG_OF.get(failure.code, rung)
        self._to(LoginPhase.REFUSED)

    def _clear_checks(self) -> None:
        self.checks = tuple(Check(step) for step in CheckStep)

    def _let_go(self) -> None:
        """Forget the log-in under way; whatever is still asked for it is not answered any more."""
        for timer in (self._check_timer, self._again_timer, self._expiry_timer):
            timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._login = None

    # -- inside --------------------------------------------------------------------------------------------------

    def _run(self, lane: Lane, job: Callable[[], object], done: Callable[[object], None], rung: Rung) -> None:
        self._task = lane.run(job, done, lambda failure: self._stopped(rung, failure))

    def _to(self, phase: LoginPhase) -> None:
        self.phase = phase
        self.carriers.hold(held=phase in _BUSY or self.office.logged_in)
        self.changed.emit()

    @Slot()
    def _carriers_changed(self) -> None:
        if self.phase in _BUSY or self.office.logged_in:
            self.changed.emit()
            return
        if self.failure is not None and self.failed_rung in {Rung.DRIVER, Rung.READER, Rung.TOKEN}:
            self.failure = None
        chosen = self.candidate()
        if chosen is None or not chosen.usable:
            self.chosen = self._offered()
        self._settle()

    def _offered(self) -> str | None:
        """Return the certificate to begin with: the only one, the one used last, or on the demo the first."""
        usable = [c.key for c in self.candidates if c.usable]
        last = self._settings.settings.certificate
        if last in usable:
            return last
        return usable[0] if len(usable) == 1 or (usable and self.offers_first) else None

    def _settle(self) -> None:
        """Say where the ladder stands from what is known; a refusal stays until something new is tried."""
        refused = self.phase is LoginPhase.REFUSED and self.failure is not None
        if refused and self.failed_rung not in {Rung.DRIVER, Rung.READER, Rung.TOKEN}:
            self.changed.emit()
            return
        phase, failure, rung = standing_before(
            self.carriers, profile=self.profile is not None, chosen=self.candidate() is not None
        )
        if failure is not None:
            self.failure, self.failed_rung = failure, rung
        self._to(phase)

    def _read_profile(self) -> None:
        self.profile = None
        path = self._settings.settings.profile
        if path:
            try:
                self.profile = glance(Path(path))
            except KnownError as error:
                self.failure = error
        if self.profile is not None:
            self.carriers.judge(
                personal_allowed=self.profile.personal_allowed,
                device_required=self.profile.device_required,
                file_keys_allowed=self.profile.file_keys_allowed,
            )

    def _file_opened(self, key: str) -> None:
        self.failure = None
        opened = self.carriers.candidate(key)
        if opened is not None and opened.usable:
            self.chosen = key
        self._settle()

    @Slot()
    def _token_left(self) -> None:
        from cabinet.desks.locking import LockReason

        self.lock(LockReason.TOKEN)

    def _end(self, code: str) -> None:
        if not self.office.logged_in:
            return
        self.office.network.run(self.office.session.part(), self._told, self._told)
        self.person = None
        self._reset(code)
        self.office.lose(code or "SESSION_ENDED")
        self._resume_looking()

    def _lost(self, code: str) -> None:
        """The server ended the session: back to the ladder."""
        if self.person is not None:
            self.person = None
            self._reset(code)
            self._resume_looking()

    def _reset(self, code: str) -> None:
        self.failure = self.pin_failure = None
        self._clear_checks()
        self.phase = LoginPhase.LOOKING
        self._settle()
        self.signed_out.emit(code)

    def _resume_looking(self) -> None:
        self.carriers.hold(held=False)
        self.carriers.look(fresh=True)

    def _told(self, _result: object) -> None:
        """The server knows, or could not be told; either way the session is over here."""

    def _close_transport(self) -> None:
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            self.office.network.run(transport.close, self._told, self._told)


def _same(one: str, other: str) -> bool:
    """Tell whether two certificates are of one person; one that names nobody is nobody's."""
    return bool(one) and one == other
