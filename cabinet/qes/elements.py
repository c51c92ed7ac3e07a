"""Elements of a CMS taken apart one level at a time, as raw bytes.

asn1crypto's own models of attributes raise on what they do not know (CAdES-X-Long), and another library of the same
process may change them; so nothing of a foreign signature is read by a model here. What is given to a model elsewhere
is looked through by :func:`check_bounds` first: decoding an identifier of a megabyte takes that library hours.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

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
_IDENTIFIERS, _NUMBERS = frozenset({_OID, 13}), frozenset({2, 10})
"""OBJECT IDENTIFIER and RELATIVE-OID; INTEGER and ENUMERATED."""
_LONG_TAG: Final = 0x1F
_DEEPEST_MODEL: Final = 32
_MOST_OF_A_MODEL: Final = 20_000
_MOST_OF_A_GUESS: Final = 1024
_Place: TypeAlias = tuple[bytes, int, int, int, int]
"""Of an element: in these bytes, its first one, begin and end of its contents, and its end."""


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
    span = _span(data, 0, len(data)) if data else None
    return int(parser.peek(data)) if span is None else span[1]


def elements(contents: bytes, most: int = _MOST) -> list[Element]:
    """Take the elements that stand one after another.

    Raises:
        ValueError: they are not elements, or are more than ``most``.
    """
    found: list[Element] = []
    for data, at, start, stop, end in _places(contents, 0, len(contents), most):
        kind, constructed, tag = data[at] >> 6, bool(data[at] & 0x20), data[at] & _LONG_TAG
        whole = data[at:end]
        found.append(element(whole) if tag == _LONG_TAG else Element(kind, constructed, tag, data[start:stop], whole))
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
    waiting = [([_place(der)], 1, True)]
    while waiting:
        level, depth, sure = waiting.pop()
        count += len(level)
        if depth > _DEEPEST_MODEL or count > _MOST_OF_A_MODEL:
            raise ValueError("nested too deeply" if depth > _DEEPEST_MODEL else "too many elements")
        for data, at, start, stop, _ in level:
            first = data[at]
            if first & 0x20 or first == _OCTETS:
                surely = sure and first != _OCTETS
                if found := _inside(data, start, stop, sure=surely):
                    waiting.append((found, depth + 1, surely))
            elif first in _IDENTIFIERS:
                if stop - start > (MAX_IDENTIFIER if sure else _MOST_OF_A_GUESS):
                    raise ValueError("an identifier without end")
            elif first in _NUMBERS and stop - start > MAX_NUMBER:
                raise ValueError("a number without end")


def _inside(data: bytes, start: int, stop: int, *, sure: bool) -> list[_Place]:
    try:
        return _places(data, start, stop, _MOST_OF_A_MODEL)
    except ValueError:
        if sure:
            raise
        return []


def _places(data: bytes, at: int, last: int, most: int) -> list[_Place]:
    """Return where the elements lie that stand one after another, up to ``last``.

    Here and not by the library, and without a copy of each: a signature has hundreds, and is looked through at each of
    its steps.

    Raises:
        ValueError: as :func:`elements`.
    """
    found: list[_Place] = []
    ber = 0
    while at < last:
        span = _span(data, at, last)
        if span is None:
            ber += 1
            if ber > _MOST_BER:
                raise ValueError("too many indefinite lengths")
            rest = data[at:last]
            end = parser.peek(rest)
            found.append(_place(rest[:end]))
            at += end
        else:
            found.append((data, at, *span, span[1]))
            at = span[1]
        if len(found) > most:
            raise ValueError("too many elements")
    return found


def _place(der: bytes) -> _Place:
    """Return the place of the one element that fills ``der``."""
    _, _, _, header, contents, _ = parser.parse(der, strict=True)
    return der, 0, len(header), len(header) + len(contents), len(der)


def _span(contents: bytes, at: int, last: int) -> tuple[int, int] | None:
    """Return where the contents of an element begin and end; None for an indefinite length or a long tag."""
    if contents[at] & _LONG_TAG == _LONG_TAG or at + 1 >= last:
        return None
    length = contents[at + 1]
    start = at + 2
    if length == 0x80:
        return None
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(contents[start : start + size], "big"), start + size
    if start + length > last:
        raise ValueError("cut short")
    return start, start + length
