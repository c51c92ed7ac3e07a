"""Verifying a log-in's CAdES-BES to the letter: one signer, detached, exact DER, nothing that was not understood."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_shape import SignatureKind, assemble, signed_attributes
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.signature_check import check_signature

__all__ = ["SignedEvidence", "verify"]

MAX_BYTES: Final = 64 * 1024
MAX_CERTIFICATES: Final = 16
_SIGNATURES: Final = {
    "sha256_ecdsa": "ecdsa", "sha384_ecdsa": "ecdsa", "sha256_rsa": "rsa", "sha384_rsa": "rsa", "sha512_rsa": "rsa",
}  # fmt: skip
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class SignedEvidence:
    """What the signature proves: which certificate's key signed the content. Chain and validity come later."""

    certificate: Certificate
    carried: tuple[bytes, ...]
    signing_time: datetime
    algorithm: str
    cms_sha256: str


def verify(blob: bytes, content: bytes, now: datetime) -> SignedEvidence:
    """Verify a detached CAdES-BES over exactly these bytes.

    ``now`` is for the log only: signingTime is the signer's claim and decides nothing.

    Raises:
        KnownError: ``BAD_CMS``, ``WEAK_ALGORITHM``, ``UNSUPPORTED_ALGORITHM``, ``CERTIFICATE_UNREADABLE`` or
            ``SIGNATURE_INVALID``.
    """
    del now
    if not 0 < len(blob) <= MAX_BYTES:
        raise KnownError("BAD_CMS", "size")
    try:
        return _verify(blob, content)
    except _FAILURES as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def _verify(blob: bytes, content: bytes) -> SignedEvidence:
    info = cms.ContentInfo.load(blob, strict=True)
    data = info["content"]
    signers = data["signer_infos"]
    certificates = [c.chosen for c in data["certificates"]]
    if info["content_type"].native != "signed_data" or len(signers) != 1:
        raise KnownError("BAD_CMS", "one signer")
    if not 1 <= len(certificates) <= MAX_CERTIFICATES:
        raise KnownError("BAD_CMS", "certificates")
    signer = signers[0]
    certificate: asn1.Certificate = certificates[0]
    attributes = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    digest = signer["digest_algorithm"]["algorithm"].native
    signature_name = signer["signature_algorithm"]["algorithm"].native
    if signature_name not in _SIGNATURES or signature_name.partition("_")[0] != digest:
        raise KnownError("WEAK_ALGORITHM", f"{digest}, {signature_name}")
    claimed = attributes["message_digest"][0].native
    signing_time = attributes["signing_time"][0].native
    rebuilt = signed_attributes(claimed, certificate, digest, signing_time)
    signature = signer["signature"].native
    if (
        assemble(rebuilt, signature, SignatureKind(digest, signature_name), certificate, certificates[1:])
        != blob
    ):
        raise KnownError("BAD_CMS", "not the one allowed form")
    if hashlib.new(digest, content).digest() != claimed:
        raise KnownError("SIGNATURE_INVALID", "messageDigest")
    profile = read_certificate(_der(certificate))
    check_signature(profile.der, signature, rebuilt.dump(), digest, _SIGNATURES[signature_name])
    return SignedEvidence(
        certificate=profile,
        carried=tuple(_der(c) for c in certificates[1:]),
        signing_time=signing_time,
        algorithm=signature_name,
        cms_sha256=hashlib.sha256(blob).hexdigest(),
    )


def _der(certificate: Any) -> bytes:
    return bytes(certificate.dump())
