"""Rejections by code, newest first within one: each code is a list of its own, and they follow one another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.index import ALL, BLOCK
from cabinet.contour.rejections.places import Places, Reach, rows_at
from cabinet.contour.rejections.query import Asked
from cabinet.contract.errors import KnownError

__all__ = ["CodeOrder"]


class CodeOrder:
    """One list in the order of the codes that weigh most, in the view frozen at entry ``as_of``."""

    def __init__(self, rows: Rows, edrpou: str, asked: Asked, as_of: int, *, descending: bool) -> None:
        self._rows, self._edrpou, self._asked, self._as_of = rows, edrpou, asked, as_of
        found = rows.all("SELECT grp, code FROM rejection_groups WHERE edrpou = :edrpou", edrpou=edrpou)
        self._groups: dict[str, list[str]] = {}
        for row in sorted(found, key=lambda row: row["code"], reverse=descending):
            if asked.groups is None or row["grp"] in asked.groups:
                self._groups.setdefault(row["code"], []).append(row["grp"])
        self._code_of = {grp: code for code, groups in self._groups.items() for grp in groups}

    def page(self, ordinal: int, limit: int) -> list[Row]:
        """Return rows from an ordinal on."""
        rows: list[Row] = []
        totals = self._totals()
        for code in self._groups:
            if ordinal >= totals[code]:
                ordinal -= totals[code]
                continue
            rows += self._first(code, ordinal, limit - len(rows))
            ordinal = 0
            if len(rows) >= limit:
                break
        return rows

    def after(self, seq: int, limit: int) -> list[Row]:
        """Return rows after the one of an entry.

        Raises:
            KnownError: ``CURSOR_INVALID``.
        """
        row = self._rows.one(
            "SELECT first_code FROM rejections WHERE edrpou = :edrpou AND seq = :seq", edrpou=self._edrpou, seq=seq
        )
        if row is None or row["first_code"] not in self._groups:
            raise KnownError("CURSOR_INVALID")
        codes = list(self._groups)
        here, *below = codes[codes.index(row["first_code"]) :]
        asked = self._of(here)
        rows = self._read(asked, Places(self._rows, self._edrpou, asked, self._as_of).after(seq, limit), limit)
        for code in below:
            if len(rows) >= limit:
                break
            rows += self._first(code, 0, limit - len(rows))
        return rows

    def _first(self, code: str, ordinal: int, limit: int) -> list[Row]:
        asked = self._of(code)
        return self._read(asked, Places(self._rows, self._edrpou, asked, self._as_of).page(ordinal, limit), limit)

    def _totals(self) -> Counter[str]:
        """Return how many rows each code has: by blocks where they can tell, else by counting."""
        asked, found, low = self._asked, Counter[str](), 0
        if asked.counted:
            low = self._as_of // BLOCK * BLOCK
            column = "open" if asked.only_open else "total"
            for row in self._rows.all(
                f"SELECT grp, SUM({column}) AS n FROM rejection_blocks WHERE edrpou = :edrpou AND grp <> :all "
                "AND block < :last GROUP BY grp",
                edrpou=self._edrpou, all=ALL, last=self._as_of // BLOCK,
            ):  # fmt: skip
                if row["grp"] in self._code_of:
                    found[self._code_of[row["grp"]]] += int(row["n"])
        for row in self._rows.all(
            f"SELECT r.first_code AS code, COUNT(*) AS n FROM {asked.source} r WHERE {asked.where} "
            "AND r.seq >= :low AND r.seq <= :as_of GROUP BY r.first_code",
            **asked.values, low=low, as_of=self._as_of,
        ):  # fmt: skip
            found[row["code"]] += int(row["n"])
        return found

    def _of(self, code: str) -> Asked:
        """Return the condition narrowed to one code."""
        groups = tuple(self._groups[code])
        values = dict(self._asked.values)
        where = f"{self._asked.where} AND {any_of('r.grp', 'of', groups, values)}"
        return replace(self._asked, where=where, values=values, groups=groups)

    def _read(self, asked: Asked, reach: Reach, limit: int) -> list[Row]:
        # Numbers first: the index by cause holds them. They are sorted, as of several causes they must be; without
        # the plus SQLite would rather walk the rows of all causes in their order.
        found = self._rows.tuples(
            f"SELECT r.seq FROM {asked.source} r WHERE {asked.where} AND r.seq >= :low AND r.seq <= :high "
            "ORDER BY +r.seq DESC LIMIT :limit OFFSET :skip",
            **asked.values, low=reach.low, high=min(reach.high, self._as_of), limit=limit, skip=reach.skip,
        )  # fmt: skip
        return rows_at(self._rows, self._edrpou, found)
