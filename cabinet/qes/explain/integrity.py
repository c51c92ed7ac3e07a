"""Does a signer's signature fit the content, and does it name its own certificate? Who that is comes later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature, digest_name
from cabinet.qes.digests import digest_of
from cabinet.qes.elements import Element, dotted, element, elements, octets
from cabinet.qes.explain import attributes as names
from cabinet.qes.explain.algorithms import scheme_of
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.envelope import Attributes, Signer
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["Integrity", "check_integrity", "claimed_time", "value_of"]

_SEQUENCE = 16
_LONGEST_TIME = 64


@dataclass(frozen=True)
class Integrity:
    """What was verified. ``by_sha1``: the certificate is named by SHA-1 alone (ESSCertID of RFC 2634)."""

    scheme: Scheme
    by_sha1: bool = False


def check_integrity(signer: Signer, content_type: str, content: Content | None, certificate: bytes) -> Integrity:
    """Verify a signature by this certificate's key over the content.

    Raises:
        KnownError: ``SIGNATURE_INVALID``, ``CONTENT_MISMATCH``, ``CONTENT_MISSING`` (the signature itself was verified
            then), ``SIGNER_CERTIFICATE_ABSENT`` where another certificate is named, ``BAD_CMS``, ``WEAK_ALGORITHM``,
            ``UNSUPPORTED_ALGORITHM``, ``SIGNED_CONTENT_TOO_LARGE``, ``FILE_UNREADABLE`` and the codes of a DSTU key.
    """
    try:
        return _check(signer, content_type, content, certificate)
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def claimed_time(signer: Signer) -> datetime | None:
    """Return the time that the signer claims, None where there is none that can be read."""
    try:
        found = value_of(signer.signed, names.SIGNING_TIME)
        if found is None or len(found.der) > _LONGEST_TIME:
            return None
        moment = core.load(found.der, strict=True).native
    except UNREADABLE:
        return None
    return moment if isinstance(moment, datetime) else None


def value_of(attributes: Attributes, name: str) -> Element | None:
    """Return the only value of an attribute, None where there is none.

    Raises:
        ValueError: there are several.
    """
    values = attributes.get(name, ())
    if len(values) > 1:
        raise ValueError("an attribute with several values")
    return element(values[0]) if values else None


def _check(signer: Signer, content_type: str, content: Content | None, certificate: bytes) -> Integrity:
    scheme = scheme_of(signer)
    if signer.to_sign is None:
        if content is None:
            raise KnownError("CONTENT_MISSING")
        check_signature(scheme, certificate, signer.signature, content.whole())
        return Integrity(scheme)
    by_sha1 = _certificate_named(signer, certificate)
    kind, digest = (value_of(signer.signed, n) for n in (names.CONTENT_TYPE, names.MESSAGE_DIGEST))
    if kind is None or digest is None or dotted(kind) != content_type:
        raise KnownError("BAD_CMS", "contentType or messageDigest")
    check_signature(scheme, certificate, signer.signature, signer.to_sign)
    if content is None:
        raise KnownError("CONTENT_MISSING")
    if octets(digest) != content.digest(digest_name(signer.digest)):
        raise KnownError("CONTENT_MISMATCH")
    return Integrity(scheme, by_sha1)


def _certificate_named(signer: Signer, certificate: bytes) -> bool:
    """ESSCertIDv2 (RFC 5035 §3), else ESSCertID: the first names the signer's own certificate.

    Without it, another certificate of the same key could be put in its place; the level says so then. Returns whether
    SHA-1 is all there is.
    """
    for name in (names.SIGNING_CERTIFICATE_V2, names.SIGNING_CERTIFICATE):
        found = value_of(signer.signed, name)
        if found is None:
            continue
        first = elements(elements(found.contents, 2)[0].contents)[0]
        hashed, *rest = elements(first.contents, 3)
        if name == names.SIGNING_CERTIFICATE:
            fits = octets(hashed) == hashlib.sha1(certificate, usedforsecurity=False).digest()
        elif hashed.universal(_SEQUENCE):
            digest = digest_name(dotted(elements(hashed.contents, 2)[0]))
            fits = octets(rest[0]) == digest_of(digest, certificate)
        else:
            fits = octets(hashed) == digest_of("sha256", certificate)
        if not fits:
            raise KnownError("SIGNER_CERTIFICATE_ABSENT", "another certificate is named")
        return name == names.SIGNING_CERTIFICATE
    return False
