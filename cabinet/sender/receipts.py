"""Receipts kept beside the file: the place is taken before a batch is sent, so that none is lost to a full disk."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.profile.atomic import unwritable, write_atomically
from cabinet.sender.batches import Batch

__all__ = ["Place", "Receipts", "receipt_bytes"]

_LINE_BYTES: Final = 320
"""What one line takes in a receipt, generously: two ids, a status, a salt and some codes."""
_HEAD_BYTES: Final = 8 * 1024


def receipt_bytes(batch: Batch, result: BatchAnswer) -> bytes:
    """Return the receipt with the verdicts it covers; salts of withheld lines are given only once."""
    body = {
        "receipt": result.receipt,
        "items": [
            {"line": line.number, "attemptId": i.attempt_id, "status": i.status.value, "somsTxId": i.soms_tx_id,
             "codes": [f.code for f in i.findings], **({"salt": i.salt} if i.salt else {})}
            for line, i in zip(batch.lines, result.items, strict=True)
        ],
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class Place:
    """Where a batch's receipt is or will be.

    ``waiting`` is a file on the same disk, as large as the receipt may become; None where a receipt is kept already.
    """

    path: Path
    waiting: Path | None


class Receipts:
    """A folder of receipts, with another one to fall back to."""

    def __init__(self, folder: Path, spare: Path) -> None:
        self.folder = folder
        self._spare = spare

    def has(self, batch: Batch) -> bool:
        """Tell whether a receipt of this batch is kept here."""
        return self.folder.is_dir() and any(self.folder.glob(f"*-{batch.batch_id}.json"))

    def prepare(self, batch: Batch) -> Place:
        """Take the place for a batch's receipt.

        Raises:
            KnownError: ``RECEIPTS_UNWRITABLE``; nothing of the batch was sent.
        """
        kept = sorted(self.folder.glob(f"*-{batch.batch_id}.json")) if self.folder.is_dir() else []
        if kept:
            return Place(kept[0], None)
        path = self.folder / f"{batch.offset:09d}-{batch.batch_id}.json"
        waiting = path.with_name(f".{path.name}.waiting")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with waiting.open("wb") as file:
                waiting.chmod(0o600)
                file.write(b"\0" * (_HEAD_BYTES + _LINE_BYTES * len(batch.lines)))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self.give_back(Place(path, waiting))
            raise KnownError("RECEIPTS_UNWRITABLE", unwritable(error, path).detail, path=str(self.folder)) from error
        return Place(path, waiting)

    def keep(self, place: Place, data: bytes, *, replayed: bool) -> Path:
        """Write a receipt into its place; of a batch that was had before the first one stays, which has the salts.

        Raises:
            KnownError: ``RECEIPT_NOT_KEPT``; its ``kept`` names where it is instead, or nothing.
        """
        if replayed and place.waiting is None:
            return place.path
        try:
            if place.waiting is None:
                # Another perimeter's, or one begun anew: what is here is not of this ledger.
                write_atomically(place.path, data, 0o600)
                return place.path
            # Over the bytes that are there, so that it needs no room of its own.
            with place.waiting.open("r+b") as file:
                file.write(data)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
            place.waiting.replace(place.path)
        except (OSError, KnownError) as error:
            kept = self._elsewhere(place.path.name, data)
            why = error.detail if isinstance(error, KnownError) else error.strerror or str(error)
            raise KnownError("RECEIPT_NOT_KEPT", why, path=str(self.folder), kept=kept) from error
        return place.path

    @staticmethod
    def give_back(place: Place) -> None:
        """Let a place go whose batch was not sent, and the folder that was made for it."""
        if place.waiting is not None:
            with suppress(OSError):
                place.waiting.unlink(missing_ok=True)
                place.path.parent.rmdir()

    def _elsewhere(self, name: str, data: bytes) -> str:
        try:
            write_atomically(self._spare / name, data, 0o600)
        except KnownError:
            return ""
        return str(self._spare / name)
