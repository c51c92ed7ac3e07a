"""What was closed in a period: rejections that stood no more, or were justified, by their cause (CONTRACT §6)."""

from __future__ import annotations

from datetime import date

from cabinet.contract.endpoint import DAY, Nothing, ReaderEndpoint
from cabinet.contract.model import Answer
from cabinet.contract.rights import Right, Scope

__all__ = ["CLOSINGS", "ClosedCause", "Closings"]


class ClosedCause(Answer):
    """One cause: code × field × source; how many of its rejections were closed in the period, and how.

    ``corrected`` were accepted after a correction, ``superseded`` gave way to an attempt that is rejected in its turn,
    ``justified`` stay rejected for a reason that a person has written. ``operations_kop`` is the sum of them all, in
    absolute value; a sum that cannot be read is none.
    """

    group_id: str
    code: str
    pointer: str
    source: str
    corrected: int
    superseded: int
    justified: int
    operations_kop: int

    @property
    def count(self) -> int:
        """How many were closed."""
        return self.corrected + self.superseded + self.justified


class Closings(Answer):
    """``GET /rejections/closings``: Kyiv days ``first``…``last`` by when they were closed; most closed first.

    What is open again by now is not among them.
    """

    first: date
    last: date
    items: list[ClosedCause]
    as_of: int


CLOSINGS = ReaderEndpoint(
    "rejection_closings",
    "GET",
    "/rejections/closings",
    Nothing,
    Closings,
    "What was corrected, superseded or justified in a period, by cause",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    query=(("from", DAY), ("to", DAY)),
)
