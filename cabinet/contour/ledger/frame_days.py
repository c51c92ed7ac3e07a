"""Which frames have transactions of a Kyiv day: a day is read without looking through the log (index ``frame_days``).

A frame of a platform that sends as things happen is of one day; what comes late, or as a correction, is found all the
same. A day is kept by its first moment, in microseconds since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cabinet.contour.ledger.frames import FRAME
from cabinet.contour.ledger.roll_ups import HOUR_MICROS, day_start
from cabinet.contour.ledger.store import Rows

__all__ = ["FrameDays", "frames_of"]

_INSERT: Final = (
    "INSERT INTO frame_days (edrpou, start, frame) VALUES (:edrpou, :start, :frame) "
    "ON CONFLICT (edrpou, start, frame) DO NOTHING"
)


class FrameDays:
    """Days of frames gathered during one transaction of one operator's log, written at its end."""

    def __init__(self, edrpou: str) -> None:
        self._edrpou = edrpou
        self._found: set[tuple[int, int]] = set()

    def add(self, seq: int, moment: int) -> None:
        """Take in an entry that counts at a moment."""
        self._found.add((day_start(moment - moment % HOUR_MICROS), seq // FRAME))

    def add_many(self, first: int, moments: Sequence[int]) -> None:
        """Take in consecutive entries from ``first`` on."""
        if not moments:
            return
        start, end = (day_start(m - m % HOUR_MICROS) for m in (min(moments), max(moments)))
        if start == end:
            frames = range(first // FRAME, (first + len(moments) - 1) // FRAME + 1)
            self._found.update((start, frame) for frame in frames)
            return
        for seq, moment in enumerate(moments, first):
            self.add(seq, moment)

    def write(self, rows: Rows) -> None:
        """Write what is new and forget it."""
        rows.many(
            _INSERT,
            [{"edrpou": self._edrpou, "start": start, "frame": frame} for start, frame in sorted(self._found)],
        )
        self._found.clear()


def frames_of(rows: Rows, edrpou: str, start: int) -> list[int]:
    """Return the frames that have transactions of the day that begins at a moment, in their order."""
    found = rows.tuples(
        "SELECT frame FROM frame_days WHERE edrpou = :edrpou AND start = :start ORDER BY frame",
        edrpou=edrpou, start=start,
    )  # fmt: skip
    return [frame for (frame,) in found]
