"""Lines of one operator's log that are judged and not written: a transaction under way, or a check that writes none.

Later lines see earlier ones: how their transactions stand, what refers to a bet, what a correction has corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from cabinet.contour.ledger.attempt import (
    OUTCOMES,
    Attempt,
    NewAttempt,
    all_well_formed,
    awaited_bet,
    corrected_attempt,
    kept_fields,
    referred_bet,
)
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE, ids_from, next_tick
from cabinet.contour.ledger.frames import NO_FINDINGS, PLAIN, Note
from cabinet.contour.ledger.operator_log import OperatorLog
from cabinet.contour.ledger.reader import Block, LogReader
from cabinet.contour.ledger.store import Rows
from cabinet.contour.ledger.taken import TakenChanges
from cabinet.contour.ledger.waiting import Held, Waiting
from cabinet.contract.errors import BugError
from cabinet.contract.moment import epoch_micros
from cabinet.contract.registry import GapKind
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import OPERATOR_TX_ID
from cabinet.rules.item import ItemFields

__all__ = ["Draft", "OpenBlock", "PlainKeys", "PlainLine"]


PlainKeys = tuple[str, str, str, str]
"""Type, licence, brand and place."""
PlainLine = tuple[bytes, str, int | None, PlainKeys, int, int]
"""A line that is accepted without a word: its bytes, all fields well formed; its transaction's id, which was looked up
and is new; the entry that it refers to; what it is counted by; kopecks; when it occurred, in microseconds."""


_NUMBER: Final = {outcome: number for number, outcome in enumerate(OUTCOMES)}


@dataclass(slots=True)
class OpenBlock:
    """Lines that come together, as they come."""

    first: int
    tick: int
    received_at: int
    source: str
    by: str | None
    n: int = 0

    def closed(self) -> Block:
        """Return it as it stands."""
        return Block(self.first, self.n, self.tick, self.received_at, self.source, self.by)


@dataclass(slots=True)
class Pending:
    """What is drafted after the first ``start`` entries, which are the log's own."""

    start: int
    lines: list[bytes] = field(default_factory=list)
    notes: dict[int, Note] = field(default_factory=dict)
    blocks: list[OpenBlock] = field(default_factory=list)
    referrers: list[tuple[int, int]] = field(default_factory=list)
    """(bet's entry, entry of what refers to it)."""
    of_bet: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    verdicts: dict[int, int] = field(default_factory=dict)
    """By the entry of an attempt that was held, the one that says what became of it."""

    @property
    def end(self) -> int:
        """The number of the next entry."""
        return self.start + len(self.lines)


class DraftReader(LogReader):
    """A log with what is drafted after it."""

    def __init__(self, rows: Rows, log: OperatorLog, size: int | None) -> None:
        super().__init__(rows, log, size)
        self.pending = Pending(self.size)

    def line(self, seq: int) -> tuple[bytes, Note]:
        """Return an entry's line and note."""
        pending = self.pending
        if seq < pending.start:
            return super().line(seq)
        return pending.lines[seq - pending.start], pending.notes.get(seq, PLAIN)

    def block(self, seq: int) -> Block:
        """Return the block of a transaction's entry."""
        if seq < self.pending.start:
            return super().block(seq)
        return next(b.closed() for b in reversed(self.pending.blocks) if b.first <= seq)

    def place_of_tick(self, tick: int) -> int | None:
        """Return the number of the entry that a tick belongs to."""
        for block in reversed(self.pending.blocks):
            if block.tick <= tick:
                number = (tick - block.tick) // TICKS_A_LINE
                return block.first + number if number < block.n else None
        return super().place_of_tick(tick)

    def followers(self, bet: int) -> list[Attempt]:
        """Return what was accepted or held and refers to an entry, oldest first."""
        earlier = super().followers(bet) if bet < self.pending.start else []
        here = map(self.attempt, self.pending.of_bet.get(bet, ()))
        # A refund that had waited comes before what came while it did.
        return sorted([*earlier, *here], key=lambda a: a.seq)

    def verdict_of(self, seq: int) -> int | None:
        """Return the entry that says what became of an attempt that was held."""
        here = self.pending.verdicts.get(seq)
        return super().verdict_of(seq) if here is None and seq < self.pending.start else here


class Draft:
    """Lines drafted over a snapshot of the log, or by its writer (who gives ``size``)."""

    def __init__(self, rows: Rows, log: OperatorLog, now: datetime, size: int | None = None) -> None:
        self.edrpou = log.edrpou
        self.now = now
        self.log = log
        self.rows = rows
        self.reader = DraftReader(rows, log, size)
        self.pending = self.reader.pending
        self.taken = TakenChanges(log.taken, rows, self.reader)
        self.waiting = Waiting(rows, log, self.reader.size)
        self.corrected: dict[str, str] = {}
        """Rejected attempts that were corrected here, and by which."""
        self.tick = log.tick
        self.open: OpenBlock | None = None

    def open_block(self, source: str, lines: int, by: str | None = None) -> list[str]:
        """Begin the lines of one batch; returns ids for at most so many: an attempt's, its transaction's, the next."""
        tick = next_tick(self.tick)
        self.tick = tick + TICKS_A_LINE * lines - 1
        self.open = OpenBlock(self.pending.end, tick, epoch_micros(self.now), source, by)
        self.pending.blocks.append(self.open)
        return ids_from(self.log.secret, tick, TICKS_A_LINE * lines)

    def attempt(self, new: NewAttempt) -> int:
        """Take one judged line; returns its sequence number."""
        block, examined, pending = self.open, new.examined, self.pending
        if block is None:
            raise BugError("no block is open")
        fields, outcome, seq = examined.fields, examined.outcome, pending.end
        corrects = corrected_attempt(examined)
        note = Note(
            "transaction", _NUMBER[outcome],
            msgspec.json.encode(examined.findings) if examined.findings else NO_FINDINGS,
            examined.late, corrects, None if all_well_formed(examined) else kept_fields(fields),
            new.commitment if new.withheld else None, new.withheld,
        )  # fmt: skip
        if note != PLAIN:
            pending.notes[seq] = note
        pending.lines.append(new.stored)
        block.n += 1
        tx = fields[OPERATOR_TX_ID]
        if tx is not None:
            self.taken.stand(tx, seq, _NUMBER[outcome])
        awaited = awaited_bet(fields, outcome, examined.findings)
        if awaited is not None:
            self.waiting.came(Held(seq, tx or "", awaited, block.received_at))
        else:
            self._refers_to_bet(fields, outcome, seq)
        amended = self.reader.amended(fields, outcome)
        if amended is not None:
            self._refers(amended.seq, seq)
        if corrects is not None:
            self.corrected[corrects] = new.attempt_id
        return seq

    def _refers_to_bet(self, fields: ItemFields, outcome: Outcome, seq: int) -> None:
        bet_id = referred_bet(fields, outcome)
        bet = self.taken.get(bet_id) if bet_id is not None else None
        if bet is not None:
            self._refers(bet >> 2, seq)

    def _refers(self, to: int, seq: int) -> None:
        self.pending.referrers.append((to, seq))
        self.pending.of_bet[to].append(seq)

    def prepare(self, identifiers: Iterable[str]) -> None:
        """Look up together what stands for ids that the next lines name, and what refers to it."""
        found = self.taken.prepare(identifiers)
        self.reader.prepare(value >> 2 for value in found)

    def plain(self, lines: Sequence[PlainLine]) -> None:
        """Take lines that are accepted without a word, in their order."""
        pending, block = self.pending, self.open
        assert block is not None  # noqa: S101  whoever judges has opened one
        seq = pending.end
        self.taken.accepted([line[1] for line in lines], seq)
        pending.lines += [line[0] for line in lines]
        block.n += len(lines)
        for number, (_, _, bet, _, _, _) in enumerate(lines, seq):
            if bet is not None:
                pending.referrers.append((bet, number))
                pending.of_bet[bet].append(number)

    def numbered(self, source: str, last: int) -> None:
        """Take where a source's ``seqNo`` stands; a draft keeps nothing of it."""

    def missed(self, source: str, kind: GapKind, first: int, last: int) -> None:
        """Take what of a source has not come; a draft keeps nothing of it."""

    def came(self, source: str, kind: GapKind, number: int) -> None:
        """Take what has come late; a draft keeps nothing of it."""

    def standing(self, operator_tx_id: str) -> int | None:
        """Return the entry that stands for a transaction: accepted or held, else its latest rejected attempt."""
        value = self.taken.get(operator_tx_id)
        return None if value is None else value >> 2

    def corrected_by(self, attempt: Attempt) -> str | None:
        """Return which attempt has corrected a rejected one, reversed an accepted one or replaced a reversal."""
        if attempt.outcome is not Outcome.REJECTED:
            amending = self.reader.amended_by(attempt.seq)
            return amending.attempt_id if amending is not None else None
        here = self.corrected.get(attempt.attempt_id)
        if here is not None:
            return here
        row = self.rows.one(
            "SELECT corrected_by FROM rejections WHERE edrpou = :edrpou AND seq = :seq",
            edrpou=self.edrpou, seq=attempt.seq,
        )  # fmt: skip
        return row["corrected_by"] if row is not None else None
