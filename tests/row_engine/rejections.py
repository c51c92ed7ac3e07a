"""The index of rejections as the row engine kept it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.errors import BugError
from cabinet.contract.findings import Finding
from cabinet.contract.moment import epoch_micros, kyiv_day
from cabinet.contract.states import CaseState, RejectionState
from tests.row_engine.field_columns import SOUGHT

BLOCK = 4_096
"""Entries a block: a place inside one is found by counting at most so many rows."""
GAINS = {"BET": 1, "REFUND": -1, "PAYOUT": -1}
ALL = ""
"""The group of every rejection."""
_ROW = (
    "attempt_id", "edrpou", "seq", "received_at", "source", "codes",
    *SOUGHT,
)  # fmt: skip
_INSERT = (
    f"INSERT INTO rejections ({', '.join(_ROW)}, state, grp, first_code, pointer, case_state, assignee, case_version, "
    "ggr_kop) "
    f"VALUES ({', '.join(':' + c for c in _ROW)}, 'open', :grp, :first_code, :pointer, 'new', :assignee, 0, :ggr)"
)
_UPSERT_GROUP = (
    "INSERT INTO rejection_groups (edrpou, grp, code, pointer, source, open, total, open_kop, first_seen, last_seen, "
    "case_state, case_version) VALUES (:edrpou, :grp, :code, :pointer, :source, 0, 0, 0, :at, :at, 'new', 0) "
    "ON CONFLICT (edrpou, grp) DO UPDATE SET last_seen = excluded.last_seen, recurred_at = CASE WHEN "
    "rejection_groups.open = 0 THEN excluded.last_seen ELSE rejection_groups.recurred_at END"
)
_LONGEST_POINTER = 64


def group_id(code: str, pointer: str, source: str) -> str:
    """Return the id of a cause: 16 hex digits over code, field and source."""
    return hashlib.sha256(f"{code}\0{pointer}\0{source}".encode()).hexdigest()[:16]


def _gained(attempt: Mapping[str, object]) -> int:
    amount = attempt["amount_kop"]
    gained = GAINS.get(str(attempt["type"]), 0) * (amount if isinstance(amount, int) else 0)
    return -gained if attempt["unreversed"] else gained


def _sums(kind: object, amount: object, gained: int) -> list[int]:
    whole = amount if isinstance(amount, int) else 0
    return [whole, *(GAINS[one] * gained if kind == one else 0 for one in GAINS)]


class RejectionIndex:
    """The index as one transaction changes it."""

    def __init__(self, rows: Rows, edrpou: str) -> None:
        self._rows = rows
        self._edrpou = edrpou
        self._blocks: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
        self._groups: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0, 0])
        self._days: dict[tuple[str, str], int] = defaultdict(int)
        self._assignees: dict[str, str | None] = {}

    def opened(self, attempt: Mapping[str, object], finding: Finding, now: datetime) -> None:
        """Take a new rejected attempt in; ``finding`` is its worst one."""
        pointer = finding.pointer[:_LONGEST_POINTER]
        source = str(attempt["source"])
        grp = group_id(finding.code, pointer, source)
        if grp not in self._assignees:
            self._assignees[grp] = self._meet(grp, finding.code, pointer, source, now)
        self._rows.run(
            _INSERT, **{name: attempt[name] for name in _ROW}, grp=grp, first_code=finding.code, pointer=pointer,
            assignee=self._assignees[grp], ggr=_gained(attempt),
        )  # fmt: skip
        seq, amount = attempt["seq"], attempt["amount_kop"]
        assert isinstance(seq, int)
        self._days[grp, kyiv_day(now).isoformat()] += 1
        self._count(grp, seq, _sums(attempt["type"], amount, _gained(attempt)), opened=1, total=1)

    def _meet(self, grp: str, code: str, pointer: str, source: str, now: datetime) -> str | None:
        """Note that a cause has come (again); returns who works on it."""
        self._flush_group(grp)
        self._rows.run(
            _UPSERT_GROUP, edrpou=self._edrpou, grp=grp, code=code, pointer=pointer, source=source,
            at=epoch_micros(now),
        )  # fmt: skip
        kept = self._rows.one(
            "SELECT assignee FROM rejection_groups WHERE edrpou = :edrpou AND grp = :grp",
            edrpou=self._edrpou, grp=grp,
        )  # fmt: skip
        return kept["assignee"] if kept is not None else None

    def closed(self, attempt_id: str, state: RejectionState, by: str | None) -> Row:
        """Note what has become of an attempt; returns the row as it was."""
        row = self._rows.one("SELECT * FROM rejections WHERE attempt_id = :id", id=attempt_id)
        if row is None:
            raise BugError(f"rejected attempt {attempt_id} is not there")
        self._rows.run(
            "UPDATE rejections SET state = :state, corrected_by = :by WHERE attempt_id = :id",
            state=state.value, by=by, id=attempt_id,
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

    def flush(self) -> None:
        """Write the differences."""
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
            sums = _sums(row["type"], row["amount_kop"], row["ggr_kop"])
            self._count(row["grp"], row["seq"], sums, opened=1 if now else -1, total=0)

    def _count(self, grp: str, seq: int, sums: list[int], *, opened: int, total: int) -> None:
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
        opened, total, kop, bet, refund, payout = self._groups.pop(grp, (0, 0, 0, 0, 0, 0))
        if opened or total or kop:
            self._rows.run(
                "UPDATE rejection_groups SET open = open + :open, total = total + :total, open_kop = open_kop + :kop, "
                "open_bet_kop = open_bet_kop + :bet, open_refund_kop = open_refund_kop + :refund, "
                "open_payout_kop = open_payout_kop + :payout WHERE edrpou = :edrpou AND grp = :grp",
                open=opened, total=total, kop=kop, bet=bet, refund=refund, payout=payout, edrpou=self._edrpou, grp=grp,
            )  # fmt: skip
