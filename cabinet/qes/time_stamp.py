"""Time-stamps (RFC 3161) over a signature, as CAdES-T carries them (ETSI EN 319 122-1 §5.3): making and reading.

A token has the same strict form as a signature (``cades_shape``) and holds a TSTInfo. Its certificate must be good for
nothing but time-stamping, and be in force when the stamp was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import check_signature, digest_name
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_shape import TST_INFO, Parts, signed_attributes
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.chain import build_path
from cabinet.qes.digests import digest_of
from cabinet.qes.trust import TrustSource
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["TimeStamp", "make_token", "read_time_stamp", "stamps_only", "with_time_stamp"]

_HASH: Final = "sha256"


@dataclass(frozen=True)
class TimeStamp:
    """A token that was believed: the signature existed at ``at``, says the authority of this certificate."""

    at: datetime
    serial: int
    policy: str
    authority: Certificate


def make_token(
    imprint: bytes,
    serial: int,
    policy: str,
    at: datetime,
    certificate_der: bytes,
    sign: Callable[[bytes], bytes],
    *,
    nonce: int | None = None,
    carry: tuple[bytes, ...] = (),
) -> bytes:
    """Return the DER of a token over a SHA-256 ``imprint``; ``sign`` returns an ECDSA signature."""
    info: dict[str, Any] = {
        "version": "v1",
        "policy": policy,
        "message_imprint": {"hash_algorithm": {"algorithm": _HASH}, "hashed_message": imprint},
        "serial_number": serial,
        "gen_time": at.astimezone(UTC).replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if nonce is not None:
        info["nonce"] = nonce
    content = bytes(tsp.TSTInfo(info).dump())
    attributes = signed_attributes(hashlib.sha256(content).digest(), certificate_der, _HASH, at, TST_INFO)
    return Parts(attributes, sign(attributes), _HASH, "ecdsa", certificate_der, carry, content).der()


def with_time_stamp(blob: bytes, token: bytes) -> bytes:
    """Return a CAdES-BES as CAdES-T.

    Raises:
        KnownError: ``BAD_CMS``.
    """
    return replace(take_apart(blob).parts, time_stamp=token).der()


def read_time_stamp(token: bytes, signature: bytes, trust: TrustSource) -> TimeStamp:
    """Verify a token over this signature's bytes; whether its authority was revoked later is not asked.

    Raises:
        KnownError: ``TIME_STAMP_INVALID``.
    """
    try:
        return _read(token, signature, trust)
    except KnownError as error:
        raise KnownError("TIME_STAMP_INVALID", f"{error.code} {error.detail}".strip()) from error
    except UNREADABLE as error:
        raise KnownError("TIME_STAMP_INVALID", type(error).__name__) from error


def _read(token: bytes, signature: bytes, trust: TrustSource) -> TimeStamp:
    taken = take_apart(token, TST_INFO)
    parts = taken.parts
    content = parts.content or b""
    if digest_of(parts.digest, content) != taken.digest:
        raise KnownError("SIGNATURE_INVALID", "messageDigest")
    check_signature(parts.scheme, parts.certificate, parts.signature, parts.attributes)
    info = tsp.TSTInfo.load(content, strict=True)
    imprint = info["message_imprint"]
    hashed = digest_name(imprint["hash_algorithm"]["algorithm"].dotted)
    if imprint["hashed_message"].native != digest_of(hashed, signature):
        raise KnownError("SIGNATURE_INVALID", "of another signature")
    at: datetime = info["gen_time"].native
    if not stamps_only(parts.certificate):
        raise KnownError("WRONG_KEY_USAGE")
    certificate = read_certificate(parts.certificate)
    build_path(certificate, parts.others, trust, at, listed=True)
    return TimeStamp(at, info["serial_number"].native, info["policy"].native, certificate)


def stamps_only(certificate_der: bytes) -> bool:
    """Tell whether a certificate has one extended key usage, timeStamping, and critical (RFC 3161 §2.3)."""
    try:
        found = x509.load_der_x509_certificate(certificate_der).extensions.get_extension_for_class(
            x509.ExtendedKeyUsage
        )
    except x509.ExtensionNotFound:
        return False
    return found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
