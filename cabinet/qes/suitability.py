"""Which certificate may log in, and if not, why: advice for the log-in page (the server decides)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cabinet.qes.certificate import Certificate, KeyKind

__all__ = ["Reason", "Suitability", "suitability"]

_SOON = timedelta(days=30)


class Reason(Enum):
    """Why a certificate is, or is not, fit to log in."""

    FIT = "fit"
    EXPIRING = "expiring"
    NO_COMPANY = "no_company"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ENCRYPTION_ONLY = "encryption_only"
    SEAL = "seal"
    AUTHORITY = "authority"
    NOT_QUALIFIED = "not_qualified"
    NO_IDENTITY = "no_identity"
    CONFLICT = "conflict"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Suitability:
    """The reason, whether it lets a person try, and days left where that matters."""

    reason: Reason
    usable: bool
    days_left: int | None = None


def suitability(certificate: Certificate, now: datetime) -> Suitability:
    """Judge one certificate at a moment (the server's time where known)."""
    for reason, holds in (
        (Reason.AUTHORITY, certificate.is_ca),
        (Reason.ENCRYPTION_ONLY, not certificate.signs),
        (Reason.SEAL, certificate.is_seal),
        (Reason.EXPIRED, certificate.not_after <= now),
        (Reason.NOT_YET_VALID, certificate.not_before > now),
        (Reason.CONFLICT, certificate.conflict is not None),
        (Reason.UNSUPPORTED, certificate.key_kind in {KeyKind.DSTU, KeyKind.OTHER}),
        (Reason.NOT_QUALIFIED, not certificate.qualified),
        (Reason.NO_IDENTITY, certificate.rnokpp is None),
        (Reason.NO_COMPANY, certificate.edrpou is None),
    ):
        if holds:
            return Suitability(reason, usable=False)
    left = certificate.not_after - now
    if left <= _SOON:
        return Suitability(Reason.EXPIRING, usable=True, days_left=max(left.days, 0))
    return Suitability(Reason.FIT, usable=True, days_left=left.days)
