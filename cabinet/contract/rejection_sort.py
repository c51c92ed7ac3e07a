"""How a list of rejections is sorted (``sort=amount:desc``)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["NEWEST", "SORTS", "RejectionSort", "SortBy"]


class SortBy(StrEnum):
    """What a row is sorted by; CODE is the one that weighs most."""

    RECEIVED = "received"
    OCCURRED = "occurred"
    AMOUNT = "amount"
    CODE = "code"


class RejectionSort(NamedTuple):
    """One order. Rows of the same value stand as they came, in the same direction; those without a value come last.

    Rows of one code stand newest first in both directions.
    """

    by: SortBy = SortBy.RECEIVED
    descending: bool = True

    def text(self) -> str:
        """Return it as a query says it."""
        return f"{self.by.value}:{'desc' if self.descending else 'asc'}"


NEWEST: Final = RejectionSort()
"""The order where none is asked for."""
SORTS: Final = {
    sort.text(): sort for by in SortBy for sort in (RejectionSort(by, descending=True), RejectionSort(by, False))
}
"""Every order by its text."""
