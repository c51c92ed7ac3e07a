"""Taking a signature apart: what was understood is put together again, and must give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_shape import DATA, SIGNATURES, TST_INFO, Parts, signed_attributes
from cabinet.qes.digests import DIGESTS

__all__ = ["Taken", "algorithms_of", "certificate_of", "take_apart"]

MAX_BYTES: Final = 64 * 1024
MAX_CERTIFICATES: Final = 16
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Taken:
    """A signature of the one allowed form. Nothing is verified yet: digest and time are the signer's claims."""

    parts: Parts
    digest: bytes
    signing_time: datetime


def take_apart(blob: bytes, content_type: str = DATA) -> Taken:
    """Take a detached signature (``DATA``) or a time-stamp token (``TST_INFO``) apart.

    Raises:
        KnownError: ``BAD_CMS`` for any other form, ``WEAK_ALGORITHM``.
    """
    if not 0 < len(blob) <= MAX_BYTES:
        raise KnownError("BAD_CMS", "size")
    try:
        return _take(blob, content_type)
    except _FAILURES as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def _take(blob: bytes, content_type: str) -> Taken:
    info = cms.ContentInfo.load(blob, strict=True)
    data = info["content"]
    signers = data["signer_infos"]
    if info["content_type"].native != "signed_data" or len(signers) != 1:
        raise KnownError("BAD_CMS", "one signer")
    carried = [bytes(c.chosen.dump()) for c in data["certificates"]]
    if not 1 <= len(carried) <= MAX_CERTIFICATES:
        raise KnownError("BAD_CMS", "certificates")
    signer = signers[0]
    certificate = certificate_of(signer, carried)
    carried.remove(certificate)
    values = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    digest, algorithm = algorithms_of(signer)
    claimed: bytes = values["message_digest"][0].native
    signing_time: datetime = values["signing_time"][0].native
    parts = Parts(
        signed_attributes(claimed, certificate, digest, signing_time, content_type),
        signer["signature"].native,
        digest,
        algorithm,
        certificate,
        tuple(carried),
        data["encap_content_info"]["content"].contents if content_type == TST_INFO else None,
        _time_stamp(signer) if content_type == DATA else None,
    )
    if parts.der() != blob:
        raise KnownError("BAD_CMS", "not the one allowed form")
    return Taken(parts, claimed, signing_time)


def certificate_of(signer: Any, carried: Sequence[bytes]) -> bytes:
    """Return the certificate that the signer's identifier names.

    Raises:
        KnownError: ``BAD_CMS`` where it is not carried.
    """
    sid = signer["sid"].chosen
    for der in carried:
        tbs = asn1.Certificate.load(der)["tbs_certificate"]
        if tbs["issuer"].dump() == sid["issuer"].dump() and tbs["serial_number"].dump() == sid["serial_number"].dump():
            return der
    raise KnownError("BAD_CMS", "the signer's certificate is not carried")


def algorithms_of(signer: Any) -> tuple[str, str]:
    """Return the names of digest and signature.

    Raises:
        KnownError: ``WEAK_ALGORITHM`` for a pair that is not allowed.
    """
    digest = signer["digest_algorithm"]["algorithm"].dotted
    signature = signer["signature_algorithm"]["algorithm"].dotted
    for (name, algorithm), known in SIGNATURES.items():
        if DIGESTS[name] == digest and known == signature:
            return name, algorithm
    raise KnownError("WEAK_ALGORITHM", f"{digest}, {signature}")


def _time_stamp(signer: Any) -> bytes | None:
    """Return the token of CAdES-T, None for CAdES-BES; other unsigned attributes do not survive the rebuilding."""
    unsigned = signer["unsigned_attrs"]
    if not unsigned:
        return None
    return bytes(unsigned[0]["values"][0].dump())
