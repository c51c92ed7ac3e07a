"""Building a detached CAdES-BES with a key that lives elsewhere: on a token, or in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.cades_shape import Parts, signed_attributes
from cabinet.qes.certificate import KeyKind, read_certificate
from cabinet.qes.digests import digest_of

__all__ = ["Signing", "build", "raw_to_der", "signing_of"]


@dataclass(frozen=True)
class Signing:
    """How a key signs: ``digest`` is a key of ``digests.DIGESTS``; RSA is PKCS#1 v1.5."""

    kind: Literal["ecdsa", "rsa", "dstu"]
    digest: str


_OF_A_CURVE: Final = {256: "sha256", 384: "sha384", 512: "sha512", 521: "sha512"}
"""Bits of a curve's field → the hash that fits it (RFC 5656 §6.2.1; P-521 takes the longest there is)."""


def raw_to_der(raw: bytes) -> bytes:
    """Turn a token's ``r ‖ s`` into DER."""
    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def signing_of(certificate_der: bytes) -> Signing:
    """Return how the key of this certificate signs.

    Raises:
        KnownError: ``UNSUPPORTED_ALGORITHM``.
    """
    certificate = read_certificate(certificate_der)
    match certificate.key_kind, certificate.key_bits:
        case KeyKind.EC, bits if bits in _OF_A_CURVE:
            return Signing("ecdsa", _OF_A_CURVE[bits])
        case KeyKind.RSA, _:
            return Signing("rsa", "sha256")
        case KeyKind.DSTU, bits if bits:
            return Signing("dstu", certificate.key_name)
    raise KnownError("UNSUPPORTED_ALGORITHM", certificate.key_kind.value)


def build(
    content: bytes,
    certificate_der: bytes,
    sign: Callable[[bytes], bytes],
    now: datetime,
    chain: Sequence[bytes] = (),
) -> bytes:
    """Return the DER of a detached CAdES-BES over ``content``.

    ``sign`` gets the DER SET of signed attributes, hashes and signs it as :func:`signing_of` says, and returns raw
    ``r ‖ s`` for ECDSA and DSTU 4145, or the PKCS#1 signature for RSA. The result is verified before it leaves.

    Raises:
        KnownError: ``KEY_CERT_MISMATCH`` when the key signs but the certificate does not verify it, and what
            ``sign`` raises.
    """
    how = signing_of(certificate_der)
    to_sign = signed_attributes(digest_of(how.digest, content), certificate_der, how.digest, now)
    signature = _verified(certificate_der, sign(to_sign), to_sign, how)
    return Parts(to_sign, signature, how.digest, how.kind, certificate_der, tuple(chain)).der()


def _verified(certificate_der: bytes, raw: bytes, signed: bytes, how: Signing) -> bytes:
    failure = KnownError("KEY_CERT_MISMATCH")
    for signature in _written(raw, how):
        try:
            check_signature(Scheme(how.digest, how.kind), certificate_der, signature, signed)
        except KnownError as error:
            code = "KEY_CERT_MISMATCH" if error.code in _DOES_NOT_FIT else error.code
            failure = KnownError(code, error.detail)
        else:
            return signature
    raise failure


def _written(raw: bytes, how: Signing) -> Iterator[bytes]:
    """Return the forms in which a token's answer may be meant; only one of them verifies."""
    if how.kind == "dstu":
        plain = raw[2:] if len(raw) % 2 == 0 and raw[:1] == b"\x04" and raw[1:2] == bytes((len(raw) - 2,)) else raw
        half = len(plain) // 2
        yield plain
        # DSTU 4145 has its least byte first. No vendor's token was at hand to see whether every driver keeps to that.
        yield plain[:half][::-1] + plain[half:][::-1]
    else:
        yield raw_to_der(raw) if how.kind == "ecdsa" else raw


_DOES_NOT_FIT = {"SIGNATURE_INVALID", "DSTU_SIGNATURE_LENGTH", "DSTU_SIGNATURE_RANGE"}
