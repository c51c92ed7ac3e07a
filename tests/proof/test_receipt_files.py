"""Receipts as files: what is signed is believed as it was signed, whatever else stands in the file."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.notes import NoteSigner
from cabinet.proof.receipt_files import MAX_RECEIPT, VerifiedReceipt, read_receipt, verify_receipt
from tests.flips import flipped
from tests.proof.samples import ITEMS, SIGNER, STRANGER, checkpoint, receipt, receipt_file

KEYS = [STRANGER.verifier, SIGNER.verifier]
REFUSALS = {
    "RECEIPT_UNREADABLE", "RECEIPT_CUT", "RECEIPT_OF_OTHER_PERIMETER", "RECEIPT_CHANGED", "RECEIPT_CONTRADICTORY",
}  # fmt: skip


def verified(raw: bytes) -> VerifiedReceipt:
    return verify_receipt(read_receipt(raw), KEYS)


def refusal(raw: bytes) -> str:
    with pytest.raises(KnownError) as refused:
        verified(raw)
    return refused.value.code


def signed_of(found: VerifiedReceipt) -> object:
    return found.receipt, [(item.attempt_id, item.status) for item in found.items], found.checkpoint, found.signer


def test_a_true_one() -> None:
    found = verified(receipt_file())
    assert [(item.attempt_id, item.status) for item in found.items] == ITEMS
    assert [item.attempt_id for item in found.entries] == ["a0", "a1"]
    assert (found.checkpoint, found.signer) == (checkpoint(2), SIGNER.verifier)
    assert signed_of(verified(b"\xef\xbb\xbf" + receipt_file())) == signed_of(found)


def test_the_perimeters_own_answer_is_one() -> None:
    answer = {
        "batchId": "b" * 32, "receivedAt": "2026-11-24T12:00:00Z", "receipt": receipt(), "replayed": False,
        "items": [{"index": n, "attemptId": a, "status": s, "findings": []} for n, (a, s) in enumerate(ITEMS)],
    }  # fmt: skip
    assert signed_of(verified(json.dumps(answer).encode())) == signed_of(verified(receipt_file()))


def test_no_byte_changes_what_was_signed() -> None:
    raw = receipt_file()
    whole = signed_of(verified(raw))
    codes: set[str] = set()
    taken = 0
    for position in range(len(raw)):
        try:
            found = verified(flipped(raw, position))
        except KnownError as error:
            codes.add(error.code)
        else:
            assert signed_of(found) == whole, position
            taken += 1
    assert codes <= REFUSALS
    assert {"RECEIPT_CHANGED", "RECEIPT_OF_OTHER_PERIMETER", "RECEIPT_UNREADABLE"} <= codes
    # Line numbers, codes, and ids that the perimeter gave: names and values of each of three items, and white space.
    assert taken < 200


def test_a_file_that_breaks_off_says_so() -> None:
    raw = receipt_file()
    assert {refusal(raw[:end]) for end in range(len(raw))} == {"RECEIPT_CUT"}


@pytest.mark.parametrize(
    "items",
    [
        ITEMS[:2],
        [*ITEMS, ("a3", "ACCEPTED")],
        [ITEMS[1], ITEMS[0], ITEMS[2]],
        [("a0", "REJECTED"), *ITEMS[1:]],
        [("a9", "ACCEPTED"), *ITEMS[1:]],
        [],
    ],
)
def test_verdicts_are_those_that_were_signed(items: list[tuple[str, str]]) -> None:
    assert refusal(receipt_file(items=items)) == "RECEIPT_CHANGED"


def test_who_signed() -> None:
    nobody = NoteSigner("soms/log", Ed25519PrivateKey.generate())
    assert refusal(receipt_file(receipt(nobody))) == "RECEIPT_OF_OTHER_PERIMETER"
    note = receipt()
    assert refusal(receipt_file(note.replace('"count":2', '"count":3'))) == "RECEIPT_CHANGED"
    assert refusal(receipt_file(receipt(STRANGER))) == "RECEIPT_CONTRADICTORY", "of a log that is not its own"


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({"count": 2, "first_seq": 0}, True),
        ({"count": 1}, False),
        ({"count": 3}, False),
        ({"first_seq": 1}, False),
        ({"first_seq": -1}, False),
        ({"first_seq": 1, "checkpoint": checkpoint(3).text()}, True),
        ({"first_seq": 2, "checkpoint": checkpoint(3).text()}, False),
        ({"checkpoint": Checkpoint("else/test/1", 2, bytes(32)).text()}, False),
    ],
)
def test_figures_agree(changes: dict[str, object], good: bool) -> None:
    raw = receipt_file(receipt(**changes))
    if good:
        assert verified(raw).receipt.first_seq == changes["first_seq"]
    else:
        assert refusal(raw) == "RECEIPT_CONTRADICTORY"


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b"[]",
        b'{"receipt":1,"items":[]}',
        b'{"receipt":null,"items":[]}',
        b'{"receipt":"x","items":[{"status":"ACCEPTED"}]}',
        b'{"receipt":"x","items":[]}',
        b'{"receipt":"x","items":[]} {}',
        b'{"receipt":"\xff","items":[]}',
    ],
)
def test_files_that_are_none(raw: bytes) -> None:
    assert refusal(raw) == "RECEIPT_UNREADABLE"


def test_notes_that_are_no_receipts() -> None:
    assert refusal(receipt_file(SIGNER.sign("soms-receipt/v2\n{}\n"))) == "RECEIPT_UNREADABLE"
    assert refusal(receipt_file(SIGNER.sign(checkpoint(2).text()))) == "RECEIPT_UNREADABLE"
    assert refusal(receipt_file(receipt(checkpoint="no checkpoint"))) == "RECEIPT_UNREADABLE"


@pytest.mark.parametrize(("more", "code"), [(-1, ""), (0, ""), (1, "RECEIPT_TOO_LARGE")])
def test_the_largest_file(more: int, code: str) -> None:
    raw = receipt_file().ljust(MAX_RECEIPT + more)
    if code:
        assert refusal(raw) == code
    else:
        assert verified(raw).receipt.count == 2
