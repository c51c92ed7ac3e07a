"""Whom to trust: an interface that the trusted list of a later time fills, and the contour's one CA fills now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cabinet.qes.certificate import Certificate, read_certificate

__all__ = ["StaticTrust", "TrustSource"]


class TrustSource(Protocol):
    """Services that may issue qualified certificates."""

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the certificates of services whose status is granted at that moment."""
        ...


class StaticTrust:
    """A fixed set of anchors, trusted at all times: the test contour's own QES authority."""

    def __init__(self, anchors: Sequence[bytes]) -> None:
        self._anchors = tuple(read_certificate(der) for der in anchors)

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the anchors, whatever the moment."""
        del now
        return self._anchors
