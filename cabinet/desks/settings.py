"""The settings desk: language, theme, token module, perimeter profile."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from cabinet.contract.errors import KnownError
from cabinet.profile.profiles import ProfileGlance, glance, read_profile
from cabinet.profile.settings import IDLE_MINUTES, Language, Settings, SettingsFile, ThemeChoice

if TYPE_CHECKING:
    from cabinet.desks.session import SessionDesk
    from cabinet.desks.uapki import UapkiDesk
    from cabinet.desks.vault import VaultDesk

__all__ = ["ModuleChoice", "SettingsDesk"]

_log = logging.getLogger(__name__)


class ModuleChoice(NamedTuple):
    """A token module that is installed: its name for a person, and its path."""

    name: str
    path: str


class SettingsDesk(QObject):
    """Changes take effect at once and are written down.

    Signals:
        changed(): :attr:`settings` is another one.
        language_changed(str): ``uk`` or ``en``.
        theme_changed(str): a name of ``ThemeChoice``.
        profile_changed(): another perimeter profile is in use.
    """

    changed = Signal()
    language_changed = Signal(str)
    theme_changed = Signal(str)
    profile_changed = Signal()

    def __init__(self, file: SettingsFile, session: SessionDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._session = session

    @cached_property
    def vault(self) -> VaultDesk:
        """Where secrets live."""
        from cabinet.desks.vault import VaultDesk

        return VaultDesk(self._session.office)

    @cached_property
    def uapki(self) -> UapkiDesk:
        """The library that opens DSTU keys in files."""
        from cabinet.desks.uapki import UapkiDesk

        return UapkiDesk(self._session.office, self._file)

    @property
    def settings(self) -> Settings:
        """What is remembered now."""
        return self._file.settings

    def set_language(self, language: Language) -> None:
        """Choose the window's language."""
        if language is not self.settings.language:
            self._file.change(language=language)
            self.language_changed.emit(language.value)
            self.changed.emit()

    def set_theme(self, theme: ThemeChoice) -> None:
        """Choose the palette."""
        if theme is not self.settings.theme:
            self._file.change(theme=theme)
            self.theme_changed.emit(theme.value)
            self.changed.emit()

    def set_rail_narrow(self, narrow: bool) -> None:
        """Remember whether the navigation shows icons only."""
        if narrow is not self.settings.rail_narrow:
            self._file.change(rail_narrow=narrow)
            self.changed.emit()

    def set_idle_minutes(self, minutes: int) -> None:
        """Choose after how many minutes without a touch the cabinet locks itself; 0 is never."""
        if minutes in IDLE_MINUTES and minutes != self.settings.idle_minutes:
            self._file.change(idle_minutes=minutes)
            self.changed.emit()

    def set_notices(self, *, wanted: bool) -> None:
        """Choose whether to be told of causes of rejections that appear or spike."""
        if wanted is not self.settings.notices:
            self._file.change(notices=wanted)
            self.changed.emit()

    def set_window(self, place: tuple[int, int, int, int], *, maximised: bool) -> None:
        """Remember where the window stood; a folder that takes nothing only forgets it.

        ``place`` is left, top, width and height in logical pixels.
        """
        if (place, maximised) != (self.settings.window_place, self.settings.window_maximised):
            try:
                self._file.change(window_place=place, window_maximised=maximised)
            except KnownError as error:
                _log.warning("the window's place is not kept: %s", error.code)

    def session(self) -> SessionDesk:
        """Return the log-in desk: who is logged in, and signing out."""
        return self._session

    def modules(self) -> list[ModuleChoice]:
        """Return the token modules that are installed."""
        from cabinet.token.pkcs11.modules import find_modules

        return [ModuleChoice(m.name, str(m.path)) for m in find_modules()]

    def module_in_use(self) -> str:
        """Return the path of the one module in use; empty when there is none, or all known ones are."""
        modules = self._session.carriers.modules
        return modules[0].path if len(modules) == 1 else ""

    def set_module(self, path: str) -> None:
        """Use a token module; empty looks for a known one."""
        self._session.carriers.set_module(path)
        self.changed.emit()

    def profile(self) -> ProfileGlance | None:
        """Return the profile in use."""
        return self._session.profile

    def look_at_profile(self, path: Path) -> ProfileGlance:
        """Check a profile file and return what a person compares before importing it.

        Raises:
            KnownError: ``PROFILE_ABSENT`` or ``PROFILE_UNREADABLE``.
        """
        read_profile(path)
        return glance(path)

    def import_profile(self, path: Path) -> ProfileGlance:
        """Use a profile from now on.

        Raises:
            KnownError: as :meth:`look_at_profile`, or ``FOLDER_UNWRITABLE``.
        """
        found = self._session.set_profile(path)
        self.profile_changed.emit()
        self.changed.emit()
        return found
