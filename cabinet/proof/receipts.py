"""Receipts (CONTRACT §7): a signed note over what a batch was and what became of it, verifiable offline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.proof.notes import NoteSigner, NoteVerifier, open_note

__all__ = ["Receipt", "open_receipt", "sign_receipt", "verdicts_digest"]

_HEAD = "soms-receipt/v1"


class Receipt(msgspec.Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    """``first_seq`` is the number of the first new entry, ``count`` how many; ``checkpoint`` is the text at commit."""

    batch_id: str
    content_sha256: str
    first_seq: int
    count: int
    verdicts_sha256: str
    checkpoint: str


def verdicts_digest(verdicts: Sequence[tuple[str, str]]) -> str:
    """Return SHA-256 (hex) over lines ``attemptId status`` in the batch's order."""
    return hashlib.sha256("".join(f"{a} {s}\n" for a, s in verdicts).encode()).hexdigest()


def sign_receipt(receipt: Receipt, signer: NoteSigner) -> str:
    """Return the signed note: a head line and one line of JSON."""
    return signer.sign(f"{_HEAD}\n{msgspec.json.encode(receipt).decode()}\n")


def open_receipt(note: str, verifiers: Iterable[NoteVerifier]) -> Receipt:
    """Verify a receipt.

    Raises:
        KnownError: ``NOTE_INVALID``.
    """
    head, _, body = open_note(note, verifiers).partition("\n")
    try:
        if head != _HEAD:
            raise KnownError("NOTE_INVALID", "not a receipt")
        return msgspec.json.decode(body, type=Receipt)
    except msgspec.MsgspecError as error:
        raise KnownError("NOTE_INVALID", "receipt") from error
