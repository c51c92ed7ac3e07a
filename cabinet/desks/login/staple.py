"""What the OCSP responder says of the certificate that logs in, for a perimeter that cannot ask responders itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from cabinet.desks.office import Office
from cabinet.profile.profiles import read_profile

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure, Task

__all__ = ["LONGEST_MS", "Staple"]

LONGEST_MS: Final = 8_000
"""How long a signature that is ready waits for the answer: a list may have to be fetched before the responder is."""


class Staple(QObject):
    """The answer for one log-in, asked for while the person types the PIN; without one the log-in goes on.

    Attributes:
        answer: what the responder said, base64; empty until it is here, and where no responder answered.
    """

    def __init__(self, office: Office, parent: QObject, longest_ms: int = LONGEST_MS) -> None:
        super().__init__(parent)
        self._office = office
        self.answer: tuple[str, ...] = ()
        self._asking: Task[tuple[str, ...]] | None = None
        self._then: Callable[[], None] | None = None
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(longest_ms)
        self._longest.timeout.connect(self._settle)

    def ask(self, certificate_der: bytes, profile: Path) -> None:
        """Ask on the network lane; ``profile`` is the file. Asks once: an answer serves the whole log-in."""
        if self._asking is not None or self.answer:
            return
        now = self._office.clock.now()

        def job() -> tuple[str, ...]:
            from cabinet.perimeter.staple import fetch_staple

            return fetch_staple(read_profile(profile), certificate_der, now)

        self._asking = self._office.network.run(job, self._came, self._failed)

    def wait(self, then: Callable[[], None]) -> None:
        """Call ``then`` once the responder has answered or failed, after ``longest_ms`` in any case.

        At once where nothing is on its way.
        """
        if self._asking is None:
            then()
            return
        self._then = then
        self._longest.start()

    def stop(self) -> None:
        """Wait no more; nobody is called."""
        self._longest.stop()
        self._then = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _came(self, answer: tuple[str, ...]) -> None:
        self._asking = None
        self.answer = answer
        self._settle()

    def _failed(self, _failure: Failure) -> None:
        """The perimeter decides what it thinks of a log-in without an answer."""
        self._asking = None
        self._settle()

    @Slot()
    def _settle(self) -> None:
        self._longest.stop()
        then, self._then = self._then, None
        if then is not None:
            then()
