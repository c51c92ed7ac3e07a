"""Proofs as files: true ones are believed, none that differs from one by a byte; a stranger's verifier agrees."""

from __future__ import annotations

import base64
import binascii
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.proof.log_entry import read_entry
from cabinet.proof.notes import NoteSigner
from cabinet.proof.proof_files import MAX_PROOF, ProvenEntry, read_proof, verify_proof
from tests.flips import flipped, flipped_bit
from tests.proof import c2sp
from tests.proof.samples import ORIGIN, SIGNER, STRANGER, checkpoint, entry, log_of, proof

KEYS = [STRANGER.verifier, SIGNER.verifier]
REFUSALS = {
    "PROOF_UNREADABLE", "PROOF_CUT", "PROOF_OF_OTHER_LOG", "PROOF_CHANGED", "PROOF_DOES_NOT_FIT",
}  # fmt: skip


def proven(text: str | bytes) -> ProvenEntry:
    raw = text if isinstance(text, bytes) else text.encode()
    return verify_proof(read_proof(raw), KEYS)


def refusal(text: str | bytes) -> str:
    with pytest.raises(KnownError) as refused:
        proven(text)
    return refused.value.code


def strangers_belief(raw: bytes) -> object:
    """Ask the verifier that was written from C2SP's specifications alone; None where it believes nothing."""
    try:
        return c2sp.proven(raw.decode(), str(SIGNER.verifier))
    except (AssertionError, ValueError, InvalidSignature, binascii.Error, IndexError):
        return None


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 17])
def test_every_entry_of_small_logs(size: int) -> None:
    for index in range(size):
        found = proven(proof(index, size))
        assert (found.index, found.entry, found.checkpoint) == (index, entry(index), checkpoint(size))
        assert (found.signer, found.steps) == (SIGNER.verifier, len(log_of(size).inclusion(index)))
        assert c2sp.proven(proof(index, size), str(SIGNER.verifier))[:2] == (index, entry(index))


def test_no_byte_may_be_another() -> None:
    raw = proof(2, 5).encode()
    codes, whole = set(), strangers_belief(raw)
    assert whole is not None
    for position in range(len(raw)):
        lie = flipped(raw, position)
        codes.add(refusal(lie))
        # Bits that base64 leaves over say nothing, so the stranger passes them over; we take one way of writing.
        assert strangers_belief(lie) in {None, whole}, position
    assert codes <= REFUSALS
    assert {"PROOF_OF_OTHER_LOG", "PROOF_CHANGED", "PROOF_DOES_NOT_FIT", "PROOF_UNREADABLE"} <= codes


def test_no_bit_of_the_path_and_the_note_may_be_another() -> None:
    raw = proof(1, 3).encode()
    for bit in range(raw.index(b"index ") * 8, len(raw) * 8):
        assert refusal(flipped_bit(raw, bit)) in REFUSALS


def test_a_file_that_breaks_off_says_so() -> None:
    raw = proof(2, 5).encode()
    head = raw.index(b"\n") + 1
    assert {refusal(raw[:end]) for end in range(head, len(raw))} == {"PROOF_CUT"}
    assert {refusal(raw[:end]) for end in range(head)} == {"PROOF_UNREADABLE"}


def test_a_path_to_another_place_or_of_another_entry() -> None:
    other = log_of(5).inclusion(3)
    assert refusal(proof(2, 5, place=3)) == "PROOF_DOES_NOT_FIT"
    assert refusal(proof(2, 5, place=5)) == "PROOF_DOES_NOT_FIT"
    assert refusal(proof(2, 5, path=other)) == "PROOF_DOES_NOT_FIT"
    assert refusal(proof(2, 5, path=[*log_of(5).inclusion(2), bytes(32)])) == "PROOF_DOES_NOT_FIT"
    assert refusal(proof(2, 5, entry=entry(3))) == "PROOF_DOES_NOT_FIT"


def test_whose_log_it_is() -> None:
    """A key that vouches for one perimeter's logs vouches for no other's, and a stranger's for none."""
    nobody = NoteSigner("soms/log", Ed25519PrivateKey.generate())
    assert refusal(proof(2, 5, signer=nobody)) == "PROOF_OF_OTHER_LOG"
    assert refusal(proof(2, 5, signer=STRANGER)) == "PROOF_OF_OTHER_LOG"
    for origin in ("other/test/90417318", "somsx/test/90417318", "soms", "x/soms/test/1"):
        assert refusal(proof(2, 5, origin=origin)) == "PROOF_OF_OTHER_LOG", origin
    assert proven(proof(2, 5, origin="soms/production/1")).checkpoint.company == "1"
    assert proven(proof(2, 5)).checkpoint.company == ORIGIN.rpartition("/")[2]


def test_a_false_signature_of_a_known_signer_is_no_stranger() -> None:
    text = proof(2, 5)
    note, _, line = text.rpartition(" ")
    blob = bytearray(base64.b64decode(line))
    blob[-1] ^= 1
    assert refusal(f"{note} {base64.b64encode(blob).decode()}\n") == "PROOF_CHANGED"
    assert refusal(text.replace("\n5\n", "\n6\n")) == "PROOF_CHANGED"


def test_lines_of_witnesses_are_passed_over() -> None:
    witness = NoteSigner("witness.test", Ed25519PrivateKey.generate()).sign("x\n").rpartition("\n\n")[2]
    assert proven(proof(2, 5) + witness).index == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("\nextra ", "\nextra  "),
        ("\nextra ", "\n"),
        ("\nindex 2\n", "\n2\n"),
        ("\nindex 2\n", "\nindex 02\n"),
        ("\nindex 2\n", "\nindex -2\n"),
        ("\nindex 2\n", "\nindex ٢\n"),
        ("\nindex 2\n", f"\nindex 1{'0' * 19}\n"),
        ("\nindex 2\n", "\n"),
        ("\nindex 2\n", "\nindex 2\nAAAA\n"),
        ("\nindex 2\n", f"\nindex 2\n{base64.b64encode(bytes(33)).decode()}\n"),
        ("\nindex 2\n", "\nindex 2\n@@\n"),
        ("\n", "\r\n"),
    ],
)
def test_forms_that_are_none(old: str, new: str) -> None:
    assert refusal(proof(2, 5).replace(old, new)) == "PROOF_UNREADABLE"


def test_bytes_that_are_no_text() -> None:
    assert refusal(b"\xff" + proof(2, 5).encode()) == "PROOF_UNREADABLE"
    assert refusal(b"") == "PROOF_UNREADABLE"


@pytest.mark.parametrize(("hashes", "code"), [(62, "PROOF_DOES_NOT_FIT"), (63, "PROOF_DOES_NOT_FIT"), (64, "")])
def test_paths_are_as_long_as_they_can_be(hashes: int, code: str) -> None:
    assert refusal(proof(2, 5, path=[bytes(32)] * hashes)) == (code or "PROOF_UNREADABLE")


@pytest.mark.parametrize(
    ("size", "code"), [(65_534, "PROOF_DOES_NOT_FIT"), (65_535, "PROOF_DOES_NOT_FIT"), (65_536, "")]
)
def test_entries_are_as_long_as_a_tile_can_write(size: int, code: str) -> None:
    assert refusal(proof(2, 5, entry=bytes(size))) == (code or "PROOF_UNREADABLE")


@pytest.mark.parametrize(("more", "code"), [(-1, "PROOF_CUT"), (0, "PROOF_CUT"), (1, "PROOF_TOO_LARGE")])
def test_files_of_a_mebibyte(more: int, code: str) -> None:
    raw = b"c2sp.org/tlog-proof@v1\n".ljust(MAX_PROOF + more, b"A")
    assert refusal(raw) == code


def test_what_an_entry_says() -> None:
    found = read_entry(entry(1))
    assert (found.seq, found.attempt_id, found.verdict, found.source) == (1, "a1", "REJECTED", "core-1")
    newer = json.loads(entry(1)) | {"further": 1}
    assert read_entry(json.dumps(newer).encode()) == found
    for lie in (b"", b"{}", b"\xff", entry(1).replace(b'"seq":1', b'"seq":"1"'), entry(1).replace(b"+02:00", b"")):
        with pytest.raises(KnownError, match="PROOF_UNREADABLE"):
            read_entry(lie)
