"""Whom to trust: the interface of whatever knows issuers, as the trusted list does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cabinet.qes.certificate import Certificate

__all__ = ["TrustSource"]


class TrustSource(Protocol):
    """Services that may issue qualified certificates."""

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the certificates of services whose status is granted at that moment."""
        ...
