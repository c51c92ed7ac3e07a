"""The log-in desk: a ladder from driver to session, ticking live; locking and signing out.

Everything that may block runs on a lane: PKCS#11 on ``token``, HTTP on ``network``. A PIN is handed to one job and
kept nowhere.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet import __version__
from cabinet.contract.errors import KnownError
from cabinet.contract.login_steps import CheckStep
from cabinet.desks.login_states import Candidate, Check, LoginPhase, Rung, RungState
from cabinet.desks.office import Office
from cabinet.desks.signing import Asked, Found, ask_challenge, fields_of, open_key_file, scan, sign_statement
from cabinet.lanes.lane import Failure, Task
from cabinet.profile.profiles import ProfileGlance, glance, import_profile, read_profile
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from cabinet.contract.login import LoginAccepted, LoginProgress, Person
    from cabinet.desks.locking import Locked, LockReason
    from cabinet.desks.presence import TokenWatch
    from cabinet.token.keyfile import OpenFileKey
    from cabinet.token.model import TokenCertificate
    from cabinet.token.pkcs11 import Pkcs11Token
    from cabinet.wire.transport import Transport

__all__ = ["SessionDesk"]

_POLL_MS = 1000
_CHECK_MS = 60
_RUNGS_BEFORE = {
    LoginPhase.NO_PROFILE: (None, None),
    LoginPhase.LOOKING: (None, Rung.DRIVER),
    LoginPhase.NO_DRIVER: (None, Rung.DRIVER),
    LoginPhase.DRIVER_FAILED: (None, Rung.DRIVER),
    LoginPhase.NO_TOKEN: (Rung.DRIVER, Rung.TOKEN),
    LoginPhase.NO_CERTIFICATE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.NONE_USABLE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.CHOOSE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.READY: (Rung.CERTIFICATE, None),
    LoginPhase.ASKING: (Rung.CERTIFICATE, Rung.PIN),
    LoginPhase.PIN: (Rung.CERTIFICATE, Rung.PIN),
    LoginPhase.SIGNING: (Rung.PIN, Rung.SIGNATURE),
    LoginPhase.CHECKING: (Rung.SIGNATURE, Rung.CHECKS),
    LoginPhase.DONE: (Rung.CHECKS, None),
}
"""Phase → the last rung passed and the one under way."""
_FAILED = {LoginPhase.NO_DRIVER, LoginPhase.DRIVER_FAILED, LoginPhase.NONE_USABLE, LoginPhase.NO_CERTIFICATE}
_TYPING = {LoginPhase.ASKING, LoginPhase.PIN, LoginPhase.SIGNING, LoginPhase.CHECKING}


class SessionDesk(QObject):
    """Runs the ladder.

    Attributes:
        phase: where it stands. failure: what stopped it last, with a code. candidates: certificates to choose from.
        checks: the server's five, live. pin_failure: why the PIN is asked again.
        locked: whose session was locked, until somebody logs in. resumed: whether whoever logged in unlocked it.

    Signals:
        changed(): anything above is another one.
        pin_wanted(): the PIN dialog should open (or show ``pin_failure``); answer with :meth:`give_pin`.
        logged_in(object): the ``Person``.
        signed_out(str): the session ended, with the code why, empty when asked for; see ``locked``.
    """

    changed = Signal()
    pin_wanted = Signal()
    logged_in = Signal(object)
    signed_out = Signal(str)

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__(office)
        self.office = office
        self._settings = settings
        self.phase = LoginPhase.LOOKING
        self.failure: Failure | None = None
        self.pin_failure: Failure | None = None
        self.profile: ProfileGlance | None = None
        self.module_name = ""
        self.module_path = ""
        self.module_description = ""
        self.tokens = 0
        self.candidates: tuple[Candidate, ...] = ()
        self.chosen: str | None = None
        self.checks: tuple[Check, ...] = tuple(Check(step) for step in CheckStep)
        self.person: Person | None = None
        self.failed_rung: Rung | None = None
        self.locked: Locked | None = None
        self.resumed = False
        self._by = ""
        self._token: Pkcs11Token | None = None
        self._certificates: dict[str, TokenCertificate] = {}
        self._opened: dict[str, tuple[Candidate, OpenFileKey]] = {}
        self._files: dict[str, Path] = {}
        self._transport: Transport | None = None
        self._asked: Asked | None = None
        self._login_id = ""
        self._scanning: Task[Found] | None = None
        self._task: Task[object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.scan)
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(_CHECK_MS)
        self._check_timer.timeout.connect(self._poll_checks)
        office.session_lost.connect(self._lost)

    @cached_property
    def watch(self) -> TokenWatch:
        """Sees the token leave that a person has logged in with."""
        from cabinet.desks.presence import TokenWatch

        watch = TokenWatch(self.office)
        watch.left.connect(self._token_left)
        return watch

    # -- what the page asks --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the profile, find the driver, begin to look for tokens."""
        self._read_profile()
        self._find_module()
        self._timer.start()
        self.scan()

    def rung(self, rung: Rung) -> RungState:
        """Return how a rung stands."""
        if self.phase is LoginPhase.REFUSED:
            failed = self.failed_rung or Rung.CHECKS
            order = list(Rung)
            place, at = order.index(rung), order.index(failed)
            return RungState.PASSED if place < at else RungState.FAILED if place == at else RungState.WAITING
        passed, running = _RUNGS_BEFORE[self.phase]
        order = list(Rung)
        if passed is not None and order.index(rung) <= order.index(passed):
            return RungState.PASSED
        if rung is running:
            return RungState.FAILED if self.phase in _FAILED else RungState.RUNNING
        return RungState.WAITING

    def candidate(self) -> Candidate | None:
        """Return the chosen certificate."""
        return next((c for c in self.candidates if c.key == self.chosen), None)

    def choose(self, key: str) -> None:
        """Choose a usable certificate."""
        chosen = next((c for c in self.candidates if c.key == key), None)
        if chosen is not None and chosen.usable and self.phase not in _TYPING:
            self.chosen = key
            self.failure = None
            self._settle()

    def statement_text(self) -> str:
        """Return the text that is to be signed, once a challenge is here."""
        return self._asked.statement.render().decode() if self._asked is not None else ""

    def seconds_left(self) -> int:
        """Return how long the challenge still lives."""
        if self._asked is None:
            return 0
        return max(0, int((self._asked.expires - self.office.clock.now()).total_seconds()))

    def begin(self) -> None:
        """Ask the server for a challenge; then the PIN is wanted."""
        candidate = self.candidate()
        if candidate is None or self.phase in _TYPING or self.profile is None:
            return
        self.failure = self.pin_failure = None
        self.checks = tuple(Check(step) for step in CheckStep)
        self._to(LoginPhase.ASKING)
        path, clock, edrpou = Path(self.profile.path), self.office.clock, candidate.edrpou

        def job() -> object:
            from cabinet.perimeter.open import OpenClient
            from cabinet.wire.transport import Transport

            profile = read_profile(path)
            if candidate.from_file and not profile.file_keys_allowed:
                raise KnownError("KEY_FILE_NOT_ALLOWED")
            transport = self._transport or Transport(profile)
            self._transport = transport
            OpenClient(transport).about()
            return ask_challenge(transport, clock, edrpou)

        self._run(self.office.network, job, self._challenged, Rung.PIN)

    def give_pin(self, pin: str | None) -> None:
        """Sign with this PIN (None for a PIN pad); the signature goes to the server at once."""
        asked, candidate = self._asked, self.candidate()
        if asked is None or candidate is None or self.phase is not LoginPhase.PIN:
            return
        sign, der, chain = self._signer(candidate, pin)
        now = self.office.clock.now()
        self._to(LoginPhase.SIGNING)
        self._run(self.office.token, lambda: sign_statement(asked, der, chain, sign, now), self._signed, Rung.SIGNATURE)

    def signing_job(self, text: bytes, pin: str | None) -> Callable[[], bytes]:
        """Return the job that signs a text with the certificate of the log-in; for the token lane.

        A key file is opened anew with ``pin`` as its password: its key does not outlive a signature.

        Raises:
            KnownError: ``MODULE_ABSENT``.
        """
        from cabinet.qes.cades_build import build, signing_of

        candidate, now = self.candidate(), self.office.clock.now()
        if candidate is None:
            raise KnownError("MODULE_ABSENT")
        if candidate.from_file:
            path = self._files[candidate.key]

            def with_file() -> bytes:
                _, opened = open_key_file(path, pin or "", now)
                how = signing_of(opened.certificate)
                sign = lambda data: opened.sign(data, how.kind, how.digest)  # noqa: E731
                return build(text, opened.certificate, sign, now, opened.chain)

            return with_file
        sign, der, chain = self._signer(candidate, pin)
        return lambda: build(text, der, sign, now, chain)

    def take_pin_state(self, failure: Failure) -> None:
        """Remember what a refused PIN told of the tries left."""
        self._pin_state_from(failure)

    def cancel(self) -> None:
        """Stop a log-in under way; nothing of it is kept."""
        self._check_timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._asked = None
        self.pin_failure = None
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

    # -- driver, profile, key file -------------------------------------------------------------------------------

    def set_module(self, path: str) -> None:
        """Use another token module; empty looks for a known one."""
        self._settings.change(token_module=path)
        self._close_token()
        self._find_module()
        self.scan()

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
        now = self.office.clock.now()
        job = lambda: (path, *open_key_file(path, password, now))  # noqa: E731
        self._run(self.office.token, job, self._file_opened, Rung.CERTIFICATE)

    def close(self) -> None:
        """End the helper and the connections, at the window's end, after the lanes have stopped."""
        self._timer.stop()
        self._check_timer.stop()
        if self._token is not None:
            self._token.close()
        if self._transport is not None:
            self._transport.close()

    def report(self) -> str:
        """Return what support needs: versions, module, return codes; no names, no secrets."""
        import platform

        failure = self.failure or self.pin_failure
        lines = [
            f"soms-cabinet {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"profile: {self.profile.audience if self.profile else '-'}",
            f"module: {self.module_path or '-'} {self.module_description}",
            f"tokens: {self.tokens}, certificates: {len(self.candidates)}",
            f"phase: {self.phase.value}",
        ]
        if failure is not None:
            facts = getattr(failure, "facts", {})
            lines.append(f"failure: {failure.code} {getattr(failure, 'detail', '')} {facts.get('rv', '')}".rstrip())
        lines += [f"check {c.step.value}: {c.state.value} {c.code or ''}".rstrip() for c in self.checks]
        return "\n".join(lines)

    def scan(self) -> None:
        """Look at all slots once more; does nothing while one look is under way or a log-in is."""
        if self._token is None or self._scanning is not None or self.phase in _TYPING or self.office.logged_in:
            return
        token, now = self._token, self.office.clock.now()
        self._scanning = self.office.token.run(lambda: scan(token, now), self._scanned, self._scan_failed)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _run(self, lane: object, job: Callable[[], object], done: Callable[[object], None], rung: Rung) -> None:
        assert hasattr(lane, "run")  # noqa: S101  one of the office's lanes
        self._task = lane.run(job, done, lambda failure: self._stopped(rung, failure))

    def _to(self, phase: LoginPhase) -> None:
        self.phase = phase
        self.changed.emit()

    def _stopped(self, rung: Rung, failure: Failure) -> None:
        self._task = None
        if failure.code in {"PIN_INCORRECT", "PIN_LENGTH"} and self._asked is not None:
            self.pin_failure = failure
            self._pin_state_from(failure)
            self._to(LoginPhase.PIN)
            self.pin_wanted.emit()
            return
        self.failure = failure
        self.failed_rung = rung
        self._asked = None
        if failure.code == "PIN_LOCKED":
            self._pin_state_from(failure)
        self._to(LoginPhase.REFUSED)

    def _pin_state_from(self, failure: Failure) -> None:
        state = getattr(failure, "facts", {}).get("pin_state")
        if state is not None:
            self.candidates = tuple(
                Candidate(**{**c.__dict__, "pin_state": state}) if c.key == self.chosen else c for c in self.candidates
            )

    def _challenged(self, asked: object) -> None:
        self._task = None
        assert isinstance(asked, Asked)  # noqa: S101  what the job returns
        self._asked = asked
        self._to(LoginPhase.PIN)
        candidate = self.candidate()
        if candidate is not None and candidate.from_file:
            self.give_pin(None)
        else:
            self.pin_wanted.emit()

    def _signer(
        self, candidate: Candidate, pin: str | None
    ) -> tuple[Callable[[bytes], bytes], bytes, tuple[bytes, ...]]:
        from cabinet.qes.cades_build import signing_of

        if candidate.from_file:
            opened = self._opened[candidate.key][1]
            how = signing_of(opened.certificate)
            return lambda data: opened.sign(data, how.kind, how.digest), opened.certificate, opened.chain
        token, certificate = self._token, self._certificates[candidate.key]
        if token is None:
            raise KnownError("MODULE_ABSENT")
        how = signing_of(certificate.der)
        if how.kind == "dstu" or how.digest != "sha256":
            raise KnownError("NO_SIGN_MECHANISM", how.digest)
        kind: Literal["ecdsa", "rsa"] = how.kind
        return lambda data: token.sign(certificate, data, pin, kind), certificate.der, ()

    def _signed(self, blob: object) -> None:
        asked = self._asked
        assert isinstance(blob, bytes)  # noqa: S101  what the job returns
        if asked is None:
            return
        self._to(LoginPhase.CHECKING)
        cms = base64.b64encode(blob).decode()
        statement = asked.statement
        self._run(
            self.office.network,
            lambda: asked.client.submit(statement.cid, fields_of(statement), cms),
            self._accepted,
            Rung.CHECKS,
        )

    def _accepted(self, accepted: object) -> None:
        taken: LoginAccepted = accepted  # type: ignore[assignment]  # what the job returns
        self._login_id = taken.login_id
        self._poll_checks()

    def _poll_checks(self) -> None:
        asked, login_id = self._asked, self._login_id
        if asked is None:
            return
        self._run(self.office.network, lambda: asked.client.progress(login_id), self._progressed, Rung.CHECKS)

    def _progressed(self, answer: object) -> None:
        self._task = None
        progress: LoginProgress = answer  # type: ignore[assignment]  # what the job returns
        self.checks = tuple(Check(s.step, s.state, s.code, s.millis) for s in progress.steps)
        if not progress.done:
            self._check_timer.start()
            self.changed.emit()
            return
        asked, self._asked = self._asked, None
        if progress.tokens is None or progress.person is None or asked is None:
            self.failure = KnownError(progress.code or "INTERNAL", **progress.facts)
            self.failed_rung = Rung.CHECKS
            self._to(LoginPhase.REFUSED)
            return
        self._timer.stop()
        self.person = progress.person
        self._remember_key()
        self._opened.clear()
        self._to(LoginPhase.DONE)
        self.office.open(asked.client.session(progress.tokens, progress.person))
        self.logged_in.emit(progress.person)

    def _remember_key(self) -> None:
        """Note who has logged in and watch the token they did it with."""
        candidate = self.candidate()
        self._by = candidate.person if candidate is not None else ""
        self.resumed = self.locked is not None and _same(self._by, self.locked.person)
        self.locked = None
        certificate = self._certificates.get(candidate.key) if candidate is not None else None
        if candidate is not None and not candidate.from_file and certificate is not None and self._token is not None:
            self.watch.follow(self._token, certificate.token)

    @Slot()
    def _token_left(self) -> None:
        from cabinet.desks.locking import LockReason

        self.lock(LockReason.TOKEN)

    def _end(self, code: str) -> None:
        if not self.office.logged_in:
            return
        self.office.network.run(self.office.session.part(), self._told, self._told)
        self.person = None
        self._reset()
        self.signed_out.emit(code)
        self.office.lose(code or "SESSION_ENDED")
        self._timer.start()

    def _file_opened(self, answer: object) -> None:
        self._task = None
        found: tuple[Path, Candidate, OpenFileKey] = answer  # type: ignore[assignment]  # what the job returns
        path, candidate, opened = found
        self._opened[candidate.key] = (candidate, opened)
        self._files[candidate.key] = path
        self.failure = None
        self.chosen = candidate.key if candidate.usable else self.chosen
        self._merge(tuple(self._certificates_candidates()))

    def _certificates_candidates(self) -> list[Candidate]:
        return [c for c in self.candidates if not c.from_file]

    def _merge(self, from_token: tuple[Candidate, ...]) -> None:
        files = tuple(c for c, _ in self._opened.values())
        self.candidates = (*files, *from_token)
        if self.candidate() is None or not self.candidate().usable:  # type: ignore[union-attr]  # checked before
            usable = [c for c in self.candidates if c.usable]
            self.chosen = usable[0].key if len(usable) == 1 else None
        self._settle()

    def _scanned(self, found: Found) -> None:
        self._scanning = None
        if self.phase in _TYPING or self.office.logged_in:
            return
        self.module_description, self.tokens = found.description, found.tokens
        self._certificates = found.certificates
        if self.failure is not None and self.failed_rung in {Rung.DRIVER, Rung.TOKEN}:
            self.failure = None
        self._merge(found.candidates)

    def _scan_failed(self, failure: Failure) -> None:
        self._scanning = None
        if self.phase in _TYPING or self.office.logged_in:
            return
        self.tokens, self._certificates = 0, {}
        self.failure, self.failed_rung = failure, Rung.DRIVER
        self._merge(())

    def _settle(self) -> None:
        """Say where the ladder stands from what is known; a refusal stays until something new is tried."""
        if self.phase is LoginPhase.REFUSED and self.failure is not None and self.failed_rung is not Rung.DRIVER:
            self.changed.emit()
            return
        if self.profile is None:
            phase = LoginPhase.NO_PROFILE
        elif self.candidate() is not None:
            phase = LoginPhase.READY
        elif any(c.usable for c in self.candidates):
            phase = LoginPhase.CHOOSE
        elif self.candidates:
            phase = LoginPhase.NONE_USABLE
        elif self._token is None:
            phase = LoginPhase.NO_DRIVER
        elif self.failure is not None:
            phase = LoginPhase.DRIVER_FAILED
        elif not self.module_description:
            phase = LoginPhase.LOOKING
        elif not self.tokens:
            phase = LoginPhase.NO_TOKEN
        else:
            phase = LoginPhase.NO_CERTIFICATE
        self._to(phase)

    def _read_profile(self) -> None:
        self.profile = None
        path = self._settings.settings.profile
        if path:
            try:
                self.profile = glance(Path(path))
            except KnownError as error:
                self.failure = error

    def _find_module(self) -> None:
        from cabinet.token.modules import find_modules, module_at
        from cabinet.token.pkcs11 import Pkcs11Token

        wanted = self._settings.settings.token_module
        self.failure = None
        try:
            module = module_at(Path(wanted)) if wanted else next(iter(find_modules()), None)
        except KnownError as error:
            self.failure, self.failed_rung, module = error, Rung.DRIVER, None
        self.module_name = module.name if module is not None else ""
        self.module_path = str(module.path) if module is not None else wanted
        self._token = Pkcs11Token(module) if module is not None else None
        self._settle()

    def _lost(self, code: str) -> None:
        """The server ended the session: back to the ladder."""
        if self.person is not None:
            self.person = None
            self._reset()
            self.signed_out.emit(code)
            self._timer.start()

    def _reset(self) -> None:
        self.phase = LoginPhase.LOOKING
        self.failure = self.pin_failure = None
        self.checks = tuple(Check(step) for step in CheckStep)
        self._settle()

    def _told(self, _result: object) -> None:
        """The server knows, or could not be told; either way the session is over here."""

    def _close_token(self) -> None:
        token, self._token = self._token, None
        self._certificates, self.tokens, self.module_description = {}, 0, ""
        self.candidates = tuple(c for c, _ in self._opened.values())
        if token is not None:
            self.office.token.run(token.close, self._told, self._told)

    def _close_transport(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            self.office.network.run(transport.close, self._told, self._told)


def _same(one: str, other: str) -> bool:
    """Tell whether two certificates are of one person; one that names nobody is nobody's."""
    return bool(one) and one == other
