"""Sending a day file: batch after batch, receipts kept beside the file, a summary at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.contract.intake import BatchResult
from cabinet.contract.states import Outcome, Severity
from cabinet.dayfile.reading import BrokenLine, DayFile
from cabinet.profile.atomic import write_atomically
from cabinet.proof.receipts import open_receipt, verdicts_digest
from cabinet.sender.batches import Batch, cut
from cabinet.sender.chain import Chain
from cabinet.sender.machine import MachineClient

__all__ = ["Summary", "check_receipt", "send_file"]

BATCH_SIZE: Final = 1000


@dataclass
class Summary:
    """What became of a file. ``replayed`` counts lines of batches the perimeter had already."""

    sent: int = 0
    replayed: int = 0
    by_outcome: Counter[str] = field(default_factory=Counter)
    by_code: Counter[str] = field(default_factory=Counter)
    broken: list[BrokenLine] = field(default_factory=list)
    receipts: list[Path] = field(default_factory=list)


def send_file(
    client: MachineClient,
    file: DayFile,
    *,
    strict: bool = False,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Send a file; ``progress`` is told the bytes of good lines sent so far.

    With ``strict``, a file with any broken line is not sent at all.

    Raises:
        KnownError: ``DAYFILE_LINE`` (strict), ``FILE_EMPTY``, ``NOTE_INVALID`` for a receipt that does not verify,
            and whatever sending raises; what was sent before stays sent and is not repeated by a second run.
    """
    summary = Summary()
    max_bytes = Limits().max_batch_bytes
    if strict:
        broken = next((line for line in file.lines() if isinstance(line, BrokenLine)), None)
        if broken is not None:
            raise KnownError("DAYFILE_LINE", broken.reason, line=str(broken.number), column=str(broken.column))
    chain = Chain.read(client.credential.folder)
    folder = file.path.with_name(file.path.name + ".receipts")
    done = 0
    for batch in cut(file, client.credential.source, batch_size, max_bytes, summary.broken):
        result = client.submit(batch, chain.seq + 1, chain.content_sha256)
        check_receipt(client, batch, result)
        path = _receipt_path(folder, batch)
        # Without a receipt this is the first answer we see, even if the perimeter gave it once to a lost connection.
        if not path.exists() and chain.content_sha256 != batch.content_sha256:
            chain.advance(batch.content_sha256)
        summary.receipts.append(_keep(path, batch, result))
        _count(summary, result)
        done += len(batch.plain)
        progress(done)
    if not summary.sent and not summary.broken:
        raise KnownError("FILE_EMPTY", path=str(file.path))
    return summary


def check_receipt(client: MachineClient, batch: Batch, result: BatchResult) -> None:
    """Believe only a receipt that the perimeter signed, for this batch, over these verdicts."""
    if len(result.items) != len(batch.lines):
        raise KnownError("ANSWER_INVALID", f"{len(result.items)} verdicts for {len(batch.lines)} lines")
    receipt = open_receipt(result.receipt or "", client.verifiers)
    digest = verdicts_digest([(i.attempt_id, i.status.value) for i in result.items])
    if (receipt.batch_id, receipt.content_sha256, receipt.verdicts_sha256) != (
        batch.batch_id, batch.content_sha256, digest,
    ):  # fmt: skip
        raise KnownError("NOTE_INVALID", "the receipt speaks of another batch")


def _receipt_path(folder: Path, batch: Batch) -> Path:
    return folder / f"{batch.offset:09d}-{batch.batch_id}.json"


def _keep(path: Path, batch: Batch, result: BatchResult) -> Path:
    """Write the receipt and the verdicts it covers; salts of withheld lines are given only once, so keep the first."""
    if not (result.replayed and path.exists()):
        body = {
            "receipt": result.receipt,
            "items": [
                {"line": line.number, "attemptId": i.attempt_id, "status": i.status.value, "somsTxId": i.soms_tx_id,
                 "codes": [f.code for f in i.findings], **({"salt": i.salt} if i.salt else {})}
                for line, i in zip(batch.lines, result.items, strict=True)
            ],
        }  # fmt: skip
        write_atomically(path, json.dumps(body, ensure_ascii=False, indent=1).encode(), 0o600)
    return path


def _count(summary: Summary, result: BatchResult) -> None:
    summary.sent += len(result.items)
    summary.replayed += len(result.items) if result.replayed else 0
    for item in result.items:
        outcome = item.replayed_status if item.status is Outcome.REPLAYED and item.replayed_status else item.status
        summary.by_outcome[outcome.value] += 1
        worst = next((f for f in item.findings if f.severity is Severity.ERROR), None)
        if worst is not None:
            summary.by_code[worst.code] += 1
