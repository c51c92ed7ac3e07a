"""What was held is judged again, as over the row engine: the last one that had come for it is asked row by row."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta

from cabinet.contour.ledger.store import Row
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import AMOUNT_KOP, TYPE
from cabinet.rules.check import examine
from cabinet.rules.facts import AttemptFacts, LimitFacts
from tests.row_engine.facts import LedgerFacts
from tests.row_engine.log import WAITS, Append


class _Facts(LedgerFacts):
    def __init__(self, append: Append, limits: LimitFacts, held: Row) -> None:
        super().__init__(append, held["source"], dataclasses.replace(limits, hold_seconds=0))
        self._held = held

    @property
    def now(self) -> datetime:
        return from_micros(self._held["received_at"])

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        return None if operator_tx_id == self._held["operator_tx_id"] else super().latest(operator_tx_id)

    def refunded_kop(self, bet_tx_id: str) -> int:
        return sum(a.fields[AMOUNT_KOP] or 0 for a in self._taken(bet_tx_id) if a.fields[TYPE] == "REFUND")

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        del bet_tx_id
        return None


def settle(append: Append, limits: LimitFacts, soms: Mapping[str, str | None], *, overdue: bool) -> None:
    """Settle what is overdue, or what waits for bets that have come; ``soms`` are ids that the ledger gave."""
    until = epoch_micros(append.now - timedelta(seconds=limits.hold_seconds))
    for held in append.rows.all(
        f"SELECT a.*, p.bytes AS bytes, p.findings AS findings FROM attempts a JOIN payloads p USING (attempt_id) "
        f"WHERE a.edrpou = :edrpou AND {WAITS} ORDER BY a.seq",
        edrpou=append.edrpou,
    ):
        facts = _Facts(append, limits, held)
        bet = facts.latest(held["related_tx_id"])
        come = bet is not None and bet.outcome is not Outcome.PENDING
        if held["received_at"] <= until if overdue else come:
            append.verdict(held, examine(held["bytes"], facts), soms.get(held["attempt_id"]))
