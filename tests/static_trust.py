"""Trust in a few certificates at all times, for tests of what comes after the trusted list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cabinet.qes.certificate import Certificate, read_certificate


class StaticTrust:
    """A fixed set of anchors, DER; a :class:`cabinet.qes.trust.TrustSource`."""

    def __init__(self, anchors: Sequence[bytes]) -> None:
        self._anchors = tuple(read_certificate(der) for der in anchors)

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the anchors, whatever the moment."""
        del now
        return self._anchors
