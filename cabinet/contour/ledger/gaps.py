"""What is missing of a source: numbers that its chain says were given and that have not come (CONTRACT §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cabinet.contour.ledger.store import Rows
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.registry import Gap, GapKind

__all__ = ["MOST_GAPS", "Gaps", "open_gaps"]

MOST_GAPS: Final = 1_000
"""Open at a time, of one source and kind: further ones are told in findings alone."""
_TOLD: Final = 20
_OF: Final = "edrpou = :edrpou AND source = :source AND kind = :kind"


class Gaps:
    """Open gaps of one source."""

    def __init__(self, rows: Rows, edrpou: str, source: str) -> None:
        self._rows = rows
        self._of = {"edrpou": edrpou, "source": source}

    def missed(self, kind: GapKind, first: int, last: int, now: datetime) -> None:
        """Keep that ``first`` to ``last`` have not come; nothing when there are none between."""
        if first <= last:
            self._keep(kind, first, last, epoch_micros(now))

    def came(self, kind: GapKind, number: int) -> None:
        """Take a number that has come out of its gap, which falls in two or closes."""
        gap = self._rows.one(
            f"SELECT * FROM gaps WHERE {_OF} AND first_number <= :number ORDER BY first_number DESC LIMIT 1",
            **self._of, kind=kind.value, number=number,
        )  # fmt: skip
        if gap is None or gap["last_number"] < number:
            return
        first, last = gap["first_number"], gap["last_number"]
        self._rows.run(
            f"DELETE FROM gaps WHERE {_OF} AND first_number = :first", **self._of, kind=kind.value, first=first
        )
        for begin, end in ((first, number - 1), (number + 1, last)):
            if begin <= end:
                self._keep(kind, begin, end, gap["found_at"])

    def _keep(self, kind: GapKind, first: int, last: int, found_at: int) -> None:
        of = {**self._of, "kind": kind.value}
        count = self._rows.one(f"SELECT COUNT(*) AS n FROM gaps WHERE {_OF}", **of)
        if count is not None and count["n"] < MOST_GAPS:
            self._rows.run(
                "INSERT INTO gaps (edrpou, source, kind, first_number, last_number, found_at) "
                "VALUES (:edrpou, :source, :kind, :first, :last, :at) ON CONFLICT DO NOTHING",
                **of, first=first, last=last, at=found_at,
            )  # fmt: skip


def open_gaps(rows: Rows, edrpou: str, source: str) -> list[Gap]:
    """Return what is missing of a source, newest first."""
    found = rows.all(
        "SELECT * FROM gaps WHERE edrpou = :edrpou AND source = :source "
        "ORDER BY found_at DESC, kind, first_number DESC LIMIT :most",
        edrpou=edrpou, source=source, most=_TOLD,
    )  # fmt: skip
    return [
        Gap(kind=GapKind(g["kind"]), first=g["first_number"], last=g["last_number"], since=from_micros(g["found_at"]))
        for g in found
    ]
