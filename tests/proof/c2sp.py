"""A verifier of transparency logs written from C2SP's specifications alone: it uses nothing of the product.

signed-note, tlog-checkpoint, tlog-tiles and tlog-proof (https://c2sp.org), RFC 6962 hashing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 0x01
Fetch = Callable[[str], bytes]
"""Gives what is at a path of the log: ``tile/0/000``, ``entries/000.p/7``."""


@dataclass(frozen=True)
class Head:
    origin: str
    size: int
    root: bytes


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def head_of(note: str, vkey: str) -> Head:
    """Verify a checkpoint under one verifier key, ``name+hash+key``; signatures of others are passed over."""
    name, key_id, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    assert key[0] == ED25519
    assert sha256(name.encode() + b"\n" + key)[:4].hex() == key_id
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    found = 0
    for line in signatures.splitlines():
        assert line.startswith("\u2014 ")
        signer, _, signature = line[2:].partition(" ")
        data = base64.b64decode(signature, validate=True)
        if signer == name and data[:4].hex() == key_id:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(data[4:], text.encode())
            found += 1
    assert found == 1
    origin, size, root = text.removesuffix("\n").split("\n")[:3]
    assert str(int(size)) == size
    return Head(origin, int(size), base64.b64decode(root, validate=True))


def number(index: int) -> str:
    """Write a tile's number: groups of three digits, all but the last behind an x."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups)


def names(size: int, level: int) -> list[tuple[str, int]]:
    """Return the tiles of a level of a tree of that size, each with how many hashes it has."""
    hashes = size >> 8 * level
    full = [(number(n), 256) for n in range(hashes // 256)]
    return full + ([(f"{number(hashes // 256)}.p/{hashes % 256}", hashes % 256)] if hashes % 256 else [])


def root_over(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, as it is written there."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return sha256(b"\x01" + root_over(hashes[:k]) + root_over(hashes[k:]))


def audit(head: Head, fetch: Fetch) -> list[bytes]:
    """Check every entry against its leaf, every tile against those below it, and all against the root."""
    entries: list[bytes] = []
    for name, width in names(head.size, 0):
        bundle, found = fetch(f"entries/{name}"), 0
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            entries.append(bundle[2 : 2 + length])
            assert len(entries[-1]) == length
            bundle, found = bundle[2 + length :], found + 1
        assert found == width
    below = [sha256(b"\x00" + entry) for entry in entries]
    level = 0
    leaves = below
    while below:
        told = b"".join(fetch(f"tile/{level}/{name}") for name, _ in names(head.size, level))
        assert told == b"".join(below)
        below = [root_over(below[n : n + 256]) for n in range(0, len(below) - 255, 256)]
        level += 1
    assert root_over(leaves) == head.root
    return entries


def proven(text: str, vkey: str) -> tuple[int, bytes, Head]:
    """Verify a ``.tlog-proof`` whose extra data is the entry; returns where it stands, the entry and the head."""
    proof, _, note = text.partition("\n\n")
    first, extra, index, *path = proof.split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    entry = base64.b64decode(extra.removeprefix("extra "), validate=True)
    place = int(index.removeprefix("index "))
    head = head_of(note, vkey)
    assert 0 <= place < head.size
    node, last, digest = place, head.size - 1, sha256(b"\x00" + entry)
    for step in (base64.b64decode(line, validate=True) for line in path):
        assert last > 0
        if node % 2 or node == last:
            digest = sha256(b"\x01" + step + digest)
            while node and not node % 2:
                node, last = node >> 1, last >> 1
        else:
            digest = sha256(b"\x01" + digest + step)
        node, last = node >> 1, last >> 1
    assert last == 0
    assert digest == head.root
    return place, entry, head
