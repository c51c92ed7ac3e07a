"""Which hash and signature a signer of a foreign signature names, and whether a certificate was signed weakly."""

from __future__ import annotations

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import EC_KEY, RSA_KEY, Scheme, digest_name, named_scheme, weak_name
from cabinet.qes.elements import dotted, elements, inside
from cabinet.qes.explain.envelope import Signer
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["is_weak_signature", "scheme_of"]


def scheme_of(signer: Signer) -> Scheme:
    """Return what a signer names.

    The signature may name another hash than the content's: both are computed then (RFC 5754 §2 advises against it;
    signatures like that are met). Without signed attributes there is one hash, so both must name the same.

    Raises:
        KnownError: ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, or ``BAD_CMS`` where hash and signature disagree.
    """
    digest = digest_name(signer.digest)
    if signer.algorithm in {RSA_KEY, EC_KEY}:
        return Scheme(digest, "rsa" if signer.algorithm == RSA_KEY else "ecdsa")
    scheme = named_scheme(signer.algorithm, signer.parameters)
    if signer.to_sign is None and scheme.digest != digest:
        raise KnownError("BAD_CMS", f"{scheme.digest} of the signature, {digest} of the content")
    return scheme


def is_weak_signature(certificate_der: bytes) -> str:
    """Return the name of a weak algorithm that a certificate was signed with, empty where it was not."""
    try:
        return weak_name(dotted(elements(inside(certificate_der)[1].contents, 2)[0]))
    except UNREADABLE:
        return "an unreadable algorithm"
