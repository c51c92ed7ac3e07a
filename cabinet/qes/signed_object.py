"""Who signed a structure of PKIX: certificates, revocation lists, OCSP answers, under any allowed algorithm."""

from __future__ import annotations

from typing import Final

from asn1crypto import core

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_shape import SIGNATURES
from cabinet.qes.certificate import Certificate
from cabinet.qes.signature_check import check_signature
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["check_signed", "check_signed_object", "signature_bits"]

_BY_NAME: Final = {dotted: pair for pair, dotted in SIGNATURES.items()}


def check_signed(signer: Certificate, algorithm: str, signature: bytes, body: bytes) -> None:
    """Verify by the identifier (dotted) of the signature's algorithm.

    Raises:
        KnownError: ``WEAK_ALGORITHM`` for one that is not allowed, and what :func:`check_signature` raises.
    """
    pair = _BY_NAME.get(algorithm)
    if pair is None:
        raise KnownError("WEAK_ALGORITHM", algorithm)
    check_signature(signer.der, signature, body, *pair)


def signature_bits(contents: bytes) -> bytes:
    """Return the bytes of a BIT STRING's contents; a signature has no unused bits.

    Raises:
        ValueError: it says that it has.
    """
    if not contents or contents[0] != 0:
        raise ValueError("unused bits")
    return contents[1:]


def check_signed_object(signer: Certificate, der: bytes) -> None:
    """Verify a certificate or a revocation list, ``SEQUENCE { body, algorithm, signature }`` (RFC 5280 §4.1, §5.1).

    Raises:
        KnownError: ``SIGNATURE_INVALID`` for another form, and what :func:`check_signed` raises.
    """
    try:
        body, algorithm, value = (bytes(part.dump()) for part in core.SequenceOf.load(der, spec=core.Any, strict=True))
        name = core.Sequence.load(algorithm)[0].dotted
        signature = signature_bits(core.BitString.load(value, strict=True).contents)
    except UNREADABLE as error:
        raise KnownError("SIGNATURE_INVALID", type(error).__name__) from error
    check_signed(signer, name, signature, body)
