"""One operator's log as the process that writes it holds it in memory: what grows with use, never with size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

from cabinet.contour.ledger.frames import Frame
from cabinet.contour.ledger.taken import Taken
from cabinet.proof.tiles import Edge
from cabinet.rules.rates import RateTable, shipped_rates

__all__ = ["PLACES", "PLACE_BITS", "FrameCache", "OperatorLog"]

PLACE_BITS: Final = 40
"""A place is the log's number before so many bits of an entry's, frame's or tile's."""
PLACES: Final = 1 << PLACE_BITS
_FRAMES: Final = 256


class FrameCache:
    """Full frames that were read or written last; they never change, but for one that is erased from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def get(self, index: int) -> Frame | None:
        """Return a frame that is held."""
        with self._lock:
            frame = self._frames.get(index)
            if frame is not None:
                self._frames.move_to_end(index)
            return frame

    def put(self, index: int, frame: Frame) -> None:
        """Hold a full frame."""
        with self._lock:
            self._frames[index] = frame
            if len(self._frames) > _FRAMES:
                self._frames.popitem(last=False)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._frames.clear()


class OperatorLog:
    """Changed only after a commit, by whoever holds the store's lock."""

    def __init__(self, number: int, edrpou: str, secret: bytes, rates: RateTable | None = None) -> None:
        self.number = number
        self.rates = rates or shipped_rates()
        """By which what is withheld from payouts is summed."""
        self.edrpou = edrpou
        self.secret = secret
        self.base = number << PLACE_BITS
        self.size = 0
        self.tick = 0
        """The last tick that was given away."""
        self.edge = Edge()
        self.published: tuple[int, tuple[tuple[bytes, ...], ...]] = (0, ((),))
        """The size and the unfinished tiles of the edge, for readers whose snapshot is of that size."""
        self.tail = Frame()
        """The lines of the last frame while it is not full."""
        self.frames = FrameCache()
        self.taken = Taken(number, secret)

    def follow(self, edge: Edge, tick: int, tail: Frame, full: Mapping[int, Frame]) -> None:
        """Take what a transaction has committed: the tree, the ids given, the last frame, and those that are full."""
        self.size, self.tick, self.edge, self.tail = edge.size, tick, edge, tail
        self.published = (edge.size, tuple(map(tuple, edge.tiles)))
        for index, frame in full.items():
            self.frames.put(index, frame)
        self.taken.freeze(self.size)
