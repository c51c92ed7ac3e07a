"""What follows from attempts and can be built again from them: the index of rejections, roll-ups, days of frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from cabinet.contour.ledger.attempt import TAKEN, Attempt, worst_first
from cabinet.contour.ledger.frame_days import FrameDays
from cabinet.contour.ledger.roll_ups import Counted, RollUps, counted_at
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.index import RejectionIndex
from cabinet.contour.rejections.roots import ATTEMPTS
from cabinet.contract.findings import Finding
from cabinet.contract.states import CaseState, Outcome, RejectionState
from cabinet.contract.transaction import OPERATOR_TX_ID
from cabinet.rules.item import ItemFields
from cabinet.rules.rates import RateTable

__all__ = ["Consequences"]


class Consequences:
    """Of one transaction of one operator's log; written at its end."""

    def __init__(
        self, rows: Rows, edrpou: str, counted: Callable[[str], Counted], rates: RateTable | None = None
    ) -> None:
        """``counted`` tells what the roll-ups count of an attempt, by its id; ``rates`` are the log's."""
        self._rows = rows
        self._edrpou = edrpou
        self._counted = counted
        self.rejections = RejectionIndex(rows, edrpou)
        self.roll_ups = RollUps(edrpou, rates)
        self.frame_days = FrameDays(edrpou)

    def attempt(
        self,
        seq: int,
        attempt_id: str,
        counted: Counted,
        fields: ItemFields,
        findings: Iterable[Finding],
        now: datetime,
        taken_back: Attempt | None = None,
    ) -> None:
        """Take an attempt in, and out what it corrects or takes the place of.

        A reversal counts nowhere, and what it takes back, ``taken_back``, no more.
        """
        self.frame_days.add(seq, counted_at(counted.occurred_at, counted.received_at))
        if taken_back is not None:
            self.roll_ups.add(taken_back.counted, -1)
            self.rejections.roots.reversed(taken_back.fields[OPERATOR_TX_ID] or "")
        else:
            self.roll_ups.add(counted, 1)
        outcome, corrects, tx = Outcome(counted.outcome), counted.corrects, fields[OPERATOR_TX_ID]
        if outcome in TAKEN and tx is not None:
            self.rejections.roots.accepted((tx,))
        elif outcome is Outcome.PENDING:
            found, source = worst_first(list(findings)), counted.keys[-1] or ""
            self.rejections.held(seq, attempt_id, counted.received_at, source, fields, counted.ggr_kop, found)
        elif outcome is Outcome.REJECTED:
            if corrects is None and tx is not None:
                self._supersede_unlinked(tx, attempt_id, now)
            source = counted.keys[-1] or ""
            found = worst_first(list(findings))
            self.rejections.opened(seq, attempt_id, counted.received_at, source, fields, counted.ggr_kop, found, now)
        if corrects is not None:
            self._supersede(corrects, attempt_id, outcome, now)

    def verdict(self, held: Counted, attempt: Attempt, now: datetime) -> None:
        """Take what became of an attempt that was held in, and out what was counted of it until now."""
        self.roll_ups.add(held, -1)
        self.rejections.held_no_more(attempt.seq)
        self.attempt(attempt.seq, attempt.attempt_id, attempt.counted, attempt.fields, attempt.findings, now)

    def set_group_case(self, group_id: str, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a cause and everything open in it."""
        self.rejections.set_group_case(group_id, state, assignee)
        for rejection in self._rows.all(
            "SELECT * FROM rejections WHERE edrpou = :edrpou AND grp = :grp AND state IN ('open', 'justified')",
            edrpou=self._edrpou, grp=group_id,
        ):  # fmt: skip
            self.set_case(rejection, state, assignee)

    def set_case(self, row: Row, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a rejection: a justified one is stuck no more."""
        was, now = row["state"] == RejectionState.JUSTIFIED.value, state is CaseState.JUSTIFIED
        self.rejections.set_case(row, state, assignee)
        if was != now and row["state"] in {RejectionState.OPEN.value, RejectionState.JUSTIFIED.value}:
            counted = self._counted(row["attempt_id"])
            self.roll_ups.add(counted, -1, justified=was)
            self.roll_ups.add(counted, 1, justified=now)

    def write(self) -> None:
        """Write the differences."""
        self.rejections.flush()
        self.roll_ups.write(self._rows)
        self.frame_days.write(self._rows)

    def _supersede(self, attempt_id: str, by: str, outcome: Outcome, now: datetime) -> None:
        """The rejected attempt is no longer the latest: its state and its place in the figures move."""
        state = RejectionState.SUPERSEDED if outcome is Outcome.REJECTED else RejectionState.CORRECTED
        was = self.rejections.closed(attempt_id, state, by, now)
        justified = was["state"] == RejectionState.JUSTIFIED.value
        self.roll_ups.add(self._counted(attempt_id), -1, justified=justified)

    def _supersede_unlinked(self, tx: str, by: str, now: datetime) -> None:
        """A new rejected attempt without a link (IN-808) takes the place of the open one: one transaction, one row."""
        old = self._rows.one(
            f"SELECT attempt_id {ATTEMPTS} AND state IN ('open', 'justified')",
            edrpou=self._edrpou, tx=tx,
        )  # fmt: skip
        if old is not None:
            self._supersede(old["attempt_id"], by, Outcome.REJECTED, now)
