"""``trust-cost``: taking batches in without seals, tree and receipts ÷ with them: how much of the speed trust leaves.

In one process, so that the same judging and the same commits stand on both sides: with, a batch is sealed, its
signature verified, opened, its entries hashed into the tree, checkpoint and receipt signed; without, none of it is.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.entries import EntryWriter
from cabinet.contour.sample.play import encoded, rounds
from cabinet.proof.tiles import Edge
from tests.bench.result import Result, in_turn
from tests.perimeter_in_process import NOW, PerimeterInProcess

_BATCH, _BATCHES, _SMALL_BATCHES, _ROUNDS = 1_000, 12, 1, 7


class _Side:
    """One perimeter, fed with batches of its own."""

    def __init__(self, folder: Path, batches: int) -> None:
        self._inside = PerimeterInProcess(folder)
        self._batches = batches
        self._round = 0

    def run(self) -> float:
        """Take a round of batches in; returns seconds a transaction."""
        ready = self._ready()
        started = time.perf_counter()
        for plain in ready:
            self._inside.submit(plain)
        return (time.perf_counter() - started) / (len(ready) * _BATCH)

    def bare(self) -> float:
        """The same without what makes it trusted."""
        with _nothing_trusted():
            ready = [(plain, self._inside.header(plain)) for plain in self._ready()]
            intake, ledger = self._inside.perimeter.intake, self._inside.perimeter.ledger
            from cabinet.contour.intake.batch_lines import BatchLines, split_lines

            started = time.perf_counter()
            for plain, header in ready:
                lines = BatchLines(split_lines(plain), 10_000_000_000)
                with ledger.append(header.operator, NOW) as append:
                    intake.take(append, header, timedelta(), lines)
            return (time.perf_counter() - started) / (len(ready) * _BATCH)

    def close(self) -> None:
        self._inside.close()

    def _ready(self) -> list[bytes]:
        self._round += 1
        wanted = self._batches * _BATCH
        end = NOW - timedelta(seconds=1)
        played = rounds(self._round, f"{self._round}-", 3 * wanted, end - timedelta(minutes=4), end)
        lines = [encoded(line.value) for line in played if line.source == "core-1"][:wanted]
        if len(lines) < wanted:
            raise RuntimeError("too little play")
        return [b"\n".join(lines[n : n + _BATCH]) + b"\n" for n in range(0, wanted, _BATCH)]


@contextmanager
def _nothing_trusted() -> Iterator[None]:
    """Leave out hashing entries, the tree and every signature; lines, index and figures stay."""

    def extend(edge: Edge, leaves: list[bytes]) -> None:
        edge.size += len(leaves)

    with (
        patch.object(EntryWriter, "plain", lambda _self, _first, _ids, lines: [b""] * len(lines)),
        patch("cabinet.contour.ledger.append.leaf_hash", lambda _: b""),
        patch.object(Edge, "extend", extend),
        patch.object(Edge, "root", lambda _: hashlib.sha256(b"").digest()),
        patch.object(Append, "edge", property(_edge)),
        patch("cabinet.contour.ledger.log.sign_checkpoint", lambda *_: "-"),
        patch("cabinet.contour.intake.batches.sign_receipt", lambda *_: "-"),
        patch("cabinet.contour.intake.batches.verdicts_digest", lambda _: "-"),
    ):
        yield


def _edge(append: Append) -> Edge:
    append._edge.size += len(append._leaves)
    append._leaves.clear()
    return append._edge


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    batches = _SMALL_BATCHES if small else _BATCHES
    with tempfile.TemporaryDirectory() as name:
        trusted, bare = _Side(Path(name) / "trusted", batches), _Side(Path(name) / "bare", batches)
        try:
            ours, floor, raw = in_turn(trusted.run, bare.bare, 2 if small else _ROUNDS)
        finally:
            trusted.close()
            bare.close()
    return Result("trust-cost", floor / ours, 0.9, "higher", {"secondsEach": raw, "batch": _BATCH})
