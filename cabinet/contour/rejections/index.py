"""What the ledger keeps beside its entries so that rejections are found, grouped and counted without reading them.

Everything here can be built again from entries and case events. Differences are gathered during one transaction and
written once at its end.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime

from cabinet.contour.ledger.field_columns import FIELD_NAMES, column_values
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.money import MONEY, Money, money_of
from cabinet.contour.rejections.roots import Roots, root_of
from cabinet.contract.errors import BugError
from cabinet.contract.findings import Finding
from cabinet.contract.moment import epoch_micros, kyiv_day
from cabinet.contract.states import CaseState, RejectionState
from cabinet.contract.transaction import AMOUNT_KOP, OPERATOR_TX_ID, TYPE
from cabinet.rules.item import ItemFields

__all__ = ["ALL", "BLOCK", "NOBODY", "RejectionIndex", "group_id"]

BLOCK = 4_096
"""Entries a block: a place inside one is found by counting at most so many rows."""
ALL = ""
"""The group of every rejection."""
NOBODY = ""
"""Who did what the ledger itself notes of a case: that its cause came again."""
_ROW = (
    "edrpou", "seq", "attempt_id", "received_at", "source", "codes", *FIELD_NAMES, "state", "grp", "first_code",
    "pointer", "case_state", "assignee", "case_version", "root_tx", "root_accepted", "ggr_kop",
)  # fmt: skip
_UPSERT_GROUP = (
    "INSERT INTO rejection_groups (edrpou, grp, code, pointer, source, open, total, open_kop, first_seen, last_seen, "
    "case_state, case_version) VALUES (:edrpou, :grp, :code, :pointer, :source, 0, 0, 0, :at, :at, 'new', 0) "
    "ON CONFLICT (edrpou, grp) DO UPDATE SET last_seen = excluded.last_seen, recurred_at = CASE WHEN "
    "rejection_groups.open = 0 THEN excluded.last_seen ELSE rejection_groups.recurred_at END"
)
_UPSERT_HOLDING = (
    "INSERT INTO rejection_groups (edrpou, grp, code, pointer, source, open, total, open_kop, first_seen, last_seen, "
    "case_state, case_version) VALUES (:edrpou, :grp, :code, :pointer, :source, 0, 0, 0, :at, :at, 'new', 0) "
    "ON CONFLICT (edrpou, grp) DO UPDATE SET last_seen = excluded.last_seen"
)
"""A cause that only holds refunds up."""
_REOPEN = (
    "UPDATE rejection_groups SET case_state = 'new', case_version = case_version + 1 "
    "WHERE edrpou = :edrpou AND grp = :grp"
)
# A log that is derived anew has the event already.
_CAME_AGAIN = (
    "INSERT INTO case_events (edrpou, subject, version, number, size, at, by_name, state, assignee, note) "
    "SELECT :edrpou, :grp, :version, COALESCE(MAX(number), 0) + 1, :size, :at, :by, 'new', :assignee, '' "
    "FROM case_events WHERE edrpou = :edrpou ON CONFLICT DO NOTHING"
)
_DECIDED = {CaseState.JUSTIFIED.value, CaseState.WAITING_IT.value}
"""Where a cause that was decided about as a whole, and had gone, is open anew when it comes again."""
_COUNTED = ("open", "total", *MONEY)
_ADDED = ", ".join(f"{name} = {name} + :{name}" for name in _COUNTED)
_LONGEST_POINTER = 64


def group_id(code: str, pointer: str, source: str) -> str:
    """Return the id of a cause: 16 hex digits over code, field and source."""
    return hashlib.sha256(f"{code}\0{pointer}\0{source}".encode()).hexdigest()[:16]


class RejectionIndex:
    """The index as one transaction changes it."""

    def __init__(self, rows: Rows, edrpou: str) -> None:
        self._rows = rows
        self._edrpou = edrpou
        self._blocks: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
        self._groups: dict[str, list[int]] = defaultdict(lambda: [0] * (2 + len(MONEY)))
        self._days: dict[tuple[str, str], int] = defaultdict(int)
        self._assignees: dict[str, str | None] = {}
        self.roots = Roots(rows, edrpou)

    def begin(self) -> None:
        """Begin a part of the transaction: causes are met anew."""
        self._assignees.clear()

    def opened(
        self,
        seq: int,
        attempt_id: str,
        received_at: int,
        source: str,
        fields: ItemFields,
        ggr_kop: int,
        found: list[Finding],
        now: datetime,
    ) -> None:
        """Take in a new rejected attempt by which GGR would gain ``ggr_kop``; what weighs most is found first."""
        worst = found[0]
        pointer = worst.pointer[:_LONGEST_POINTER]
        grp = group_id(worst.code, pointer, source)
        if grp not in self._assignees:
            self._assignees[grp] = self._meet(grp, worst.code, pointer, source, seq, now)
        codes = ",".join(dict.fromkeys(f.code for f in found))
        root_tx, tx = root_of(fields, found), fields[OPERATOR_TX_ID]
        row = (
            self._edrpou, seq, attempt_id, received_at, source, codes, *column_values(fields),
            RejectionState.OPEN.value, grp, worst.code, pointer, CaseState.NEW.value, self._assignees[grp], 0,
            root_tx, 0 if root_tx is not None else None, ggr_kop,
        )  # fmt: skip
        self._rows.insert("rejections", _ROW, (row,))
        self._days[grp, kyiv_day(now).isoformat()] += 1
        sums = money_of(fields[TYPE], fields[AMOUNT_KOP], ggr_kop)
        self._count(grp, seq, sums, opened=1, total=1)
        if root_tx is not None:
            self.roots.opened(grp, root_tx, sums)
        if tx is not None:
            self.roots.touched(tx)

    def held(
        self, seq: int, attempt_id: str, received_at: int, source: str, fields: ItemFields, ggr_kop: int,
        found: list[Finding],
    ) -> None:  # fmt: skip
        """Take in an attempt that waits for its verdict: it is listed where it is asked for, and counts nowhere."""
        pointer = found[0].pointer[:_LONGEST_POINTER]
        grp = group_id(found[0].code, pointer, source)
        self._rows.run(
            _UPSERT_HOLDING, edrpou=self._edrpou, grp=grp, code=found[0].code, pointer=pointer, source=source,
            at=received_at,
        )  # fmt: skip
        codes = ",".join(dict.fromkeys(f.code for f in found))
        row = (
            self._edrpou, seq, attempt_id, received_at, source, codes, *column_values(fields),
            RejectionState.HELD.value, grp, found[0].code, pointer, CaseState.NEW.value, None, 0, None, None, ggr_kop,
        )  # fmt: skip
        self._rows.insert("rejections", _ROW, (row,))

    def held_no_more(self, seq: int) -> None:
        """Take an attempt out whose verdict is there: if it is rejected, it comes in as any other."""
        self._rows.run("DELETE FROM rejections WHERE edrpou = :edrpou AND seq = :seq", edrpou=self._edrpou, seq=seq)

    def _meet(self, grp: str, code: str, pointer: str, source: str, seq: int, now: datetime) -> str | None:
        """Note that a cause has come (again); returns who works on it."""
        self._flush_group(grp)
        kept = self._rows.one(
            "SELECT open, case_state, case_version, assignee FROM rejection_groups "
            "WHERE edrpou = :edrpou AND grp = :grp",
            edrpou=self._edrpou, grp=grp,
        )  # fmt: skip
        self._rows.run(
            _UPSERT_GROUP, edrpou=self._edrpou, grp=grp, code=code, pointer=pointer, source=source,
            at=epoch_micros(now),
        )  # fmt: skip
        if kept is None:
            return None
        if not kept["open"] and kept["case_state"] in _DECIDED:
            self._rows.run(_REOPEN, edrpou=self._edrpou, grp=grp)
            self._rows.run(
                _CAME_AGAIN, edrpou=self._edrpou, grp=grp, version=kept["case_version"] + 1, size=seq,
                at=epoch_micros(now), by=NOBODY, assignee=kept["assignee"],
            )  # fmt: skip
        assignee: str | None = kept["assignee"]
        return assignee

    def closed(self, attempt_id: str, state: RejectionState, by: str | None, now: datetime) -> Row:
        """Note what has become of an attempt; returns the row as it was."""
        row = self._rows.one("SELECT * FROM rejections WHERE attempt_id = :id", id=attempt_id)
        if row is None:
            raise BugError(f"rejected attempt {attempt_id} is not there")
        self._rows.run(
            "UPDATE rejections SET state = :state, corrected_by = :by, closed_at = :at WHERE attempt_id = :id",
            state=state.value, by=by, at=epoch_micros(now), id=attempt_id,
        )  # fmt: skip
        self._moved(row, state)
        return row

    def set_case(self, row: Row, state: CaseState, assignee: str | None) -> None:
        """Note what people have decided about one rejection; a justified one is no longer open."""
        ledger = RejectionState(row["state"])
        if ledger in {RejectionState.OPEN, RejectionState.JUSTIFIED}:
            ledger = RejectionState.JUSTIFIED if state is CaseState.JUSTIFIED else RejectionState.OPEN
        self._rows.run(
            "UPDATE rejections SET state = :ledger, case_state = :state, assignee = :assignee, "
            "case_version = case_version + 1 WHERE edrpou = :edrpou AND seq = :seq",
            ledger=ledger.value, state=state.value, assignee=assignee, edrpou=self._edrpou, seq=row["seq"],
        )  # fmt: skip
        self._moved(row, ledger)

    def set_group_case(self, grp: str, state: CaseState, assignee: str | None) -> None:
        """Note what people have decided about a cause."""
        self._rows.run(
            "UPDATE rejection_groups SET case_state = :state, assignee = :assignee, case_version = case_version + 1 "
            "WHERE edrpou = :edrpou AND grp = :grp",
            state=state.value, assignee=assignee, edrpou=self._edrpou, grp=grp,
        )  # fmt: skip

    def flush(self) -> None:
        """Write the differences."""
        self.roots.flush()
        for grp in list(self._groups):
            self._flush_group(grp)
        self._rows.many(
            "INSERT INTO rejection_blocks (edrpou, grp, block, open, total) "
            "VALUES (:edrpou, :grp, :block, :open, :total) ON CONFLICT (edrpou, grp, block) DO UPDATE SET "
            "open = rejection_blocks.open + excluded.open, total = rejection_blocks.total + excluded.total",
            [
                {"edrpou": self._edrpou, "grp": grp, "block": block, "open": opened, "total": total}
                for (grp, block), (opened, total) in self._blocks.items()
                if opened or total
            ],
        )
        self._rows.many(
            "INSERT INTO rejection_days (edrpou, grp, day, n) VALUES (:edrpou, :grp, :day, :n) "
            "ON CONFLICT (edrpou, grp, day) DO UPDATE SET n = rejection_days.n + excluded.n",
            [{"edrpou": self._edrpou, "grp": g, "day": day, "n": n} for (g, day), n in self._days.items()],
        )
        self._blocks.clear()
        self._days.clear()

    def _moved(self, row: Row, state: RejectionState) -> None:
        was, now = row["state"] == RejectionState.OPEN.value, state is RejectionState.OPEN
        if was != now:
            sums = money_of(row["type"], row["amount_kop"], row["ggr_kop"])
            self._count(row["grp"], row["seq"], sums, opened=1 if now else -1, total=0)
            self.roots.moved(row, 1 if now else -1)
        if row["operator_tx_id"] is not None:
            self.roots.touched(row["operator_tx_id"])

    def _count(self, grp: str, seq: int, sums: Money, *, opened: int, total: int) -> None:
        for of in (ALL, grp):
            block = self._blocks[of, seq // BLOCK]
            block[0] += opened
            block[1] += total
        group = self._groups[grp]
        group[0] += opened
        group[1] += total
        for place, kop in enumerate(sums, 2):
            group[place] += opened * kop

    def _flush_group(self, grp: str) -> None:
        differences = self._groups.pop(grp, [])
        if any(differences):
            self._rows.run(
                f"UPDATE rejection_groups SET {_ADDED} WHERE edrpou = :edrpou AND grp = :grp",
                edrpou=self._edrpou, grp=grp, **dict(zip(_COUNTED, differences, strict=True)),
            )  # fmt: skip
