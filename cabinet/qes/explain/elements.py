"""Elements of a CMS taken apart one level at a time, as raw bytes.

asn1crypto's own models of attributes raise on what they do not know (CAdES-X-Long), and another library of the same
process may change them; so nothing of a signature is read by a model here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from asn1crypto import core, parser

__all__ = ["Element", "dotted", "element", "elements", "inside", "octets"]

_MOST: Final = 1024
_MOST_BER: Final = 64
_UNIVERSAL, _CONTEXT = 0, 2
_OID, _OCTETS = 6, 4
_DEEPEST: Final = 4


class Element(NamedTuple):
    """One element: class, whether it is constructed, number of its tag, its contents, and all of it."""

    kind: int
    constructed: bool
    tag: int
    contents: bytes
    der: bytes

    def context(self, number: int) -> bool:
        """Tell whether it is ``[number]``."""
        return self.kind == _CONTEXT and self.tag == number

    def universal(self, number: int) -> bool:
        """Tell whether it has this universal tag."""
        return self.kind == _UNIVERSAL and self.tag == number


def element(der: bytes) -> Element:
    """Take one element that fills ``der``.

    Raises:
        ValueError: it is not one.
    """
    kind, constructed, tag, _, contents, _ = parser.parse(der, strict=True)
    return Element(kind, bool(constructed), tag, contents, der)


def elements(contents: bytes, most: int = _MOST) -> list[Element]:
    """Take the elements that stand one after another.

    Raises:
        ValueError: they are not elements, or are more than ``most``.
    """
    found: list[Element] = []
    at = ber = 0
    while at < len(contents):
        end = _end(contents, at)
        if end is None:
            ber += 1
            if ber > _MOST_BER:
                raise ValueError("too many indefinite lengths")
            end = at + parser.peek(contents[at:])
        found.append(element(contents[at:end]))
        at = end
        if len(found) > most:
            raise ValueError("too many elements")
    return found


def inside(der: bytes, most: int = _MOST) -> list[Element]:
    """Take what a constructed element consists of.

    Raises:
        ValueError: as :func:`elements`.
    """
    return elements(element(der).contents, most)


def dotted(found: Element) -> str:
    """Return an object identifier.

    Raises:
        ValueError: it is none.
    """
    if not found.universal(_OID) or found.constructed:
        raise ValueError("no object identifier")
    return str(core.ObjectIdentifier.load(found.der, strict=True).dotted)


def octets(found: Element, depth: int = 0) -> bytes:
    """Return an OCTET STRING's bytes; BER cuts long ones in pieces (X.690 §8.7).

    Raises:
        ValueError: it is none.
    """
    if not found.universal(_OCTETS) or depth > _DEEPEST:
        raise ValueError("no octets")
    if not found.constructed:
        return found.contents
    return b"".join(octets(piece, depth + 1) for piece in elements(found.contents, 1 << 20))


def _end(contents: bytes, at: int) -> int | None:
    """Return where an element of definite length ends, None where the length is indefinite or the tag a long one."""
    if contents[at] & 0x1F == 0x1F or at + 1 >= len(contents):
        return None
    length = contents[at + 1]
    start = at + 2
    if length == 0x80:
        return None
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(contents[start : start + size], "big"), start + size
    if start + length > len(contents):
        raise ValueError("cut short")
    return start + length
