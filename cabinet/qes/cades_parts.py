"""Taking a signature apart: what was understood is put together again, and must give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import PSS, digest_name, named_scheme
from cabinet.qes.cades_form import Form
from cabinet.qes.cades_shape import ATTRIBUTES, DATA, PLAIN_RSA, SIGNATURES, TST_INFO, Parts, signed_attributes
from cabinet.qes.digests import DIGESTS
from cabinet.qes.elements import check_bounds, dotted, inside
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["Taken", "algorithms_of", "certificate_of", "take_apart"]

MAX_BYTES: Final = 64 * 1024
MAX_CERTIFICATES: Final = 16


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
        check_bounds(blob)
        return _take(blob, content_type)
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def _take(blob: bytes, content_type: str) -> Taken:
    info = cms.ContentInfo.load(blob, strict=True)
    data = info["content"]
    signers = data["signer_infos"]
    if info["content_type"].native != "signed_data" or len(signers) != 1:
        raise KnownError("BAD_CMS", "one signer")
    carried = [bytes(c.chosen.dump()) for c in data["certificates"]]
    if not 1 <= len(carried) <= MAX_CERTIFICATES or len(set(carried)) != len(carried):
        raise KnownError("BAD_CMS", "certificates")
    signer = signers[0]
    certificate = certificate_of(signer, carried)
    carried.remove(certificate)
    digest, algorithm = algorithms_of(signer)
    attributes = _known_attributes(signer["signed_attrs"])
    form = _form(data, signer, attributes)
    claimed: bytes = attributes["message_digest"].native
    signing_time: datetime = attributes["signing_time"].native
    parts = Parts(
        signed_attributes(claimed, certificate, digest, signing_time, content_type, algorithm, form),
        signer["signature"].native,
        digest,
        algorithm,
        certificate,
        tuple(carried),
        data["encap_content_info"]["content"].contents if content_type == TST_INFO else None,
        _time_stamp(signer) if content_type == DATA else None,
        form,
    )
    if parts.der() != blob:
        raise KnownError("BAD_CMS", "not the one allowed form")
    return Taken(parts, claimed, signing_time)


def _known_attributes(signed: Any) -> dict[str, Any]:
    """Return the first value of each attribute by our name; what else there is the rebuilding leaves out."""
    names = {identifier: name for name, identifier in ATTRIBUTES.items()}
    return {names[a["type"].dotted]: a["values"][0] for a in signed if a["type"].dotted in names}


def _form(data: Any, signer: Any, attributes: dict[str, Any]) -> Form:
    """Take over how its writer wrote it, in the places that are the writer's to choose."""
    reference = tsp.SigningCertificateV2.load(attributes["signing_certificate"].dump())["certs"][0]
    hashed = core.Sequence.load(reference.dump())[0]
    explicit = None
    if isinstance(hashed, core.Sequence):
        explicit = digest_name(hashed[0].dotted)
    stamp = attributes.get("content_stamp")
    return Form(
        set_null=_is_null(data["digest_algorithms"][0]),
        digest_null=_is_null(signer["digest_algorithm"]),
        signature_null=_is_null(signer["signature_algorithm"]),
        plain_rsa=signer["signature_algorithm"]["algorithm"].dotted == PLAIN_RSA,
        reference=explicit,
        reference_null=explicit is not None and len(hashed) > 1,
        names_issuer=reference["issuer_serial"].native is not None,
        protection="protection" in attributes,
        content_stamp=None if stamp is None else bytes(stamp.dump()),
        salt=_salt(signer["signature_algorithm"]),
    )


def _salt(identifier: Any) -> int | None:
    """Return the length of RSA-PSS's salt; the other parameters are the digest's, or the rebuilding says no."""
    name, *parameters = inside(bytes(identifier.dump()), 2)
    return named_scheme(PSS, parameters[0].der if parameters else b"").salt if dotted(name) == PSS else None


def _is_null(identifier: Any) -> bool:
    return len(core.Sequence.load(identifier.dump())) > 1


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
        plain = algorithm == "rsa" and signature == PLAIN_RSA
        if DIGESTS[name] == digest and (known == signature or plain):
            return name, algorithm
    raise KnownError("WEAK_ALGORITHM", f"{digest}, {signature}")


def _time_stamp(signer: Any) -> bytes | None:
    """Return the token of CAdES-T, None for CAdES-BES; other unsigned attributes do not survive the rebuilding."""
    unsigned = signer["unsigned_attrs"]
    if not unsigned:
        return None
    return bytes(unsigned[0]["values"][0].dump())
