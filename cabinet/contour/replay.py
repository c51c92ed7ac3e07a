"""Days of play sent through the real pipeline within a minute: sealed, verified, opened, judged, appended, receipted.

Only the clock is not the real one: the sender's and the perimeter's are what they were when the lines were due, so
that nothing is late that was not. Every batch has a commit's checkpoint and receipt of its own; on the disk a day is
one transaction, since waiting for it after each of ten thousand small batches would be most of the time.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec

from cabinet.contour.call import PersonHere
from cabinet.contour.intake import Intake
from cabinet.contour.people import authority_of, person_rights
from cabinet.contour.replay_keys import ReplayKeys
from cabinet.contour.sample_operator import BETTING_SOURCE, CASINO_SOURCE, PEOPLE, SAMPLE_EDRPOU
from cabinet.contour.sample_play import Line, Played, busy, encoded, rounds, spoil
from cabinet.contour.sample_story import Story
from cabinet.contour.store import LedgerStore, Rows
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.identifiers import derived_batch_id
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.contract.states import CorrectionKind, Outcome, ReasonCode
from cabinet.contract.testdata import ChainEnd, Generate, Generated

__all__ = ["Replay"]

ADDRESS: Final = "127.0.0.1"
_DAY: Final = timedelta(days=1)
_GATHERS: Final = timedelta(minutes=4)
"""A platform sends what has waited so long: within the five minutes after which a transaction is late."""
_IDLE: Final = timedelta(seconds=20)
_BATCH: Final = 500
_A_BET: Final = 1.46
"""Lines a bet makes: itself, and its payout or refund if there is one."""
_REASONS: Final = {
    "AM": ReasonCode.WRONG_SUM, "RF": ReasonCode.WRONG_LINK, "RG": ReasonCode.WRONG_LICENCE_OR_SITE,
    "TM": ReasonCode.WRONG_TIME,
}  # fmt: skip
_decode = msgspec.json.Decoder(BatchAnswer).decode


@dataclass(frozen=True, slots=True)
class _Batch:
    sent: datetime
    source: str
    lines: list[Played]


@dataclass(frozen=True, slots=True)
class _Fix:
    """A rejected line that somebody will correct."""

    attempt_id: str
    sent: bytes
    code: str
    line: Line


@dataclass
class _Source:
    """Where a source's chain of batches and its numbering are."""

    seq: int
    previous: str | None
    seq_no: int


@dataclass
class _Under:
    """A replay under way."""

    story: Story
    sources: dict[str, _Source]
    fixes: list[tuple[datetime, int, _Fix]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)

    def number(self, line: Line) -> int:
        source = self.sources[line.source]
        source.seq_no += 1
        return source.seq_no


class Replay:
    """One at a time; :attr:`told` may be read while it runs."""

    def __init__(self, store: LedgerStore, intake: Intake, keys: ReplayKeys) -> None:
        self._store = store
        self._intake = intake
        self._keys = keys
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._done = 1.0
        self._chains: list[ChainEnd] = []

    @property
    def told(self) -> Generated:
        """How far the newest replay is."""
        counts = self._counts
        return Generated(
            done=self._done, transactions=counts["sent"], rejected=counts["rejected"],
            corrected=counts["corrected"], batches=counts["batches"], chains=self._chains,
        )  # fmt: skip

    def run(self, wanted: Generate, now: datetime) -> Generated:
        """Replay; returns when all of it is committed.

        Raises:
            KnownError: ``PERIOD_INVALID``, ``OPERATOR_UNKNOWN`` before the sample operator is there.
        """
        if not wanted.since < wanted.until <= now:
            raise KnownError("PERIOD_INVALID")
        with self._lock:
            self._counts, self._done, self._chains = Counter(), 0.0, []
            with self._store.read() as rows:
                officer = _officer(rows, now)
            under = _Under(Story(wanted.seed, wanted.until), {})
            try:
                for start, end, bets in _days(wanted):
                    self._keys.prepare((CASINO_SOURCE, BETTING_SOURCE), start, end)
                    with self._store.write() as rows:
                        self._day(rows, under, officer, wanted.seed, start, end, bets)
                    self._done = (end - wanted.since) / (wanted.until - wanted.since)
            finally:
                self._keys.give_back(wanted.until)
                self._done = 1.0
            self._chains = [
                ChainEnd(source=name, batch_seq=s.seq, content_sha256=s.previous, seq_no=s.seq_no)
                for name, s in under.sources.items()
                if s.previous is not None
            ]
            return self.told

    def _day(
        self, rows: Rows, under: _Under, officer: PersonHere, seed: int, start: datetime, end: datetime, bets: int
    ) -> None:
        lines = rounds(seed, f"{start.astimezone(KYIV):%y%m%d%H%M}-", bets, start, end)
        for source in {line.source for line in lines} - set(under.sources):
            under.sources[source] = _source(rows, source)
        played = spoil(lines, under.story.mistake, under.number)
        for batch in _batches(played, under.story, end):
            self._correct(under, officer, batch.sent)
            self._send(under, batch)
        self._correct(under, officer, end)

    def _send(self, under: _Under, batch: _Batch) -> None:
        chain = under.sources[batch.source]
        plain = b"".join(played.data + b"\n" for played in batch.lines)
        digest = hashlib.sha256(plain).hexdigest()
        name = derived_batch_id(batch.source, digest, "replay", 0)
        machine, envelope = self._keys.seal(
            batch.source, plain, batch_id=name, seq=chain.seq + 1, previous=chain.previous, at=batch.sent
        )
        answer = _decode(self._intake.submit(machine, envelope, ADDRESS, batch.sent))
        chain.seq, chain.previous = chain.seq + 1, digest
        self._counts.update(sent=len(batch.lines), batches=1)
        for played, item in zip(batch.lines, answer.items, strict=True):
            if item.status is not Outcome.REJECTED:
                continue
            self._counts["rejected"] += 1
            if played.fixed_at is not None and item.salt is None:
                due = max(played.fixed_at, batch.sent)
                fix = _Fix(item.attempt_id, played.data, item.findings[0].code, played.line)
                heapq.heappush(under.fixes, (due, next(under.order), fix))

    def _correct(self, under: _Under, officer: PersonHere, until: datetime) -> None:
        """Correct what is due, in the order it was sent, as an officer does in the morning."""
        while under.fixes and under.fixes[0][0] <= until:
            due = under.fixes[0][0]
            some: list[bytes] = []
            while under.fixes and under.fixes[0][0] == due and len(some) < _BATCH:
                some.append(_corrected(heapq.heappop(under.fixes)[2]))
            body = b"\n".join(some)
            answer = _decode(self._intake.correct(officer, body, hashlib.sha256(body).hexdigest()[:32], due))
            self._counts["corrected"] += sum(item.status is not Outcome.REJECTED for item in answer.items)


def _days(wanted: Generate) -> Iterator[tuple[datetime, datetime, int]]:
    """Yield the Kyiv days of the period with their share of the bets: more on weekends and lately."""
    days = []
    start = wanted.since
    while start < wanted.until:
        midnight = (start.astimezone(KYIV) + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(midnight, wanted.until)
        hours = (start + timedelta(hours=n, minutes=30) for n in range(25))
        weight = sum(busy(hour) for hour in hours if hour < end)
        days.append((start, end, weight * (1 + 0.2 * (end - wanted.since) / (wanted.until - wanted.since))))
        start = end
    total = sum(weight for _, _, weight in days) or 1.0
    for start, end, weight in days:
        yield start, end, round(wanted.transactions / _A_BET * weight / total)


def _batches(played: Iterable[Played], story: Story, end: datetime) -> Iterator[_Batch]:
    """Yield what the sources send, in the order of sending: what has waited long, or when play has paused."""
    open_: dict[str, list[Played]] = {}
    ready: list[tuple[datetime, int, _Batch]] = []
    order = itertools.count()

    def close(source: str) -> None:
        lines = open_.pop(source)
        due = min(lines[-1].line.at + _IDLE, lines[0].line.at + _GATHERS, end)
        batch = _Batch(story.sent_at(source, due), source, lines)
        heapq.heappush(ready, (batch.sent, next(order), batch))

    for line in played:
        for source, lines in list(open_.items()):
            if line.line.at - lines[-1].line.at > _IDLE or line.line.at - lines[0].line.at > _GATHERS:
                close(source)
        open_.setdefault(line.line.source, []).append(line)
        if len(open_[line.line.source]) == _BATCH:
            close(line.line.source)
        while ready and ready[0][0] <= line.line.at:
            yield heapq.heappop(ready)[2]
    for source in list(open_):
        close(source)
    while ready:
        yield heapq.heappop(ready)[2]


def _corrected(fix: _Fix) -> bytes:
    return encoded(
        fix.line.value
        | {
            "correction": {
                "kind": CorrectionKind.RESUBMIT_REJECTED.value,
                "attemptId": fix.attempt_id,
                "originalSha256": hashlib.sha256(fix.sent).hexdigest(),
                "reasonCode": _REASONS.get(fix.code[:2], ReasonCode.OTHER).value,
                "text": "Звірено з журналом платформи",
            }
        }
    )


def _officer(rows: Rows, now: datetime) -> PersonHere:
    """Return the compliance officer of the sample operator."""
    rnokpp = next(p.rnokpp for p in PEOPLE if p.role is Role.COMPLIANCE)
    person, row = authority_of(rows, SAMPLE_EDRPOU, rnokpp, now)
    return PersonHere(SAMPLE_EDRPOU, rnokpp, person.name, person.role, person_rights(row), "replay")


def _source(rows: Rows, source: str) -> _Source:
    """Return where a source's chain stands in the ledger."""
    last = rows.one(
        "SELECT batch_seq, content_sha256 FROM batches WHERE edrpou = :edrpou AND source = :source "
        "ORDER BY batch_seq DESC LIMIT 1",
        edrpou=SAMPLE_EDRPOU, source=source,
    )  # fmt: skip
    number = rows.one(
        "SELECT seq_no FROM source_numbers WHERE edrpou = :edrpou AND source = :source",
        edrpou=SAMPLE_EDRPOU, source=source,
    )  # fmt: skip
    seq, digest = (last["batch_seq"], last["content_sha256"]) if last is not None else (0, None)
    return _Source(seq, digest, number["seq_no"] if number is not None else 0)
