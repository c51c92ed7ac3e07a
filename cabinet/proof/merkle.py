"""The append-only tree of RFC 6962 (§2.1): leaf ``H(0x00 ‖ d)``, node ``H(0x01 ‖ left ‖ right)``, SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

__all__ = ["EMPTY_ROOT", "Tree", "leaf_hash", "verify_consistency", "verify_inclusion"]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree in memory: every full node of every level (64 bytes a leaf), appended in amortised constant time."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Append a leaf's hash."""
        level = 0
        self._levels[0].append(leaf)
        while len(self._levels[level]) % 2 == 0:
            if level + 1 == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            self._levels[level + 1].append(_node(row[-2], row[-1]))
            level += 1

    def truncate(self, size: int) -> None:
        """Forget leaves past ``size``: a transaction that did not commit never was."""
        for level, row in enumerate(self._levels):
            del row[size >> level :]

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves (all by default)."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY_ROOT

    def _range(self, start: int, end: int) -> bytes:
        """Return the hash of leaves [start, end); start is a multiple of the range's full part."""
        length = end - start
        if length & (length - 1) == 0:
            level = length.bit_length() - 1
            if start % length == 0 and start // length < len(self._levels[level]):
                return self._levels[level][start // length]
        split = 1 << (length - 1).bit_length() - 1
        return _node(self._range(start, start + split), self._range(start + split, end))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf, lowest first."""
        size = self.size if size is None else size
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            split = 1 << (end - start - 1).bit_length() - 1
            if index < start + split:
                path.append(self._range(start + split, end))
                end = start + split
            else:
                path.append(self._range(start, start + split))
                start += split
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the first ``old`` leaves are a prefix (RFC 6962 §2.1.2)."""
        size = self.size if size is None else size
        if old in {0, size}:
            return []
        path: list[bytes] = []
        start, end, known = 0, size, True
        while True:
            if old == end - start:
                if not known:
                    path.append(self._range(start, end))
                return path[::-1]
            split = 1 << (end - start - 1).bit_length() - 1
            if old <= split:
                path.append(self._range(start + split, end))
                end = start + split
            else:
                path.append(self._range(start, start + split))
                start, old, known = start + split, old - split, False


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Check an audit path (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            digest = _node(step, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = _node(digest, step)
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
            first, second = _node(step, first), _node(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = _node(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
