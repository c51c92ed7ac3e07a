"""Which certificate may log in, and if not, why: advice for the log-in page (the server decides)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from cabinet.qes.algorithms import MIN_DSTU, MIN_RSA
from cabinet.qes.certificate import Certificate, KeyKind
from cabinet.qes.policy import LoginPolicy

__all__ = ["CODE_OF", "Reason", "Suitability", "suitability"]

_SOON: Final = timedelta(days=30)
_SMALLEST: Final = {KeyKind.EC: 0, KeyKind.RSA: MIN_RSA, KeyKind.DSTU: MIN_DSTU, KeyKind.OTHER: 0}


class Reason(Enum):
    """Why a certificate is, or is not, fit to log in."""

    FIT = "fit"
    EXPIRING = "expiring"
    PERSONAL = "personal"
    NO_COMPANY = "no_company"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ENCRYPTION_ONLY = "encryption_only"
    SEAL = "seal"
    AUTHORITY = "authority"
    NOT_QUALIFIED = "not_qualified"
    NO_DEVICE = "no_device"
    NO_IDENTITY = "no_identity"
    CONFLICT = "conflict"
    UNSUPPORTED = "unsupported"
    WEAK = "weak"


CODE_OF: Final = {
    Reason.NO_COMPANY: "NO_EDRPOU",
    Reason.EXPIRED: "CERT_EXPIRED",
    Reason.NOT_YET_VALID: "CERT_NOT_YET_VALID",
    Reason.ENCRYPTION_ONLY: "WRONG_KEY_USAGE",
    Reason.AUTHORITY: "WRONG_KEY_USAGE",
    Reason.SEAL: "SEAL_NOT_ALLOWED",
    Reason.NOT_QUALIFIED: "NOT_QUALIFIED",
    Reason.NO_DEVICE: "QSCD_REQUIRED",
    Reason.NO_IDENTITY: "NO_IDENTITY",
    Reason.CONFLICT: "ID_CONFLICT",
    Reason.UNSUPPORTED: "UNSUPPORTED_ALGORITHM",
    Reason.WEAK: "WEAK_ALGORITHM",
}
"""Code of the catalogue's card that says a reason in words, the same that the server would refuse with."""


@dataclass(frozen=True)
class Suitability:
    """The reason, whether it lets a person try, and days left where that matters.

    ``names_company`` False: the person must say for which company they come.
    """

    reason: Reason
    usable: bool
    days_left: int | None = None
    names_company: bool = True


def suitability(certificate: Certificate, now: datetime, policy: LoginPolicy | None = None) -> Suitability:
    """Judge one certificate at a moment (the server's time where known) under a perimeter's policy."""
    policy = policy or LoginPolicy()
    personal = certificate.edrpou is None
    for reason, holds in (
        (Reason.AUTHORITY, certificate.is_ca),
        (Reason.ENCRYPTION_ONLY, not certificate.signs),
        (Reason.SEAL, certificate.is_seal),
        (Reason.EXPIRED, certificate.not_after <= now),
        (Reason.NOT_YET_VALID, certificate.not_before > now),
        (Reason.CONFLICT, certificate.conflict is not None),
        (Reason.UNSUPPORTED, certificate.key_kind is KeyKind.OTHER or not certificate.key_bits),
        (Reason.WEAK, certificate.key_bits < _SMALLEST[certificate.key_kind]),
        (Reason.NOT_QUALIFIED, not certificate.qualified),
        (Reason.NO_DEVICE, policy.device_required and certificate.device_evidence is None),
        (Reason.NO_IDENTITY, certificate.rnokpp is None),
        (Reason.NO_COMPANY, personal and not policy.personal_allowed),
    ):
        if holds:
            return Suitability(reason, usable=False)
    left = certificate.not_after - now
    days = max(left.days, 0)
    reason = Reason.EXPIRING if left <= _SOON else Reason.PERSONAL if personal else Reason.FIT
    return Suitability(reason, usable=True, days_left=days, names_company=not personal)
