"""The log-in desk: where the ladder stands, who is logged in, locking and signing out.

Where keys are is the business of ``keys.carriers``; one log-in, from challenge to session, is a ``login.run``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.keys.carriers import Carriers
from cabinet.desks.login.ladder import (
    Check,
    LoginPhase,
    Rung,
    RungState,
    no_checks,
    passed_in,
    standing,
    standing_before,
)
from cabinet.desks.office import Office
from cabinet.desks.perimeter_link import PerimeterLink
from cabinet.lanes.lane import Failure
from cabinet.profile.profiles import ProfileGlance
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from cabinet.contract.login import Person
    from cabinet.desks.keys.candidates import Candidate
    from cabinet.desks.locking import Locked, LockReason
    from cabinet.desks.login.run import LoginRun, OpenedSession

__all__ = ["SessionDesk"]

_BUSY = {LoginPhase.ASKING, LoginPhase.PIN, LoginPhase.SIGNING, LoginPhase.CHECKING}
_OF_A_LOOK = {Rung.DRIVER, Rung.READER, Rung.TOKEN}
"""What failed there is looked at again by itself; a refusal on another rung stays until something new is tried."""
_SKEW = timedelta(minutes=1)


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
        self._link = PerimeterLink(office, settings)
        self.phase = LoginPhase.LOOKING
        self.failure: Failure | None = None
        self.pin_failure: Failure | None = None
        self.failed_rung: Rung | None = None
        self._passed: Rung | None = None
        self._named = ("", "")
        self.chosen: str | None = None
        self.offers_first = False
        """Where every certificate is an invented one, the first is chosen for a person who has not chosen yet."""
        self.checks: tuple[Check, ...] = no_checks()
        self.ahead: timedelta | None = None
        self.person: Person | None = None
        self.locked: Locked | None = None
        self.resumed = False
        self._by = ""
        self._run: LoginRun | None = None
        self.carriers.changed.connect(self._carriers_changed)
        self.carriers.token_left.connect(self._token_left)
        office.session_lost.connect(self._lost)

    # -- what the page asks --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the profile, find the drivers, begin to look for tokens."""
        self.read_profile()
        self.carriers.start()
        self._settle()

    def read_profile(self) -> None:
        """Read the profile that the settings name; before :meth:`start` too, where a window is to show it at once."""
        try:
            self._link.read()
        except KnownError as error:
            self.failure = error
        profile = self.profile
        if profile is not None:
            self.carriers.set_policy(
                personal_allowed=profile.personal_allowed,
                device_required=profile.device_required,
                file_keys_allowed=profile.file_keys_allowed,
            )

    @property
    def profile(self) -> ProfileGlance | None:
        """The perimeter profile in use."""
        return self._link.glance

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
            self.checks = no_checks()
            self._settle()

    def company(self) -> str:
        """Return the code of the company that a log-in is for: the certificate's, or the one the person named."""
        if self.person is not None:
            return self.person.edrpou
        if self._run is not None:
            return self._run.company
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
        return self._run.statement_text() if self._run is not None else ""

    def seconds_left(self) -> int:
        """Return how long the challenge still lives."""
        return self._run.seconds_left() if self._run is not None else 0

    def clock_off(self) -> timedelta | None:
        """Return by how much this computer's clock is off, where it matters to a person; else None."""
        return self.ahead if self.ahead is not None and abs(self.ahead) >= _SKEW else None

    def report(self) -> str:
        """Return what support needs; see ``desks.support``."""
        from cabinet.desks.support import report_of

        return report_of(self, self._settings.settings.uapki_library)

    # -- one log-in ------------------------------------------------------------------------------------------------

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
        self.failure = None
        from cabinet.desks.login.run import LoginRun

        run = self._run = LoginRun(candidate, candidate.edrpou or company, self.carriers, self._link)
        run.changed.connect(self._run_changed)
        run.pin_wanted.connect(self.pin_wanted)
        run.cancelled.connect(self.cancel)
        run.refused.connect(self._refused)
        run.opened.connect(self._opened)
        run.start(self.profile)

    def give_pin(self, pin: str | None, *, last_try: bool = False) -> None:
        """Sign with this PIN (None for a PIN pad); see :meth:`LoginRun.give_pin`."""
        if self._run is not None:
            self._run.give_pin(pin, last_try=last_try)

    @Slot()
    def cancel(self) -> None:
        """Stop a log-in under way; nothing of it is kept."""
        self._end_run()
        self.pin_failure = None
        self.checks = no_checks()
        if self.phase is LoginPhase.REFUSED:
            self.failure = None
        self._to(LoginPhase.LOOKING)
        self._settle()

    def signing_job(self, text: bytes, pin: str | None, *, last_try: bool = False) -> Callable[[], bytes]:
        """Return the job that signs a text with the certificate of the log-in; for the token lane.

        Raises:
            KnownError: ``MODULE_ABSENT`` or ``UNSUPPORTED_ALGORITHM``.
        """
        if self.chosen is None:
            raise KnownError("MODULE_ABSENT")
        return self.carriers.signing_job(self.chosen, text, pin, last_try=last_try)

    def note_pin_failure(self, failure: Failure) -> None:
        """Remember what a refused PIN tells of the tries left."""
        if self.chosen is not None:
            self.carriers.note_pin_failure(self.chosen, failure)

    @Slot()
    def _run_changed(self) -> None:
        if self._run is not None:
            self._show_run(self._run)
            self._to(self._run.phase)

    def _show_run(self, run: LoginRun) -> None:
        self.checks, self.pin_failure = run.checks, run.pin_failure
        if run.ahead is not None:
            self.ahead = run.ahead

    @Slot(object, object)
    def _refused(self, rung: Rung, failure: Failure) -> None:
        if self._run is not None:
            self._show_run(self._run)
        self._passed = passed_in(self.phase)
        self._end_run()
        self.failure, self.failed_rung = failure, rung
        self._to(LoginPhase.REFUSED)

    @Slot(object)
    def _opened(self, opened: OpenedSession) -> None:
        if self._run is not None:
            self._show_run(self._run)
        self._end_run()
        self.person = opened.session.person
        self._remember_key(opened.candidate)
        self.carriers.close_files()
        self.carriers.pause(paused=True)
        self._to(LoginPhase.DONE)
        self.office.open(opened.session, opened.candidate.not_after)
        self.logged_in.emit(self.person)

    def _remember_key(self, candidate: Candidate) -> None:
        """Note who has logged in and watch the token they did it with."""
        self._by = candidate.person
        self.resumed = self.locked is not None and _same(self._by, self.locked.person)
        self.locked = None
        if self._settings.settings.certificate != candidate.key:
            self._settings.change(certificate=candidate.key)
        if not candidate.from_file:
            self.carriers.follow(candidate.key)

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.stop()

    # -- the session's end -----------------------------------------------------------------------------------------

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

    @Slot()
    def _token_left(self) -> None:
        from cabinet.desks.locking import LockReason

        self.lock(LockReason.TOKEN)

    def _end(self, code: str) -> None:
        if not self.office.logged_in:
            return
        self.office.network.run(self.office.session.part(), _ignore, _ignore)
        self.person = None
        self._reset(code)
        self.office.end_session(code or "SESSION_ENDED")
        self._resume_looking()

    def _lost(self, code: str) -> None:
        """The server ended the session: back to the ladder."""
        if self.person is not None:
            self.person = None
            self._reset(code)
            self._resume_looking()

    def _reset(self, code: str) -> None:
        self.failure = self.pin_failure = None
        self.checks = no_checks()
        self.phase = LoginPhase.LOOKING
        # The key of a file is closed since the log-in: its certificate cannot be offered any more.
        self.carriers.drop_closed_files()
        self._choose_again()
        self._settle()
        self.signed_out.emit(code)

    def _resume_looking(self) -> None:
        self.carriers.pause(paused=False)
        self.carriers.look(fresh=True)

    # -- profile, files, the end -----------------------------------------------------------------------------------

    def set_profile(self, path: Path) -> ProfileGlance:
        """Import a profile and use it.

        Raises:
            KnownError: the profile cannot be read.
        """
        found = self._link.use(path)
        self.read_profile()
        self._settle()
        return found

    def open_key_file(self, path: Path, password: str) -> None:
        """Open a key file beside the token's certificates."""
        self.carriers.open_file(path, password, self._file_opened, self._certificate_refused)

    def add_certificate(self, path: Path) -> None:
        """Use the certificate of a file with the key of a token that holds no certificate."""
        self.carriers.add_certificate(path, self._certificate_refused)

    def close(self) -> None:
        """End the helpers and the connections, at the window's end, after the lanes have stopped."""
        self._end_run()
        self.carriers.close()
        self._link.close()

    def _file_opened(self, key: str) -> None:
        self.failure = None
        opened = self.carriers.candidate(key)
        if opened is not None and opened.usable:
            self.chosen = key
        self._settle()

    def _certificate_refused(self, failure: Failure) -> None:
        self._refused(Rung.CERTIFICATE, failure)

    # -- where the ladder stands -----------------------------------------------------------------------------------

    def _to(self, phase: LoginPhase) -> None:
        self.phase = phase
        self.carriers.pause(paused=phase in _BUSY or self.office.logged_in)
        self.changed.emit()

    @Slot()
    def _carriers_changed(self) -> None:
        if self.phase in _BUSY or self.office.logged_in:
            self.changed.emit()
            return
        if self.failure is not None and self.failed_rung in _OF_A_LOOK:
            self.failure = None
        self._choose_again()
        self._settle()

    def _choose_again(self) -> None:
        """Keep the chosen certificate while it is there and usable."""
        chosen = self.candidate()
        if chosen is None or not chosen.usable:
            self.chosen = self._offered()

    def _offered(self) -> str | None:
        """Return the certificate to begin with: the only one, the one used last, or on the demo the first."""
        usable = [c.key for c in self.candidates if c.usable]
        last = self._settings.settings.certificate
        if last in usable:
            return last
        return usable[0] if len(usable) == 1 or (usable and self.offers_first) else None

    def _settle(self) -> None:
        """Find where the ladder stands from what is known; a refusal stays until something new is tried."""
        refused = self.phase is LoginPhase.REFUSED and self.failure is not None
        if refused and self.failed_rung not in _OF_A_LOOK:
            self.changed.emit()
            return
        phase, failure, rung = standing_before(
            self.carriers, profile=self.profile is not None, chosen=self.candidate() is not None
        )
        if failure is not None:
            self.failure, self.failed_rung = failure, rung
        self._to(phase)


def _same(one: str, other: str) -> bool:
    """Tell whether two certificates are of one person; one that names nobody is nobody's."""
    return bool(one) and one == other


def _ignore(_result: object) -> None:
    """The server knows, or could not be told; either way the session is over here."""
