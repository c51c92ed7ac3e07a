"""Rejections by a value of theirs (sum, moment of the operation), through the index of that column.

A place is found from milestones: the keys of every 4,096th row of one list, found once by steps through the index and
kept in memory for as long as nothing has changed in the log. So page one million costs what the first page costs.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final, NamedTuple

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.places import rows_at
from cabinet.contour.rejections.query import Asked
from cabinet.contract.errors import KnownError

__all__ = ["Milestones", "ValueOrder"]

_APART: Final = 4_096
_FEW: Final = 20_000
"""Up to so many rows are found by the filter and sorted: their order's index would be read through for them."""
_KEPT_LISTS: Final = 32
_ENDS: Final = {True: (2**62, 2**62), False: (-(2**62), -1)}
"""Beyond any row's value and number, by whether it descends."""


class _Key(NamedTuple):
    value: int
    seq: int


class Milestones:
    """Keys of lists as they stood; shared by all calls, the lists used last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[_Key, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, name: tuple[object, ...]) -> tuple[_Key, ...]:
        """Return what is known of a list: the keys of its rows 4,096, 8,192, and so on."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name, ())

    def keep(self, name: tuple[object, ...], keys: tuple[_Key, ...]) -> None:
        """Keep more of a list."""
        with self._lock:
            if len(keys) > len(self._kept.get(name, ())):
                self._kept[name] = keys
                self._kept.move_to_end(name)
            while len(self._kept) > _KEPT_LISTS:
                self._kept.popitem(last=False)


class ValueOrder:
    """One list of ``total`` rows in the order of a column, in the view frozen at entry ``as_of``.

    Rows without a value come last, newest first where it descends.
    """

    def __init__(
        self, rows: Rows, edrpou: str, asked: Asked, as_of: int, total: int, column: str, *, descending: bool,
        milestones: Milestones,
    ) -> None:  # fmt: skip
        self._rows, self._edrpou, self._asked, self._as_of, self._total = rows, edrpou, asked, as_of, total
        self._column, self._descending, self._milestones = column, descending, milestones
        self._where = asked.where if total <= _FEW else asked.where_by_order
        self._beyond, way = ("<", "DESC") if descending else (">", "ASC")
        self._order = f"r.{column} {way}, r.seq {way}"
        self._seq_order = f"r.seq {way}"

    def page(self, ordinal: int, limit: int) -> list[Row]:
        """Return rows from an ordinal on."""
        start, passed = (_Key(*_ENDS[self._descending]), 0) if self._total <= _FEW else self._milestone(ordinal)
        found = self._beyond_key(start, limit, ordinal - passed)
        if len(found) < limit:
            skip = 0 if found else ordinal - (self._total - self._without())
            found += self._valueless(_ENDS[self._descending][1], limit - len(found), skip)
        return found

    def after(self, seq: int, limit: int) -> list[Row]:
        """Return rows after the one of an entry.

        Raises:
            KnownError: ``CURSOR_INVALID``.
        """
        row = self._rows.one(
            f"SELECT {self._column} AS value FROM rejections WHERE edrpou = :edrpou AND seq = :seq",
            edrpou=self._edrpou, seq=seq,
        )  # fmt: skip
        if row is None:
            raise KnownError("CURSOR_INVALID")
        if row["value"] is None:
            return self._valueless(seq, limit, 0)
        found = self._beyond_key(_Key(int(row["value"]), seq), limit, 0)
        if len(found) < limit:
            found += self._valueless(_ENDS[self._descending][1], limit - len(found), 0)
        return found

    def _milestone(self, ordinal: int) -> tuple[_Key, int]:
        """Return the last known key before a row, and how many rows stand up to it."""
        values = tuple(sorted(self._asked.values.items(), key=repr))
        name = (self._edrpou, self._column, self._descending, self._where, values, self._as_of, *self._stamp())
        keys = list(self._milestones.of(name))
        known = len(keys)
        while len(keys) < ordinal // _APART:
            row = self._rows.one(
                f"SELECT r.{self._column} AS value, r.seq AS seq FROM {self._asked.source} r WHERE {self._valued()} "
                f"ORDER BY {self._order} LIMIT 1 OFFSET {_APART - 1}",
                **self._bound(keys[-1] if keys else _Key(*_ENDS[self._descending])),
            )
            if row is None:
                break
            keys.append(_Key(int(row["value"]), int(row["seq"])))
        if len(keys) > known:
            self._milestones.keep(name, tuple(keys))
        place = min(len(keys), ordinal // _APART)
        return (keys[place - 1], place * _APART) if place else (_Key(*_ENDS[self._descending]), 0)

    def _stamp(self) -> tuple[int, int]:
        """Return what changes whenever any row's state does: how long the log is, how much people have decided."""
        row = self._rows.one(
            "SELECT COALESCE(MAX(number), -1) AS n FROM case_events WHERE edrpou = :edrpou", edrpou=self._edrpou
        )
        return newest_entry(self._rows, self._edrpou), int(row["n"]) if row is not None else -1

    def _valued(self) -> str:
        return (
            f"{self._where} AND +r.seq <= :as_of AND r.{self._column} IS NOT NULL "
            f"AND (r.{self._column}, r.seq) {self._beyond} (:value, :beyond)"
        )

    def _bound(self, key: _Key) -> dict[str, object]:
        return {**self._asked.values, "as_of": self._as_of, "value": key.value, "beyond": key.seq}

    def _beyond_key(self, key: _Key, limit: int, skip: int) -> list[Row]:
        # Numbers first: the index alone holds them, and only the rows of the page are read.
        found = self._rows.tuples(
            f"SELECT r.seq FROM {self._asked.source} r WHERE {self._valued()} ORDER BY {self._order} "
            "LIMIT :limit OFFSET :skip",
            **self._bound(key), limit=limit, skip=skip,
        )  # fmt: skip
        return rows_at(self._rows, self._edrpou, found)

    def _valueless(self, seq: int, limit: int, skip: int) -> list[Row]:
        found = self._rows.tuples(
            f"SELECT r.seq FROM {self._asked.source} r WHERE {self._where} AND +r.seq <= :as_of "
            f"AND r.{self._column} IS NULL AND r.seq {self._beyond} :beyond ORDER BY {self._seq_order} "
            "LIMIT :limit OFFSET :skip",
            **self._asked.values, as_of=self._as_of, beyond=seq, limit=limit, skip=skip,
        )  # fmt: skip
        return rows_at(self._rows, self._edrpou, found)

    def _without(self) -> int:
        row = self._rows.one(
            f"SELECT COUNT(*) AS n FROM {self._asked.source} r WHERE {self._where} AND +r.seq <= :as_of "
            f"AND r.{self._column} IS NULL",
            **self._asked.values, as_of=self._as_of,
        )  # fmt: skip
        return int(row["n"]) if row is not None else 0
