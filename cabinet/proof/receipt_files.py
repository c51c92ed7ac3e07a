"""A receipt as the sender keeps it: the signed note, and the items whose verdicts it covers.

The note covers the attempts' ids and verdicts, in their order. Line numbers, codes and ids of the perimeter stand
beside them for people; nobody signed those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.notes import NoteVerifier, names_signer, signer_of
from cabinet.proof.receipts import Receipt, open_receipt, verdicts_digest

__all__ = ["MAX_RECEIPT", "ReceiptFile", "ReceiptItem", "VerifiedReceipt", "read_receipt", "verify_receipt"]

MAX_RECEIPT: Final = 16 * 1024 * 1024
"""Bytes of a file; one of the largest batch, 10,000 lines, has a fifth of that."""
_TRUNCATED: Final = "truncated"


class ReceiptItem(msgspec.Struct, rename="camel", frozen=True):
    """One item: the attempt and what became of it; ``line`` and ``codes`` are not signed."""

    attempt_id: str
    status: str
    line: int | None = None
    codes: list[str] = []


class ReceiptFile(msgspec.Struct, frozen=True):
    """What stands in a file, not believed yet. The perimeter's own answer to a batch has these members, too."""

    receipt: str
    items: list[ReceiptItem]


@dataclass(frozen=True)
class VerifiedReceipt:
    """A receipt that a perimeter signed, over these items; ``checkpoint`` is what the log was when they were in it."""

    receipt: Receipt
    items: tuple[ReceiptItem, ...]
    checkpoint: Checkpoint
    signer: NoteVerifier

    @property
    def entries(self) -> tuple[ReceiptItem, ...]:
        """Items that are entries of this batch; of a repeated one the entry is of an earlier batch."""
        return tuple(item for item in self.items if item.status != Outcome.REPLAYED)


def read_receipt(raw: bytes) -> ReceiptFile:
    """Read a file's form.

    Raises:
        KnownError: ``RECEIPT_TOO_LARGE``, ``RECEIPT_UNREADABLE``, or ``RECEIPT_CUT`` where the end is missing.
    """
    if len(raw) > MAX_RECEIPT:
        raise KnownError("RECEIPT_TOO_LARGE", str(len(raw)), most=str(MAX_RECEIPT // 1024 // 1024))
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"), type=ReceiptFile)
    except msgspec.ValidationError as error:
        raise KnownError("RECEIPT_UNREADABLE", str(error)[:200]) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        cut = _TRUNCATED in str(error)
        raise KnownError("RECEIPT_CUT" if cut else "RECEIPT_UNREADABLE", str(error)[:200]) from error


def verify_receipt(file: ReceiptFile, verifiers: Iterable[NoteVerifier]) -> VerifiedReceipt:
    """Verify a receipt by itself: who signed it, over which verdicts, and that its figures agree.

    Raises:
        KnownError: ``RECEIPT_OF_OTHER_PERIMETER``, ``RECEIPT_CHANGED`` where the signature is false or the verdicts are
            not those it is over, ``RECEIPT_CONTRADICTORY`` where what was signed does not agree with itself,
            ``RECEIPT_UNREADABLE`` for a note that is no receipt.
    """
    known = tuple(verifiers)
    try:
        named = names_signer(file.receipt, known)
    except KnownError as error:
        raise KnownError("RECEIPT_UNREADABLE", error.detail) from error
    if not named:
        raise KnownError("RECEIPT_OF_OTHER_PERIMETER")
    try:
        signer = signer_of(file.receipt, known)
    except KnownError as error:
        raise KnownError("RECEIPT_CHANGED", error.detail) from error
    try:
        receipt = open_receipt(file.receipt, [signer])
        checkpoint = Checkpoint.parse(receipt.checkpoint)
    except KnownError as error:
        raise KnownError("RECEIPT_UNREADABLE", error.detail) from error
    if receipt.verdicts_sha256 != verdicts_digest([(item.attempt_id, item.status) for item in file.items]):
        raise KnownError("RECEIPT_CHANGED", "verdicts")
    found = VerifiedReceipt(receipt, tuple(file.items), checkpoint, signer)
    if not checkpoint.is_of(signer.name):
        raise KnownError("RECEIPT_CONTRADICTORY", checkpoint.origin[:200])
    if len(found.entries) != receipt.count:
        raise KnownError("RECEIPT_CONTRADICTORY", f"{len(found.entries)} entries, {receipt.count} signed")
    if receipt.first_seq < 0 or receipt.first_seq + receipt.count > checkpoint.size:
        raise KnownError("RECEIPT_CONTRADICTORY", f"{receipt.first_seq} + {receipt.count} > {checkpoint.size}")
    return found
