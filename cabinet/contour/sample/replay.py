"""Days of play sent through the real pipeline within a minute: sealed, verified, opened, judged, appended, receipted.

Only the clock is not the real one: the sender's and the perimeter's are what they were when the lines were due, so
that nothing is late that was not. Every batch has a commit's checkpoint and receipt of its own; on the disk a tenth of
a second's batches are one transaction, since waiting for it after each of ten thousand small ones would be most of the
time.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from cabinet.contour.call import PersonHere
from cabinet.contour.intake.batches import Intake
from cabinet.contour.ledger.store import LedgerStore, Row, Rows
from cabinet.contour.sample.operator import BETTING_SOURCE, CASINO_SOURCE, SAMPLE_EDRPOU
from cabinet.contour.sample.play import Played, encoded
from cabinet.contour.sample.replay_keys import ReplayKeys, replaying
from cabinet.contour.sample.replay_plan import BATCH, Batch, Day, batches_of, days_of
from cabinet.contract.correction_sets import set_of
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.identifiers import derived_batch_id
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.rights import Role
from cabinet.contract.states import CorrectionKind, Outcome, ReasonCode, RejectionState
from cabinet.contract.testdata import ChainEnd, Generate, Generated

__all__ = ["Replay"]

ADDRESS: Final = "127.0.0.1"
_HOLD_SECONDS: Final = 0.1
_PAUSE_SECONDS: Final = 0.005
"""How long the ledger is held for one transaction, and left to others after it."""
_THIS: Final = "seed = :seed AND since = :since AND until = :until AND transactions = :transactions"
_REASONS: Final = {
    "AM": ReasonCode.WRONG_SUM, "RF": ReasonCode.WRONG_LINK, "RG": ReasonCode.WRONG_LICENCE_OR_SITE,
    "TM": ReasonCode.WRONG_TIME,
}  # fmt: skip
_OFFICER: Final = replaying(Role.COMPLIANCE)
_HEAD: Final = replaying(Role.HEAD)
_WRONG_PAYOUT: Final = "REVERSAL"
"""Stands for the code of a fix that takes back what was accepted."""
_PAYOUTS: Final = 1_000
"""One payout of so many was booked with a wrong sum."""
_NOTICED: Final = timedelta(minutes=45)
_decode = msgspec.json.Decoder(BatchAnswer).decode


@dataclass
class _Source:
    """Where a source's chain of batches and its numbering are."""

    seq: int
    previous: str | None
    seq_no: int


class _TouchedError(Exception):
    """A person stopped the replay's keys while it waited for the ledger: what is in memory is no longer so."""


class Replay:
    """One at a time; :attr:`told` may be read while it runs.

    It writes in short transactions, so that a log-in waits for none of them long, and notes in each how far it has
    come: asked for the same again after a stop or a crash, it goes on there and sends nothing twice.
    """

    def __init__(self, store: LedgerStore, intake: Intake, keys: ReplayKeys) -> None:
        self._store = store
        self._intake = intake
        self._keys = keys
        self._lock = threading.Lock()
        self._stopped = threading.Event()
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

    @property
    def runs(self) -> bool:
        """Whether one is under way."""
        return self._lock.locked()

    def stop(self) -> Generated:
        """Let a replay that runs end after the transaction that is open; returns how far it has come."""
        self._stopped.set()
        with self._lock:
            return self.told

    def run(self, wanted: Generate, now: datetime) -> Generated:
        """Replay; returns when all of it is committed, or what there is once it was stopped.

        Raises:
            KnownError: ``PERIOD_INVALID``, ``OPERATOR_UNKNOWN`` before the sample operator is there.
        """
        if not wanted.since < wanted.until <= now:
            raise KnownError("PERIOD_INVALID")
        with self._lock:
            self._stopped.clear()
            self._chains = []
            with self._store.read() as rows:
                if rows.one("SELECT 1 FROM operators WHERE edrpou = :edrpou", edrpou=SAMPLE_EDRPOU) is None:
                    raise KnownError("OPERATOR_UNKNOWN", edrpou=SAMPLE_EDRPOU)
            self._keys.revoke_left_over(wanted.until)
            days = list(days_of(wanted))
            try:
                day, sent = self._place(wanted)
                while day < len(days) and not self._stopped.is_set():
                    sent = self._day(wanted, days[day], sent)
                    if sent < 0:
                        day, sent = day + 1, 0
            finally:
                self._keys.give_back(wanted.until)
            with self._store.read() as rows:
                self._chains = _chains(rows)
            return self.told

    def _place(self, wanted: Generate) -> tuple[int, int]:
        """Return the day to go on with and how many of its batches are in."""
        with self._store.read() as rows:
            row = rows.one(f"SELECT * FROM replays WHERE {_THIS}", **_key(wanted))
        self._counts = Counter(json.loads(row["counts"]) if row is not None else {})
        self._done = 0.0
        if row is None:
            return 0, 0
        days = list(days_of(wanted))
        ended = row["day"] == len(days)
        self._done = 1.0 if ended else (days[row["day"]].start - wanted.since) / (wanted.until - wanted.since)
        return row["day"], row["sent_batches"]

    def _day(self, wanted: Generate, day: Day, sent: int) -> int:
        """Send a day from its batch ``sent`` on; returns how many batches of it are in, -1 when all are."""
        try:
            self._keys.prepare((CASINO_SOURCE, BETTING_SOURCE), day.start, day.end)
            with self._store.read() as rows:
                numbers = {name: at.seq_no for name, at in _sources(rows).items()}
            batches = batches_of(wanted, day, numbers, sent)
            while not self._stopped.is_set():
                counts = Counter(self._counts)
                began, first = time.monotonic(), sent
                with self._store.write() as rows:
                    if not self._keys.usable(rows):
                        raise _TouchedError
                    # A person may have sent something of their own with a key of the same source.
                    sources = _sources(rows)
                    while sent < len(batches) and time.monotonic() - began < _HOLD_SECONDS:
                        self._correct(rows, counts, batches[sent].sent)
                        self._send(rows, counts, sources, batches[sent])
                        sent += 1
                    ended = sent == len(batches) and time.monotonic() - began < _HOLD_SECONDS
                    ended = ended and self._correct(rows, counts, day.end)
                    self._note(rows, wanted, (day.number + 1, 0) if ended else (day.number, sent), counts)
                self._counts = counts
                share = 1.0 if ended else sent / (len(batches) + 1)
                at = day.start + (day.end - day.start) * share
                self._done = (at - wanted.since) / (wanted.until - wanted.since)
                if ended:
                    return -1
                # Whoever waits for the ledger comes first: a lock that is taken again at once is never let go.
                self._stopped.wait(_PAUSE_SECONDS if sent > first else 0)
        except _TouchedError:
            return self._place(wanted)[1]
        return sent

    @staticmethod
    def _note(rows: Rows, wanted: Generate, place: tuple[int, int], counts: Counter[str]) -> None:
        rows.run(
            "INSERT INTO replays (seed, since, until, transactions, day, sent_batches, counts) "
            "VALUES (:seed, :since, :until, :transactions, :day, :sent, :counts) "
            "ON CONFLICT (seed, since, until, transactions) DO UPDATE SET day = excluded.day, "
            "sent_batches = excluded.sent_batches, counts = excluded.counts",
            **_key(wanted),
            day=place[0],
            sent=place[1],
            counts=json.dumps(counts),
        )

    def _send(self, rows: Rows, counts: Counter[str], sources: dict[str, _Source], batch: Batch) -> None:
        chain = sources[batch.source]
        plain = b"".join(played.data + b"\n" for played in batch.lines)
        digest = hashlib.sha256(plain).hexdigest()
        name = derived_batch_id(batch.source, digest, "replay", 0)
        machine, envelope = self._keys.seal(
            batch.source, plain, batch_id=name, seq=chain.seq + 1, previous=chain.previous, at=batch.sent
        )
        answer = _decode(self._intake.submit(machine, envelope, ADDRESS, batch.sent))
        chain.seq, chain.previous = chain.seq + 1, digest
        counts.update(sent=len(batch.lines), batches=1)
        fixes = []
        for played, item in zip(batch.lines, answer.items, strict=True):
            if item.soms_tx_id is not None and _booked_wrong(played):
                value = played.line.value | {"somsTxId": item.soms_tx_id}
                fixes.append(_fix(item.attempt_id, batch.sent + _NOTICED, 0, _WRONG_PAYOUT, played.data, value))
            if item.status is not Outcome.REJECTED:
                continue
            counts["rejected"] += 1
            if played.fixed_at is not None and item.salt is None:
                due = max(played.fixed_at, batch.sent)
                code = item.findings[0].code
                fixes.append(_fix(item.attempt_id, due, counts["rejected"], code, played.data, played.line.value))
        rows.many(
            "INSERT INTO replay_fixes (attempt_id, due, number, code, original_sha256, value) "
            "VALUES (:attempt, :due, :number, :code, :sha256, :value)",
            fixes,
        )

    def _correct(self, rows: Rows, counts: Counter[str], until: datetime) -> bool:
        """Correct what is due, in the order it was sent, as an officer does in the morning; returns True."""
        found = rows.all(
            "SELECT f.*, r.state FROM replay_fixes f LEFT JOIN rejections r USING (attempt_id) "
            "WHERE f.due <= :until ORDER BY f.due, f.number",
            until=epoch_micros(until),
        )
        # What a person has corrected meanwhile is theirs.
        waiting = [row for row in found if row["state"] == RejectionState.OPEN.value]
        while waiting:
            due = waiting[0]["due"]
            some = [row for row in waiting[:BATCH] if row["due"] == due]
            waiting = waiting[len(some) :]
            body = b"\n".join(_corrected(row) for row in some)
            answer = self._corrected(_OFFICER, body, from_micros(due))
            counts["corrected"] += sum(item.status is not Outcome.REJECTED for item in answer.items)
        for row in found:
            if row["code"] == _WRONG_PAYOUT:
                self._reverse(row)
        rows.many(
            "DELETE FROM replay_fixes WHERE attempt_id = :attempt_id", [{"attempt_id": r["attempt_id"]} for r in found]
        )
        return True

    def _corrected(self, person: PersonHere, body: bytes, at: datetime) -> BatchAnswer:
        """Send a person's corrections as a set: nobody is there to be asked for one more signature a bulk."""
        signed = self._intake.sets.sign(person, set_of([body]), None, at)
        key = hashlib.sha256(body).hexdigest()[:32]
        return _decode(self._intake.correct(person, body, key, at, signed.set_id))

    def _reverse(self, fix: Row) -> None:
        """Take a payout back that was booked with a wrong sum, and send the right one in its place."""
        at, line = from_micros(fix["due"]), json.loads(fix["value"])
        soms_tx_id = line.pop("somsTxId")
        reversal = line | {
            "operatorTxId": f"{line['operatorTxId']}-S",
            "correction": _link(CorrectionKind.REVERSAL, soms_tx_id, fix["original_sha256"]),
        }
        body = encoded(reversal)
        (back,) = self._corrected(_HEAD, body, at).items
        if back.soms_tx_id is None:
            return
        replacement = line | {
            "operatorTxId": f"{line['operatorTxId']}-N", "amountKop": max(line["amountKop"] // 2, 1),
            "correction": _link(CorrectionKind.REPLACEMENT, back.soms_tx_id, hashlib.sha256(body).hexdigest()),
        }  # fmt: skip
        self._corrected(_HEAD, encoded(replacement), at)


def _booked_wrong(played: Played) -> bool:
    """Tell whether a payout is one of the few whose sum the platform will find wrong after it was accepted."""
    chosen = int.from_bytes(hashlib.sha256(played.data).digest()[:4], "big") % _PAYOUTS == 0
    return chosen and played.line.value["type"] == "PAYOUT"


def _fix(attempt_id: str, due: datetime, number: int, code: str, sent: bytes, value: dict[str, Any]) -> dict[str, Any]:
    return {
        "attempt": attempt_id, "due": epoch_micros(due), "number": number, "code": code,
        "sha256": hashlib.sha256(sent).hexdigest(), "value": encoded(value).decode(),
    }  # fmt: skip


def _link(kind: CorrectionKind, soms_tx_id: str, original_sha256: str) -> dict[str, str]:
    return {
        "kind": kind.value, "somsTxId": soms_tx_id, "originalSha256": original_sha256,
        "reasonCode": ReasonCode.WRONG_SUM.value, "text": "Звірено з журналом платформи",
    }  # fmt: skip


def _key(wanted: Generate) -> dict[str, int]:
    return {
        "seed": wanted.seed,
        "since": epoch_micros(wanted.since),
        "until": epoch_micros(wanted.until),
        "transactions": wanted.transactions,
    }


def _chains(rows: Rows) -> list[ChainEnd]:
    """Return where each source's platform goes on."""
    return [
        ChainEnd(source=name, batch_seq=s.seq, content_sha256=s.previous, seq_no=s.seq_no)
        for name, s in _sources(rows).items()
        if s.previous is not None
    ]


def _corrected(fix: Row) -> bytes:
    return encoded(
        json.loads(fix["value"])
        | {
            "correction": {
                "kind": CorrectionKind.RESUBMIT_REJECTED.value,
                "attemptId": fix["attempt_id"],
                "originalSha256": fix["original_sha256"],
                "reasonCode": _REASONS.get(fix["code"][:2], ReasonCode.OTHER).value,
                "text": "Звірено з журналом платформи",
            }
        }
    )


def _sources(rows: Rows) -> dict[str, _Source]:
    return {name: _source(rows, name) for name in (CASINO_SOURCE, BETTING_SOURCE)}


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
    seq, digest = (last["batch_seq"], last["content_sha256"].hex()) if last is not None else (0, None)
    return _Source(seq, digest, number["seq_no"] if number is not None else 0)
