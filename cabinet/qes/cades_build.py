"""Building a detached CAdES-BES with a key that lives elsewhere: on a token, or in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_shape import Parts, signed_attributes
from cabinet.qes.certificate import KeyKind, read_certificate
from cabinet.qes.signature_check import check_signature, raw_to_der

__all__ = ["build", "signing_kind"]


def signing_kind(certificate_der: bytes) -> Literal["ecdsa", "rsa"]:
    """Return how the key of this certificate signs.

    Raises:
        KnownError: ``UNSUPPORTED_ALGORITHM``.
    """
    certificate = read_certificate(certificate_der)
    if certificate.key_kind is KeyKind.EC and certificate.key_bits == 256:
        return "ecdsa"
    if certificate.key_kind is KeyKind.RSA:
        return "rsa"
    raise KnownError("UNSUPPORTED_ALGORITHM", certificate.key_kind.value)


def build(
    content: bytes,
    certificate_der: bytes,
    sign: Callable[[bytes], bytes],
    now: datetime,
    chain: Sequence[bytes] = (),
) -> bytes:
    """Return the DER of a detached CAdES-BES over ``content``.

    ``sign`` gets the DER SET of signed attributes and returns raw ``r ‖ s`` for ECDSA (SHA-256 inside) or the
    PKCS#1 v1.5 signature for RSA. The result is verified before it leaves.

    Raises:
        KnownError: ``KEY_CERT_MISMATCH`` when the key signs but the certificate does not verify it, and what
            ``sign`` raises.
    """
    kind = signing_kind(certificate_der)
    to_sign = signed_attributes(hashlib.sha256(content).digest(), certificate_der, "sha256", now)
    signature = sign(to_sign)
    if kind == "ecdsa":
        signature = raw_to_der(signature)
    try:
        check_signature(certificate_der, signature, to_sign, "sha256", kind)
    except KnownError as error:
        code = "KEY_CERT_MISMATCH" if error.code == "SIGNATURE_INVALID" else error.code
        raise KnownError(code, error.detail) from error
    return Parts(to_sign, signature, "sha256", kind, certificate_der, tuple(chain)).der()
