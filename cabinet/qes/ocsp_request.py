"""Asking a responder about one certificate (RFC 6960 §4.1), with a nonce (RFC 9654)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from asn1crypto import core, ocsp
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, KeyKind
from cabinet.qes.digests import DIGESTS, digest_of
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["NONCE", "CertId", "OcspRequest", "build_request", "cert_id", "key_hashes"]

NONCE: Final = "1.3.6.1.5.5.7.48.1.2"
_SHA1: Final = "1.3.14.3.2.26"
_GOST: Final = DIGESTS["gost34311"]
_SHORTEST, _LONGEST = 16, 32


@dataclass(frozen=True)
class CertId:
    """Which certificate: hash algorithm (dotted), hashes of the issuer's name and key, serial number."""

    algorithm: str
    name_hash: bytes
    key_hash: bytes
    serial: int


@dataclass(frozen=True)
class OcspRequest:
    """A request: its DER, whom it asks about, and the nonce extension's exact value."""

    der: bytes
    cert_id: CertId
    nonce: bytes


def cert_id(subject: Certificate, issuer: Certificate, algorithm: str = "") -> CertId:
    """Name a certificate the way responders know it: by SHA-1, by GOST 34.311 where the issuer's key is of DSTU 4145.

    ``algorithm`` (dotted) is another one, that somebody else asked by.

    SHA-1 only finds a row here and secures nothing; RFC 5019 §2.1.1 demands it of those who ask.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE``, ``WEAK_ALGORITHM`` for a hash that is not known.
    """
    dotted = algorithm or (_GOST if issuer.key_kind is KeyKind.DSTU else _SHA1)
    digest = _hash(dotted)
    try:
        name = bytes(asn1.Certificate.load(issuer.der)["tbs_certificate"]["subject"].dump())
        return CertId(dotted, digest(name), digest(_key(issuer)), subject.serial)
    except UNREADABLE as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error


def key_hashes(certificate: Certificate) -> tuple[bytes, ...]:
    """Return the hashes by which an answer may name this key (ResponderID byKey): SHA-1, also GOST of a DSTU key."""
    key = _key(certificate)
    return (_sha1(key), _gost(key)) if certificate.key_kind is KeyKind.DSTU else (_sha1(key),)


def build_request(asked: CertId, nonce: bytes) -> OcspRequest:
    """Return an unsigned request for one certificate; ``nonce`` is 16 to 32 random bytes."""
    if not _SHORTEST <= len(nonce) <= _LONGEST:
        raise ValueError("nonce")
    value = bytes(core.OctetString(nonce).dump())
    algorithm = {"algorithm": asked.algorithm}
    if asked.algorithm == _SHA1:
        algorithm["parameters"] = core.Null()
    request = ocsp.OCSPRequest(
        {
            "tbs_request": {
                "request_list": [
                    {
                        "req_cert": {
                            "hash_algorithm": algorithm,
                            "issuer_name_hash": asked.name_hash,
                            "issuer_key_hash": asked.key_hash,
                            "serial_number": asked.serial,
                        }
                    }
                ],
                "request_extensions": [{"extn_id": NONCE, "extn_value": core.ParsableOctetString(value)}],
            }
        }
    )
    return OcspRequest(bytes(request.dump()), asked, value)


def _key(certificate: Certificate) -> bytes:
    """Return the key's BIT STRING without tag, length and number of unused bits."""
    info = asn1.Certificate.load(certificate.der)["tbs_certificate"]["subject_public_key_info"]
    return bytes(core.Sequence.load(info.dump())[1].contents[1:])


def _hash(dotted: str) -> Callable[[bytes], bytes]:
    if dotted == _SHA1:
        return _sha1
    name = next((name for name, known in DIGESTS.items() if known == dotted), None)
    if name is None:
        raise KnownError("WEAK_ALGORITHM", dotted)
    return lambda data: digest_of(name, data)


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _gost(data: bytes) -> bytes:
    return digest_of("gost34311", data)
