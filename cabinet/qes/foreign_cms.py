"""A CMS that another program made: any attributes, content inside or beside it (RFC 5652, ETSI EN 319 122-1).

Not for a log-in, which takes the one form of ``cades_shape``. What is said is only that the certificate's key signed
these bytes; path, term and revocation come after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import cms, core, tsp

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_parts import MAX_BYTES, algorithms_of, certificate_of, name_of_digest
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.digests import digest_of
from cabinet.qes.signature_check import check_signature

__all__ = ["ForeignCms", "check_foreign_cms"]

_SIGNING_CERTIFICATE: Final = "1.2.840.113549.1.9.16.2.47"
_TIME_STAMP: Final = "1.2.840.113549.1.9.16.2.14"
_SET: Final = b"\x31"
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class ForeignCms:
    """Who signed what. ``time_stamp`` is the token over the signature, not yet looked at; None where there is none."""

    certificate: Certificate
    content: bytes
    content_type: str
    signature: bytes
    algorithm: str
    time_stamp: bytes | None


def check_foreign_cms(blob: bytes, content: bytes | None = None, known: Sequence[bytes] = ()) -> ForeignCms:
    """Verify the one signature of a CMS over its own content, or over ``content`` where it is detached.

    ``known`` are certificates that the CMS may leave out.

    Raises:
        KnownError: ``BAD_CMS``, ``WEAK_ALGORITHM``, ``SIGNATURE_INVALID``, ``CERTIFICATE_UNREADABLE`` and what
            ``check_signature`` raises.
    """
    if not 0 < len(blob) <= MAX_BYTES:
        raise KnownError("BAD_CMS", "size")
    try:
        return _check(cms.ContentInfo.load(blob, strict=True), content, known)
    except _FAILURES as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def _check(info: Any, content: bytes | None, known: Sequence[bytes]) -> ForeignCms:
    data = info["content"]
    if info["content_type"].native != "signed_data" or len(data["signer_infos"]) != 1:
        raise KnownError("BAD_CMS", "one signer")
    signer, inside = data["signer_infos"][0], data["encap_content_info"]
    held = None if isinstance(inside["content"], core.Void) else inside["content"].contents
    if held is not None and content is not None and held != content:
        raise KnownError("SIGNATURE_INVALID", "other content")
    signed = held if held is not None else content
    if signed is None:
        raise KnownError("BAD_CMS", "no content")
    certificate = certificate_of(signer, [*(bytes(c.chosen.dump()) for c in data["certificates"] or ()), *known])
    digest, algorithm = algorithms_of(signer)
    attributes = {a["type"].dotted: a["values"] for a in signer["signed_attrs"]}
    if attributes["1.2.840.113549.1.9.3"][0].dotted != inside["content_type"].dotted:
        raise KnownError("BAD_CMS", "contentType")
    if attributes["1.2.840.113549.1.9.4"][0].native != digest_of(digest, signed):
        raise KnownError("SIGNATURE_INVALID", "messageDigest")
    if _SIGNING_CERTIFICATE in attributes:
        reference = tsp.SigningCertificateV2.load(attributes[_SIGNING_CERTIFICATE][0].dump(), strict=True)
        _names(reference["certs"][0], certificate)
    to_sign = _SET + signer["signed_attrs"].dump()[1:]
    signature: bytes = signer["signature"].native
    check_signature(certificate, signature, to_sign, digest, algorithm)
    unsigned = {a["type"].dotted: a["values"] for a in signer["unsigned_attrs"] or ()}
    return ForeignCms(
        certificate=read_certificate(certificate),
        content=signed,
        content_type=inside["content_type"].dotted,
        signature=signature,
        algorithm=f"{digest}_{algorithm}",
        time_stamp=bytes(unsigned[_TIME_STAMP][0].dump()) if _TIME_STAMP in unsigned else None,
    )


def _names(reference: Any, certificate: bytes) -> None:
    """ESSCertIDv2 must be the signer's: without it, a certificate of the same key could be put in its place."""
    name = name_of_digest(reference["hash_algorithm"]["algorithm"].dotted)
    if reference["cert_hash"].native != digest_of(name, certificate):
        raise KnownError("BAD_CMS", "signingCertificateV2")
