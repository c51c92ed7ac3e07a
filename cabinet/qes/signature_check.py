"""One signature over bytes by a certificate's key: ECDSA, RSA and DSTU 4145, allowed strengths only."""

from __future__ import annotations

from asn1crypto import core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.digests import digest_of
from cabinet.qes.dstu import signature as dstu
from cabinet.qes.dstu.key import is_dstu, read_key

__all__ = ["check_signature", "check_signed_by_dstu", "raw_to_der"]

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_MIN_RSA = 2048
_MIN_DSTU = 257
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError)
_CURVES = {"secp256r1": "sha256", "secp384r1": "sha384"}


def raw_to_der(raw: bytes) -> bytes:
    """Turn a token's ``r ‖ s`` into DER."""
    half = len(raw) // 2
    return utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def check_signature(certificate_der: bytes, signature: bytes, data: bytes, digest: str, algorithm: str) -> None:
    """Verify; ``algorithm`` is ``ecdsa``, ``rsa`` (PKCS#1 v1.5), ``rsa-pss`` or ``dstu``.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM`` or ``SIGNATURE_INVALID``; of a DSTU key also
            ``DSTU_FIELD_SMALL``, ``DSTU_CURVE_UNKNOWN``, ``DSTU_SBOX_UNKNOWN``, ``DSTU_POINT_INVALID``,
            ``DSTU_SIGNATURE_LENGTH`` and ``DSTU_SIGNATURE_RANGE``.
    """
    if algorithm == "dstu":
        _check_dstu(certificate_der, signature, data, digest)
        return
    try:
        key = x509.load_der_x509_certificate(certificate_der).public_key()
    except (ValueError, UnsupportedAlgorithm, TypeError, x509.InvalidVersion) as error:
        raise KnownError("UNSUPPORTED_ALGORITHM", type(error).__name__) from error
    if digest not in _HASHES:
        raise KnownError("WEAK_ALGORITHM", digest)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm == "ecdsa":
            if _CURVES.get(key.curve.name) != digest:
                raise KnownError("WEAK_ALGORITHM", f"{key.curve.name} with {digest}")
            r, s = utils.decode_dss_signature(signature)
            if utils.encode_dss_signature(r, s) != signature:
                raise InvalidSignature
            key.verify(signature, data, ec.ECDSA(_HASHES[digest]))
        elif isinstance(key, rsa.RSAPublicKey) and algorithm in {"rsa", "rsa-pss"}:
            if key.key_size < _MIN_RSA:
                raise KnownError("WEAK_ALGORITHM", f"RSA-{key.key_size}")
            hashed = _HASHES[digest]
            masked = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
            key.verify(signature, data, masked if algorithm == "rsa-pss" else padding.PKCS1v15(), hashed)
        else:
            raise KnownError("UNSUPPORTED_ALGORITHM", type(key).__name__)
    except (InvalidSignature, ValueError) as error:
        raise KnownError("SIGNATURE_INVALID") from error


def check_signed_by_dstu(issuer_der: bytes, signed: bytes) -> None:
    """Verify what a DSTU authority has signed: a certificate or a CRL, ``SEQUENCE { body, algorithm, signature }``.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE`` and what :func:`check_signature` raises.
    """
    try:
        body, algorithm, value = (
            bytes(part.dump()) for part in core.SequenceOf.load(signed, spec=core.Any, strict=True)
        )
        digest = oids.DSTU_SIGNATURES.get(core.Sequence.load(algorithm)[0].dotted)
        signature = core.OctetBitString.load(value, strict=True).native
    except _FAILURES as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    if digest is None:
        raise KnownError("UNSUPPORTED_ALGORITHM")
    _check_dstu(issuer_der, signature, body, digest)


def _check_dstu(certificate_der: bytes, signature: bytes, data: bytes, digest: str) -> None:
    """Parameters beside the signature are not read: the key's own, in its certificate, are the ones that count."""
    try:
        info = asn1.Certificate.load(certificate_der)["tbs_certificate"]["subject_public_key_info"].dump()
        fits = is_dstu(info)
    except _FAILURES as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    if not fits or digest not in oids.DSTU_SIGNATURES.values():
        raise KnownError("UNSUPPORTED_ALGORITHM", digest)
    key = read_key(info)
    if key.curve.degree < _MIN_DSTU:
        raise KnownError("DSTU_FIELD_SMALL", f"M{key.curve.degree}")
    dstu.verify(key, signature, digest_of(digest, data))
