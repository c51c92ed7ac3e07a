"""Checkpoints that this computer has seen, for reading: :mod:`cabinet.vault.witness` alone writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cabinet.contract.moment import from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["MOST_SEEN", "SeenCheckpoint", "seen_checkpoints"]

MOST_SEEN: Final = 200
"""Of the newest; the very first comes with them."""


@dataclass(frozen=True)
class SeenCheckpoint:
    """A checkpoint as it came, whose key (``name+hash+key``) signed it, and when it was first and last seen here."""

    size: int
    root: bytes
    note: str
    signer: str
    first_seen: datetime
    last_seen: datetime


def seen_checkpoints(store: Store, origin: str, most: int = MOST_SEEN) -> list[SeenCheckpoint]:
    """Return the first checkpoint of a log that was seen here and the newest ``most``, in the order they were seen."""
    rows = store.read(
        "SELECT size, root, note, signer, first_seen, last_seen FROM checkpoints WHERE origin = :origin AND "
        "(id IN (SELECT id FROM checkpoints WHERE origin = :origin ORDER BY id DESC LIMIT :most) "
        "OR id = (SELECT min(id) FROM checkpoints WHERE origin = :origin)) ORDER BY id",
        origin=origin, most=most,
    )  # fmt: skip
    return [
        SeenCheckpoint(int(size), bytes(root), str(note), str(signer), from_micros(int(first)), from_micros(int(last)))
        for size, root, note, signer, first, last in rows
    ]
