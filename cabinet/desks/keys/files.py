"""Key files that a person has opened: each with its key, until the log-in is over; a password is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError
from cabinet.desks.keys.token_scan import open_key_file
from cabinet.desks.office import Office
from cabinet.lanes.lane import Failure, Task
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.desks.keys.candidates import Candidate, Signer
    from cabinet.token.keyfile.open_key import OpenKey

__all__ = ["KeyFiles"]

AsCandidate = Callable[["OpenKey", str], "Candidate"]


class KeyFiles:
    """Opens, signs with and closes key files; whatever may block runs on the ``token`` lane."""

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        self._office = office
        self._settings = settings
        self._opened: dict[str, tuple[Candidate, OpenKey]] = {}
        self._paths: dict[str, Path] = {}

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Their certificates."""
        return tuple(candidate for candidate, _ in self._opened.values())

    def open(
        self,
        path: Path,
        password: str,
        as_candidate: AsCandidate,
        done: Callable[[str], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """Open a file; ``done`` gets its certificate's key."""
        library = self._settings.settings.uapki_library

        def add(opened: OpenKey) -> None:
            candidate = as_candidate(opened, path.name)
            earlier = self._opened.pop(candidate.key, None)
            if earlier is not None:
                self._close_later(earlier[1])
            self._opened[candidate.key] = (candidate, opened)
            self._paths[candidate.key] = path
            done(candidate.key)

        self._office.token.run(lambda: open_key_file(path, password, library), add, failed)

    def look_at(self, path: Path, failed: Callable[[Failure], None], *, allowed: bool) -> Task[None]:
        """Say before a password is asked why a file is no use: ``KEY_FILE_NOT_ALLOWED``, or what it is instead."""
        library = self._settings.settings.uapki_library

        def job() -> None:
            from cabinet.token.keyfile.file_key import FileKey

            if not allowed:
                raise KnownError("KEY_FILE_NOT_ALLOWED")
            FileKey(path, library).look()

        return self._office.token.run(job, _ignore, failed)

    def update_candidates(self, as_candidate: AsCandidate) -> None:
        """Judge what is open by another policy."""
        for key, (candidate, opened) in self._opened.items():
            self._opened[key] = (as_candidate(opened, candidate.source), opened)

    def holds(self, key: str) -> bool:
        """Tell whether a certificate came from a file, also from one that is closed again."""
        return key in self._paths

    def certificate(self, key: str) -> bytes | None:
        """Return the certificate of an open file, DER."""
        return self._opened[key][1].certificate if key in self._opened else None

    def signer(self, key: str) -> Signer | None:
        """Return how an open file signs; None for a key that is in none."""
        from cabinet.desks.keys.candidates import Signer
        from cabinet.qes.cades_build import signing_of

        if key not in self._opened:
            return None
        opened = self._opened[key][1]
        how = signing_of(opened.certificate)
        return Signer(lambda data: opened.sign(data, how.kind, how.digest), opened.certificate, opened.chain)

    def signing_job(self, key: str, text: bytes, password: str, now: datetime) -> Callable[[], bytes]:
        """Return the job that opens the file anew, signs a text and closes it again."""
        from cabinet.qes.cades_build import build, signing_of

        path, library = self._paths[key], self._settings.settings.uapki_library

        def job() -> bytes:
            opened = open_key_file(path, password, library)
            try:
                how = signing_of(opened.certificate)
                sign = lambda data: opened.sign(data, how.kind, how.digest)  # noqa: E731
                return build(text, opened.certificate, sign, now, opened.chain)
            finally:
                opened.close()

        return job

    def close_all(self) -> None:
        """Close all: their keys do not outlive a log-in."""
        for _, opened in self._opened.values():
            self._close_later(opened)
        self._opened.clear()

    def close(self) -> None:
        """Close all at once, at the window's end."""
        for _, opened in self._opened.values():
            opened.close()
        self._opened.clear()

    def _close_later(self, opened: OpenKey) -> None:
        self._office.token.run(opened.close, _ignore, _ignore)


def _ignore(_result: object) -> None:
    """Whether it closed well makes no difference."""
