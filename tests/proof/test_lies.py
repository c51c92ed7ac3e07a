"""Proofs, notes, checkpoints and receipts that lie, each in one point: whoever checks offline has nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.merkle import EMPTY_ROOT, leaf_hash, verify_consistency, verify_inclusion
from cabinet.proof.notes import NoteSigner, NoteVerifier, open_note, signer_of
from cabinet.proof.receipts import Receipt, open_receipt, sign_receipt, verdicts_digest
from tests.proof.tree import Tree

ROOT = base64.b64encode(bytes(range(32))).decode()
SIZES = range(1, 18)


def tree(size: int) -> Tree:
    return Tree(leaf_hash(bytes([n])) for n in range(size))


def plain_root(leaves: list[bytes]) -> bytes:
    """Return the root by the definition of RFC 6962 §2.1, with nothing of ours."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + plain_root(leaves[:split]) + plain_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots_by_the_definition(size: int) -> None:
    assert tree(size).root() == plain_root([bytes([n]) for n in range(size)])


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_by_one_path_and_place_alone(size: int) -> None:
    grown = tree(size)
    root, other = grown.root(), hashlib.sha256(b"other").digest()
    for index in range(size):
        leaf, path = leaf_hash(bytes([index])), grown.inclusion(index)
        assert verify_inclusion(leaf, index, size, path, root)
        assert not verify_inclusion(leaf, index, size, path, other)
        assert not verify_inclusion(other, index, size, path, root)
        for place in range(-size - 1, 2 * size + 2):
            assert verify_inclusion(leaf, place, size, path, root) is (place == index)
        assert not verify_inclusion(leaf, index, size, path[:-1], root) or not path
        for further in (other, leaf, root, EMPTY_ROOT):
            assert not verify_inclusion(leaf, index, size, [*path, further], root)
            assert not verify_inclusion(leaf, index, size, [further, *path], root)
        for step in range(len(path)):
            assert not verify_inclusion(leaf, index, size, [*path[:step], other, *path[step + 1 :]], root)


def test_a_subtree_is_no_leaf() -> None:
    """A path cut short at a node proves a leaf that was never there; and one lengthened above the root."""
    grown = tree(8)
    path, root = grown.inclusion(0), grown.root()
    left = plain_root([b"\0", b"\1"])
    assert not verify_inclusion(left, 0, 8, path[1:], root)
    above = hashlib.sha256(b"\1" + root + root).digest()
    assert not verify_inclusion(leaf_hash(b"\0"), 0, 8, [*path, root], above)
    assert not verify_inclusion(
        leaf_hash(b"\0"), 0, 1, [root], hashlib.sha256(b"\1" + root + leaf_hash(b"\0")).digest()
    )
    assert not verify_inclusion(left, 0, 8, path[1:], root)
    quarter = grown.root(4)
    assert not verify_inclusion(quarter, 0, 8, path[2:], root)
    assert not verify_inclusion(root, 0, 8, [], root)


@pytest.mark.parametrize("size", SIZES)
def test_consistency_of_one_pair_alone(size: int) -> None:
    grown = tree(size)
    root, other = grown.root(), hashlib.sha256(b"other").digest()
    for old in range(1, size):
        before, path = grown.root(old), grown.consistency(old)
        assert verify_consistency(old, size, path, before, root)
        assert not verify_consistency(old, size, path, other, root)
        assert not verify_consistency(old, size, path, before, other)
        assert not verify_consistency(old, size, path[:-1], before, root)
        assert not verify_consistency(old, size, [], before, root)
        assert not verify_consistency(size, old, path, root, before)
        for further in (other, before, root):
            assert not verify_consistency(old, size, [*path, further], before, root)
        for step in range(len(path)):
            assert not verify_consistency(old, size, [*path[:step], other, *path[step + 1 :]], before, root)
        for wrong in set(range(1, 2 * size + 2)) - {old}:
            assert not verify_consistency(wrong, size, path, before, root)
    assert verify_consistency(size, size, [], root, root)
    assert not verify_consistency(size, size, [], root, other)
    assert not verify_consistency(size, size, [root], root, root)


@pytest.mark.parametrize(
    ("old", "path", "root"), [(-1, [], EMPTY_ROOT), (0, [EMPTY_ROOT], EMPTY_ROOT), (0, [], b"x" * 32)]
)
def test_an_empty_log_is_consistent_with_one_root(old: int, path: list[bytes], root: bytes) -> None:
    new = tree(3).root()
    assert verify_consistency(0, 3, [], EMPTY_ROOT, new)
    assert not verify_consistency(old, 3, path, root, new)


def test_a_size_below_nothing_is_consistent_with_none() -> None:
    """One step on one leaf: both roots are that step."""
    root = tree(1).root()
    for old in (-1, -2, -3, -4):
        for new in (1, 2, 3):
            assert not verify_consistency(old, new, [root], root, root)


def test_a_consistency_path_above_the_roots() -> None:
    """Lengthened on both sides it ends in two roots again, of logs that never were."""
    grown = tree(8)
    before, root, path = grown.root(4), grown.root(), grown.consistency(4)
    further = hashlib.sha256(b"further").digest()
    false_old, false_new = (hashlib.sha256(b"\1" + further + each).digest() for each in (before, root))
    assert not verify_consistency(4, 8, [*path, further], false_old, false_new)
    assert not verify_consistency(3, 8, [*grown.consistency(3), further], false_old, false_new)
    alone = hashlib.sha256(b"\1" + root + further).digest()
    assert not verify_consistency(4, 8, [*path, further], before, alone)
    assert not verify_consistency(4, 8, path[:-1], before, before)
    assert not verify_consistency(6, 8, grown.consistency(6)[:1], *[grown.consistency(6)[0]] * 2)


@pytest.fixture(scope="module")
def signer() -> NoteSigner:
    return NoteSigner("log.test", Ed25519PrivateKey.generate())


def refused(note: str, *verifiers: NoteVerifier) -> None:
    with pytest.raises(KnownError) as refusal:
        open_note(note, verifiers)
    assert refusal.value.code == "NOTE_INVALID"


def line_of(note: str) -> str:
    return note.rpartition("\n\n")[2]


def forged(signer: NoteSigner, text: str, name: str | None = None) -> str:
    """Return a note whose line bears a known signer's id over a signature of somebody else."""
    blob = base64.b64decode(line_of(signer.sign(text)).split(" ")[2])
    false = blob[:4] + Ed25519PrivateKey.generate().sign(text.encode())
    return f"{text}\n— {name or signer.verifier.name} {base64.b64encode(false).decode()}\n"


def test_a_false_line_of_a_known_signer_spoils_the_note(signer: NoteSigner) -> None:
    other = NoteSigner("witness.test", Ed25519PrivateKey.generate())
    refused(forged(signer, "text\n"), signer.verifier)
    both = other.sign("text\n") + line_of(forged(signer, "text\n"))
    refused(both, signer.verifier, other.verifier)
    assert open_note(both, [other.verifier]) == "text\n"


def test_the_signature_is_over_this_text(signer: NoteSigner) -> None:
    refused("other\n\n" + line_of(signer.sign("text\n")), signer.verifier)


def test_a_signer_is_its_name_and_its_key(signer: NoteSigner) -> None:
    note = signer.sign("text\n")
    refused(note.replace("— log.test ", "— log.other "), signer.verifier)
    refused(note, NoteSigner("log.test", Ed25519PrivateKey.generate()).verifier)
    refused(note)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note[:-1],
        lambda note: note + "x\n",
        lambda note: note + "\n",
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("— log.test ", "—  "),
        lambda note: note + "— log.other AAAA\n",
        lambda note: note + "— log.other AAAAAA==\n",
        lambda note: note + "— log.other AAAAAAB=\n",
        lambda note: note + "— log.other @@@@\n",
        lambda note: note + "—  AAAAAAA=\n",
        lambda note: note + "- log.other AAAAAAA=\n",
    ],
)
def test_forms_of_a_note_that_are_none(signer: NoteSigner, spoil: Callable[[str], str]) -> None:
    refused(spoil(signer.sign("text\n")), signer.verifier)


def test_a_foreign_line_of_the_smallest_form_is_passed_over(signer: NoteSigner) -> None:
    assert open_note(signer.sign("text\n") + "— log.other AAAAAAA=\n", [signer.verifier]) == "text\n"


def test_who_signed_is_who_is_named(signer: NoteSigner) -> None:
    first = NoteSigner("first.test", Ed25519PrivateKey.generate())
    assert signer_of(signer.sign("text\n"), [first.verifier, signer.verifier]) == signer.verifier
    assert signer_of(first.sign("text\n"), [first.verifier, signer.verifier]) == first.verifier


def test_only_whole_lines_are_signed(signer: NoteSigner) -> None:
    with pytest.raises(ValueError, match="line feed"):
        signer.sign("text")


def verifier_text(name: str, kind: bytes, key: bytes, key_id: bytes | None = None) -> str:
    made = hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4] if key_id is None else key_id
    return f"{name}+{made.hex()}+{base64.b64encode(kind + key).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        verifier_text("log.test", b"\1", b"k" * 32, b"abcd"),
        verifier_text("log.test", b"\2", b"k" * 32),
        verifier_text("log.test", b"\1", b"k" * 31),
        verifier_text("log.test", b"\1", b"k" * 33),
        "log.test+00000000",
        "log.test+00000000+@@",
    ],
)
def test_verifier_keys_that_are_none(text: str) -> None:
    assert NoteVerifier.parse(verifier_text("log.test", b"\1", b"k" * 32)).public == b"k" * 32
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        NoteVerifier.parse(text)


def test_a_key_id_is_of_another_algorithm_though_the_key_is_ours() -> None:
    other = verifier_text("log.test", b"\2", b"k" * 32)
    own = hashlib.sha256(b"log.test\n\1" + b"k" * 32).digest()[:4].hex()
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        NoteVerifier.parse(other.replace(other.split("+")[1], own))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (f"log\n0\n{ROOT}\n", 0),
        (f"log\n7\n{ROOT}\n", 7),
        (f"log\n9{'0' * 18}\n{ROOT}\n", 9 * 10**18),
        (f"log\n7\n{ROOT}\nextension\n", 7),
        (f"log\n9{'0' * 19}\n{ROOT}\n", None),
        (f"log\n07\n{ROOT}\n", None),
        (f"log\n7x\n{ROOT}\n", None),
        (f"log\n-7\n{ROOT}\n", None),
        (f"log\n\n{ROOT}\n", None),
        (f"\n7\n{ROOT}\n", None),
        (f"log\n7\n{base64.b64encode(bytes(31)).decode()}\n", None),
        (f"log\n7\n{base64.b64encode(bytes(33)).decode()}\n", None),
        (f"log\n7\n {ROOT}\n", None),
        (f"log\n7\n{ROOT[:-1]}!=\n", None),
        ("log\n7\n", None),
    ],
)
def test_checkpoints(text: str, size: int | None) -> None:
    if size is not None:
        assert Checkpoint.parse(text).size == size
        return
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        Checkpoint.parse(text)


def test_a_checkpoint_is_believed_when_it_is_signed(signer: NoteSigner) -> None:
    text = f"log\n7\n{ROOT}\n"
    assert open_checkpoint(signer.sign(text), [signer.verifier]) == Checkpoint("log", 7, bytes(range(32)))
    for note in (text, forged(signer, text), NoteSigner("log.test", Ed25519PrivateKey.generate()).sign(text)):
        with pytest.raises(KnownError, match="NOTE_INVALID"):
            open_checkpoint(note, [signer.verifier])


RECEIPT = Receipt("b", "00" * 32, 4, 3, "11" * 32, f"log\n7\n{ROOT}\n")


def test_a_receipt_is_of_its_head(signer: NoteSigner) -> None:
    note = sign_receipt(RECEIPT, signer)
    assert open_receipt(note, [signer.verifier]) == RECEIPT
    body = note.split("\n")[1]
    for text in (
        f"soms-receipt/v2\n{body}\n",
        f"soms-encryption-keys/v1\n{body}\n",
        f"{body}\n",
        "soms-receipt/v1\n{}\n",
    ):
        with pytest.raises(KnownError, match="NOTE_INVALID"):
            open_receipt(signer.sign(text), [signer.verifier])
    further = body[:-1] + ',"further":1}'
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        open_receipt(signer.sign(f"soms-receipt/v1\n{further}\n"), [signer.verifier])


def test_verdicts_are_digested_in_order_with_their_attempts() -> None:
    one, two = ("a1", "ACCEPTED"), ("a0", "REJECTED")
    assert verdicts_digest([one, two]) == hashlib.sha256(b"a1 ACCEPTED\na0 REJECTED\n").hexdigest()
    others = [
        [two, one],
        [one],
        [("a1", "REJECTED"), two],
        [("a2", "ACCEPTED"), two],
        [("a1", "REJECTED"), ("a0", "ACCEPTED")],
    ]
    assert len({verdicts_digest(o) for o in [[one, two], *others]}) == 6
