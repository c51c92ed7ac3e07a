"""Whether what a receipt tells of stands in the log now: its entries are read, and tied to the newest checkpoint.

Nothing the perimeter says is believed but its signatures: every entry's hash leads to the signed root, and the log that
the receipt was given for is a beginning of the present one (RFC 6962 §2.1.1, §2.1.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT, ENTRY_BUNDLE, LOG_TILE
from cabinet.perimeter.caller import Caller
from cabinet.proof.bundles import split_bundle
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.log_entry import LogEntry, read_entry
from cabinet.proof.merkle import consistency_of, inclusion_of, leaf_hash, verify_consistency, verify_inclusion
from cabinet.proof.notes import NoteVerifier
from cabinet.proof.receipt_files import VerifiedReceipt
from cabinet.proof.tiles import HASH, HEIGHT, TILE, TileReader, tile_path
from cabinet.wire.ask import Ask

__all__ = ["InLog", "find_in_log"]

Tell = Callable[[int, int], None]
"""Is told how many entries were compared, of how many; what it raises ends it."""


@dataclass(frozen=True)
class InLog:
    """The checkpoint that a receipt's entries were found under, and the first of them."""

    checkpoint: Checkpoint
    first: LogEntry | None


def find_in_log(
    receipt: VerifiedReceipt, caller: Caller, verifiers: Iterable[NoteVerifier], tell: Tell | None = None
) -> InLog | None:
    """Find every entry of a receipt in the log of whoever calls; None where that is another company's.

    Raises:
        KnownError: ``RECEIPT_NOT_IN_LOG`` where the log has not what was signed; ``NOTE_INVALID``, ``ANSWER_INVALID``,
            ``PROOF_UNREADABLE`` for answers that are none, and whatever the call raises.
    """
    try:
        note = caller.call(Ask(CHECKPOINT)).body.decode()
    except UnicodeDecodeError as error:
        raise KnownError("NOTE_INVALID", "not UTF-8") from error
    now, then = open_checkpoint(note, verifiers), receipt.checkpoint
    if now.origin != then.origin:
        return None
    log = _Log(caller, now)
    if now.size < then.size:
        raise KnownError("RECEIPT_NOT_IN_LOG", f"{now.size} entries, {then.size} signed")
    path = consistency_of(then.size, now.size, log.nodes.node)
    if not verify_consistency(then.size, now.size, path, then.root, now.root):
        raise KnownError("RECEIPT_NOT_IN_LOG", "the log is not a continuation")
    return InLog(now, _compare(receipt, log, tell))


def _compare(receipt: VerifiedReceipt, log: _Log, tell: Tell | None) -> LogEntry | None:
    first = None
    for place, item in enumerate(receipt.entries, receipt.receipt.first_seq):
        entry = read_entry(log.entry(place))
        if (entry.seq, entry.attempt_id, entry.verdict) != (place, item.attempt_id, item.status):
            raise KnownError("RECEIPT_NOT_IN_LOG", f"entry {place}")
        first = first or entry
        if tell is not None:
            tell(place - receipt.receipt.first_seq + 1, receipt.receipt.count)
    return first


class _Log:
    """A log as tiles and entries give it, each of them tied to one signed checkpoint before it is used."""

    def __init__(self, caller: Caller, head: Checkpoint) -> None:
        self._caller = caller
        self._head = head
        self._bundle: tuple[int, list[bytes]] = (-1, [])
        self.nodes = TileReader(self._hashes)

    def entry(self, place: int) -> bytes:
        """Return an entry that is in the log for certain."""
        number = place // TILE
        if self._bundle[0] != number:
            self._bundle = (number, self._proven(number))
        return self._bundle[1][place % TILE]

    def _proven(self, number: int) -> list[bytes]:
        """Return a tile's entries: hashed here, they lead to the root together with what stands beside the tile."""
        width, size = self._width(0, number), self._head.size
        body = self._caller.call(Ask(ENTRY_BUNDLE, path={"tile": tile_path(number, width)})).body
        entries = split_bundle(body, width)
        leaves = [leaf_hash(entry) for entry in entries]
        own, first = b"".join(leaves), number * TILE
        nodes = TileReader(lambda level, index: own if (level, index) == (0, number) else self._hashes(level, index))
        if not verify_inclusion(leaves[0], first, size, inclusion_of(first, size, nodes.node), self._head.root):
            raise KnownError("RECEIPT_NOT_IN_LOG", f"entries from {first} on do not lead to the checkpoint")
        return entries

    def _hashes(self, level: int, index: int) -> bytes:
        width = self._width(level, index)
        path = {"level": str(level), "tile": tile_path(index, width)}
        body = self._caller.call(Ask(LOG_TILE, path=path)).body
        if len(body) != width * HASH:
            raise KnownError("ANSWER_INVALID", f"a tile of {len(body)} bytes")
        return body

    def _width(self, level: int, index: int) -> int:
        return min(TILE, (self._head.size >> HEIGHT * level) - index * TILE)
