"""A CMS of somebody else's, read and verified by the parts that explain one: whose key signed what, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.explain.attributes import SIGNATURE_STAMP
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.envelope import find_certificate, read_envelope
from cabinet.qes.explain.integrity import check_integrity


@dataclass(frozen=True)
class ForeignCms:
    certificate: Certificate
    content: bytes
    content_type: str
    signature: bytes
    algorithm: str
    time_stamp: bytes | None


def check_foreign_cms(blob: bytes, content: bytes | None = None, known: Sequence[bytes] = ()) -> ForeignCms:
    """Return what the one signature of a CMS proves; ``known`` are certificates that it may leave out."""
    envelope = read_envelope(blob)
    (signer,) = envelope.signers
    certificate = find_certificate(signer, [*envelope.certificates, *known])
    if certificate is None:
        raise KnownError("SIGNER_CERTIFICATE_ABSENT")
    held = envelope.content if envelope.content is not None else content
    if held is not None and content is not None and held != content:
        raise KnownError("CONTENT_MISMATCH")
    whole = Content.of(held) if held is not None else None
    found = check_integrity(signer, envelope.content_type, whole, certificate).scheme
    stamps = signer.unsigned.get(SIGNATURE_STAMP, ())
    return ForeignCms(
        read_certificate(certificate),
        held or b"",
        envelope.content_type,
        signer.signature,
        f"{found.digest}_{found.kind}",
        stamps[0] if stamps else None,
    )
