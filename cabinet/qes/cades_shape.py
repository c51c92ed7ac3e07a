"""The one DER shape of a signature here: one signer, CAdES-BES or CAdES-T (RFC 5652, ETSI EN 319 122-1).

A statement's signature is detached; a time-stamp token (RFC 3161) has the same shape and holds what it signs.
Builder and verifier share it: the verifier rebuilds the whole CMS from the parts it understood and demands the same
bytes, since a lenient parser accepts one flipped bit in five. The bytes are put together by hand, so that the form
is plain to read here and depends on no library's taste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509 as asn1
from asn1crypto.core import ObjectIdentifier

from cabinet.qes import oids
from cabinet.qes.digests import DIGESTS, digest_of

__all__ = ["DATA", "SIGNATURES", "TST_INFO", "Parts", "signed_attributes"]

DATA: Final = "1.2.840.113549.1.7.1"
TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
"""What is signed: plain data, or a time-stamp's TSTInfo."""

SIGNATURES: Final = {
    ("sha256", "ecdsa"): "1.2.840.10045.4.3.2",
    ("sha384", "ecdsa"): "1.2.840.10045.4.3.3",
    ("sha256", "rsa"): "1.2.840.113549.1.1.11",
    ("sha384", "rsa"): "1.2.840.113549.1.1.12",
    ("sha512", "rsa"): "1.2.840.113549.1.1.13",
    **{(digest, "dstu"): dotted for dotted, digest in oids.DSTU_SIGNATURES.items()},
}
"""Allowed pairs of digest and signature, and their identifiers (RFC 5754, RFC 5758, DSTU 4145)."""

_SEQUENCE, _SET, _OCTETS, _UTC_TIME, _NULL, _CONTEXT_0, _CONTEXT_1 = 0x30, 0x31, 0x04, 0x17, b"\x05\x00", 0xA0, 0xA1
_VERSION_1, _VERSION_3 = b"\x02\x01\x01", b"\x02\x01\x03"
_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
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
    return _tlv(_SEQUENCE, _oid(DIGESTS[digest]))


def signed_attributes(
    content_digest: bytes, certificate_der: bytes, digest: str, signing_time: datetime, content_type: str = DATA
) -> bytes:
    """Return contentType, signingTime, messageDigest and signingCertificateV2 as a DER SET: what is signed."""
    fingerprint = _tlv(_OCTETS, digest_of(digest, certificate_der))
    reference = fingerprint if digest == "sha256" else _digest_algorithm(digest) + fingerprint
    stamp = signing_time.astimezone(UTC)
    if stamp.year >= _UTC_TIME_ENDS:
        raise ValueError("UTCTime ends in 2049")
    values = (
        ("1.2.840.113549.1.9.3", _oid(content_type)),
        ("1.2.840.113549.1.9.5", _tlv(_UTC_TIME, stamp.strftime("%y%m%d%H%M%SZ").encode())),
        ("1.2.840.113549.1.9.4", _tlv(_OCTETS, content_digest)),
        (
            "1.2.840.113549.1.9.16.2.47",
            _tlv(_SEQUENCE, _tlv(_SEQUENCE, _tlv(_SEQUENCE, reference))),
        ),
    )
    return _set_of(_SET, [_tlv(_SEQUENCE, _oid(name), _tlv(_SET, value)) for name, value in values])


@dataclass(frozen=True)
class Parts:
    """Everything a signature consists of; :meth:`der` is the only way it may be written.

    ``attributes`` is the DER SET that is signed; ``algorithm`` is ``ecdsa``, ``rsa`` or ``dstu``; ``others`` are
    certificates carried beside the signer's. ``content`` is what a time-stamp token holds, None for a detached
    signature; ``time_stamp`` is a token over :attr:`signature`, None for CAdES-BES.
    """

    attributes: bytes
    signature: bytes
    digest: str
    algorithm: str
    certificate: bytes
    others: tuple[bytes, ...] = ()
    content: bytes | None = None
    time_stamp: bytes | None = None

    def der(self) -> bytes:
        """Return the DER of the whole ContentInfo."""
        tbs = asn1.Certificate.load(self.certificate)["tbs_certificate"]
        unsigned = b""
        if self.time_stamp is not None:
            unsigned = _tlv(_CONTEXT_1, _tlv(_SEQUENCE, _oid(_TIME_STAMP), _tlv(_SET, self.time_stamp)))
        signer = _tlv(
            _SEQUENCE,
            _VERSION_1,
            _tlv(_SEQUENCE, tbs["issuer"].dump(), tbs["serial_number"].dump()),
            _digest_algorithm(self.digest),
            bytes((_CONTEXT_0,)) + self.attributes[1:],
            _tlv(_SEQUENCE, _oid(SIGNATURES[self.digest, self.algorithm]), _NULL if self.algorithm == "rsa" else b""),
            _tlv(_OCTETS, self.signature),
            unsigned,
        )
        held = b"" if self.content is None else _tlv(_CONTEXT_0, _tlv(_OCTETS, self.content))
        data = _tlv(
            _SEQUENCE,
            _VERSION_1 if self.content is None else _VERSION_3,
            _tlv(_SET, _digest_algorithm(self.digest)),
            _tlv(_SEQUENCE, _oid(DATA if self.content is None else TST_INFO), held),
            _set_of(_CONTEXT_0, [self.certificate, *self.others]),
            _tlv(_SET, signer),
        )
        return _tlv(_SEQUENCE, _oid("1.2.840.113549.1.7.2"), _tlv(_CONTEXT_0, data))
