"""Who signed a structure of PKIX: certificates, revocation lists, OCSP answers, under any allowed algorithm."""

from __future__ import annotations

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import check_signature, named_scheme
from cabinet.qes.elements import Element, algorithm_of, dotted, elements, inside
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["check_signed", "check_signed_object", "signature_bits"]

_SEQUENCE, _BITS = 16, 3
_BEFORE_ALGORITHM = 3
"""Elements at the head of a certificate's or a list's body, the last of which at the latest is the algorithm."""


def check_signed(signer_der: bytes, algorithm: bytes, signature: bytes, body: bytes) -> None:
    """Verify by an AlgorithmIdentifier (DER), which names the hash, too, and has the parameters of RSA-PSS.

    Raises:
        KnownError: ``SIGNATURE_INVALID`` for an identifier of another form, ``WEAK_ALGORITHM`` and
            ``UNSUPPORTED_ALGORITHM`` for one that is not believed, and what ``algorithms.check_signature`` raises.
    """
    try:
        name, *parameters = inside(algorithm, 2)
        named = dotted(name)
    except UNREADABLE as error:
        raise KnownError("SIGNATURE_INVALID", type(error).__name__) from error
    check_signature(named_scheme(named, parameters[0].der if parameters else b""), signer_der, signature, body)


def signature_bits(contents: bytes) -> bytes:
    """Return the bytes of a BIT STRING's contents; a signature has no unused bits.

    Raises:
        ValueError: it says that it has.
    """
    if not contents or contents[0] != 0:
        raise ValueError("unused bits")
    return contents[1:]


def check_signed_object(signer_der: bytes, der: bytes) -> None:
    """Verify a certificate or a revocation list, ``SEQUENCE { body, algorithm, signature }`` (RFC 5280 §4.1, §5.1).

    Raises:
        KnownError: ``SIGNATURE_INVALID`` for another form, and what :func:`check_signed` raises.
    """
    try:
        body, algorithm, value = inside(der, 3)
        if not value.universal(_BITS) or value.constructed:
            raise ValueError("no signature")
        if algorithm_of(_algorithm_inside(body)) != algorithm_of(algorithm):
            raise ValueError("not what is signed by an authority")
        signature = signature_bits(value.contents)
    except UNREADABLE as error:
        raise KnownError("SIGNATURE_INVALID", type(error).__name__) from error
    check_signed(signer_der, algorithm.der, signature, body.der)


def _algorithm_inside(body: Element) -> Element:
    """Return the algorithm that the signed body itself names.

    The one beside the signature must be the same; a NULL beside one of them alone is met in Ukraine.
    """
    for each in elements(body.contents)[:_BEFORE_ALGORITHM]:
        if each.universal(_SEQUENCE):
            return each
    raise ValueError("no algorithm")
