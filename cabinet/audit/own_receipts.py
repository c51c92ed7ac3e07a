"""Own receipts against the log: signed by the perimeter, and what each promises stands where it says.

A folder has the files that ``cabinet send`` keeps: the signed note, and what became of each line. The notes are read
first, the lines again when the log has come to them, so that memory does not grow with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from cabinet.audit.entries import Entry
from cabinet.audit.report import CheckKind, Fault
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.notes import NoteVerifier
from cabinet.proof.receipts import Receipt, open_receipt, verdicts_digest

__all__ = ["OwnReceipt", "Place", "ReceiptCheck", "digest_of", "read_receipts"]

_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a file: a batch has ten thousand lines at most, each of some hundred bytes."""


@dataclass(frozen=True)
class OwnReceipt:
    """One receipt: where it lies, which entries it speaks of, and the checkpoint that its batch was committed with."""

    path: Path
    first_seq: int
    count: int
    checkpoint: Checkpoint

    @property
    def end(self) -> int:
        """The number of the first entry after them."""
        return self.first_seq + self.count


class _Item(msgspec.Struct, rename="camel"):
    attempt_id: str
    status: str


class _File(msgspec.Struct):
    receipt: str
    items: list[_Item]


def read_receipts(folder: Path, verifiers: Sequence[NoteVerifier]) -> tuple[list[OwnReceipt], list[Fault]]:
    """Return a folder's receipts by the entries they speak of, and which of its files are no receipt of ours.

    Raises:
        KnownError: ``FILE_UNREADABLE`` where the folder itself cannot be read.
    """
    found: list[OwnReceipt] = []
    faults: list[Fault] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", str(error), path=str(folder)) from error
    for path in paths:
        try:
            receipt, _ = _open(path, verifiers)
            found.append(OwnReceipt(path, receipt.first_seq, receipt.count, Checkpoint.parse(receipt.checkpoint)))
        except KnownError:
            faults.append(Fault(check=CheckKind.RECEIPTS, code="RECEIPT_FALSE", facts={"path": str(path)}))
    return sorted(found, key=lambda one: (one.first_seq, one.end, str(one.path))), faults


def _open(path: Path, verifiers: Sequence[NoteVerifier]) -> tuple[Receipt, list[_Item]]:
    """Read and verify a file.

    Raises:
        KnownError: ``NOTE_INVALID``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        told = msgspec.json.decode(data, type=_File)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KnownError("NOTE_INVALID", str(error)) from error
    receipt = open_receipt(told.receipt, verifiers)
    if receipt.verdicts_sha256 != verdicts_digest([(item.attempt_id, item.status) for item in told.items]):
        raise KnownError("NOTE_INVALID", "verdicts")
    return receipt, told.items


class Place(msgspec.Struct, array_like=True, frozen=True):
    """How far a receipt is compared: so many of its items, and which entry was another one, if any was."""

    path: str
    taken: int
    wrong: int | None


class _Expected:
    """What a receipt expects of the entries that it speaks of: its items without replays, in their order."""

    def __init__(self, receipt: OwnReceipt, verifiers: Sequence[NoteVerifier], place: Place | None = None) -> None:
        self.receipt = receipt
        self.taken, self.wrong = (place.taken, place.wrong) if place is not None else (0, None)
        try:
            _, items = _open(receipt.path, verifiers)
        except KnownError:
            items, self.wrong = [], receipt.first_seq
        self._items = iter([item for item in items if item.status != Outcome.REPLAYED][self.taken :])

    def take(self, entry: Entry) -> None:
        """Compare the next entry."""
        if entry.kind == "transaction" and self.wrong is None:
            item = next(self._items, None)
            self.taken += 1
            if item is None or (item.attempt_id, item.status) != (entry.attempt_id, entry.verdict):
                self.wrong = entry.seq

    @property
    def place(self) -> Place:
        """How far it is compared."""
        return Place(str(self.receipt.path), self.taken, self.wrong)

    def end(self) -> None:
        """Find out whether something is left over."""
        if self.wrong is None and next(self._items, None) is not None:
            self.wrong = self.receipt.end


class ReceiptCheck:
    """Goes along the log; ``receipts`` as :func:`read_receipts` returns them."""

    def __init__(
        self, receipts: Sequence[OwnReceipt], verifiers: Sequence[NoteVerifier], start: int = 0,
        places: Sequence[Place] = (),
    ) -> None:  # fmt: skip
        """``start`` is the entry from which on the log is read, ``places`` where receipts stood that it cuts."""
        self._verifiers = verifiers
        self._waiting = [one for one in receipts if one.first_seq >= start][::-1]
        cut = {place.path: place for place in places}
        self._open = [_Expected(one, verifiers, cut[str(one.path)]) for one in receipts if str(one.path) in cut]
        self.done = len(receipts) - len(self._waiting) - len(self._open)

    @property
    def places(self) -> list[Place]:
        """Where receipts stand of which not all entries have come."""
        return [one.place for one in self._open]

    def take(self, entries: Iterable[Entry]) -> Iterator[Fault]:
        """Compare the log's next entries."""
        for entry in entries:
            while self._waiting and self._waiting[-1].first_seq <= entry.seq:
                yield from self._begin(self._waiting.pop())
            if self._open:
                for one in self._open:
                    one.take(entry)
                yield from self._close(entry.seq + 1)

    def end(self) -> Iterator[Fault]:
        """Tell which receipts speak of entries that the log does not have, once it has come to its end."""
        for one in self._open:
            one.wrong = one.receipt.end if one.wrong is None else one.wrong
        yield from self._close(None)
        while self._waiting:
            receipt = self._waiting.pop()
            self.done += 1
            if receipt.count:
                yield _missing(receipt, receipt.first_seq)

    def _begin(self, receipt: OwnReceipt) -> Iterator[Fault]:
        expected = _Expected(receipt, self._verifiers)
        if receipt.count:
            self._open.append(expected)
            return
        self.done += 1
        expected.end()
        if expected.wrong is not None:
            yield _missing(receipt, expected.wrong)

    def _close(self, end: int | None) -> Iterator[Fault]:
        for one in [one for one in self._open if end is None or one.receipt.end <= end]:
            self._open.remove(one)
            self.done += 1
            one.end()
            if one.wrong is not None:
                yield _missing(one.receipt, one.wrong)


def _missing(receipt: OwnReceipt, seq: int) -> Fault:
    facts = {"path": receipt.path.name, "seq": str(seq)}
    return Fault(check=CheckKind.RECEIPTS, code="RECEIPT_ENTRY_DIFFERS", facts=facts)


def digest_of(receipts: Iterable[OwnReceipt], end: int) -> bytes:
    """Return what tells one set of receipts, of those that begin before an entry, from another."""
    digest = hashlib.sha256()
    for one in receipts:
        if one.first_seq < end:
            digest.update(f"{one.path} {one.first_seq} {one.count} {one.checkpoint.size}\n".encode())
            digest.update(one.checkpoint.root)
    return digest.digest()
