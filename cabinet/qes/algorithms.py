"""Which algorithms of signatures are believed, and the signature itself: one table for everything that is signed.

Signers of statements and documents, certificates, revocation lists, OCSP answers and time-stamps alike. What counts is
strength (ETSI TS 119 312): any SHA-2 of 256 bits and more, the curves of NIST and Brainpool from 256 bits, RSA from
2048 bits with either padding, DSTU 4145 from a field of 257 bits. What is weak proves nothing, so it is not even
computed; what is neither in the table nor known as weak is called unsupported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.digests import DIGESTS, digest_of
from cabinet.qes.dstu import signature as dstu
from cabinet.qes.dstu.key import is_dstu, read_key
from cabinet.qes.elements import algorithm_of, dotted, elements, inside
from cabinet.qes.unreadable import UNREADABLE

__all__ = [
    "CURVES",
    "EC_KEY",
    "MIN_DSTU",
    "MIN_RSA",
    "PSS",
    "RSA_KEY",
    "Curve",
    "Scheme",
    "check_signature",
    "digest_name",
    "named_scheme",
    "weak_name",
]

RSA_KEY: Final = "1.2.840.113549.1.1.1"
PSS: Final = "1.2.840.113549.1.1.10"
EC_KEY: Final = "1.2.840.10045.2.1"
MIN_RSA: Final = 2048
MIN_DSTU: Final = 257
"""The smallest modulus and the smallest field, in bits."""


@dataclass(frozen=True)
class Curve:
    """A curve: cryptography's name, the name for people, and the bits of its field."""

    name: str
    title: str
    bits: int


CURVES: Final = {
    "1.2.840.10045.3.1.7": Curve("secp256r1", "P-256", 256),
    "1.3.132.0.34": Curve("secp384r1", "P-384", 384),
    "1.3.132.0.35": Curve("secp521r1", "P-521", 521),
    "1.3.36.3.3.2.8.1.1.7": Curve("brainpoolP256r1", "brainpoolP256r1", 256),
    "1.3.36.3.3.2.8.1.1.11": Curve("brainpoolP384r1", "brainpoolP384r1", 384),
    "1.3.36.3.3.2.8.1.1.13": Curve("brainpoolP512r1", "brainpoolP512r1", 512),
}
"""Curves by object identifier (RFC 5480, RFC 5639)."""
_NAMES: Final = frozenset(curve.name for curve in CURVES.values())
_MIN_CURVE: Final = 256
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()
}  # fmt: skip
_RSA: Final = {f"1.2.840.113549.1.1.{n}": name for n, name in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
_ECDSA: Final = {f"1.2.840.10045.4.3.{n}": name for n, name in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
_WEAK: Final = {
    "1.3.14.3.2.26": "SHA-1", "2.16.840.1.101.3.4.2.4": "SHA-224", "1.2.840.113549.2.5": "MD5",
    "1.3.14.3.2.29": "RSA with SHA-1", "1.2.840.113549.1.1.5": "RSA with SHA-1",
    "1.2.840.113549.1.1.14": "RSA with SHA-224", "1.2.840.113549.1.1.4": "RSA with MD5",
    "1.2.840.113549.1.1.2": "RSA with MD2", "1.2.840.10045.4.1": "ECDSA with SHA-1",
    "1.2.840.10045.4.3.1": "ECDSA with SHA-224", "1.2.840.10040.4.3": "DSA with SHA-1",
}  # fmt: skip
_MASK: Final = "1.2.840.113549.1.1.8"
_DEFAULT_SALT: Final = 20
_LONGEST_SALT: Final = 2048
"""Of RSA with 16384 bits; how long a salt fits a key its size decides, and the library checks."""


@dataclass(frozen=True)
class Scheme:
    """How something was signed.

    ``digest`` is a key of ``digests.DIGESTS``; ``kind`` is ``ecdsa``, ``rsa`` (PKCS#1 v1.5), ``rsa-pss`` or ``dstu``.
    Of RSA-PSS ``mask`` is the hash of MGF1, empty for ``digest`` itself, and ``salt`` the length in bytes, None for
    that of ``digest``.
    """

    digest: str
    kind: str
    mask: str = ""
    salt: int | None = None


def digest_name(name: str) -> str:
    """Return our name of a hash by its object identifier.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``.
    """
    for known, known_oid in DIGESTS.items():
        if known_oid == name:
            return known
    raise _refused(name)


def named_scheme(name: str, parameters: bytes = b"") -> Scheme:
    """Return what an algorithm that names hash and signature together means; ``parameters`` is DER, or empty.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, or ``BAD_CMS`` for parameters of no known form.
    """
    if name == PSS:
        return _pss(parameters)
    for kind, table in (("rsa", _RSA), ("ecdsa", _ECDSA), ("dstu", oids.DSTU_SIGNATURES)):
        if name in table:
            return Scheme(table[name], kind)
    raise _refused(name)


def weak_name(name: str) -> str:
    """Return how a weak algorithm is called, empty where it is not known as weak."""
    return _WEAK.get(name, "")


def _refused(name: str) -> KnownError:
    """Return the refusal of an algorithm that is not in the table."""
    return KnownError("WEAK_ALGORITHM" if name in _WEAK else "UNSUPPORTED_ALGORITHM", _WEAK.get(name, name))


def check_signature(scheme: Scheme, certificate_der: bytes, signature: bytes, data: bytes) -> None:
    """Verify a signature over bytes by a certificate's key.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM`` or ``SIGNATURE_INVALID``; of a DSTU key also
            ``CERTIFICATE_UNREADABLE``, ``DSTU_FIELD_SMALL``, ``DSTU_CURVE_UNKNOWN``, ``DSTU_SBOX_UNKNOWN``,
            ``DSTU_POINT_INVALID``, ``DSTU_SIGNATURE_LENGTH`` and ``DSTU_SIGNATURE_RANGE``.
    """
    if scheme.kind == "dstu":
        _verify_dstu(certificate_der, signature, data, scheme.digest)
        return
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm, TypeError, x509.InvalidVersion) as error:
        raise KnownError("UNSUPPORTED_ALGORITHM", type(error).__name__) from error
    hashed = _HASHES.get(scheme.digest)
    if hashed is None:
        raise KnownError("UNSUPPORTED_ALGORITHM", scheme.digest)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and scheme.kind == "ecdsa":
            _strong_curve(key.curve)
            _one_form(signature)
            key.verify(signature, data, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and scheme.kind in {"rsa", "rsa-pss"}:
            if key.key_size < MIN_RSA:
                raise KnownError("WEAK_ALGORITHM", f"RSA-{key.key_size}")
            if scheme.kind == "rsa" and certificate.public_key_algorithm_oid.dotted_string == PSS:
                raise KnownError("SIGNATURE_INVALID", "the key is for RSA-PSS alone")
            key.verify(signature, data, _padding(scheme, hashed), hashed)
        else:
            raise KnownError("UNSUPPORTED_ALGORITHM", f"{type(key).__name__}, {scheme.kind}, {scheme.digest}")
    except UnsupportedAlgorithm as error:
        raise KnownError("UNSUPPORTED_ALGORITHM", str(error)) from error
    except (InvalidSignature, ValueError) as error:
        raise KnownError("SIGNATURE_INVALID") from error


def _strong_curve(curve: ec.EllipticCurve) -> None:
    if curve.key_size < _MIN_CURVE:
        raise KnownError("WEAK_ALGORITHM", curve.name)
    if curve.name not in _NAMES:
        raise KnownError("UNSUPPORTED_ALGORITHM", curve.name)


def _one_form(signature: bytes) -> None:
    """``r`` and ``s`` are written in DER in one way only: no other bytes are the same signature."""
    r, s = decode_dss_signature(signature)
    if encode_dss_signature(r, s) != signature:
        raise InvalidSignature


def _padding(scheme: Scheme, hashed: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if scheme.kind == "rsa":
        return padding.PKCS1v15()
    mask = _HASHES.get(scheme.mask or scheme.digest)
    if mask is None:
        raise KnownError("UNSUPPORTED_ALGORITHM", f"RSA-PSS with {scheme.mask}")
    return padding.PSS(padding.MGF1(mask), hashed.digest_size if scheme.salt is None else scheme.salt)


def _verify_dstu(certificate_der: bytes, signature: bytes, data: bytes, digest: str) -> None:
    """Parameters beside the signature are not read: the key's own, in its certificate, are the ones that count."""
    try:
        info = asn1.Certificate.load(certificate_der)["tbs_certificate"]["subject_public_key_info"].dump()
        fits = is_dstu(info)
    except UNREADABLE as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    if not fits or digest not in oids.DSTU_SIGNATURES.values():
        raise KnownError("UNSUPPORTED_ALGORITHM", digest)
    key = read_key(info)
    if key.curve.degree < MIN_DSTU:
        raise KnownError("DSTU_FIELD_SMALL", f"M{key.curve.degree}")
    dstu.verify(key, signature, digest_of(digest, data))


def _pss(parameters: bytes) -> Scheme:
    """RFC 4055 §3.1: all is SHA-1 unless said otherwise; the hash of the mask may be another; one trailer exists."""
    try:
        fields = {field.tag: elements(field.contents, 1)[0] for field in inside(parameters, 4)} if parameters else {}
        hashed, masked = fields.get(0), fields.get(1)
        if hashed is None or masked is None:
            raise KnownError("WEAK_ALGORITHM", "RSA-PSS with SHA-1")
        mask, mask_hash = elements(masked.contents, 2)
        digest, mask_digest = digest_name(algorithm_of(hashed)), digest_name(algorithm_of(mask_hash))
        salt = int.from_bytes(fields[2].contents, "big", signed=True) if 2 in fields else _DEFAULT_SALT
        trailer = fields[3].contents if 3 in fields else b"\x01"
        if dotted(mask) != _MASK or trailer != b"\x01" or not 0 <= salt <= _LONGEST_SALT:
            raise KnownError("UNSUPPORTED_ALGORITHM", "parameters of RSA-PSS")
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", "parameters of RSA-PSS") from error
    return Scheme(digest, "rsa-pss", mask_digest, salt)
