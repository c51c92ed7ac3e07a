"""The quick way for plain lines: what is accepted without a word is told so by a few comparisons.

It only ever says that the rules would find nothing: a line of which that is not certain goes to them. A combination
of licence, place, game and day is judged once a batch by the rule itself. Tests feed both ways the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec import UNSET

from cabinet.contour.intake.batch_lines import BatchLines
from cabinet.contour.intake.facts import LedgerFacts
from cabinet.contour.intake.plain_moments import PlainMoments
from cabinet.contour.ledger.attempt import OUTCOMES, TAKEN
from cabinet.contour.ledger.draft import Draft, PlainKeys, PlainLine
from cabinet.contour.ledger.taken import STATE
from cabinet.contract.moment import epoch_micros
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    ROUND_ID,
    TYPE,
)
from cabinet.rules.honest import honest_line
from cabinet.rules.item import Item
from cabinet.rules.registry import registry

__all__ = ["PlainLines"]

_SECOND: Final = 1_000_000
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

    def __init__(self, draft: Draft, facts: LedgerFacts, lines: BatchLines) -> None:
        limits = facts.limits
        self._draft = draft
        self._facts = facts
        self._now = epoch_micros(facts.now)
        self._earliest = self._now - limits.late_after_seconds * _SECOND
        self._latest = self._now + limits.future_tolerance_seconds * _SECOND
        self._times, self._payout_kop = limits.unusual_payout_times, limits.unusual_payout_kop
        self._known: dict[tuple[Any, ...], PlainKeys | None] = {}
        self._own: dict[str, tuple[int, Any, int]] = {}
        """Bets that were taken: entry, fields, moment."""
        self._bets: dict[str, _Bet | None] = {}
        self._lines = lines
        self._most = limits.max_amount_kop

    def take(self, start: int, last_number: int | None) -> tuple[int, int | None]:
        """Draft lines as long as each is beyond doubt accepted without a word.

        Returns where the first other one is, and the source's ``seqNo`` then.
        """
        known, seen, standing = self._known, self._facts.seen, self._draft.taken.known
        earliest, latest, own, moment_of = self._earliest, self._latest, self._own, _moments.read
        seq = self._draft.pending.end
        run: list[PlainLine] = []
        for index, (raw, line) in enumerate(
            islice(zip(self._lines.raws, self._lines.honest, strict=True), start, None), start
        ):
            if line is None:
                break
            tx, number, kind, related = line.operatorTxId, line.seqNo, line.type, line.relatedTxId
            if tx in seen or standing[tx] is not None:
                break
            if number is not UNSET and last_number is not None and number != last_number + 1:
                break
            moment = moment_of(line.occurredAt)
            if moment is None:
                break
            at, day = moment
            if not earliest <= at <= latest:
                break
            combination = (
                kind, line.licenceNo, line.vertical, line.brandId, line.siteId, line.pointId, line.terminalId,
                line.gameId, line.settlementForm, day,
            )  # fmt: skip
            try:
                keys = known[combination]
            except KeyError:
                keys = known[combination] = self._registered(line, day)
            if keys is None:
                break
            amount = line.amountKop
            if kind == "BET":
                if related is not UNSET:
                    break
                own[tx] = (seq + len(run), line, at)
                run.append((raw, tx, None, keys, amount, at))
            else:
                bet = self._bet(related)
                if bet is None or not self._refers(line, kind, bet, at):
                    break
                if kind == "REFUND":
                    bet.refunded += amount
                else:
                    bet.rounds.add(line.roundId)
                run.append((raw, tx, bet.seq, keys, amount, at))
            seen[tx] = index
            if number is not UNSET:
                last_number = number
        if run:
            self._draft.plain(run)
        return start + len(run), last_number

    def judged(self, index: int) -> None:
        """Take note that the rules have judged a line: what they made of its bet is to be asked again."""
        line = self._lines.honest[index]
        if line is not None and line.relatedTxId is not UNSET:
            self._bets.pop(line.relatedTxId, None)
            self._own.pop(line.relatedTxId, None)
        else:
            self._bets.clear()
            self._own.clear()

    def _registered(self, line: Any, day: date) -> PlainKeys | None:
        """Ask the rule itself about a licence, its place and its game on a day; returns what lines are counted by."""
        value = {name: given for name, given in msgspec.structs.asdict(line).items() if given is not UNSET}
        item = Item(b"", value, set(value), day=day)
        registry(item, self._facts)
        if item.findings:
            return None
        return (line.type, line.licenceNo, line.brandId, line.siteId or line.pointId or line.terminalId)

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
            own = self._own.get(identifier)
            bet: _Bet | None
            if self._draft.waiting.of(identifier):
                bet = None
            elif own is not None:
                seq, line, at = own
                bet = _Bet(seq, line.licenceNo, line.playerRef, line.amountKop, at)
            else:
                bet = self._read_bet(identifier)
            self._bets[identifier] = bet
            return bet

    def _read_bet(self, identifier: str) -> _Bet | None:
        value = self._draft.taken.get(identifier)
        if value is None or value & STATE not in _TAKEN:
            return None
        reader, seq = self._draft.reader, value >> 2
        raw, note = reader.line(seq)
        line = honest_line(raw, self._most) if note.fields is None else None
        moment = _moments.read(line.occurredAt) if line is not None else None
        if line is None or moment is None or line.type != "BET":
            return None
        if reader.amended_by(seq) is not None:
            return None
        bet = _Bet(seq, line.licenceNo, line.playerRef, line.amountKop, moment[0])
        for other in reader.referring(seq):
            if other.fields[TYPE] == "REFUND":
                bet.refunded += other.fields[AMOUNT_KOP] or 0
            else:
                bet.rounds.add(other.fields[ROUND_ID])
        return bet
