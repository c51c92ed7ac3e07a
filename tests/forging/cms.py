"""Signatures put together by hand, and good ones taken apart into DER's own tree and bent, part by part."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from asn1crypto import parser
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_shape import Parts, signed_attributes
from cabinet.qes.der import oid, tlv
from cabinet.qes.digests import digest_of
from tests.forging.issuer import PrivateKey


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


_SIGNERS, _SIGNER = (1, 0, 4), (1, 0, 4, 0)
_CONTENT, _CONTEXT_0, _OCTETS = (1, 0, 2), 0xA0, 0x04


def edited(blob: bytes, place: tuple[int, ...], change: Callable[[Node], Node]) -> bytes:
    """Return a signature with one element of its tree changed."""
    root = tree(blob)
    return _with(root, place, change(_at(root, place))).der()


def no_signer(blob: bytes) -> bytes:
    return edited(blob, _SIGNERS, lambda node: replace(node, inner=()))


def two_signers(blob: bytes) -> bytes:
    return edited(blob, _SIGNERS, lambda node: replace(node, inner=(node.inner or ()) * 2))


def attached(blob: bytes, content: bytes) -> bytes:
    held = Node(_CONTEXT_0, inner=(Node(_OCTETS, content),))
    return edited(blob, _CONTENT, lambda node: replace(node, inner=(*(node.inner or ()), held)))


def without_attributes(blob: bytes) -> bytes:
    def plain(node: Node) -> Node:
        return replace(node, inner=tuple(x for x in node.inner or () if x.tag != _CONTEXT_0))

    return edited(blob, _SIGNER, plain)


def with_unsigned_attribute(blob: bytes) -> bytes:
    """Add a counter-signature that says nothing."""
    more = tree(bytes.fromhex("a111300f06092a864886f70d01090631023000"))
    return edited(blob, _SIGNER, lambda node: replace(node, inner=(*(node.inner or ()), more)))


def by_openssl(content: bytes, certificate: bytes, key: PrivateKey, folder: Path, *options: str) -> bytes:
    """Let OpenSSL sign, as it does when nobody tells it what is weak."""
    (folder / "content").write_bytes(content)
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pem = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
    (folder / "certificate.pem").write_bytes(pem)
    command = [
        "openssl", "cms", "-sign", "-cades", "-binary", "-in", "content", "-signer", "certificate.pem",
        "-inkey", "key.pem", "-outform", "DER", "-out", "signed", "-nosmimecap", *options,
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "signed").read_bytes()


def indefinite(node: Node) -> Node:
    """Write an element without its length, as BER lets streams do."""
    return replace(node, lead=bytes((node.tag, 0x80)), tail=b"\0\0")


def renamed(blob: bytes, old: str, new: str) -> bytes:
    """Return a signature with every object identifier of one kind replaced by another."""

    def change(node: Node) -> Node:
        if node.inner is not None:
            return replace(node, inner=tuple(change(inner) for inner in node.inner))
        return tree(oid(new)) if node.der() == oid(old) else node

    return change(tree(blob)).der()
