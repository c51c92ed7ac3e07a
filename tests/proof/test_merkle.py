"""The tree against published vectors and against its own definition, written the slow way."""

from __future__ import annotations

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from cabinet.proof.merkle import leaf_hash, verify_consistency, verify_inclusion
from tests.proof.tree import Tree

# Inputs and roots of the reference implementation of Certificate Transparency (RFC 6962).
INPUTS = [
    bytes.fromhex(h)
    for h in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def slow_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


def test_published_roots() -> None:
    tree = Tree(leaf_hash(d) for d in INPUTS)
    for size, root in ROOTS.items():
        assert tree.root(size).hex() == root


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70), st.data())
def test_proofs_hold_and_others_do_not(size: int, data: st.DataObject) -> None:
    leaves = [str(i).encode() for i in range(size)]
    tree = Tree(leaf_hash(d) for d in leaves)
    root = tree.root()
    assert root == slow_root(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index)
    assert verify_inclusion(leaf_hash(leaves[index]), index, size, path, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not verify_inclusion(leaf_hash(leaves[index]), index + size, size, path, root)
    old = data.draw(st.integers(0, size))
    proof = tree.consistency(old)
    assert verify_consistency(old, size, proof, tree.root(old), root)
    if 0 < old < size:
        assert not verify_consistency(old, size, proof, hashlib.sha256(b"x").digest(), root)
        assert not verify_consistency(old, size, proof[:-1], tree.root(old), root)
