"""Signatures put together by hand, and good ones taken apart into DER's own tree and bent, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import parser

from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_shape import Parts, signed_attributes
from cabinet.qes.der import tlv
from cabinet.qes.digests import digest_of

__all__ = ["Node", "bent", "by_hand", "parts", "tree"]


def parts(blob: bytes) -> Parts:
    """Take a good signature apart."""
    return take_apart(blob).parts


def by_hand(
    content: bytes, certificate: bytes, signature: bytes, now: datetime, digest: str = "sha256", kind: str = "ecdsa"
) -> bytes:
    """Return a signature in the right form whose value is whatever was given."""
    attributes = signed_attributes(digest_of(digest, content), certificate, digest, now)
    return Parts(attributes, signature, digest, kind, certificate).der()


@dataclass(frozen=True)
class Node:
    """One element: its first octet, and what is in it. ``lead`` is written as is where a length is to be wrong."""

    tag: int
    value: bytes = b""
    inner: tuple[Node, ...] | None = None
    lead: bytes | None = None
    tail: bytes = b""

    @property
    def contents(self) -> bytes:
        return self.value if self.inner is None else b"".join(node.der() for node in self.inner)

    def der(self) -> bytes:
        contents = self.contents
        head = tlv(self.tag, contents)[: -len(contents) or None] if self.lead is None else self.lead
        return head + contents + self.tail


def tree(der: bytes) -> Node:
    """Take DER apart, constructed elements to the leaves; certificates stay whole."""
    tag = der[0]
    contents: bytes = parser.parse(der, strict=True)[4]
    if not tag & 0x20:
        return Node(tag, contents)
    inner = []
    while contents:
        size = parser.peek(contents)
        inner.append(tree(contents[:size]))
        contents = contents[size:]
    return Node(tag, inner=tuple(inner))


def bent(root: Node) -> Iterator[tuple[str, bytes]]:
    """Return every way of bending one element of a tree: name of the bend and place, and the bytes."""
    for place in _places(root):
        node = _at(root, place)
        where = ".".join(map(str, place)) or "root"
        for name, changed in _bends(node):
            yield f"{name} at {where}", _with(root, place, changed).der()
        if place:
            *above, last = place
            parent = _at(root, tuple(above))
            assert parent.inner is not None
            rest = parent.inner
            for name, inner in (
                ("left out", rest[:last] + rest[last + 1 :]),
                ("twice", (*rest[: last + 1], *rest[last:])),
                ("swapped", _swapped(rest, last)),
            ):
                if inner != rest:
                    yield f"{name} at {where}", _with(root, tuple(above), replace(parent, inner=inner)).der()


def _bends(node: Node) -> Iterator[tuple[str, Node]]:
    contents = node.contents
    size = len(contents)
    width = max(1, (size.bit_length() + 7) // 8)
    long = bytes((node.tag, 0x80 | width + 1, 0)) + size.to_bytes(width, "big")
    yield "long length", replace(node, lead=long)
    if node.tag & 0x20:
        yield "no length", replace(node, lead=bytes((node.tag, 0x80)), tail=b"\0\0")
    yield "null", Node(0x05)
    yield "another tag", replace(node, tag=node.tag ^ 0x01)
    yield "another class", replace(node, tag=node.tag ^ 0x40)
    if node.inner is None and node.value:
        yield "a byte less", replace(node, value=node.value[:-1])
        yield "a byte more", replace(node, value=node.value + b"\0")
        yield "a bit turned", replace(node, value=node.value[:-1] + bytes((node.value[-1] ^ 1,)))


def _swapped(nodes: tuple[Node, ...], place: int) -> tuple[Node, ...]:
    if place + 1 == len(nodes):
        return nodes
    return (*nodes[:place], nodes[place + 1], nodes[place], *nodes[place + 2 :])


def _places(node: Node, above: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield above
    for number, inner in enumerate(node.inner or ()):
        yield from _places(inner, (*above, number))


def _at(node: Node, place: tuple[int, ...]) -> Node:
    for number in place:
        assert node.inner is not None
        node = node.inner[number]
    return node


def _with(node: Node, place: tuple[int, ...], changed: Node) -> Node:
    if not place:
        return changed
    assert node.inner is not None
    first, rest = place[0], place[1:]
    inner = (*node.inner[:first], _with(node.inner[first], rest, changed), *node.inner[first + 1 :])
    return replace(node, inner=inner)
