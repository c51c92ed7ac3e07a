"""A CMS SignedData of anybody's (RFC 5652): what it carries and who signs, without believing any of it.

One signer or several, any attributes, content inside or beside, BER or DER. For a log-in there is the one form of
``cades_shape``; this is for explaining what others made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from asn1crypto import core
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import MAX_CERTIFICATE
from cabinet.qes.elements import MAX_NUMBER, Element, check_bounds, dotted, elements, inside, octets
from cabinet.qes.explain.other_files import other_structure
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["Attributes", "Envelope", "Signer", "find_certificate", "read_envelope"]

_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_OCSP_CHOICES: Final = {"1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"}
"""OtherRevocationInfoFormat: an OCSP answer (RFC 5940 §3); the second is what some write in its stead.

Either is met around a whole OCSPResponse and around the BasicOCSPResponse alone, whatever the name says.
"""
MAX_CERTIFICATES: Final = 64
MAX_SIGNERS: Final = 16
_MOST_LISTS: Final = 64
_MOST_ATTRIBUTES: Final = 64
_MOST_VALUES: Final = 16
_SEQUENCE, _SET, _INTEGER, _OCTETS = 16, 17, 2, 4
_SET_TAG: Final = b"\x31"
Attributes = dict[str, tuple[bytes, ...]]


@dataclass(frozen=True)
class Signer:
    """One SignerInfo. ``issuer`` and ``serial``, or ``key_id``, name the certificate.

    ``digest`` and ``algorithm`` are dotted, ``parameters`` the signature algorithm's, DER or empty. ``signed`` and
    ``unsigned`` are attributes, OID → values as DER; ``to_sign`` is the DER SET of the signed ones, None where there
    are none and the content itself is signed.
    """

    issuer: bytes
    serial: int
    key_id: bytes
    digest: str
    algorithm: str
    parameters: bytes
    signed: Attributes
    unsigned: Attributes
    to_sign: bytes | None
    signature: bytes


@dataclass(frozen=True)
class Envelope:
    """``content`` is None where it is beside; ``lists`` are CRLs, ``answers`` OCSP answers that came along.

    Answers are as they came: whole OCSPResponses or BasicOCSPResponses alone.
    """

    content_type: str
    content: bytes | None
    certificates: tuple[bytes, ...]
    lists: tuple[bytes, ...]
    answers: tuple[bytes, ...]
    signers: tuple[Signer, ...]


def read_envelope(der: bytes) -> Envelope:
    """Read a SignedData.

    Raises:
        KnownError: ``SIGNATURE_FILE_UNREADABLE`` for whatever is not one, or ``FILE_IS_…`` for another known structure.
    """
    try:
        return _read(der)
    except UNREADABLE as error:
        other = other_structure(der)
        if other is not None:
            raise other from error
        detail = str(error) if isinstance(error, ValueError) else type(error).__name__
        raise KnownError("SIGNATURE_FILE_UNREADABLE", detail.splitlines()[0][:120] if detail else "") from error


def find_certificate(signer: Signer, known: list[bytes]) -> bytes | None:
    """Return the certificate that a signer's identifier names, None where it is not among the known ones."""
    for der in known:
        if len(der) > MAX_CERTIFICATE:
            continue
        try:
            check_bounds(der)
            parsed = asn1.Certificate.load(der, strict=True)
            if signer.key_id:
                found = parsed.key_identifier == signer.key_id
            else:
                tbs = parsed["tbs_certificate"]
                found = tbs["issuer"].dump() == signer.issuer and tbs["serial_number"].native == signer.serial
        except UNREADABLE:
            continue
        if found:
            return der
    return None


def _read(der: bytes) -> Envelope:
    name, wrapped = inside(der, 2)
    if dotted(name) != _SIGNED_DATA or not wrapped.context(0):
        raise ValueError("not signed data")
    (data,) = elements(wrapped.contents, 1)
    version, digests, held, *rest = elements(data.contents, 6)
    if not (data.universal(_SEQUENCE) and version.universal(_INTEGER) and digests.universal(_SET)):
        raise ValueError("not signed data")
    signers = rest.pop()
    certificates: list[bytes] = []
    lists: list[bytes] = []
    answers: list[bytes] = []
    for part in rest:
        if part.context(0):
            # Attribute certificates and the like are [n]; they vouch for nothing here.
            certificates += [c.der for c in elements(part.contents, MAX_CERTIFICATES) if c.universal(_SEQUENCE)]
        elif part.context(1):
            for choice in elements(part.contents, _MOST_LISTS):
                _revocation(choice, lists, answers)
        else:
            raise ValueError("an unknown part")
    if not signers.universal(_SET):
        raise ValueError("no signers")
    found = tuple(_signer(each) for each in elements(signers.contents, MAX_SIGNERS))
    if not found:
        raise ValueError("nobody signed it")
    content_type, content = _content(held)
    return Envelope(content_type, content, tuple(certificates), tuple(lists), tuple(answers), found)


def _content(held: Element) -> tuple[str, bytes | None]:
    name, *content = elements(held.contents, 2)
    if not content:
        return dotted(name), None
    (wrapped,) = content
    if not wrapped.context(0):
        raise ValueError("content")
    (inner,) = elements(wrapped.contents, 1)
    # PKCS#7 before CMS held other types of content bare; what is signed then is its contents (RFC 5652 §5.2.1).
    return dotted(name), octets(inner) if inner.universal(_OCTETS) else inner.contents


def _revocation(choice: Element, lists: list[bytes], answers: list[bytes]) -> None:
    if choice.universal(_SEQUENCE):
        lists.append(choice.der)
    elif choice.context(1):
        form, value = elements(choice.contents, 2)
        if dotted(form) in _OCSP_CHOICES:
            answers.append(value.der)


def _signer(found: Element) -> Signer:
    version, named, digest, *rest = elements(found.contents, 7)
    if not (found.universal(_SEQUENCE) and version.universal(_INTEGER)):
        raise ValueError("no signer")
    to_sign, signed = None, {}
    if rest[0].context(0):
        attributes = rest.pop(0)
        to_sign = _SET_TAG + attributes.der[1:]
        signed = _attributes(attributes)
    algorithm, signature, *rest = rest
    unsigned = _attributes(rest[0]) if rest and rest[0].context(1) else {}
    if len(rest) > (1 if unsigned else 0):
        raise ValueError("an unknown part of a signer")
    issuer, serial, key_id = _name(named)
    digest_name, _ = _algorithm(digest)
    name, parameters = _algorithm(algorithm)
    return Signer(
        issuer, serial, key_id, digest_name, name, parameters, signed, unsigned, to_sign, octets(signature)
    )  # fmt: skip


def _name(named: Element) -> tuple[bytes, int, bytes]:
    if named.context(0):
        return b"", 0, named.contents
    issuer, serial = elements(named.contents, 2)
    if len(serial.contents) > MAX_NUMBER:
        raise ValueError("a number without end")
    return issuer.der, int(core.Integer.load(serial.der, strict=True).native), b""


def _algorithm(found: Element) -> tuple[str, bytes]:
    if not found.universal(_SEQUENCE):
        raise ValueError("no algorithm")
    name, *parameters = elements(found.contents, 2)
    return dotted(name), parameters[0].der if parameters else b""


def _attributes(found: Element) -> Attributes:
    known: Attributes = {}
    for each in elements(found.contents, _MOST_ATTRIBUTES):
        name, values = elements(each.contents, 2)
        if not values.universal(_SET):
            raise ValueError("an attribute without values")
        held = tuple(v.der for v in elements(values.contents, _MOST_VALUES))
        known[dotted(name)] = (*known.get(dotted(name), ()), *held)
    return known
