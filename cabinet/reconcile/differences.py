"""What a comparison comes to: kinds of differences, sums by type, and a report; as JSON they are in camelCase."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = [
    "MOST_KEPT",
    "TOLD",
    "Broken",
    "Difference",
    "FieldPair",
    "Kind",
    "KindTotal",
    "Report",
    "TypeSums",
]

MOST_KEPT = 1_000
"""Differences of one kind that are kept one by one; however many there are, they are counted and summed."""


class Kind(StrEnum):
    """How a transaction of the platform and of the perimeter do not agree."""

    MISSING = "missing"
    """In the file, and not in SOMS."""
    EXTRA = "extra"
    """In SOMS, and not in the file."""
    DIFFERENT = "different"
    """In both, with other values."""
    REJECTED = "rejected"
    """In the file, and its latest attempt in SOMS is rejected."""
    HELD = "held"
    """In the file, and held in SOMS until something else is known."""
    DUPLICATE = "duplicate"
    """More than once in the file."""
    LATE = "late"
    """In both and the same, and came late: no difference."""
    CABINET = "cabinet"
    """In SOMS, sent by a person in the cabinet, and in no platform's file: no difference, but a part of the sums."""


TOLD = frozenset(Kind) - {Kind.LATE, Kind.CABINET}
"""Kinds that keep a day from being equal."""


class FieldPair(msgspec.Struct, rename="camel", frozen=True, omit_defaults=True):
    """One field: its value in the file and in SOMS, None where it has none there."""

    field: str
    ours: str | int | None
    theirs: str | int | None
    same: bool = False
    """Whether they say the same, as one moment in two writings does."""


class Difference(msgspec.Struct, rename="camel", frozen=True, kw_only=True, omit_defaults=True):
    """One transaction; ``lines`` are where it stands in the files, counted from 1, ``file`` which of them.

    Of a different one ``fields`` are those compared, first those that differ. Times are microseconds since 1970 UTC.
    """

    kind: Kind
    operator_tx_id: str
    type: str
    amount_kop: int
    occurred_at: int | None
    file: str = ""
    lines: tuple[int, ...] = ()
    attempt_id: str | None = None
    source: str = ""
    received_at: int | None = None
    fields: tuple[FieldPair, ...] = ()

    @property
    def differing(self) -> tuple[FieldPair, ...]:
        """The fields that differ."""
        return tuple(pair for pair in self.fields if not pair.same)


class KindTotal(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """How many differences of a kind there are, and their sum in kopecks."""

    count: int = 0
    sum_kop: int = 0


class TypeSums(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One type of transaction: how many and how much, in the files and accepted in SOMS."""

    type: str
    ours: int
    ours_kop: int
    theirs: int
    theirs_kop: int


class Broken(msgspec.Struct, rename="camel", frozen=True):
    """A line that could not be read."""

    file: str
    line: int
    column: int
    reason: str


class Report(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One day compared.

    ``columns`` say what each column of a table was read into; ``fields`` are those that were compared. ``broken_lines``
    could not be read; the first of them stand in ``broken``. ``cut_after`` is the last whole line of a file that breaks
    off in the middle of one. ``other_days`` are lines of other days by their day: they are not compared.
    """

    day: str
    source: str
    files: list[str]
    as_of: int
    fields: list[str]
    columns: dict[str, str]
    lines: int
    sums: list[TypeSums]
    totals: dict[Kind, KindTotal]
    differences: list[Difference]
    broken_lines: int
    broken: list[Broken]
    cut_after: dict[str, int]
    other_days: dict[str, int]

    @property
    def differing(self) -> int:
        """How much keeps the day from being equal: differences, and lines that could not be read."""
        return self.broken_lines + sum(self.totals[kind].count for kind in TOLD)

    @property
    def equal(self) -> bool:
        """Whether nothing differs and every line could be read."""
        return not self.differing

    def of(self, kind: Kind) -> list[Difference]:
        """Return those of a kind that are kept one by one."""
        return [one for one in self.differences if one.kind is kind]
