"""One signature over bytes by a certificate's key: ECDSA and RSA, allowed strengths only."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from cabinet.contract.errors import KnownError

__all__ = ["check_signature", "raw_to_der"]

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_MIN_RSA = 2048
_CURVES = {"secp256r1": "sha256", "secp384r1": "sha384"}


def raw_to_der(raw: bytes) -> bytes:
    """Turn a token's ``r ‖ s`` into DER."""
    half = len(raw) // 2
    return utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def check_signature(certificate_der: bytes, signature: bytes, data: bytes, digest: str, algorithm: str) -> None:
    """Verify; ``algorithm`` is ``ecdsa`` or ``rsa`` (PKCS#1 v1.5).

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM`` or ``SIGNATURE_INVALID``.
    """
    try:
        key = x509.load_der_x509_certificate(certificate_der).public_key()
    except (ValueError, UnsupportedAlgorithm, TypeError) as error:
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
        elif isinstance(key, rsa.RSAPublicKey) and algorithm == "rsa":
            if key.key_size < _MIN_RSA:
                raise KnownError("WEAK_ALGORITHM", f"RSA-{key.key_size}")
            key.verify(signature, data, padding.PKCS1v15(), _HASHES[digest])
        else:
            raise KnownError("UNSUPPORTED_ALGORITHM", type(key).__name__)
    except (InvalidSignature, ValueError) as error:
        raise KnownError("SIGNATURE_INVALID") from error
