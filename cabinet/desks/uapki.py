"""The desk of the library for DSTU keys in files: off until a person names one, and used only once it has answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure, Task
    from cabinet.profile.settings import SettingsFile

__all__ = ["LibraryFacts", "LibraryState", "UapkiDesk"]


class LibraryState(Enum):
    """How the library stands; each has its word on the settings page."""

    OFF = "off"
    UNCHECKED = "unchecked"
    CHECKING = "checking"
    WORKS = "works"
    BROKEN = "broken"


@dataclass(frozen=True)
class LibraryFacts:
    """What a check found: the library's own version, SHA-256 of its file, and what of its place anybody may change."""

    path: str
    version: str
    sha256: str
    writable: tuple[str, ...]


class UapkiDesk(QObject):
    """Checks a library in a helper process and remembers its path.

    Attributes:
        state: how it stands. facts: of the last check that went well. failure: of the last that did not.

    Signals:
        changed(): any of these is another one.
    """

    changed = Signal()

    def __init__(self, office: Office, file: SettingsFile) -> None:
        super().__init__(office)
        self._office, self._file = office, file
        self.state = LibraryState.UNCHECKED if file.settings.uapki_library else LibraryState.OFF
        self.facts: LibraryFacts | None = None
        self.failure: Failure | None = None
        self._task: Task[LibraryFacts] | None = None

    @property
    def path(self) -> str:
        """The library in use; empty while it is off."""
        return self._file.settings.uapki_library

    def choose(self, path: Path) -> None:
        """Use a library from now on, if it answers as UAPKI does; else the choice stays what it was."""
        self._check(str(path))

    def check(self) -> None:
        """Ask the library in use once more."""
        if self.path:
            self._check(self.path)

    def turn_off(self) -> None:
        """Use no library: DSTU keys in files are not opened any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._file.change(uapki_library="")
        self.facts = self.failure = None
        self._to(LibraryState.OFF)

    def _check(self, path: str) -> None:
        if self._task is not None:
            return
        self.failure = None
        self._to(LibraryState.CHECKING)
        self._task = self._office.token.run(lambda: _facts_of(path), self._checked, self._failed)

    def _checked(self, facts: LibraryFacts) -> None:
        self._task = None
        self.facts = facts
        self._file.change(uapki_library=facts.path)
        self._to(LibraryState.WORKS)

    def _failed(self, failure: Failure) -> None:
        self._task = None
        self.failure = failure
        self._to(LibraryState.BROKEN)

    def _to(self, state: LibraryState) -> None:
        self.state = state
        self.changed.emit()


def _facts_of(path: str) -> LibraryFacts:
    from cabinet.token.pkcs11.module_facts import facts_of
    from cabinet.token.pkcs11.modules import Module
    from cabinet.token.uapki.key import version_of

    version = version_of(path)
    file = facts_of(Module("UAPKI", Path(path)))
    return LibraryFacts(path, version, file.sha256, tuple(str(p) for p in file.writable or ()))
