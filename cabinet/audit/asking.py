"""What an audit asks of a perimeter: checkpoints, tiles, entries, contents, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, NamedTuple

from cabinet.audit.entries import Content, split_contents
from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT, ENTRY_BUNDLE, LOG_CONTENTS, LOG_TILE
from cabinet.contract.statistics import STATISTICS, StatisticsAnswer
from cabinet.proof.bundles import split_bundle
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.notes import NoteVerifier, signer_of
from cabinet.proof.tiles import HASH, TILE, tile_path
from cabinet.wire.ask import AnyAsk, Ask

__all__ = ["Call", "Chunk", "LogAsking", "Signed"]

Call = Callable[[AnyAsk], bytes]
"""Asks and returns the body of the answer; raises what :meth:`cabinet.wire.transport.Transport.call` raises."""
_AHEAD: Final = 4
"""Tiles that are asked for while earlier ones are hashed."""


class Signed(NamedTuple):
    """A checkpoint, its signed note and the verifier key (``name+hash+key``) that signed it."""

    checkpoint: Checkpoint
    note: str
    signer: str


class Chunk(NamedTuple):
    """A tile's entries, as many as were asked for, with what is told of their contents and the tile's own hashes."""

    number: int
    entries: list[bytes]
    contents: list[Content]
    hashes: bytes


class LogAsking:
    """One operator's log, under the verifier keys that are trusted."""

    def __init__(self, call: Call, verifiers: Iterable[NoteVerifier]) -> None:
        self._call = call
        self.verifiers = tuple(verifiers)

    def checkpoint(self) -> Signed:
        """Return the newest checkpoint.

        Raises:
            KnownError: ``NOTE_INVALID`` when it is not under a trusted key; what the call raises.
        """
        try:
            note = self._call(Ask(CHECKPOINT)).decode()
        except UnicodeDecodeError as error:
            raise KnownError("NOTE_INVALID", "not UTF-8") from error
        checkpoint = open_checkpoint(note, self.verifiers)
        return Signed(checkpoint, note, str(signer_of(note, self.verifiers)))

    def tile(self, level: int, number: int, width: int = TILE) -> bytes:
        """Return hashes of a tile, joined.

        Raises:
            KnownError: ``ANSWER_INVALID`` where they are not so many; what the call raises.
        """
        path = {"level": str(level), "tile": tile_path(number, width)}
        hashes = self._call(Ask(LOG_TILE, path=path))
        if len(hashes) != width * HASH:
            raise KnownError("ANSWER_INVALID", f"tile {level}/{number}: {len(hashes)} bytes")
        return hashes

    def chunk(self, number: int, width: int) -> Chunk:
        """Return the first ``width`` entries of a tile with their contents and hashes."""
        path = {"tile": tile_path(number, width)}
        return Chunk(
            number,
            split_bundle(self._call(Ask(ENTRY_BUNDLE, path=path)), width),
            split_contents(self._call(Ask(LOG_CONTENTS, path=path)), width),
            self.tile(0, number, width),
        )

    def chunks(self, first: int, size: int) -> Iterator[Chunk]:
        """Yield the tiles that hold the entries from ``first`` up to a size, asking for the next ones meanwhile."""
        wanted = iter([(number, min(TILE, size - number * TILE)) for number in range(first // TILE, -(-size // TILE))])
        with ThreadPoolExecutor(2) as pool:
            asked: list[Future[Chunk]] = [pool.submit(self.chunk, *one) for one in islice(wanted, _AHEAD)]
            try:
                while asked:
                    chunk = asked.pop(0).result()
                    asked += [pool.submit(self.chunk, *one) for one in islice(wanted, 1)]
                    yield chunk
            finally:
                for one in asked:
                    one.cancel()

    def figures(self, first: str, last: str, bucket: str, by: str) -> StatisticsAnswer:
        """Return what ``GET /statistics`` shows of a period."""
        ask = Ask(STATISTICS, query={"from": first, "to": last, "bucket": bucket, "by": by})
        return ask.read(self._call(ask))
