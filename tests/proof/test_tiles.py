"""A tree as tiles against the tree in memory: every size around a tile's, of one level and of two."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest

from cabinet.proof.merkle import (
    EMPTY_ROOT,
    consistency_of,
    inclusion_of,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from cabinet.proof.tiles import HASH, TILE, Edge, Tile, TileReader, fold, read_tile_path, tile_path, tile_root
from tests.proof.tree import Tree

SIZES = [0, 1, 2, 3, 127, 128, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_048]
LEAVES = [hashlib.sha256(b"%d" % n).digest() for n in range(SIZES[-1])]


class Grown:
    """An edge that has grown to a size, with every tile it finished."""

    def __init__(self, size: int, step: int = 1_000) -> None:
        self.edge = Edge()
        self.tiles: dict[tuple[int, int], bytes] = {}
        for start in range(0, size, step):
            self.edge.extend(LEAVES[start : min(start + step, size)])
        self._take(self.edge.full)

    def _take(self, full: list[Tile]) -> None:
        for tile in full:
            assert len(tile.hashes) == TILE * HASH
            assert (tile.level, tile.number) not in self.tiles
            self.tiles[tile.level, tile.number] = tile.hashes

    def hashes(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index)) or b"".join(self.edge.tiles[level])


@cache
def tree() -> Tree:
    return Tree(LEAVES)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_the_edge_has_the_trees_root(size: int) -> None:
    grown = Grown(size)
    assert (grown.edge.size, grown.edge.root()) == (size, tree().root(size))
    assert len(grown.tiles) == sum(size >> 8 * level for level in (1, 2))
    assert [len(tile) for tile in grown.edge.tiles] == [
        (size >> 8 * level) % TILE for level in range(len(grown.edge.tiles))
    ]


def test_an_edge_is_made_again_of_its_tiles_and_grows_on(size: int) -> None:
    grown = Grown(size)
    again = Edge.of(size, grown.edge.tiles)
    assert again.root() == grown.edge.root()
    more = [hashlib.sha256(b"more %d" % n).digest() for n in range(300)]
    again.extend(more)
    assert again.root() == Tree([*LEAVES[:size], *more]).root()


def test_nodes_of_tiles_prove_what_the_tree_proves(size: int) -> None:
    grown = Grown(size)
    node = TileReader(grown.hashes).node
    assert root_of(size, node) == tree().root(size)
    some = sorted({0, 1, 254, 255, 256, 257, size // 2, size - 2, size - 1, 65_535, 65_536} & set(range(size)))
    for index in some:
        path = inclusion_of(index, size, node)
        assert path == tree().inclusion(index, size)
        assert verify_inclusion(LEAVES[index], index, size, path, tree().root(size))
        proof = consistency_of(index, size, node)
        assert proof == tree().consistency(index, size)
        assert verify_consistency(index, size, proof, tree().root(index), tree().root(size))
    for old in {1, 255, 256, 257, 65_535, 65_536} & set(range(size)):
        assert root_of(old, node) == tree().root(old), "an older root too"


@pytest.mark.parametrize("step", [1, 255, 256, 257, 700])
def test_it_is_the_same_however_it_grew(step: int) -> None:
    grown = Grown(1_400, step)
    assert grown.edge.root() == tree().root(1_400)
    assert grown.tiles == Grown(1_400).tiles


def test_a_copy_is_an_edge_of_its_own() -> None:
    edge = Edge()
    edge.extend(LEAVES[:300])
    other = edge.copy()
    assert (other.full, other.size, other.root()) == ([], 300, edge.root())
    other.extend(LEAVES[300:700])
    assert [len(tile) for tile in edge.tiles] == [44, 1]
    assert (edge.size, edge.root(), len(edge.full)) == (300, tree().root(300), 1)
    assert (other.root(), [t.number for t in other.full]) == (tree().root(700), [1])


def test_tiles_are_finished_in_their_order() -> None:
    edge = Edge()
    edge.extend(LEAVES[:65_536])
    assert [(t.level, t.number) for t in edge.full] == [*((0, n) for n in range(256)), (1, 0)]
    assert edge.full[-1].hashes == b"".join(tile_root(t.hashes) for t in edge.full[:-1])
    assert edge.full[0].hashes == b"".join(LEAVES[:256])


def test_roots_of_powers_of_two() -> None:
    for power in range(9):
        assert fold(LEAVES[: 1 << power]) == tree().root(1 << power)
        assert tile_root(b"".join(LEAVES[: 1 << power])) == tree().root(1 << power)
    with pytest.raises(ValueError, match="zip"):
        fold(LEAVES[:3])
    assert Edge().root() == EMPTY_ROOT


PATHS = [
    ("000", (0, TILE)), ("001", (1, TILE)), ("999", (999, TILE)), ("x001/000", (1_000, TILE)),
    ("x001/x234/067", (1_234_067, TILE)), ("x001/x234/067.p/1", (1_234_067, 1)), ("000.p/255", (0, 255)),
    ("000.p/12", (0, 12)),
    ("x999/x999/x999/x999/x999/999", (10**18 - 1, TILE)),
]  # fmt: skip
NO_PATHS = [
    "", "0", "00", "0000", "x000", "x000/000", "x000/001", "001/000", "x001/x000", "000.p/0", "000.p/256", "000.p/",
    "000.p/01", "000.p/-1", "000.p/1.p/1", "000.p/٣", "٣٣٣", "000/", "/000", "000 ", "000.p/ 1", "x001/000/",
    "x001/" * 2_000 + "000", "x001/x000/x000/x000/x000/x000/000", "000.p/1000",
]  # fmt: skip


@pytest.mark.parametrize(("path", "read"), PATHS)
def test_a_tile_has_one_path(path: str, read: tuple[int, int]) -> None:
    assert read_tile_path(path) == read
    assert tile_path(*read) == path


@pytest.mark.parametrize("path", NO_PATHS)
def test_every_other_way_of_writing_it_is_refused(path: str) -> None:
    assert read_tile_path(path) is None
