"""Verifying a log-in's CAdES-BES to the letter: one signer, detached, exact DER, nothing that was not understood."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_shape import SIGNATURES, assemble, signed_attributes
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.signature_check import check_signature

__all__ = ["SignedEvidence", "verify"]

MAX_BYTES: Final = 64 * 1024
MAX_CERTIFICATES: Final = 16
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
    if info["content_type"].native != "signed_data" or len(signers) != 1:
        raise KnownError("BAD_CMS", "one signer")
    carried = [_der(c.chosen) for c in data["certificates"]]
    if not 1 <= len(carried) <= MAX_CERTIFICATES:
        raise KnownError("BAD_CMS", "certificates")
    signer = signers[0]
    certificate = _signers(signer["sid"].chosen, carried)
    carried.remove(certificate)
    values = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    digest, algorithm = _algorithms(signer)
    claimed: bytes = values["message_digest"][0].native
    signing_time: datetime = values["signing_time"][0].native
    attributes = signed_attributes(claimed, certificate, digest, signing_time)
    signature: bytes = signer["signature"].native
    if assemble(attributes, signature, digest, algorithm, certificate, carried) != blob:
        raise KnownError("BAD_CMS", "not the one allowed form")
    if hashlib.new(digest, content).digest() != claimed:
        raise KnownError("SIGNATURE_INVALID", "messageDigest")
    profile = read_certificate(certificate)
    check_signature(certificate, signature, attributes, digest, algorithm)
    return SignedEvidence(
        certificate=profile,
        carried=tuple(carried),
        signing_time=signing_time,
        algorithm=f"{digest}_{algorithm}",
        cms_sha256=hashlib.sha256(blob).hexdigest(),
    )


def _signers(sid: Any, carried: list[bytes]) -> bytes:
    """Return the certificate that the signer's identifier names."""
    for der in carried:
        tbs = asn1.Certificate.load(der)["tbs_certificate"]
        if tbs["issuer"].dump() == sid["issuer"].dump() and tbs["serial_number"].dump() == sid["serial_number"].dump():
            return der
    raise KnownError("BAD_CMS", "the signer's certificate is not carried")


def _algorithms(signer: Any) -> tuple[str, str]:
    digest = signer["digest_algorithm"]["algorithm"].native
    dotted = signer["signature_algorithm"]["algorithm"].dotted
    for (name, algorithm), known in SIGNATURES.items():
        if name == digest and known == dotted:
            return name, algorithm
    raise KnownError("WEAK_ALGORITHM", f"{digest}, {dotted}")


def _der(certificate: Any) -> bytes:
    return bytes(certificate.dump())
