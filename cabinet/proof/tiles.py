"""A tree as tiles of 256 hashes (C2SP tlog-tiles): the right edge that still grows, and reading from full tiles.

Tile ``index`` of level ``level`` holds the hashes of 256 subtrees of ``256 ** level`` leaves each. A full tile never
changes, so what is held in memory is the unfinished last tile of each level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from cabinet.proof.merkle import EMPTY_ROOT, node_hash

__all__ = ["HASH", "HEIGHT", "TILE", "Edge", "Tile", "TileReader", "fold", "read_tile_path", "tile_path", "tile_root"]

HEIGHT: Final = 8
TILE: Final = 1 << HEIGHT
"""Hashes a tile."""
HASH: Final = 32
"""Bytes a hash."""
_GROUP: Final = re.compile(r"x?[0-9]{3}")
_MOST_GROUPS: Final = 6
"""Groups of three digits: more than any tree has tiles."""
_WIDTH: Final = re.compile(r"[0-9]{1,3}")


class Tile(NamedTuple):
    """Where a full tile stands, and its hashes joined."""

    level: int
    number: int
    hashes: bytes


class Edge:
    """The right edge of a growing tree."""

    __slots__ = ("_stack", "full", "size", "tiles")

    def __init__(self) -> None:
        self.size = 0
        self.tiles: list[list[bytes]] = [[]]
        """Hashes of the unfinished last tile of each level, fewer than 256 each."""
        self.full: list[Tile] = []
        """Tiles that were finished and that nobody has taken yet."""
        self._stack: list[bytes] = []

    @classmethod
    def of(cls, size: int, tiles: Sequence[Sequence[bytes]]) -> Edge:
        """Return the edge of a tree of that size, of its unfinished tiles."""
        edge = cls()
        edge.size = size
        edge.tiles = [list(tile) for tile in tiles] or [[]]
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                tile = edge.tiles[level // HEIGHT]
                place = (size >> level + 1 << level + 1) // TILE ** (level // HEIGHT) % TILE
                edge._stack.append(fold(tile[place : place + (1 << level % HEIGHT)]))
        return edge

    def copy(self) -> Edge:
        """Return an edge of its own, with nothing finished."""
        edge = Edge()
        edge.size, edge.tiles, edge._stack = self.size, [tile.copy() for tile in self.tiles], self._stack.copy()
        return edge

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append the hashes of leaves."""
        stack, tiles, size = self._stack, self.tiles, self.size
        for leaf in leaves:
            tiles[0].append(leaf)
            digest, level, number = leaf, 0, size
            while number & 1:
                digest = sha256(b"\1" + stack.pop() + digest).digest()
                number >>= 1
                level += 1
                if not level % HEIGHT:
                    self._finished(level // HEIGHT, number, digest)
            stack.append(digest)
            size += 1
        self.size = size

    def _finished(self, level: int, number: int, digest: bytes) -> None:
        """Take a tile of the level below as full: its root is a hash of this one."""
        below = self.tiles[level - 1]
        self.full.append(Tile(level - 1, number, b"".join(below)))
        below.clear()
        if level == len(self.tiles):
            self.tiles.append([])
        self.tiles[level].append(digest)

    def root(self) -> bytes:
        """Return the root."""
        if not self._stack:
            return EMPTY_ROOT
        digest = self._stack[-1]
        for left in reversed(self._stack[:-1]):
            digest = node_hash(left, digest)
        return digest


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def tile_root(hashes: bytes) -> bytes:
    """Return the root over joined hashes, a power of two of them; of a full tile it is a hash of the level above."""
    return fold([hashes[n : n + HASH] for n in range(0, len(hashes), HASH)])


def read_tile_path(path: str) -> tuple[int, int] | None:
    """Return a tile's number and how many hashes are asked for of ``x001/x234/067.p/12``, None for what is no such.

    Every way of writing a number but one is refused, so that a tile has one address.
    """
    name, partial, width = path.partition(".p/")
    groups = name.split("/")
    if len(groups) > _MOST_GROUPS or not all(_GROUP.fullmatch(group) for group in groups):
        return None
    number = int("".join(group[-3:] for group in groups))
    wanted = int(width) if partial and _WIDTH.fullmatch(width) else TILE
    if (partial and not 0 < wanted < TILE) or tile_path(number, wanted) != path:
        return None
    return number, wanted


def tile_path(number: int, width: int = TILE) -> str:
    """Return the path of a tile, with its width where it is not full."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[n : n + 3] for n in range(0, len(digits), 3)]
    name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return name if width == TILE else f"{name}.p/{width}"


class TileReader:
    """Nodes of a tree of which tiles can be had.

    ``hashes(level, index)`` gives a tile's hashes joined, full or as far as it goes.
    """

    def __init__(self, hashes: Callable[[int, int], bytes]) -> None:
        self._hashes = hashes
        self._tiles: dict[tuple[int, int], bytes] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a full subtree, as :data:`cabinet.proof.merkle.Node` asks for it."""
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        at = (tile_level, first // TILE)
        tile = self._tiles.get(at)
        if tile is None:
            tile = self._tiles[at] = self._hashes(*at)
        start = first % TILE * HASH
        return tile_root(tile[start : start + (HASH << above)])
