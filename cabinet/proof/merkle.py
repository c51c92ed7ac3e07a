"""The append-only tree of RFC 6962 (§2.1): leaf ``H(0x00 ‖ d)``, node ``H(0x01 ‖ left ‖ right)``, SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

__all__ = [
    "EMPTY_ROOT",
    "Node",
    "consistency_of",
    "inclusion_of",
    "leaf_hash",
    "node_hash",
    "root_of",
    "verify_consistency",
    "verify_inclusion",
]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


Node = Callable[[int, int], bytes]
"""Gives the hash of the full subtree of ``2 ** level`` leaves from ``index << level`` on."""


def root_of(size: int, node: Node) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return _range(0, size, node) if size else EMPTY_ROOT


def inclusion_of(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of a leaf among the first ``size``, lowest first."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = 1 << (end - start - 1).bit_length() - 1
        if index < start + split:
            path.append(_range(start + split, end, node))
            end = start + split
        else:
            path.append(_range(start, start + split, node))
            start += split
    return path[::-1]


def consistency_of(old: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that the first ``old`` of ``size`` leaves are a prefix (RFC 6962 §2.1.2)."""
    if old in {0, size}:
        return []
    path: list[bytes] = []
    start, end, known = 0, size, True
    while True:
        if old == end - start:
            if not known:
                path.append(_range(start, end, node))
            return path[::-1]
        split = 1 << (end - start - 1).bit_length() - 1
        if old <= split:
            path.append(_range(start + split, end, node))
            end = start + split
        else:
            path.append(_range(start, start + split, node))
            start, old, known = start + split, old - split, False


def _range(start: int, end: int, node: Node) -> bytes:
    """Return the hash of leaves [start, end); start is a multiple of the range's full part."""
    length = end - start
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return node(level, start >> level)
    split = 1 << (length - 1).bit_length() - 1
    return node_hash(_range(start, start + split, node), _range(start + split, end, node))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Check an audit path (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            digest = node_hash(step, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        node, last = node >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Check a consistency proof (RFC 9162 §2.1.4.2)."""
    if old > new or old < 0:
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
