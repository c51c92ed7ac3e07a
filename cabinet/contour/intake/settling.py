"""What was held is judged again: when its bet has come, or when its time is over (CONTRACT §5).

Both end in an entry of their own, the verdict; what was told first is never changed. It is done at the end of the
batch that brought the bet, before any other is judged.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from cabinet.contour.intake.facts import LedgerFacts
from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.attempt import Attempt
from cabinet.contour.ledger.taken import STATE
from cabinet.contour.ledger.waiting import Held, Waiting
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import Severity
from cabinet.contract.transaction import AMOUNT_KOP, TYPE
from cabinet.rules.check import examine
from cabinet.rules.facts import AttemptFacts, LimitFacts

__all__ = ["Settling", "overdue"]

_OF_ITS_PLACE: Final = frozenset({"AU-107", "IN-801", "IN-802"})
"""What was found of where a line stood in its batch and chain: it is not to be found again, and stays."""
_HELD: Final = 2


def overdue(waiting: Waiting, hold_seconds: int, now: datetime) -> list[Held]:
    """Return what has waited for its bet so long by now, oldest first."""
    until = epoch_micros(now - timedelta(seconds=hold_seconds))
    return [held for held in waiting.all() if held.received_at <= until]


class _Facts(LedgerFacts):
    """As they are for an attempt that was held: it came when it came, and its own id is free for it."""

    held: Attempt
    """Which is judged."""

    def __init__(self, append: Append, limits: LimitFacts) -> None:
        super().__init__(append, "", dataclasses.replace(limits, hold_seconds=0))

    @property
    def now(self) -> datetime:
        """When it was received."""
        return from_micros(self.held.received_at)

    @property
    def source(self) -> str:
        """The source that sent it."""
        return self.held.source

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        """Return how a transaction stands, nothing of the one that is judged."""
        latest = super().latest(operator_tx_id)
        return None if latest is not None and latest.attempt_id == self.held.attempt_id else latest

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return what accepted refunds have given back: what else waits has come later."""
        return sum(a.fields[AMOUNT_KOP] or 0 for a in self._referring(bet_tx_id) if a.fields[TYPE] == "REFUND")

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return nothing: while the bet was not there none was paid, and what came since came later."""
        del bet_tx_id
        return None


class Settling:
    """The verdicts of one transaction."""

    def __init__(self, append: Append, limits: LimitFacts) -> None:
        self._append = append
        self._limits = limits

    @cached_property
    def _facts(self) -> _Facts:
        return _Facts(self._append, self._limits)

    def run(self) -> int:
        """Settle what waits for bets that this transaction has accepted or rejected; returns how many those are."""
        taken = self._append.taken
        came = [
            held
            for bet in self._append.waiting.bets()
            if taken.changed(bet) and (taken.get(bet) or 0) & STATE != _HELD
            for held in self._append.waiting.of(bet)
        ]
        for held in sorted(came):
            self._settle(held)
        return len(came)

    def expire(self) -> None:
        """Settle what has waited as long as it may."""
        for held in overdue(self._append.waiting, self._limits.hold_seconds, self._append.now):
            self._settle(held)

    def _settle(self, waiting: Held) -> None:
        held = self._facts.held = self._append.reader.attempt(waiting.seq)
        examined = examine(held.line, self._facts)
        kept = [f for f in held.findings if f.code in _OF_ITS_PLACE and f.severity is not Severity.HELD]
        self._append.verdict(held, dataclasses.replace(examined, findings=(*examined.findings, *kept)))
