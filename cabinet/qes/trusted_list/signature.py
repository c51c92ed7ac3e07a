"""The list's own signature: enveloped, over the whole document, by a pinned certificate (ETSI TS 119 612 §5.7).

The form is narrower than XMLDSig allows: one signature in the document, a child of the root; one reference to the whole
document and at most one to the XAdES properties; exclusive canonical XML everywhere. What is read afterwards is the
canonical form that the digest was taken of, so nothing outside the signature can be mistaken for the list.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.parsing import hardened_parser, parse
from cabinet.qes.trusted_list.signature_form import References, check_form, check_properties

__all__ = ["Signed", "verify_list"]

_MAX_CERTIFICATES: Final = 8
_FAILURES = (
    SignXMLException,
    etree.LxmlError,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,
)
_METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
        SignatureMethod.SHA256_RSA_MGF1,
        SignatureMethod.SHA384_RSA_MGF1,
        SignatureMethod.SHA512_RSA_MGF1,
    }
)
_DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})


@dataclass(frozen=True)
class Signed:
    """The root element as it was signed, without its signature; SHA-256 of that form and of the signer, hex."""

    root: Any
    content_sha256: str
    signer_sha256: str


def verify_list(blob: bytes, pins: Collection[str], now: datetime) -> Signed:
    """Verify a list's signature; ``pins`` are SHA-256 of signers' certificates, hex.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``, ``TRUSTED_LIST_TOO_LARGE``, ``TRUSTED_LIST_SIGNER`` for a signer that is
            not pinned, ``TRUSTED_LIST_SIGNER_EXPIRED`` for one that is out of its term, ``TRUSTED_LIST_SIGNATURE``,
            ``TRUSTED_LIST_FORM`` where the signature may be genuine and is of a form that is not read here.
    """
    references = check_form(parse(blob))
    der = _pinned(references, pins)
    signer = hashlib.sha256(der).hexdigest()
    try:
        certificate = x509.load_der_x509_certificate(der)
        if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
            until = certificate.not_valid_after_utc.date().isoformat()
            raise KnownError("TRUSTED_LIST_SIGNER_EXPIRED", signer, until=until)
        results = XMLVerifier().verify(
            blob,
            x509_cert=certificate,
            parser=hardened_parser(),
            expect_config=SignatureConfiguration(
                location="./",
                expect_references=True,  # any number: check_form has counted them
                signature_methods=_METHODS,
                digest_algorithms=_DIGESTS,
                verification_time=now,
            ),
        )
    except _FAILURES as error:
        raise KnownError("TRUSTED_LIST_SIGNATURE", f"{type(error).__name__} {error}"[:200]) from error
    verified = list(results) if isinstance(results, list) else [results]
    if len(verified) != references.count:
        raise KnownError("TRUSTED_LIST_SIGNATURE", "references")
    whole = verified[references.whole]
    if whole.signed_xml is None or whole.signed_xml.tag != references.root_tag:
        raise KnownError("TRUSTED_LIST_SIGNATURE", "signs something else")
    if references.properties is not None:
        check_properties(verified[references.properties].signed_xml, der)
    return Signed(whole.signed_xml, hashlib.sha256(whole.signed_data).hexdigest(), signer)


def _pinned(references: References, pins: Collection[str]) -> bytes:
    """Return the first carried certificate that is pinned; whether it is the one that signed is seen later."""
    carried = []
    for text in references.certificates[:_MAX_CERTIFICATES]:
        try:
            carried.append(base64.b64decode("".join(text.split()), validate=True))
        except ValueError as error:
            raise KnownError("TRUSTED_LIST_SIGNATURE", "certificate") from error
    for der in carried:
        if hashlib.sha256(der).hexdigest() in pins:
            return der
    found = hashlib.sha256(carried[0]).hexdigest() if carried else ""
    raise KnownError("TRUSTED_LIST_SIGNER", found, found=found)
