"""Elements of a CMS taken apart one level at a time, as raw bytes.

asn1crypto's own models of attributes raise on what they do not know (CAdES-X-Long), and another library of the same
process may change them; so nothing of a foreign signature is read by a model here. What is given to a model elsewhere
is looked through by :func:`check_bounds` first: decoding an identifier of a megabyte takes that library hours.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from asn1crypto import core, parser

__all__ = [
    "MAX_IDENTIFIER",
    "MAX_NUMBER",
    "Element",
    "Encoded",
    "algorithm_of",
    "check_bounds",
    "dotted",
    "element",
    "elements",
    "first_end",
    "inside",
    "octets",
]

_MOST: Final = 1024
_MOST_BER: Final = 64
_UNIVERSAL, _CONTEXT = 0, 2
_OID, _OCTETS = 6, 4
_DEEPEST: Final = 4
MAX_IDENTIFIER: Final = 64
"""Bytes of an object identifier; the longest one in use has some twenty."""
MAX_NUMBER: Final = 2052
"""Bytes of an integer: a modulus of 16384 bits, and its sign."""
_INTEGER, _ENUMERATED, _RELATIVE_OID = 2, 10, 13
_DEEPEST_MODEL: Final = 32
_MOST_OF_A_MODEL: Final = 20_000
_MOST_OF_A_GUESS: Final = 1024


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


@dataclass(frozen=True)
class Encoded:
    """What was read of some DER, and the DER itself."""

    der: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the DER, hex."""
        return hashlib.sha256(self.der).hexdigest()


def element(der: bytes) -> Element:
    """Take one element that fills ``der``.

    Raises:
        ValueError: it is not one.
    """
    kind, constructed, tag, _, contents, _ = parser.parse(der, strict=True)
    return Element(kind, bool(constructed), tag, contents, der)


def first_end(data: bytes) -> int:
    """Return where the first element of ``data`` ends; whatever stands after it is not looked at.

    Raises:
        ValueError: there is none, or it is cut short.
    """
    span = _span(data, 0) if data else None
    return int(parser.peek(data)) if span is None else span[1]


def elements(contents: bytes, most: int = _MOST) -> list[Element]:
    """Take the elements that stand one after another.

    Raises:
        ValueError: they are not elements, or are more than ``most``.
    """
    found: list[Element] = []
    at = ber = 0
    while at < len(contents):
        span = _span(contents, at)
        if span is None:
            ber += 1
            if ber > _MOST_BER:
                raise ValueError("too many indefinite lengths")
            end = at + parser.peek(contents[at:])
            found.append(element(contents[at:end]))
        else:
            # Here and not by the library: a signature has hundreds, and is looked through at each of its steps.
            start, end = span
            kind, constructed, tag = contents[at] >> 6, bool(contents[at] & 0x20), contents[at] & 0x1F
            found.append(Element(kind, constructed, tag, contents[start:end], contents[at:end]))
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
    if len(found.contents) > MAX_IDENTIFIER:
        raise ValueError("an identifier without end")
    return str(core.ObjectIdentifier.load(found.der, strict=True).dotted)


def algorithm_of(found: Element) -> str:
    """Return the object identifier of an AlgorithmIdentifier (RFC 5280 §4.1.1.2).

    Raises:
        ValueError: it is none.
    """
    return dotted(elements(found.contents, 2)[0])


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


def check_bounds(der: bytes) -> None:
    """Look through a structure before a library's model of it does: depth, number and length of what it consists of.

    OCTET STRINGs that hold a structure themselves (extensions) are looked through as well. Most hold none, and random
    bytes may look like one: what does not fit there is no fault, and identifiers may be longer.

    Raises:
        ValueError: it is no structure, or one of its parts is larger than anything honest.
    """
    count = 0
    waiting = [(element(der), 1, True)]
    while waiting:
        found, depth, sure = waiting.pop()
        count += 1
        if depth > _DEEPEST_MODEL or count > _MOST_OF_A_MODEL:
            raise ValueError("nested too deeply" if depth > _DEEPEST_MODEL else "too many elements")
        if found.constructed:
            waiting += [(each, depth + 1, sure) for each in _inside(found.contents, sure=sure)]
        elif found.universal(_OID) or found.universal(_RELATIVE_OID):
            if len(found.contents) > (MAX_IDENTIFIER if sure else _MOST_OF_A_GUESS):
                raise ValueError("an identifier without end")
        elif found.universal(_INTEGER) or found.universal(_ENUMERATED):
            if len(found.contents) > MAX_NUMBER:
                raise ValueError("a number without end")
        elif found.universal(_OCTETS):
            waiting += [(each, depth + 1, False) for each in _inside(found.contents, sure=False)]


def _inside(contents: bytes, *, sure: bool) -> list[Element]:
    try:
        return elements(contents, _MOST_OF_A_MODEL)
    except ValueError:
        if sure:
            raise
        return []


def _span(contents: bytes, at: int) -> tuple[int, int] | None:
    """Return where the contents of an element begin and end; None for an indefinite length or a long tag."""
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
    return start, start + length
