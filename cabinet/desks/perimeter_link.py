"""The perimeter profile in use, and the one connection to that perimeter."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cabinet.desks.office import Office
from cabinet.profile.profiles import ProfileGlance, glance, import_profile
from cabinet.profile.settings import SettingsFile

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.wire.transport import Transport

__all__ = ["PerimeterLink"]


class PerimeterLink(QObject):
    """Knows which perimeter the cabinet speaks to.

    Attributes:
        glance: what of the profile the window shows and the ladder needs; None without a profile.
    """

    def __init__(self, office: Office, settings: SettingsFile) -> None:
        super().__init__(office)
        self.office = office
        self._settings = settings
        self.glance: ProfileGlance | None = None
        self._transport_mutex = threading.Lock()
        self._transport: Transport | None = None

    def read(self) -> None:
        """Read the profile that the settings name.

        Raises:
            KnownError: ``PROFILE_ABSENT`` or ``PROFILE_UNREADABLE``; then there is no :attr:`glance`.
        """
        self.glance = None
        path = self._settings.settings.profile
        if path:
            self.glance = glance(Path(path))

    def use(self, path: Path) -> ProfileGlance:
        """Import a profile; the connection to the former perimeter is closed. :meth:`read` comes next.

        Raises:
            KnownError: ``PROFILE_ABSENT``, ``PROFILE_UNREADABLE`` or ``FOLDER_UNWRITABLE``.
        """
        found = import_profile(path)
        self._settings.change(profile=found.path)
        with self._transport_mutex:
            transport, self._transport = self._transport, None
        if transport is not None:
            self.office.network.run(transport.close, _ignore, _ignore)
        return found

    def transport(self, profile: PerimeterProfile) -> Transport:
        """Return the one transport; called by jobs, and two may run at once after a log-in was given up."""
        from cabinet.wire.transport import Transport

        with self._transport_mutex:
            if self._transport is None:
                self._transport = Transport(profile)
            return self._transport

    def close(self) -> None:
        """End the connection, at the window's end, after the lanes have stopped."""
        if self._transport is not None:
            self._transport.close()


def _ignore(_result: object) -> None:
    """Whether the former connection closed well makes no difference."""
