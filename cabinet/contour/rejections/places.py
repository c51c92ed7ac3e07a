"""Where a row stands in a list of rejections: from ordinal to entry and back, by counts of blocks.

Where a filter asks for no more than state and cause, nothing but block counts is read, and a place is found inside
one block: page one million costs what the first page costs. Other filters count the rows that fit.
"""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.index import ALL, BLOCK
from cabinet.contour.rejections.query import Asked

__all__ = ["Places", "Reach", "rows_at"]


@dataclass(frozen=True)
class Reach:
    """Where a page lies: entries ``low``…``high``, of which the first ``skip`` fitting rows are left out."""

    low: int
    high: int
    skip: int


def rows_at(rows: Rows, edrpou: str, numbers: list[tuple[int]]) -> list[Row]:
    """Return the rows of these entries, in their order.

    They are put in order here: asked to sort them, SQLite would rather walk a whole index that has the order.
    """
    if not numbers:
        return []
    bound: dict[str, object] = {"edrpou": edrpou}
    wanted = any_of("seq", "n", [number for (number,) in numbers], bound)
    found = rows.all(f"SELECT * FROM rejections WHERE edrpou = :edrpou AND {wanted}", **bound)
    of = {row["seq"]: row for row in found}
    return [of[number] for (number,) in numbers]


class Places:
    """Places of one filter in the view frozen at entry ``as_of``."""

    def __init__(self, rows: Rows, edrpou: str, asked: Asked, as_of: int) -> None:
        self._rows = rows
        self._asked = asked
        self._as_of = as_of
        self._counts = self._read(edrpou) if asked.counted else None
        self.total = sum(n for _, n in self._counts) if self._counts is not None else self._count(0, as_of)

    def page(self, ordinal: int, rows: int) -> Reach:
        """Return where ``rows`` rows from an ordinal lie."""
        if self._counts is None:
            return Reach(0, self._as_of, ordinal)
        skip, high, low, wanted = ordinal, self._as_of, 0, 0
        for block, number in self._counts:
            if wanted == 0 and skip >= number:
                skip -= number
                continue
            if wanted == 0:
                high, wanted = min(self._as_of, (block + 1) * BLOCK - 1), skip + rows
            wanted -= number
            low = block * BLOCK
            if wanted <= 0:
                return Reach(low, high, skip)
        return Reach(0, high, skip)

    def after(self, seq: int, rows: int) -> Reach:
        """Return where ``rows`` rows below an entry lie."""
        if self._counts is None:
            return Reach(0, seq - 1, 0)
        # One block more: the first of them may have given its rows to the page before.
        wanted = rows + BLOCK
        for block, number in self._counts:
            if block * BLOCK < seq:
                wanted -= number
                if wanted <= 0:
                    return Reach(block * BLOCK, seq - 1, 0)
        return Reach(0, seq - 1, 0)

    def ordinal(self, seq: int) -> int:
        """Return how many rows stand above an entry."""
        if self._counts is None:
            return self._count(seq + 1, self._as_of)
        block = seq // BLOCK
        above = sum(n for b, n in self._counts if b > block)
        return above + self._count(seq + 1, min(self._as_of, (block + 1) * BLOCK - 1))

    def _read(self, edrpou: str) -> list[tuple[int, int]]:
        """Return (block, number), newest first, within the view."""
        column = "open" if self._asked.only_open else "total"
        groups = (ALL,) if self._asked.groups is None else self._asked.groups
        if not groups:
            return []
        last = self._as_of // BLOCK
        bound: dict[str, object] = {"edrpou": edrpou, "last": last}
        found = self._rows.all(
            f"SELECT block, SUM({column}) AS n FROM rejection_blocks WHERE edrpou = :edrpou "
            f"AND {any_of('grp', 'grp', groups, bound)} AND block <= :last GROUP BY block ORDER BY block DESC",
            **bound,
        )
        counts = [(int(row["block"]), int(row["n"])) for row in found]
        # Of the last block, entries after the frozen view do not belong to it.
        return [(b, n) if b < last else (b, self._count(b * BLOCK, self._as_of)) for b, n in counts if n]

    def _count(self, low: int, high: int) -> int:
        row = self._rows.one(
            f"SELECT COUNT(*) AS n FROM {self._asked.source} r WHERE {self._asked.where} "
            "AND r.seq >= :low AND r.seq <= :high",
            **self._asked.values, low=low, high=high,
        )  # fmt: skip
        return int(row["n"]) if row is not None else 0
