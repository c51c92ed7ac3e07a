"""Signing a list that one publishes oneself: enveloped, XAdES B-B (ETSI EN 319 132-1), of the form verified here.

The XAdES signer of signxml is not used: it takes the time from the system, and refers to its properties without saying
by which canonical form.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.signature import verify_list
from cabinet.qes.trusted_list.signature_form import DS, EXCLUSIVE, SIGNED_PROPERTIES, XADES

__all__ = ["sign_list"]

_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_CURVES: Final = {"secp256r1": SignatureMethod.ECDSA_SHA256, "secp384r1": SignatureMethod.ECDSA_SHA384}
_ID: Final = "signature"


def sign_list(
    root: Any, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, certificate: x509.Certificate, now: datetime
) -> bytes:
    """Return the document of a root element that ``build_list`` made, signed at ``now``; it is verified before.

    Raises:
        KnownError: ``WEAK_ALGORITHM`` for a curve that is not allowed; what ``verify_list`` raises, when the
            certificate is not in its term or not of the key.
    """
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=_method(key),
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    der = certificate.public_bytes(Encoding.DER)
    signer.signature_annotators.append(lambda signature, **_: _add_properties(signature, der, now))
    signed = signer.sign(root, key=key, cert=[certificate])
    blob: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8", standalone=True)
    verify_list(blob, {hashlib.sha256(der).hexdigest()}, now)
    return blob


def _method(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> SignatureMethod:
    if isinstance(key, rsa.RSAPrivateKey):
        return SignatureMethod.RSA_SHA256
    method = _CURVES.get(key.curve.name)
    if method is None:
        raise KnownError("WEAK_ALGORITHM", key.curve.name)
    return method


def _add_properties(signature: Any, der: bytes, now: datetime) -> None:
    """Add when and by which certificate it is signed, and refer to that in SignedInfo."""
    signature.set("Id", _ID)
    holder = etree.SubElement(signature, f"{{{DS}}}Object")
    qualifying = etree.SubElement(holder, _xades("QualifyingProperties"), nsmap={"xades": XADES})
    qualifying.set("Target", f"#{_ID}")
    signed = etree.SubElement(qualifying, _xades("SignedProperties"))
    signed.set("Id", f"{_ID}-properties")
    properties = etree.SubElement(signed, _xades("SignedSignatureProperties"))
    time = etree.SubElement(properties, _xades("SigningTime"))
    time.text = now.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    named = etree.SubElement(etree.SubElement(properties, _xades("SigningCertificateV2")), _xades("Cert"))
    _add_digest(etree.SubElement(named, _xades("CertDigest")), der)
    info = signature.find(f"{{{DS}}}SignedInfo")
    _add_format(signed, info)
    reference = etree.SubElement(info, f"{{{DS}}}Reference", Type=SIGNED_PROPERTIES, URI=f"#{signed.get('Id')}")
    transforms = etree.SubElement(reference, f"{{{DS}}}Transforms")
    etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=EXCLUSIVE)
    _add_digest(reference, etree.tostring(signed, method="c14n", exclusive=True))


def _add_format(signed: Any, info: Any) -> None:
    """XAdES B-B wants to be told what the document is (§6.3, DataObjectFormat)."""
    whole = info.find(f"{{{DS}}}Reference")
    whole.set("Id", f"{_ID}-list")
    data = etree.SubElement(signed, _xades("SignedDataObjectProperties"))
    form = etree.SubElement(data, _xades("DataObjectFormat"), ObjectReference=f"#{_ID}-list")
    etree.SubElement(form, _xades("MimeType")).text = "text/xml"


def _add_digest(parent: Any, data: bytes) -> None:
    etree.SubElement(parent, f"{{{DS}}}DigestMethod", Algorithm=_SHA256)
    etree.SubElement(parent, f"{{{DS}}}DigestValue").text = base64.b64encode(hashlib.sha256(data).digest()).decode()


def _xades(name: str) -> str:
    return f"{{{XADES}}}{name}"
