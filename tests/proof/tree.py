"""A whole tree in memory, which tests compare tiles and proofs with."""

from __future__ import annotations

from collections.abc import Iterable

from cabinet.proof.merkle import consistency_of, inclusion_of, node_hash, root_of

__all__ = ["Tree"]


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
            self._levels[level + 1].append(node_hash(row[-2], row[-1]))
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves (all by default)."""
        return root_of(self.size if size is None else size, self._node)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf, lowest first."""
        return inclusion_of(index, self.size if size is None else size, self._node)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the first ``old`` leaves are a prefix (RFC 6962 §2.1.2)."""
        return consistency_of(old, self.size if size is None else size, self._node)

    def _node(self, level: int, index: int) -> bytes:
        return self._levels[level][index]
