"""Lines in, verdicts out, as over the row engine; ids and salts are given by whoever compares."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from cabinet.contour.ledger.store import Rows
from cabinet.contract.findings import Finding, ItemAnswer
from cabinet.contract.identifiers import uuid7
from cabinet.contract.limits import MAX_BATCH_FINDINGS
from cabinet.contract.registry import GapKind
from cabinet.contract.states import Outcome, Severity
from cabinet.contract.transaction import OPERATOR_TX_ID, SEQ_NO
from cabinet.rules.check import examine
from cabinet.rules.facts import LimitFacts
from cabinet.rules.finding import finding
from cabinet.rules.item import Examined
from cabinet.rules.references import without_waiting
from tests.row_engine.facts import LedgerFacts
from tests.row_engine.log import LINK_FAULTS, TAKEN, NewAttempt, worst_first

MAX_LEAP = 1_000_000
"""How far ahead of the last a ``seqNo`` may be (CONTRACT §5)."""


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: str | None = None
    related_tx_id: object = None


_named = msgspec.json.Decoder(_Named).decode
_NAMELESS = _Named()


class Given(NamedTuple):
    """What of an attempt comes by chance: its ids and the salt of withheld bytes."""

    attempt_id: str
    soms_tx_id: str
    salt: str

    @classmethod
    def of(cls, answers: Iterable[ItemAnswer]) -> Iterator[Given]:
        """Yield what was given to the lines that were judged anew."""
        for a in answers:
            if a.status is not Outcome.REPLAYED:
                yield cls(a.attempt_id, a.soms_tx_id or "none was given", a.salt or "")
        # Further ones show that the two do not agree on what is a replay.
        while True:
            yield cls(uuid7(), "none was given", "")


class _Numbers:
    """A source's ``seqNo`` as it runs: ``last`` is the highest one since the counter began."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.gaps: list[tuple[int, int | None]] = []
        """First and last of numbers left out; one that came late, and None; in the order of the lines."""

    def judge(self, number: int) -> list[Finding]:
        """Return what is odd about the next number: a gap, a repeat, a fall, or a leap that no counter makes.

        A leap is refused and not followed, else gaps would go unseen for ever after. A fall as deep as a leap is a
        counter begun anew: it is told once and followed.
        """
        last = self.last
        if last is None or number == last + 1:
            self.last = number
            return []
        if number > last + MAX_LEAP:
            return [finding("ST-204", "/seqNo", number, f"≤ {last + MAX_LEAP}")]
        self.last = number if number < last - MAX_LEAP else max(number, last)
        self.gaps.append((last + 1, number - 1) if number > last else (number, None))
        return [finding("IN-802", "/seqNo", number, str(last))]


class _Room:
    """How many findings of a batch are still kept: a mistake in every line must not fill the ledger."""

    def __init__(self) -> None:
        self._left = MAX_BATCH_FINDINGS

    def take(self, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return a line's findings, or where there is no room for all, its worst one and how many there were.

        What decides on the link of a correction is kept always.
        """
        self._left -= len(found)
        if self._left >= 0 or len(found) <= 2:
            return found
        worst = worst_first(found)[0]
        kept = (worst, *(f for f in found if f is not worst and f.code in LINK_FAULTS))
        return (*kept, finding("LM-903", "", str(len(found) - len(kept)), str(MAX_BATCH_FINDINGS)))


class Target(Protocol):
    """Where judged lines go: an open transaction of the ledger, or nowhere (a dry run)."""

    @property
    def edrpou(self) -> str:
        """The operator whose lines they are."""
        ...

    @property
    def now(self) -> datetime:
        """When they came."""
        ...

    @property
    def rows(self) -> Rows:
        """What is written already, to be read."""
        ...

    def attempt(self, new: NewAttempt) -> object:
        """Take one judged line."""
        ...

    def numbered(self, source: str, last: int) -> None:
        """Take where a source's ``seqNo`` stands now."""
        ...

    def missed(self, source: str, kind: GapKind, first: int, last: int) -> None:
        """Take what of a source has not come."""
        ...

    def came(self, source: str, kind: GapKind, number: int) -> None:
        """Take what has come late."""
        ...


@dataclass(frozen=True)
class DryRun:
    """Keeps nothing: lines are judged over a reader's snapshot, so nobody waits for them."""

    rows: Rows
    edrpou: str
    now: datetime

    def attempt(self, new: NewAttempt) -> None:
        """Let it go; later lines see it through the facts."""

    def numbered(self, source: str, last: int) -> None:
        """Let it go."""

    def missed(self, source: str, kind: GapKind, first: int, last: int) -> None:
        """Let it go."""

    def came(self, source: str, kind: GapKind, number: int) -> None:
        """Let it go."""


@dataclass(frozen=True)
class Judging:
    """Judges and appends lines of one source, in order; later lines see earlier ones."""

    append: Target
    source: str
    limits: LimitFacts
    given: Iterator[Given]
    batch_id: str | None = None
    by: str | None = None

    def run(self, lines: Sequence[bytes], whole_batch: Sequence[Finding] = ()) -> list[ItemAnswer]:
        """Return an answer a line; ``whole_batch`` findings are told on the first line that is judged anew.

        Where every line is a replay they are told on the first one, in the answer alone.
        """
        facts = LedgerFacts(self.append, self.source, self.limits)
        named = [_names(raw) for raw in lines]
        facts.prepare(
            (n.operator_tx_id for n in named if n.operator_tx_id is not None),
            (n.related_tx_id for n in named if isinstance(n.related_tx_id, str)),
        )
        answers: list[ItemAnswer] = []
        numbers = _Numbers(self._last_seq_no(self.append.rows))
        room = _Room()
        untold = list(whole_batch)
        for index, raw in enumerate(lines):
            replay = self._replayed(index, raw, named[index].operator_tx_id, facts)
            if replay is not None:
                answers.append(replay)
                continue
            examined = examine(raw, facts)
            tx, number = examined.fields[OPERATOR_TX_ID], examined.fields[SEQ_NO]
            extra, untold = untold, []
            # A new version of a known transaction keeps its number, and is no step in the sequence.
            if number is not None and (tx is None or facts.latest(tx) is None):
                extra = extra + numbers.judge(number)
            if examined.findings or extra:
                examined = dataclasses.replace(
                    examined, findings=room.take(without_waiting((*examined.findings, *extra)))
                )
            answers.append(self._write(index, raw, next(self.given), examined, facts))
            if tx is not None:
                facts.seen.setdefault(tx, index)
        if untold and answers:
            first = answers[0]
            answers[0] = msgspec.structs.replace(first, findings=[*first.findings, *untold])
        if numbers.last is not None:
            self.append.numbered(self.source, numbers.last)
        for number, last in numbers.gaps:
            if last is None:
                self.append.came(self.source, GapKind.NUMBERS, number)
            else:
                self.append.missed(self.source, GapKind.NUMBERS, number, last)
        return answers

    def _write(self, index: int, raw: bytes, given: Given, examined: Examined, facts: LedgerFacts) -> ItemAnswer:
        outcome, attempt_id = examined.outcome, given.attempt_id
        salt = None
        stored, commitment = raw, hashlib.sha256(raw).hexdigest()
        if examined.personal:
            salt = bytes.fromhex(given.salt)
            stored, commitment = examined.masked or b"", hashlib.sha256(salt + raw).hexdigest()
        soms = given.soms_tx_id if outcome in TAKEN else None
        new = NewAttempt(
            attempt_id, examined, self.source, stored, commitment, withheld=examined.personal, soms_tx_id=soms,
            batch_id=self.batch_id, by=self.by,
        )  # fmt: skip
        self.append.attempt(new)
        facts.note(new)
        return ItemAnswer(
            index=index,
            attempt_id=attempt_id,
            status=outcome,
            soms_tx_id=soms,
            findings=[f for f in examined.findings if f.severity is not Severity.INFO],
            salt=salt.hex() if salt else None,
        )

    def _replayed(self, index: int, raw: bytes, tx: str | None, facts: LedgerFacts) -> ItemAnswer | None:
        """The same id and bytes as the latest attempt: its ids and verdict again, no new entry."""
        latest = facts.latest(tx) if tx is not None and tx not in facts.seen else None
        if latest is None or latest.payload_sha256 != hashlib.sha256(raw).hexdigest():
            return None
        return ItemAnswer(
            index=index,
            attempt_id=latest.attempt_id,
            status=Outcome.REPLAYED,
            soms_tx_id=latest.soms_tx_id,
            findings=[finding("ID-301", "/operatorTxId", tx, "—")],
            replayed_status=latest.outcome,
        )

    def _last_seq_no(self, rows: Rows) -> int | None:
        row = rows.one(
            "SELECT seq_no FROM source_numbers WHERE edrpou = :edrpou AND source = :source",
            edrpou=self.append.edrpou,
            source=self.source,
        )
        return int(row["seq_no"]) if row is not None else None


def _names(raw: bytes) -> _Named:
    try:
        return _named(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _NAMELESS
