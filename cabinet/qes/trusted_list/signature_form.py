"""The one form of signature that a list may have, seen before any of its digests is taken."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, Final

from cabinet.contract.errors import KnownError

__all__ = ["DS", "ENVELOPED", "EXCLUSIVE", "SIGNED_PROPERTIES", "XADES", "References", "check_form", "check_properties"]

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
_HASHES: Final = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}

_SHA1: Final = "http://www.w3.org/2000/09/xmldsig#sha1"


@dataclass(frozen=True)
class References:
    """Where in SignedInfo the whole document and the XAdES properties are referred to; what KeyInfo carries."""

    root_tag: str
    count: int
    whole: int
    properties: int | None
    certificates: tuple[str, ...]


def check_form(root: Any) -> References:
    """Look at the signature of a parsed list.

    Raises:
        KnownError: ``TRUSTED_LIST_SIGNATURE`` for none and for two, ``TRUSTED_LIST_FORM`` for other canonical forms and
            references, which genuine lists of some countries have.
    """
    signatures = list(root.iter(_ds("Signature")))
    if len(signatures) != 1 or signatures[0].getparent() is not root:
        raise _refused("one signature, of the whole list")
    (signature,) = signatures
    infos = signature.findall(_ds("SignedInfo"))
    if len(infos) != 1:
        raise _refused("SignedInfo")
    methods = infos[0].findall(_ds("CanonicalizationMethod"))
    if len(methods) != 1 or not _exclusive(methods[0]):
        raise _other_form("canonical form")
    whole: list[int] = []
    properties: list[int] = []
    references = infos[0].findall(_ds("Reference"))
    for index, reference in enumerate(references):
        transforms = reference.findall(f"{_ds('Transforms')}/{_ds('Transform')}")
        algorithms = [each.get("Algorithm") for each in transforms]
        plain = bool(transforms) and _exclusive(transforms[-1])
        if reference.get("URI") == "" and plain and algorithms == [ENVELOPED, EXCLUSIVE] and not len(transforms[0]):
            whole.append(index)
        elif reference.get("Type") == SIGNED_PROPERTIES and plain and algorithms == [EXCLUSIVE]:
            properties.append(index)
        else:
            raise _other_form(f"reference {index}")
    signed = list(root.iter(f"{{{XADES}}}SignedProperties"))
    if len(whole) != 1 or len(properties) > 1 or len(signed) != len(properties):
        raise _refused("references")
    if signed and references[properties[0]].get("URI") != f"#{signed[0].get('Id')}":
        raise _refused("XAdES properties that are not signed")
    carried = signature.findall("/".join(_ds(name) for name in ("KeyInfo", "X509Data", "X509Certificate")))
    return References(
        str(root.tag), len(references), whole[0], properties[0] if properties else None,
        tuple(each.text or "" for each in carried),
    )  # fmt: skip


def check_properties(properties: Any, signer_der: bytes) -> None:
    """Look whether the verified XAdES properties name the signer (SigningCertificate, V1 or V2), where they name any.

    Raises:
        KnownError: ``TRUSTED_LIST_SIGNATURE``.
    """
    if properties is None or properties.tag != f"{{{XADES}}}SignedProperties":
        raise _refused("XAdES properties")
    for name in ("SigningCertificate", "SigningCertificateV2"):
        for named in properties.iter(f"{{{XADES}}}{name}"):
            digests = named.findall(f"{{{XADES}}}Cert/{{{XADES}}}CertDigest")
            # The first is the signer's (EN 319 132-1 §5.2.2); others would be of its path.
            if not digests or not _is_of(digests[0], signer_der, old=name == "SigningCertificate"):
                raise _refused("XAdES names another signer")


def _is_of(digest: Any, der: bytes, *, old: bool) -> bool:
    """The pin has decided whose certificate it is; so the SHA-1 of lists before 2018 still does for naming it."""
    method = digest.find(_ds("DigestMethod"))
    value = digest.find(_ds("DigestValue"))
    algorithm = method.get("Algorithm", "") if method is not None else ""
    name = "sha1" if old and algorithm == _SHA1 else _HASHES.get(algorithm)
    if name is None or value is None:
        return False
    hashed = hashlib.new(name, der, usedforsecurity=False).digest()
    return bool(base64.b64encode(hashed).decode() == "".join((value.text or "").split()))


def _exclusive(element: Any) -> bool:
    """Prefixes that are kept for their own sake (InclusiveNamespaces) would be children."""
    return bool(element.get("Algorithm") == EXCLUSIVE and not len(element))


def _ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def _other_form(detail: str) -> KnownError:
    return KnownError("TRUSTED_LIST_FORM", detail)


def _refused(detail: str) -> KnownError:
    return KnownError("TRUSTED_LIST_SIGNATURE", detail)
