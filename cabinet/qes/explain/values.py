"""What a signature carries for its own later proof: certificates, revocation lists, OCSP answers.

They stand in the SignedData and in attributes of CAdES-X-Long (ETSI EN 319 122-1 §A.1). Nothing is believed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.der import OCTETS, SEQUENCE, oid, tlv
from cabinet.qes.elements import Element, elements, inside
from cabinet.qes.explain import attributes as names
from cabinet.qes.explain.envelope import MAX_CERTIFICATES, Envelope, Signer
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["Embedded", "embedded_in"]

_BASIC_OCSP: Final = "1.3.6.1.5.5.7.48.1.1"
_MOST: Final = 64
_SUCCESSFUL, _CONTEXT_0, _SEQUENCE = b"\x0a\x01\x00", 0xA0, 16


@dataclass(frozen=True)
class Embedded:
    """DER throughout; ``answers`` are whole OCSPResponses."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()

    def __add__(self, other: Embedded) -> Embedded:
        """Return both together, each thing once, the first 64 of a kind."""
        return Embedded(
            _once(self.certificates + other.certificates),
            _once(self.lists + other.lists),
            _once(self.answers + other.answers),
        )

    def authorities(self) -> list[Certificate]:
        """Return those carried certificates that can be read and are an authority's."""
        found = []
        for der in self.certificates:
            try:
                certificate = read_certificate(der)
            except KnownError:
                # Whoever carries it gains nothing by it.
                continue
            if certificate.is_ca:
                found.append(certificate)
        return found


def embedded_in(envelope: Envelope, signer: Signer) -> Embedded:
    """Collect what came along for one signer; an attribute that cannot be read carries nothing."""
    lists, answers = list(envelope.lists), list(envelope.answers)
    certificates = list(envelope.certificates)
    for value in signer.unsigned.get(names.CERTIFICATE_VALUES, ()):
        certificates += [each.der for each in _parts(value) if each.universal(_SEQUENCE)]
    for value in signer.unsigned.get(names.REVOCATION_VALUES, ()):
        _revocation(_parts(value), lists, answers)
    for value in signer.signed.get(names.REVOCATION_ARCHIVE, ()):
        _revocation(_parts(value), lists, answers)
    return Embedded(tuple(certificates), tuple(lists), tuple(_whole(each) for each in answers)) + Embedded()


def _parts(der: bytes) -> list[Element]:
    try:
        (whole,) = elements(der, 1)
        return elements(whole.contents, MAX_CERTIFICATES)
    except UNREADABLE:
        return []


def _revocation(parts: list[Element], lists: list[bytes], answers: list[bytes]) -> None:
    """Read ``{ [0] lists, [1] answers, [2] others }``, the form of both attributes."""
    for part in parts:
        held = [value for shell in _safely(part) for value in _safely(shell)]
        if part.context(0):
            lists += [each.der for each in held]
        elif part.context(1):
            answers += [each.der for each in held]


def _safely(part: Element) -> list[Element]:
    try:
        return elements(part.contents, _MOST)
    except UNREADABLE:
        return []


def _whole(answer: bytes) -> bytes:
    """Return an answer as an OCSPResponse (RFC 6960 §4.2.1), also where the BasicOCSPResponse alone was kept.

    The status, an ENUMERATED, stands first in the one, a SEQUENCE in the other; writers mix up their names.
    """
    try:
        first = inside(answer, 8)[0]
    except UNREADABLE:
        return answer
    if not first.universal(_SEQUENCE):
        return answer
    held = tlv(SEQUENCE, oid(_BASIC_OCSP), tlv(OCTETS, answer))
    return tlv(SEQUENCE, _SUCCESSFUL, tlv(_CONTEXT_0, held))


def _once(values: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(values))[:_MOST]
