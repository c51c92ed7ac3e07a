"""Orders of a list of rejections: where a row stands, and what comes after it."""

from __future__ import annotations

from typing import Final, Protocol

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.places import Places, Reach
from cabinet.contour.rejections.query import Asked
from cabinet.contour.rejections.sorted_by_code import CodeOrder
from cabinet.contour.rejections.sorted_by_value import Milestones, ValueOrder
from cabinet.contract.rejection_sort import RejectionSort, SortBy

__all__ = ["Order", "ReceivedOrder", "order_of"]

_COLUMNS: Final = {SortBy.AMOUNT: "amount_kop", SortBy.OCCURRED: "occurred_at"}


class Order(Protocol):
    """A list in one order."""

    def page(self, ordinal: int, limit: int) -> list[Row]:
        """Return rows from an ordinal on."""
        ...

    def after(self, seq: int, limit: int) -> list[Row]:
        """Return rows after the one of an entry."""
        ...


class ReceivedOrder:
    """As they came, or newest first."""

    def __init__(self, rows: Rows, asked: Asked, places: Places, as_of: int, *, descending: bool) -> None:
        self._rows, self._asked, self._places, self._as_of = rows, asked, places, as_of
        self._descending = descending

    def page(self, ordinal: int, limit: int) -> list[Row]:
        """Return rows from an ordinal on."""
        if self._descending:
            return self._read(self._places.page(ordinal, limit), limit)
        # The same places counted from the other end.
        end = self._places.total - ordinal
        begin = max(0, end - limit)
        return self._read(self._places.page(begin, end - begin), end - begin)[::-1] if end > begin else []

    def after(self, seq: int, limit: int) -> list[Row]:
        """Return rows after the one of an entry."""
        if self._descending:
            return self._read(self._places.after(seq, limit), limit)
        return self.page(self._places.total - self._places.ordinal(seq), limit)

    def anchor(self, moment: int) -> int:
        """Return the place of the newest row that had come by a moment (microseconds), the oldest where none had."""
        row = self._rows.one(
            f"SELECT r.seq AS seq FROM {self._asked.source} r WHERE {self._asked.where} AND r.received_at <= :moment "
            "AND r.seq <= :as_of ORDER BY r.received_at DESC, r.seq DESC LIMIT 1",
            **self._asked.values, moment=moment, as_of=self._as_of,
        )  # fmt: skip
        last = max(self._places.total - 1, 0)
        from_newest = min(self._places.ordinal(int(row["seq"])), last) if row is not None else last
        return from_newest if self._descending else last - from_newest

    def _read(self, reach: Reach, limit: int) -> list[Row]:
        return self._rows.all(
            f"SELECT * FROM {self._asked.source} r WHERE {self._asked.where} AND r.seq >= :low AND r.seq <= :high "
            "ORDER BY r.seq DESC LIMIT :limit OFFSET :skip",
            **self._asked.values, low=reach.low, high=min(reach.high, self._as_of), limit=limit, skip=reach.skip,
        )  # fmt: skip


def order_of(
    sort: RejectionSort, rows: Rows, edrpou: str, asked: Asked, places: Places, as_of: int, milestones: Milestones
) -> Order:
    """Return a list's order."""
    if sort.by is SortBy.RECEIVED:
        return ReceivedOrder(rows, asked, places, as_of, descending=sort.descending)
    if sort.by is SortBy.CODE:
        return CodeOrder(rows, edrpou, asked, as_of, descending=sort.descending)
    return ValueOrder(
        rows, edrpou, asked, as_of, places.total, _COLUMNS[sort.by], descending=sort.descending, milestones=milestones
    )
