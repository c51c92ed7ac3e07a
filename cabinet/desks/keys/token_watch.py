"""Whether the token that was logged in with is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure, Task
    from cabinet.token.pkcs11.model import TokenInfo
    from cabinet.token.pkcs11.readers import Readers

__all__ = ["TokenWatch"]

_EVERY_MS = 1_500


class TokenWatch(QObject):
    """Looks again and again, on the token lane, while a session lasts.

    Signals:
        left(): the token is gone.
    """

    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._watched: tuple[Readers, TokenInfo] | None = None
        self._asking: Task[bool] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        office.session_lost.connect(self._stop)
        office.stopping.connect(self._timer.stop)

    def follow(self, readers: Readers, info: TokenInfo) -> None:
        """Watch one token from now on."""
        self._watched = (readers, info)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Look now, unless a look is under way."""
        if self._watched is None or self._asking is not None:
            return
        readers, info = self._watched
        self._asking = self._office.token.run(lambda: readers.present(info), self._looked, self._failed)

    def _looked(self, present: bool) -> None:
        self._asking = None
        if not present and self._watched is not None:
            self.left.emit()

    def _failed(self, _failure: Failure) -> None:
        """A module that crashed or hung says nothing of the token: the next look starts a fresh helper."""
        self._asking = None

    @Slot(str)
    def _stop(self, _code: str) -> None:
        self._timer.stop()
        self._watched = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
