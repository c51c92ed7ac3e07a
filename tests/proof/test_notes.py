"""Signed notes and receipts: what is signed is read, what is changed is refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from cabinet.proof.notes import NoteSigner, NoteVerifier, open_note
from cabinet.proof.receipts import Receipt, open_receipt, sign_receipt

# The example of the C2SP signed-note specification.
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_example_of_the_specification() -> None:
    text = open_note(EXAMPLE, [NoteVerifier.parse(EXAMPLE_KEY)])
    assert text.endswith("your problem is.\n")
    assert str(NoteVerifier.parse(EXAMPLE_KEY)) == EXAMPLE_KEY


def test_unknown_signers_are_passed_over() -> None:
    one, two = (NoteSigner(n, Ed25519PrivateKey.generate()) for n in ("one.test", "two.test"))
    note = one.sign("text\n")
    both = note + two.sign("text\n").split("\n\n")[1]
    assert open_note(both, [one.verifier]) == "text\n"
    assert open_note(both, [two.verifier]) == "text\n"
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        open_note(note, [two.verifier])


def test_every_changed_bit_is_refused() -> None:
    signer = NoteSigner("log.test", Ed25519PrivateKey.generate())
    note = sign_checkpoint(Checkpoint("log.test/op", 7, bytes(32)), signer).encode()
    for bit in range(len(note) * 8):
        bad = bytearray(note)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises((KnownError, UnicodeDecodeError)):
            open_checkpoint(bad.decode(), [signer.verifier])


def test_receipt_there_and_back() -> None:
    signer = NoteSigner("log.test", Ed25519PrivateKey.generate())
    receipt = Receipt("b", "00" * 32, 4, 3, "11" * 32, Checkpoint("log.test/op", 7, bytes(32)).text())
    assert open_receipt(sign_receipt(receipt, signer), [signer.verifier]) == receipt
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        open_receipt(signer.sign("soms-receipt/v2\n{}\n"), [signer.verifier])
