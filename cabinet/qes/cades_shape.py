"""The one DER shape of a log-in signature: detached CAdES-BES, one signer (RFC 5652, ETSI EN 319 122-1).

Builder and verifier share it: the verifier rebuilds the whole CMS from the parts it understood and demands the same
bytes, since a lenient parser accepts one flipped bit in five. The bytes are put together by hand, so that the form
is plain to read here and depends on no library's taste.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509 as asn1
from asn1crypto.core import ObjectIdentifier

__all__ = ["SIGNATURES", "assemble", "signed_attributes"]

SIGNATURES: Final = {
    ("sha256", "ecdsa"): "1.2.840.10045.4.3.2",
    ("sha384", "ecdsa"): "1.2.840.10045.4.3.3",
    ("sha256", "rsa"): "1.2.840.113549.1.1.11",
    ("sha384", "rsa"): "1.2.840.113549.1.1.12",
    ("sha512", "rsa"): "1.2.840.113549.1.1.13",
}
"""Allowed pairs of digest and signature, and their identifiers (RFC 5754, RFC 5758)."""

_DIGESTS: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_SEQUENCE, _SET, _OCTETS, _UTC_TIME, _NULL, _CONTEXT_0 = 0x30, 0x31, 0x04, 0x17, b"\x05\x00", 0xA0
_VERSION_1 = b"\x02\x01\x01"
_UTC_TIME_ENDS = 2050


def _tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    length = len(body)
    if length < 0x80:
        return bytes((tag, length)) + body
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + body


def _oid(dotted: str) -> bytes:
    return bytes(ObjectIdentifier(dotted).dump())


def _set_of(tag: int, parts: Sequence[bytes]) -> bytes:
    return _tlv(tag, *sorted(parts))


def _digest_algorithm(digest: str) -> bytes:
    return _tlv(_SEQUENCE, _oid(_DIGESTS[digest]))


def signed_attributes(content_digest: bytes, certificate_der: bytes, digest: str, signing_time: datetime) -> bytes:
    """Return contentType, signingTime, messageDigest and signingCertificateV2 as a DER SET: what is signed."""
    fingerprint = _tlv(_OCTETS, hashlib.new(digest, certificate_der).digest())
    reference = fingerprint if digest == "sha256" else _digest_algorithm(digest) + fingerprint
    stamp = signing_time.astimezone(UTC)
    if stamp.year >= _UTC_TIME_ENDS:
        raise ValueError("UTCTime ends in 2049")
    values = (
        ("1.2.840.113549.1.9.3", _oid("1.2.840.113549.1.7.1")),
        ("1.2.840.113549.1.9.5", _tlv(_UTC_TIME, stamp.strftime("%y%m%d%H%M%SZ").encode())),
        ("1.2.840.113549.1.9.4", _tlv(_OCTETS, content_digest)),
        (
            "1.2.840.113549.1.9.16.2.47",
            _tlv(_SEQUENCE, _tlv(_SEQUENCE, _tlv(_SEQUENCE, reference))),
        ),
    )
    return _set_of(_SET, [_tlv(_SEQUENCE, _oid(name), _tlv(_SET, value)) for name, value in values])


def assemble(
    attributes: bytes,
    signature: bytes,
    digest: str,
    algorithm: str,
    certificate_der: bytes,
    others: Sequence[bytes],
) -> bytes:
    """Return the DER of the whole ContentInfo; ``algorithm`` is ``ecdsa`` or ``rsa``."""
    tbs = asn1.Certificate.load(certificate_der)["tbs_certificate"]
    signer = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _tlv(_SEQUENCE, tbs["issuer"].dump(), tbs["serial_number"].dump()),
        _digest_algorithm(digest),
        bytes((_CONTEXT_0,)) + attributes[1:],
        _tlv(_SEQUENCE, _oid(SIGNATURES[digest, algorithm]), _NULL if algorithm == "rsa" else b""),
        _tlv(_OCTETS, signature),
    )
    data = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _tlv(_SET, _digest_algorithm(digest)),
        _tlv(_SEQUENCE, _oid("1.2.840.113549.1.7.1")),
        _set_of(_CONTEXT_0, [certificate_der, *others]),
        _tlv(_SET, signer),
    )
    return _tlv(_SEQUENCE, _oid("1.2.840.113549.1.7.2"), _tlv(_CONTEXT_0, data))
