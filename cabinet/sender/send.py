"""Sending a day file: batch after batch, receipts kept beside the file, a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer, ItemAnswer
from cabinet.contract.moment import wire
from cabinet.contract.states import Outcome, ReasonCode, Severity
from cabinet.dayfile.lines import BrokenLine, Line
from cabinet.dayfile.reading import DayFile
from cabinet.profile.folder_lock import alone_in
from cabinet.proof.receipts import open_receipt, verdicts_digest
from cabinet.sender.batches import Batch, batch_of, cut
from cabinet.sender.chain import Chain
from cabinet.sender.machine import MachineClient
from cabinet.sender.mending import ADDED_BYTES, Mending, Waiting
from cabinet.sender.receipts import Receipts, receipt_bytes

__all__ = ["Options", "Summary", "check_receipt", "send_file"]

BATCH_SIZE: Final = 1000


@dataclass(frozen=True)
class Options:
    """How to send: ``strict`` sends nothing of a file with a broken line; ``go_on`` also after a bad beginning.

    ``reason`` sends new versions of rejected transactions as their corrections; without it they are left out.
    ``receipts`` is the folder of receipts, beside the file where it is None.
    """

    batch_size: int = BATCH_SIZE
    strict: bool = False
    go_on: bool = False
    reason: ReasonCode | None = None
    receipts: Path | None = None


@dataclass
class Summary:
    """What became of a file: every line that is not blank is in ``sent``, ``broken``, ``waiting`` or ``unsent``.

    ``replayed`` counts lines that the perimeter had before; ``corrected`` those sent as corrections. ``stopped`` says
    why sending ended before the file did, ``trouble`` what could not be written down of what was sent; a receipt that
    found no place at all is in ``unkept``.
    """

    sent: int = 0
    replayed: int = 0
    corrected: int = 0
    unsent: int = 0
    by_outcome: Counter[str] = field(default_factory=Counter)
    by_code: Counter[str] = field(default_factory=Counter)
    broken: list[BrokenLine] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    receipts: list[Path] = field(default_factory=list)
    unkept: list[bytes] = field(default_factory=list)
    stopped: KnownError | None = None
    trouble: KnownError | None = None

    @property
    def left_out(self) -> int:
        """How many lines of the file were not sent."""
        return len(self.broken) + len(self.waiting) + self.unsent


def send_file(
    client: MachineClient,
    file: DayFile,
    options: Options | None = None,
    *,
    batch_size: int | None = None,
    progress: Callable[[int], object] = lambda _: None,
    waiting: Callable[[], object] = lambda: None,
    summary: Summary | None = None,
) -> Summary:
    """Send a file; ``progress`` is told the bytes of good lines sent so far.

    The key's folder is held meanwhile; ``waiting`` is called once when somebody else holds it. ``summary`` is filled
    as sending goes on, so that it tells what was sent when something is raised.

    Raises:
        KnownError: ``DAYFILE_LINE`` (strict), ``FILE_EMPTY``, ``RECEIPTS_UNWRITABLE`` or ``KEY_FOLDER_UNWRITABLE``
            before a batch is sent, ``NOTE_INVALID`` for a receipt that does not verify, and whatever sending raises;
            what was sent before stays sent and is not repeated by a second run.
    """
    options = options or Options()
    summary = summary if summary is not None else Summary()
    if options.strict:
        broken = next((line for line in file.lines() if isinstance(line, BrokenLine)), None)
        if broken is not None:
            raise KnownError("DAYFILE_LINE", broken.reason, line=str(broken.number), column=str(broken.column))
    with alone_in(client.credential.folder, waiting):
        client.follow()
        _Sending(client, file, options, batch_size or options.batch_size, summary).run(progress)
    if not summary.sent and not summary.left_out:
        raise KnownError("FILE_EMPTY", path=str(file.path))
    return summary


def check_receipt(client: MachineClient, batch: Batch, result: BatchAnswer) -> None:
    """Believe only a receipt that the perimeter signed, for this batch, over these verdicts.

    Raises:
        KnownError: ``ANSWER_INVALID`` or ``NOTE_INVALID``.
    """
    if len(result.items) != len(batch.lines):
        raise KnownError("ANSWER_INVALID", f"{len(result.items)} verdicts for {len(batch.lines)} lines")
    receipt = open_receipt(result.receipt or "", client.verifiers)
    digest = verdicts_digest([(i.attempt_id, i.status.value) for i in result.items])
    if (receipt.batch_id, receipt.content_sha256, receipt.verdicts_sha256) != (
        batch.batch_id, batch.content_sha256, digest,
    ):  # fmt: skip
        raise KnownError("NOTE_INVALID", "the receipt speaks of another batch")


class _Sending:
    """One run over one file."""

    def __init__(
        self, client: MachineClient, file: DayFile, options: Options, batch_size: int, summary: Summary
    ) -> None:
        key_folder = client.credential.folder
        beside = file.path.with_name(file.path.name + ".receipts")
        self._client = client
        self._file = file
        self._options = options
        self._batch_size = batch_size
        self._summary = summary
        self._chain = Chain.read(key_folder)
        self._receipts = Receipts(options.receipts or beside, key_folder / "receipts")
        self._mending = Mending(client, options.reason)
        self._read = 0
        summary.waiting = self._mending.waiting

    def run(self, progress: Callable[[int], object]) -> None:
        """Send batch after batch until the file ends, or something says to stop."""
        self._settle_pending()
        lines = self._good_lines()
        source = self._client.credential.source
        limit = Limits().max_batch_bytes - ADDED_BYTES * self._batch_size
        done, first = 0, True
        for slice_ in cut(lines, source, self._batch_size, limit):
            # Of a slice whose receipt is here nothing need be asked: the perimeter answers it as it did.
            known = self._receipts.has(slice_)
            batch = slice_ if known else batch_of(source, slice_.offset, self._mending.apply(slice_.lines))
            done += len(slice_.plain)
            if not batch.lines:
                continue
            result = self._send(batch)
            self._summary.corrected = self._mending.corrected
            progress(done)
            if first and not self._options.go_on and _all_rejected(result):
                self._summary.stopped = _stopped(result)
            first = False
            if self._summary.stopped or self._summary.trouble:
                break
        for _ in lines:
            pass
        summary = self._summary
        summary.unsent = self._read - summary.sent - len(summary.waiting)

    def _good_lines(self) -> Iterator[Line]:
        for line in self._file.lines():
            if isinstance(line, BrokenLine):
                self._summary.broken.append(line)
            else:
                self._read += 1
                yield line

    def _send(self, batch: Batch) -> BatchAnswer:
        place = self._receipts.prepare(batch)
        try:
            if place.waiting is not None:
                self._chain_step(
                    lambda: self._chain.begin(batch.batch_id, batch.content_sha256), "KEY_FOLDER_UNWRITABLE"
                )
            result = self._client.submit(batch, self._chain.seq + 1, self._chain.content_sha256)
            check_receipt(self._client, batch, result)
        except KnownError:
            self._receipts.give_back(place)
            raise
        _count(self._summary, result)
        data = receipt_bytes(batch, result)
        try:
            self._summary.receipts.append(self._receipts.keep(place, data, replayed=result.replayed))
        except KnownError as error:
            self._summary.trouble = error
            if not error.facts["kept"]:
                self._summary.unkept.append(data)
        try:
            self._chain_step(lambda: self._take(batch.content_sha256, result), "CHAIN_NOT_KEPT")
        except KnownError as error:
            self._summary.trouble = self._summary.trouble or error
        return result

    def _take(self, content_sha256: str, result: BatchAnswer) -> None:
        received_at = wire(result.received_at)
        if self._chain.is_next(received_at, replayed=result.replayed):
            self._chain.advance(content_sha256, received_at)
        elif self._chain.pending is not None:
            self._chain.drop()

    def _settle_pending(self) -> None:
        """Find out what became of the batch that the last run was sending when it ended."""
        pending = self._chain.pending
        if pending is None:
            return
        batch_id, content_sha256 = pending
        result = self._client.submission(batch_id)
        if result is None:
            self._chain_step(self._chain.drop, "KEY_FOLDER_UNWRITABLE")
        else:
            self._chain_step(lambda: self._take(content_sha256, result), "KEY_FOLDER_UNWRITABLE")

    def _chain_step(self, step: Callable[[], object], code: str) -> None:
        try:
            step()
        except KnownError as error:
            raise KnownError(code, error.detail, path=str(self._chain.path.parent)) from error


def _all_rejected(result: BatchAnswer) -> bool:
    return all(item.outcome is Outcome.REJECTED for item in result.present)


def _stopped(result: BatchAnswer) -> KnownError:
    codes = Counter(code for item in result.present for code in _codes(item))
    told = ", ".join(f"{code} × {count}" for code, count in codes.most_common(5))
    return KnownError("SEND_STOPPED", told or "REPLAYED", count=str(len(result.items)))


def _codes(item: ItemAnswer) -> list[str]:
    """Return the codes worth counting: the first error, or every warning of a line without one."""
    errors = [f.code for f in item.findings if f.severity is Severity.ERROR]
    return errors[:1] or list(dict.fromkeys(f.code for f in item.findings if f.severity is not Severity.INFO))


def _count(summary: Summary, result: BatchAnswer) -> None:
    summary.sent += len(result.items)
    for item in result.present:
        summary.replayed += result.replayed or item.status is Outcome.REPLAYED
        summary.by_outcome[item.outcome.value] += 1
        summary.by_code.update(_codes(item))
