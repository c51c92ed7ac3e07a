"""Refunds of one log that wait for their bets, as one transaction sees and changes them.

The table holds those that still wait, and follows from the log: a held attempt stands in it from its own entry to its
verdict's. There are at most ``maxHeld`` of ``GET /limits``.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final, NamedTuple

from cabinet.contour.ledger.operator_log import PLACES, OperatorLog
from cabinet.contour.ledger.store import Rows

__all__ = ["WAITING", "Held", "Waiting"]

WAITING: Final = ("place", "operator_tx_id", "bet", "received_at")
"""Columns of the table."""


class Held(NamedTuple):
    """A held refund: its entry, its id and its bet's, and when it came in microseconds."""

    seq: int
    operator_tx_id: str
    bet: str
    received_at: int


class Waiting:
    """Those of the first ``size`` entries that wait, and what the transaction has changed."""

    def __init__(self, rows: Rows, log: OperatorLog, size: int) -> None:
        self._rows = rows
        self._log = log
        self._size = size
        self._came: dict[int, Held] = {}
        self._ended: list[int] = []

    @cached_property
    def _all(self) -> dict[int, Held]:
        base = self._log.base
        found = self._rows.tuples(
            f"SELECT {', '.join(WAITING)} FROM waiting WHERE place >= :low AND place < :high ORDER BY place",
            low=base, high=base + min(self._size, PLACES),
        )  # fmt: skip
        return {place ^ base: Held(place ^ base, *others) for place, *others in found}

    @cached_property
    def _of_bet(self) -> dict[str, dict[int, Held]]:
        found: dict[str, dict[int, Held]] = {}
        for held in self._all.values():
            found.setdefault(held.bet, {})[held.seq] = held
        return found

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._all)

    def all(self) -> list[Held]:
        """Return all that wait, oldest first."""
        return list(self._all.values())

    def of(self, bet: str) -> list[Held]:
        """Return what waits for a bet, oldest first."""
        return list(self._of_bet.get(bet, {}).values())

    def bets(self) -> list[str]:
        """Return the bets that something waits for."""
        return list(self._of_bet)

    def came(self, held: Held) -> None:
        """Let one more wait."""
        self._of_bet.setdefault(held.bet, {})[held.seq] = held
        self._all[held.seq] = self._came[held.seq] = held

    def ended(self, seq: int) -> None:
        """Let one wait no longer."""
        of_bet, bet = self._of_bet, self._all.pop(seq).bet
        del of_bet[bet][seq]
        if not of_bet[bet]:
            del of_bet[bet]
        if self._came.pop(seq, None) is None:
            self._ended.append(seq)

    def write(self) -> None:
        """Write what has changed."""
        base = self._log.base
        self._rows.many("DELETE FROM waiting WHERE place = :place", [{"place": base | seq} for seq in self._ended])
        self._rows.insert("waiting", WAITING, [(base | seq, *held[1:]) for seq, held in self._came.items()])
        self._ended.clear()
        self._came.clear()
