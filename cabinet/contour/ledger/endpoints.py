"""Endpoints of the operator's log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cabinet.contour.call import PersonCall, ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.frames import Note
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import LogReader
from cabinet.contract import log
from cabinet.contract.endpoint import Nothing
from cabinet.contract.errors import KnownError
from cabinet.contract.limits import MAX_ITEM_BYTES
from cabinet.contract.log import LogHead
from cabinet.proof.merkle import inclusion_of
from cabinet.proof.proof_files import proof_file
from cabinet.proof.tiles import HASH, TILE, read_tile_path

__all__ = ["LogEndpoints"]

_LEVELS: Final = {str(level) for level in range(6)}
"""The sixth would be of 2 ** 48 entries."""


class LogEndpoints:
    """``/log``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @handles(log.LOG_HEAD)
    def head(self, call: PersonCall[Nothing]) -> LogHead:
        """Tell how many entries are committed."""
        with self._ledger.store.read() as rows:
            return LogHead(size=self._ledger.reader(rows, call.person.edrpou).size)

    @handles(log.LOG_TILE)
    def tile(self, call: ReaderCall[Nothing]) -> bytes:
        """Give a tile's hashes.

        Raises:
            KnownError: ``TILE_UNKNOWN``.
        """
        level = call.path["level"]
        found = read_tile_path(call.path["tile"])
        if found is None or level not in _LEVELS:
            raise KnownError("TILE_UNKNOWN")
        number, width = found
        with self._reading(call.reader.edrpou) as reader:
            hashes = reader.tile(int(level), number)
        if len(hashes) < width * HASH:
            raise KnownError("TILE_UNKNOWN")
        return hashes[: width * HASH]

    @handles(log.ENTRY_BUNDLE)
    def entries(self, call: ReaderCall[Nothing]) -> bytes:
        """Give the entries of a tile, each behind its length.

        Raises:
            KnownError: ``TILE_UNKNOWN``.
        """
        found = read_tile_path(call.path["tile"])
        if found is None:
            raise KnownError("TILE_UNKNOWN")
        number, width = found
        with self._reading(call.reader.edrpou) as reader:
            entries = list(reader.entries(number * TILE, width))
        if len(entries) < width:
            raise KnownError("TILE_UNKNOWN")
        return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)

    @handles(log.LOG_CONTENTS)
    def contents(self, call: ReaderCall[Nothing]) -> bytes:
        """Give the lines of a tile's transactions, each behind its length in four bytes, big-endian.

        A line of more than ``MAX_ITEM_BYTES`` is told by its mark alone, so that an answer is never large.

        Raises:
            KnownError: ``TILE_UNKNOWN``.
        """
        found = read_tile_path(call.path["tile"])
        if found is None:
            raise KnownError("TILE_UNKNOWN")
        number, width = found
        with self._reading(call.reader.edrpou) as reader:
            first = number * TILE
            if reader.size < first + width:
                raise KnownError("TILE_UNKNOWN")
            return b"".join(_content(*reader.line(seq)) for seq in range(first, first + width))

    @handles(log.LOG_PROOF)
    def proof(self, call: ReaderCall[Nothing]) -> str:
        """Prove that an attempt's entry is in the log.

        Raises:
            KnownError: ``ATTEMPT_UNKNOWN``.
        """
        with self._reading(call.reader.edrpou) as reader:
            attempt = reader.by_attempt_id(call.path["attemptId"])
            if attempt is None:
                raise KnownError("ATTEMPT_UNKNOWN")
            path = inclusion_of(attempt.seq, reader.size, reader.node)
            checkpoint = self._ledger.checkpoint(reader.rows, call.reader.edrpou)
            entry = reader.entry(attempt.seq)
        return proof_file(attempt.seq, path, checkpoint, entry)

    @contextmanager
    def _reading(self, edrpou: str) -> Iterator[LogReader]:
        with self._ledger.store.read() as rows:
            yield self._ledger.reader(rows, edrpou)

    @handles(log.CHECKPOINT)
    def checkpoint(self, call: ReaderCall[Nothing]) -> str:
        """Give the newest signed checkpoint."""
        with self._ledger.store.read() as rows:
            return self._ledger.checkpoint(rows, call.reader.edrpou)


def _content(line: bytes, note: Note) -> bytes:
    if note.withheld or note.kind != "transaction":
        return log.NO_CONTENT.to_bytes(4, "big")
    if len(line) > MAX_ITEM_BYTES:
        return log.TOO_LONG.to_bytes(4, "big")
    return len(line).to_bytes(4, "big") + line
