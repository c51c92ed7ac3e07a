"""One Kyiv day's transactions as they stand, read from the log run by run: each run in a short transaction of its own.

Only frames that have transactions of the day are opened (:mod:`cabinet.contour.ledger.frame_days`), and between two
runs nothing is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

import msgspec

from cabinet.contour.ledger.attempt import OUTCOMES
from cabinet.contour.ledger.frame_days import frames_of
from cabinet.contour.ledger.frames import FRAME, PLAIN, Frame, Note, unpack
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import Block, LogReader
from cabinet.contour.ledger.roll_ups import counted_at
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import day_bounds, epoch_micros
from cabinet.contract.reconciliation import Canon, ReconcileState, Seen, bucket_of
from cabinet.contract.states import Outcome

__all__ = ["RUN", "DayScan", "Found"]

RUN: Final = 32
"""Frames read together."""
_STATES: Final = {
    Outcome.ACCEPTED: ReconcileState.ACCEPTED,
    Outcome.ACCEPTED_WITH_WARNINGS: ReconcileState.ACCEPTED,
    Outcome.PENDING: ReconcileState.PENDING,
    Outcome.REJECTED: ReconcileState.REJECTED,
}
_STATE_OF: Final = tuple(_STATES[outcome] for outcome in OUTCOMES)
_FIRST_YEAR, _LAST_YEAR = 2001, 2199


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: str


_named = msgspec.json.Decoder(_Named).decode


class Found(NamedTuple):
    """One transaction of the day."""

    seq: int
    block: Block
    state: ReconcileState
    late: bool
    seen: Seen


class DayScan:
    """Reads one day of an operator's log, up to the entry ``as_of``, of one source or of all."""

    def __init__(
        self,
        ledger: Ledger,
        edrpou: str,
        day: str,
        canon: Canon,
        source: str | None,
        as_of: int,
        buckets: frozenset[int] | None = None,
    ) -> None:
        """Begin; nothing is read yet. Of what is accepted without a word only these ``buckets`` come, where given.

        Raises:
            KnownError: ``PERIOD_INVALID`` where there is no such day, or none that statistics know.
        """
        try:
            self.day = date.fromisoformat(day)
        except ValueError as error:
            raise KnownError("PERIOD_INVALID") from error
        if not _FIRST_YEAR <= self.day.year <= _LAST_YEAR:
            raise KnownError("PERIOD_INVALID")
        self._start, self._end = map(epoch_micros, day_bounds(self.day))
        self._ledger, self._edrpou, self._canon, self._source, self._as_of = ledger, edrpou, canon, source, as_of
        self._buckets = buckets

    def runs(self, after: int = -1) -> Iterator[tuple[int, int, list[Found]]]:
        """Yield how many frames were read, of how many, and what was found after an entry, oldest first."""
        with self._ledger.store.read() as rows:
            frames = [f for f in frames_of(rows, self._edrpou, self._start) if (f + 1) * FRAME > after + 1]
        done = 0
        for run in _runs(frames):
            with self._ledger.store.read() as rows:
                found = list(self._run(self._ledger.reader(rows, self._edrpou), run, after))
            done += len(run)
            yield done, len(frames), found

    def _run(self, log: LogReader, run: range, after: int) -> Iterator[Found]:
        size = min(log.size, self._as_of + 1)
        first, last = max(run.start * FRAME, after + 1), min(run.stop * FRAME, size)
        if first >= last:
            return
        frames = _frames(log, run)
        rejected: frozenset[int] | None = None
        of_line, of_values, start, end = self._canon.of_line, self._canon.of_values, self._start, self._end
        buckets = self._buckets
        seq = first
        while seq < last:
            index, place = divmod(seq, FRAME)
            frame = frames[index]
            if frame.notes.get(place, PLAIN).kind != "transaction":
                seq += 1
                continue
            block = log.block(seq)
            stop = min(block.first + block.n, (index + 1) * FRAME, last)
            if self._source is not None and block.source != self._source:
                seq = stop
                continue
            base, notes, lines = index * FRAME, frame.notes, frame.lines
            for one in range(seq, stop):
                note = notes.get(one - base)
                if note is None:
                    if buckets is not None and bucket_of(_named(lines[one - base]).operator_tx_id) not in buckets:
                        continue
                    seen, state, late = of_line(lines[one - base]), ReconcileState.ACCEPTED, False
                else:
                    seen = _seen(log, one, note, of_line, of_values)
                    state, late = _STATE_OF[note.outcome], note.late
                    if state is ReconcileState.PENDING:
                        judged = log.attempt(one)  # As its verdict says, once there is one.
                        state, late = _STATES[judged.outcome], judged.late
                    if state is ReconcileState.REJECTED:
                        if rejected is None:
                            rejected = _standing_rejections(log, first, last)
                        if one not in rejected:
                            continue
                if not start <= counted_at(seen.at, block.received_at) < end:
                    continue
                if seen.reversal and state is ReconcileState.ACCEPTED:
                    state = ReconcileState.REVERSAL
                yield Found(one, block, state, late, seen)
            seq = stop


def _runs(frames: list[int]) -> Iterator[range]:
    """Yield frames as ranges of neighbours, at most :data:`RUN` in each."""
    start = 0
    for place in range(1, len(frames) + 1):
        if place == len(frames) or frames[place] != frames[place - 1] + 1 or place - start == RUN:
            yield range(frames[start], frames[place - 1] + 1)
            start = place


def _frames(log: LogReader, run: range) -> dict[int, Frame]:
    """Return frames without going through those that are kept for whoever reads attempt by attempt."""
    base = log.log.base
    kept = log.rows.tuples(
        "SELECT place, lines, notes FROM frames WHERE place >= :low AND place < :high",
        low=base | run.start, high=base | run.stop,
    )  # fmt: skip
    return {
        place ^ base: unpack(lines, notes, min(FRAME, log.size - FRAME * (place ^ base)))
        for place, lines, notes in kept
    }


def _seen(
    log: LogReader,
    seq: int,
    note: Note,
    of_line: Callable[[bytes], Seen],
    of_values: Callable[[dict[str, object]], Seen],
) -> Seen:
    if note.fields is not None:
        return of_values(note.fields)
    return of_line(log.line(seq)[0])


def _standing_rejections(log: LogReader, first: int, last: int) -> frozenset[int]:
    """Return which rejected attempts are the latest of their transactions."""
    found = log.rows.tuples(
        "SELECT seq FROM rejections WHERE edrpou = :edrpou AND seq >= :first AND seq < :last "
        "AND state IN ('open', 'justified')",
        edrpou=log.log.edrpou, first=first, last=last,
    )  # fmt: skip
    return frozenset(seq for (seq,) in found)
