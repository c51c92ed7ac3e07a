"""Attributes of a CAdES by their identifiers (RFC 5652 §11, RFC 5035, RFC 5126, ETSI EN 319 122-1), and its level."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cabinet.qes.explain.envelope import Signer

__all__ = ["Level", "level_of"]

CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
COUNTERSIGNATURE: Final = "1.2.840.113549.1.9.6"
_CADES: Final = "1.2.840.113549.1.9.16.2."
SIGNING_CERTIFICATE: Final = f"{_CADES}12"
SIGNATURE_STAMP: Final = f"{_CADES}14"
POLICY: Final = f"{_CADES}15"
CONTENT_STAMP: Final = f"{_CADES}20"
CERTIFICATE_REFS: Final = f"{_CADES}21"
REVOCATION_REFS: Final = f"{_CADES}22"
CERTIFICATE_VALUES: Final = f"{_CADES}23"
REVOCATION_VALUES: Final = f"{_CADES}24"
REFS_STAMPS: Final = frozenset({f"{_CADES}25", f"{_CADES}26"})
"""Over signature, stamp and references (CAdES-X type 1), or over the references alone (type 2)."""
ARCHIVE_STAMPS: Final = frozenset({f"{_CADES}27", f"{_CADES}48", "0.4.0.1733.2.4", "0.4.0.1733.2.2"})
"""Archive time-stamps of three versions, and the long-term-validation attribute (ETSI TS 101 733, EN 319 122-1)."""
SIGNING_CERTIFICATE_V2: Final = f"{_CADES}47"
REVOCATION_ARCHIVE: Final = "1.2.840.113583.1.1.8"
"""Revocation data among the signed attributes, as writers of PDF put it."""


class Level(StrEnum):
    """How much a signature carries for later; by its form, whatever that is worth."""

    CMS = "CMS"
    """The signer's certificate is not named among what is signed: no CAdES at all."""
    BES = "CAdES-BES"
    EPES = "CAdES-EPES"
    T = "CAdES-T"
    C = "CAdES-C"
    X = "CAdES-X"
    X_LONG = "CAdES-X-Long"
    A = "CAdES-A"


def level_of(signer: Signer) -> Level:
    """Return the level by which attributes there are (ETSI EN 319 122-1 §6, -2 annexes)."""
    held = set(signer.unsigned)
    if not {SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2} & set(signer.signed):
        return Level.CMS
    if SIGNATURE_STAMP not in held:
        return Level.EPES if POLICY in signer.signed else Level.BES
    if held & ARCHIVE_STAMPS:
        return Level.A
    if {CERTIFICATE_VALUES, REVOCATION_VALUES} <= held:
        return Level.X_LONG
    if {CERTIFICATE_REFS, REVOCATION_REFS} <= held:
        return Level.X if held & REFS_STAMPS else Level.C
    return Level.T
