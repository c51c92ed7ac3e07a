"""Which hash and signature a signer names, whether they are strong enough to prove anything, and the signature itself.

A log-in takes few pairs (``cades_shape.SIGNATURES``); signatures made elsewhere in Europe use more, all of these from
ETSI TS 119 312. SHA-1 and MD5 are weak, so a signature with them is not even computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.digests import DIGESTS
from cabinet.qes.explain.elements import Element, dotted, elements, inside
from cabinet.qes.explain.envelope import Signer
from cabinet.qes.signature_check import check_signature
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["Scheme", "check", "digest_name", "is_weak_signature", "scheme_of"]

_WEAK: Final = {
    "1.3.14.3.2.26": "SHA-1", "1.2.840.113549.2.5": "MD5", "1.3.14.3.2.29": "RSA with SHA-1",
    "1.2.840.113549.1.1.5": "RSA with SHA-1", "1.2.840.113549.1.1.4": "RSA with MD5",
    "1.2.840.113549.1.1.2": "RSA with MD2", "1.2.840.10045.4.1": "ECDSA with SHA-1",
    "1.2.840.10040.4.3": "DSA with SHA-1",
}  # fmt: skip
_PLAIN_RSA, _PSS, _EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1"
_RSA: Final = {f"1.2.840.113549.1.1.{n}": name for n, name in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
_ECDSA: Final = {f"1.2.840.10045.4.3.{n}": name for n, name in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
_HASHES: Final = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_CURVES: Final = {
    "secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1",
}  # fmt: skip
_LEAST_RSA: Final = 2048
_MASK: Final = "1.2.840.113549.1.1.8"
_DEFAULT_SALT: Final = 20
_LARGEST_SALT: Final = 64


@dataclass(frozen=True)
class Scheme:
    """``digest`` is a key of ``DIGESTS``; ``kind`` is ``ecdsa``, ``rsa``, ``rsa-pss`` or ``dstu``; ``salt`` of PSS."""

    digest: str
    kind: str
    salt: int = 0


def digest_name(name: str) -> str:
    """Return our name of a hash.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``.
    """
    for known, known_oid in DIGESTS.items():
        if known_oid == name:
            return known
    raise _refused(name)


def scheme_of(signer: Signer) -> Scheme:
    """Return what a signer names.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, or ``BAD_CMS`` where hash and signature disagree.
    """
    digest = digest_name(signer.digest)
    name = signer.algorithm
    if name in {_PLAIN_RSA, _EC_KEY}:
        return Scheme(digest, "rsa" if name == _PLAIN_RSA else "ecdsa")
    if name == _PSS:
        return _pss(digest, signer.parameters)
    for kind, table in (("rsa", _RSA), ("ecdsa", _ECDSA), ("dstu", oids.DSTU_SIGNATURES)):
        if name in table:
            if table[name] != digest:
                raise KnownError("BAD_CMS", f"{table[name]} of the signature, {digest} of the content")
            return Scheme(digest, kind)
    raise _refused(name)


def is_weak_signature(certificate_der: bytes) -> str:
    """Return the name of a weak algorithm that a certificate was signed with, empty where it was not."""
    try:
        return _WEAK.get(_first(inside(certificate_der)[1]), "")
    except UNREADABLE:
        return "an unreadable algorithm"


def check(scheme: Scheme, certificate_der: bytes, signature: bytes, data: bytes) -> None:
    """Verify a signature over bytes.

    Raises:
        KnownError: ``SIGNATURE_INVALID``, ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, and of a DSTU key what
            ``signature_check.check_signature`` raises.
    """
    if scheme.kind == "dstu":
        check_signature(certificate_der, signature, data, scheme.digest, "dstu")
        return
    try:
        key = x509.load_der_x509_certificate(certificate_der).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise KnownError("UNSUPPORTED_ALGORITHM", type(error).__name__) from error
    hashed = _HASHES.get(scheme.digest)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and scheme.kind == "ecdsa" and hashed is not None:
            if key.curve.name not in _CURVES:
                raise KnownError("WEAK_ALGORITHM", key.curve.name)
            r, s = decode_dss_signature(signature)
            if encode_dss_signature(r, s) != signature:
                raise InvalidSignature
            key.verify(signature, data, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and scheme.kind in {"rsa", "rsa-pss"} and hashed is not None:
            if key.key_size < _LEAST_RSA:
                raise KnownError("WEAK_ALGORITHM", f"RSA-{key.key_size}")
            masked = padding.PSS(padding.MGF1(hashed), scheme.salt) if scheme.kind == "rsa-pss" else padding.PKCS1v15()
            key.verify(signature, data, masked, hashed)
        else:
            raise KnownError("UNSUPPORTED_ALGORITHM", f"{type(key).__name__}, {scheme.kind}, {scheme.digest}")
    except UnsupportedAlgorithm as error:
        raise KnownError("UNSUPPORTED_ALGORITHM", str(error)) from error
    except (InvalidSignature, ValueError) as error:
        raise KnownError("SIGNATURE_INVALID") from error


def _pss(digest: str, parameters: bytes) -> Scheme:
    """RFC 4055 §3.1: all is SHA-1 unless said otherwise; both hashes must be the one of the content."""
    try:
        fields = {field.tag: elements(field.contents, 1)[0] for field in inside(parameters, 4)} if parameters else {}
        hashed, masked = fields.get(0), fields.get(1)
        if hashed is None or masked is None:
            raise KnownError("WEAK_ALGORITHM", "RSA-PSS with SHA-1")
        mask, mask_hash = elements(masked.contents, 2)
        names = {digest_name(_first(hashed)), digest_name(_first(mask_hash))}
        salt = int.from_bytes(fields[2].contents, "big") if 2 in fields else _DEFAULT_SALT
        if dotted(mask) != _MASK or names != {digest} or not 0 <= salt <= _LARGEST_SALT:
            raise KnownError("UNSUPPORTED_ALGORITHM", "parameters of RSA-PSS")
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", "parameters of RSA-PSS") from error
    return Scheme(digest, "rsa-pss", salt)


def _first(algorithm: Element) -> str:
    return dotted(elements(algorithm.contents, 2)[0])


def _refused(name: str) -> KnownError:
    return KnownError("WEAK_ALGORITHM" if name in _WEAK else "UNSUPPORTED_ALGORITHM", _WEAK.get(name, name))
