"""Verifying a CAdES-BES or CAdES-T to the letter: one signer, detached, exact DER, nothing that was not understood."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import check_signature
from cabinet.qes.cades_parts import MAX_BYTES, take_apart
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.digests import digest_of
from cabinet.qes.time_stamp import TimeStamp, read_time_stamp
from cabinet.qes.trust import TrustSource

__all__ = ["MAX_BYTES", "SignedEvidence", "verify"]


@dataclass(frozen=True)
class SignedEvidence:
    """What the signature proves: which certificate's key signed the content. Chain and validity come later.

    ``time_stamp`` says since when at the latest it has existed; None for CAdES-BES.
    """

    certificate: Certificate
    carried: tuple[bytes, ...]
    signing_time: datetime
    algorithm: str
    cms_sha256: str
    time_stamp: TimeStamp | None = None


def verify(blob: bytes, content: bytes, now: datetime, stamps: TrustSource | None = None) -> SignedEvidence:
    """Verify a detached signature over exactly these bytes.

    ``now`` is for the log only: signingTime is the signer's claim and decides nothing. ``stamps`` are the authorities
    whose time-stamps are believed; without them only CAdES-BES is taken, as in a log-in.

    Raises:
        KnownError: ``BAD_CMS``, ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, ``CERTIFICATE_UNREADABLE``,
            ``SIGNATURE_INVALID`` or ``TIME_STAMP_INVALID``.
    """
    del now
    taken = take_apart(blob)
    parts = taken.parts
    if digest_of(parts.digest, content) != taken.digest:
        raise KnownError("SIGNATURE_INVALID", "messageDigest")
    profile = read_certificate(parts.certificate)
    check_signature(parts.scheme, parts.certificate, parts.signature, parts.attributes)
    stamp = None
    if parts.time_stamp is not None:
        if stamps is None:
            raise KnownError("BAD_CMS", "a time-stamp where none is taken")
        stamp = read_time_stamp(parts.time_stamp, parts.signature, stamps)
    return SignedEvidence(
        certificate=profile,
        carried=parts.others,
        signing_time=taken.signing_time,
        algorithm=f"{parts.digest}_{parts.algorithm}",
        cms_sha256=hashlib.sha256(blob).hexdigest(),
        time_stamp=stamp,
    )
