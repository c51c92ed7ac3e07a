"""While a person types the PIN: what the OCSP responder says of their certificate, for a perimeter that cannot ask."""

from __future__ import annotations

from pathlib import Path

from cabinet.desks.office import Office
from cabinet.profile.profiles import read_profile

__all__ = ["Stapling"]


class Stapling:
    """Keeps the newest answer, of one certificate; without an answer the log-in goes on as ever."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._answer: tuple[str, tuple[str, ...]] = ("", ())

    def ask(self, key: str, certificate_der: bytes, profile: Path) -> None:
        """Ask on the network lane; ``key`` names the certificate, ``profile`` is the file."""
        now = self._office.clock.now()
        self._answer = ("", ())

        def job() -> tuple[str, ...]:
            from cabinet.perimeter.staple import fetch_staple

            return fetch_staple(read_profile(profile), certificate_der, now)

        def came(answer: tuple[str, ...]) -> None:
            self._answer = (key, answer)

        self._office.network.run(job, came, lambda _: None)

    def answer(self, key: str) -> tuple[str, ...]:
        """Return what has come about this certificate by now, base64; empty where nothing has."""
        return self._answer[1] if self._answer[0] == key else ()
