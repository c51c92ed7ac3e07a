"""Carriers of keys: the token modules of this computer and the key files a person has opened, with their certificates.

Everything that asks a module runs on the ``token`` lane. A PIN or password is handed to one job and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.keys.files import KeyFiles
from cabinet.desks.keys.token_scan import Found, look
from cabinet.desks.office import Office
from cabinet.lanes.lane import Failure, Task
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from cabinet.desks.keys.candidates import Candidate, ModuleSeen, Signer
    from cabinet.desks.keys.token_watch import TokenWatch
    from cabinet.qes.certificate_view import Row
    from cabinet.qes.policy import LoginPolicy
    from cabinet.token.keyfile.open_key import OpenKey
    from cabinet.token.pkcs11.mechanisms import SignKind
    from cabinet.token.pkcs11.readers import Readers

__all__ = ["Carriers"]

_LOOK_MS = 1_000
_NOTHING = Found()
_DSTU: dict[str, SignKind] = {
    "gost34311": "dstu-gost34311",
    "kupyna256": "dstu-kupyna256",
    "kupyna384": "dstu-kupyna384",
    "kupyna512": "dstu-kupyna512",
}
"""Hash of a DSTU key → how its token is asked to sign."""


class Carriers(QObject):
    """Looks at all slots of all modules every second, unless paused.

    Attributes:
        modules: what is installed, or the one that was chosen. found: what the last look saw.
        failure: why there is nothing to look with. looked: whether a look has ended since the modules were found.

    Signals:
        changed(): any of these, or :attr:`candidates`, is another one.
        token_left(): the token that was followed is gone.
    """

    changed = Signal()
    token_left = Signal()

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__(office)
        self.office = office
        self._settings = settings
        self.modules: tuple[ModuleSeen, ...] = ()
        self.found = _NOTHING
        self.failure: Failure | None = None
        self.looked = False
        self.candidates: tuple[Candidate, ...] = ()
        self._judges_by = (False, False)
        self._files_allowed = False
        self._ahead = timedelta()
        self._readers: Readers | None = None
        self._files = KeyFiles(office, settings)
        self._added: dict[tuple[str, str], list[bytes]] = {}
        self._paused = False
        self._looking: Task[Found] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        office.stopping.connect(self._stop)

    @cached_property
    def watch(self) -> TokenWatch:
        """Sees the token leave that a person has logged in with."""
        from cabinet.desks.keys.token_watch import TokenWatch

        watch = TokenWatch(self.office)
        watch.left.connect(self.token_left)
        return watch

    # -- looking ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Find the modules and begin to look."""
        self._find_modules()
        self._timer.start()
        self.look()

    def pause(self, *, paused: bool) -> None:
        """Look no more while a person types a PIN or is logged in, or look again."""
        self._paused = paused

    def set_policy(self, *, personal_allowed: bool, device_required: bool, file_keys_allowed: bool) -> None:
        """Judge certificates from now on as this perimeter does (``qes.policy.LoginPolicy``), those of files too."""
        judged_by, self._files_allowed = (device_required, personal_allowed), file_keys_allowed
        if judged_by != self._judges_by:
            self._judges_by = judged_by
            # What a look under way finds was judged as before.
            self._drop_look()
            self.look()
        if self._files.candidates:
            self._files.update_candidates(self._of_file)
            self._merge()

    def set_ahead(self, ahead: timedelta) -> None:
        """Judge terms by the server's clock, which is that much ahead of this computer's."""
        self._ahead = ahead

    @Slot()
    def look(self, *, fresh: bool = False) -> None:
        """Look at all slots once more; does nothing while one look is under way, or paused."""
        if self._readers is None or self._looking is not None or self._paused:
            return
        readers, now, policy, added = self._readers, self._now(), self._policy(), dict(self._added)
        self._looking = self.office.token.run(
            lambda: look(readers, now, policy, added, fresh=fresh), self._looked, self._look_failed
        )

    def set_module(self, path: str) -> None:
        """Use one token module only; empty looks for all known ones."""
        self._settings.change(token_module=path)
        self._close_readers()
        self._find_modules()
        self.look()

    def add_certificate(self, path: Path, failed: Callable[[Failure], None]) -> None:
        """Take the certificate of a token that holds none from a file: issuers hand it out as a .cer beside the token.

        ``failed`` gets ``CERTIFICATE_FILE_EMPTY``, ``FILE_UNREADABLE``, or ``TOKEN_ABSENT`` with no such token.
        """
        bare = self.found.bare

        def job() -> list[bytes]:
            from cabinet.token.keyfile.certificates import read_certificate_file

            if not bare:
                raise KnownError("TOKEN_ABSENT")
            return read_certificate_file(path)

        def read(certificates: list[bytes]) -> None:
            for token in bare:
                self._added[token] = certificates
            self._drop_look()
            self.look(fresh=True)

        self.office.token.run(job, read, failed)

    def open_file(
        self, path: Path, password: str, done: Callable[[str], None], failed: Callable[[Failure], None]
    ) -> None:
        """Open a key file beside the tokens' certificates; ``done`` gets its key among :attr:`candidates`."""

        def opened(key: str) -> None:
            self._merge()
            done(key)

        self._files.open(path, password, self._of_file, opened, failed)

    def look_at_file(self, path: Path, failed: Callable[[Failure], None]) -> Task[None]:
        """Say before a password is asked why a file is no use: ``KEY_FILE_NOT_ALLOWED``, or what it is instead."""
        return self._files.look_at(path, failed, allowed=self._files_allowed)

    def close_files(self) -> None:
        """Close the opened key files: their keys do not outlive a log-in.

        Their certificates stay among :attr:`candidates` until :meth:`drop_closed_files`: acts are signed with them.
        """
        self._files.close_all()

    def drop_closed_files(self) -> None:
        """List what can log in now."""
        self._merge()

    # -- one certificate -------------------------------------------------------------------------------------------

    def candidate(self, key: str | None) -> Candidate | None:
        """Return a certificate by its key."""
        return next((c for c in self.candidates if c.key == key), None)

    def certificate(self, key: str) -> bytes:
        """Return a certificate that was found, DER.

        Raises:
            KnownError: ``TOKEN_REMOVED``; there is none of that key any more.
        """
        der = self._files.certificate(key)
        if der is not None:
            return der
        if key not in self.found.certificates:
            raise KnownError("TOKEN_REMOVED")
        return self.found.certificates[key].der

    def rows(self, key: str) -> tuple[Row, ...]:
        """Return a certificate decoded for a person."""
        from cabinet.qes.certificate import read_certificate
        from cabinet.qes.certificate_view import rows

        return rows(read_certificate(self.certificate(key)))

    def ask_pin_state(
        self, key: str, done: Callable[[object], None], failed: Callable[[Failure], None]
    ) -> Task[object]:
        """Read a token's PIN flags afresh before a prompt; a key file has none.

        ``failed`` gets ``PIN_LOCKED`` or ``PIN_EXPIRED`` where the token must not be asked, ``TOKEN_REMOVED``, ….
        """
        readers, certificate = self._readers, self.found.certificates.get(key)

        def job() -> object:
            if readers is None or certificate is None:
                return None
            from cabinet.token.pkcs11.pin import check_state

            info = readers.pin_state(certificate.token)
            check_state(info, last_try=True)
            return info.pin_state.value

        def read(state: object) -> None:
            if isinstance(state, str):
                self._set_pin_state(key, state)
            done(state)

        return self.office.token.run(job, read, failed)

    def note_pin_failure(self, key: str, failure: Failure) -> None:
        """Remember what a refused PIN tells of the tries left."""
        state = getattr(failure, "facts", {}).get("pin_state")
        if state is not None:
            self._set_pin_state(key, state)

    def _set_pin_state(self, key: str, state: str) -> None:
        self.candidates = tuple(c._replace(pin_state=state) if c.key == key else c for c in self.candidates)
        self.changed.emit()

    def signer(self, key: str, pin: str | None, *, last_try: bool = False) -> Signer:
        """Return how a certificate signs; a key file must be open.

        Raises:
            KnownError: ``MODULE_ABSENT`` or ``UNSUPPORTED_ALGORITHM``.
        """
        from cabinet.desks.keys.candidates import Signer
        from cabinet.qes.cades_build import signing_of
        from cabinet.qes.digests import digest_of

        opened = self._files.signer(key)
        if opened is not None:
            return opened
        readers, certificate = self._readers, self.found.certificates.get(key)
        if readers is None or certificate is None:
            raise KnownError("MODULE_ABSENT")
        how = signing_of(certificate.der)
        if how.kind != "dstu":
            kind = how.kind
            return Signer(lambda data: readers.sign(certificate, data, pin, kind, last_try=last_try), certificate.der)
        name = _DSTU[how.digest]

        def sign(data: bytes) -> bytes:
            digest = digest_of(how.digest, data)
            return readers.sign(certificate, data, pin, name, digest=digest, last_try=last_try)

        return Signer(sign, certificate.der)

    def signing_job(self, key: str, text: bytes, pin: str | None, *, last_try: bool = False) -> Callable[[], bytes]:
        """Return the job that signs a text, for the token lane; a key file is opened anew with ``pin`` as password.

        Raises:
            KnownError: ``MODULE_ABSENT`` or ``UNSUPPORTED_ALGORITHM``.
        """
        from cabinet.qes.cades_build import build

        now = self._now()
        if self._files.holds(key):
            return self._files.signing_job(key, text, pin or "", now)
        signer = self.signer(key, pin, last_try=last_try)
        return lambda: build(text, signer.certificate, signer.sign, now, signer.chain)

    def follow(self, key: str) -> None:
        """Watch the token of this certificate from now on."""
        certificate = self.found.certificates.get(key)
        if self._readers is not None and certificate is not None and not self._files.holds(key):
            self.watch.follow(self._readers, certificate.token)

    # -- the end --------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the helpers, at the window's end; a driver that hangs holds nobody up."""
        self._stop()
        self._files.close()

    def _policy(self) -> LoginPolicy:
        from cabinet.qes.policy import LoginPolicy

        device_required, personal_allowed = self._judges_by
        return LoginPolicy(device_required=device_required, personal_allowed=personal_allowed)

    def _of_file(self, opened: OpenKey, name: str) -> Candidate:
        from cabinet.desks.keys.candidates import of_file

        return of_file(opened, name, self._now(), self._policy(), allowed=self._files_allowed)

    def _now(self) -> datetime:
        return self.office.clock.now() + self._ahead

    def _looked(self, found: Found) -> None:
        self._looking = None
        if self._paused:
            return
        self.found, self.looked = found, True
        self._merge()

    def _look_failed(self, failure: Failure) -> None:
        self._looking = None
        if self._paused:
            return
        self.found, self.failure, self.looked = _NOTHING, failure, True
        self._merge()

    def _merge(self) -> None:
        self.candidates = (*self._files.candidates, *self.found.candidates)
        self.changed.emit()

    def _find_modules(self) -> None:
        from cabinet.desks.keys.candidates import ModuleSeen
        from cabinet.token.pkcs11.modules import find_modules, module_at
        from cabinet.token.pkcs11.readers import Readers

        wanted = self._settings.settings.token_module
        self.failure, self.looked = None, False
        modules = []
        try:
            modules = [module_at(Path(wanted))] if wanted else find_modules()
            if not modules:
                self.failure = KnownError("MODULE_ABSENT")
        except KnownError as error:
            self.failure = error
        self.modules = tuple(ModuleSeen(m.name, str(m.path)) for m in modules)
        self._readers = Readers(modules) if modules else None
        self._merge()

    def _close_readers(self) -> None:
        readers, self._readers = self._readers, None
        self._drop_look()
        self.found = _NOTHING
        if readers is not None:
            self.office.token.run(readers.close, _ignore, _ignore)

    def _drop_look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    @Slot()
    def _stop(self) -> None:
        """The window closes: whoever waits for a driver on the token lane is let go, since it may never return."""
        self._paused = True
        self._timer.stop()
        if self._readers is not None:
            self._readers.close()


def _ignore(_result: object) -> None:
    """The helpers are gone, or will be with this process."""
