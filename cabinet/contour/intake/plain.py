"""The quick way for plain lines: what is accepted without a word is told so by a few comparisons.

It only ever says that the rules would find nothing: a line of which that is not certain goes to them. A combination
of licence, place, game and day is judged once a batch by the rule itself. Tests feed both ways the same lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import msgspec
from msgspec import UNSET

from cabinet.contour.intake.facts import LedgerFacts
from cabinet.contour.intake.plain_moments import PlainMoments
from cabinet.contour.ledger.attempt import OUTCOMES, TAKEN
from cabinet.contour.ledger.draft import Draft, PlainLine
from cabinet.contract.limits import MAX_ITEM_BYTES
from cabinet.contract.moment import epoch_micros
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    ROUND_ID,
    TYPE,
)
from cabinet.rules.honest import honest_line, names_twice
from cabinet.rules.item import Item
from cabinet.rules.registry import registry

__all__ = ["PlainLines"]

_SECOND: Final = 1_000_000
_STATE: Final = 3
_TAKEN: Final = frozenset(number for number, outcome in enumerate(OUTCOMES) if outcome in TAKEN)
_moments: Final = PlainMoments()


@dataclass(slots=True)
class _Bet:
    """What is known of a bet that lines of this batch refer to."""

    seq: int
    licence: str
    player: str
    stake: int
    at: int
    refunded: int = 0
    rounds: set[str | None] = field(default_factory=set)
    """Rounds that were paid out."""


class PlainLines:
    """The plain lines of one batch, as they come."""

    def __init__(self, draft: Draft, facts: LedgerFacts, lines: Sequence[bytes]) -> None:
        limits = facts.limits
        self._draft = draft
        self._facts = facts
        self._now = epoch_micros(facts.now)
        self._earliest = self._now - limits.late_after_seconds * _SECOND
        self._latest = self._now + limits.future_tolerance_seconds * _SECOND
        self._times, self._payout_kop = limits.unusual_payout_times, limits.unusual_payout_kop
        self._known: dict[tuple[Any, ...], bool] = {}
        self._bets: dict[str, _Bet | None] = {}
        self._run: list[PlainLine] = []
        self._next = draft.pending.end
        self._most = most = limits.max_amount_kop
        self.lines = [honest_line(raw, most) if len(raw) <= MAX_ITEM_BYTES else None for raw in lines]
        """Of each line its fields, None of one that the rules are to judge."""

    def take(self, index: int, raw: bytes, last_number: int | None) -> Any | None:
        """Take the line if it is beyond doubt that it is accepted without a word; returns its fields if it is.

        It is drafted with others by :meth:`draft`.
        """
        line = self.lines[index]
        return line if line is not None and self._take(line, raw, last_number) else None

    def _take(self, line: Any, raw: bytes, last_number: int | None) -> bool:
        if names_twice(raw, line):
            return False
        tx, kind = line.operatorTxId, line.type
        if tx in self._facts.seen or self._draft.taken.get(tx) is not None:
            return False
        number = line.seqNo
        if number is not UNSET and last_number is not None and number != last_number + 1:
            return False
        moment = _moments.read(line.occurredAt)
        if moment is None:
            return False
        at, day = moment
        if not self._earliest <= at <= self._latest:
            return False
        combination = (
            line.licenceNo, line.vertical, line.brandId, line.siteId, line.pointId, line.terminalId, line.gameId,
            line.settlementForm, day,
        )  # fmt: skip
        known = self._known.get(combination)
        if known is None:
            known = self._known[combination] = self._registered(line, day)
        if not known:
            return False
        bet: _Bet | None = None
        related = line.relatedTxId
        if kind == "BET":
            if related is not UNSET:
                return False
        else:
            bet = self._bet(related)
            if bet is None or not self._refers(line, kind, bet, at):
                return False
        place = line.siteId or line.pointId or line.terminalId
        keys = (kind, line.licenceNo, line.brandId, place)
        self._run.append(PlainLine(raw, tx, None if bet is None else bet.seq, keys, line.amountKop, at))
        if bet is None:
            seq = self._next + len(self._run) - 1
            self._bets[tx] = _Bet(seq, line.licenceNo, line.playerRef, line.amountKop, at)
        elif kind == "REFUND":
            bet.refunded += line.amountKop
        else:
            bet.rounds.add(line.roundId)
        return True

    def draft(self) -> None:
        """Draft what was taken, before another line is."""
        if self._run:
            self._draft.plain(self._run)
            self._run = []
            self._next = self._draft.pending.end

    def judged(self, index: int) -> None:
        """Take note that the rules have judged a line: what they made of its bet is to be asked again."""
        self._next = self._draft.pending.end
        line = self.lines[index]
        if line is not None and line.relatedTxId is not UNSET:
            self._bets.pop(line.relatedTxId, None)
        else:
            self._bets.clear()

    def _registered(self, line: Any, day: date) -> bool:
        """Ask the rule itself about a licence, its place and its game on a day."""
        value = {name: given for name, given in msgspec.structs.asdict(line).items() if given is not UNSET}
        item = Item(b"", value, set(value), day=day)
        registry(item, self._facts)
        return not item.findings

    def _refers(self, line: Any, kind: str, bet: _Bet, at: int) -> bool:
        """Tell whether a refund or payout and its bet have nothing against each other."""
        if line.licenceNo != bet.licence or line.playerRef != bet.player or at < bet.at:
            return False
        if kind == "REFUND":
            return not bet.rounds and line.amountKop <= bet.stake - bet.refunded
        return (
            not 0 < bet.stake <= bet.refunded
            and line.roundId not in bet.rounds
            and line.amountKop <= min(bet.stake * self._times, self._payout_kop)
        )

    def _bet(self, identifier: str) -> _Bet | None:
        """Return an accepted bet, None for anything that is not plainly one."""
        try:
            return self._bets[identifier]
        except KeyError:
            bet = self._bets[identifier] = self._read_bet(identifier)
            return bet

    def _read_bet(self, identifier: str) -> _Bet | None:
        value = self._draft.taken.get(identifier)
        if value is None or value & _STATE not in _TAKEN:
            return None
        reader, seq = self._draft.reader, value >> 2
        raw, note = reader.line(seq)
        line = honest_line(raw, self._most) if note.fields is None else None
        moment = _moments.read(line.occurredAt) if line is not None else None
        if line is None or moment is None or line.type != "BET":
            return None
        bet = _Bet(seq, line.licenceNo, line.playerRef, line.amountKop, moment[0])
        for other in reader.referring(seq):
            if other.fields[TYPE] == "REFUND":
                bet.refunded += other.fields[AMOUNT_KOP] or 0
            else:
                bet.rounds.add(other.fields[ROUND_ID])
        return bet
