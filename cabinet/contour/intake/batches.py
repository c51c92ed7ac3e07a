"""Sealed batches in (CONTRACT §5): header, signature, box, content; then every line judged; then a receipt."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.condition import Condition
from cabinet.contour.intake.batch_lines import BatchLines, split_lines
from cabinet.contour.intake.commits import Commits
from cabinet.contour.intake.correction_sets import CorrectionSets
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contour.intake.facts import limit_facts
from cabinet.contour.intake.judging import Judging, told
from cabinet.contour.intake.senders import Senders
from cabinet.contour.intake.settling import Settling, overdue
from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.attempt import Attempt
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.operator_log import PLACES
from cabinet.contour.ledger.packed import pack, unpack
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.ledger.waiting import Waiting
from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer, Finding, ItemAnswer, ItemVerdict
from cabinet.contract.identifiers import external_id_valid
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.registry import GapKind
from cabinet.contract.states import Environment, Outcome
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.proof.receipts import Receipt, sign_receipt, verdicts_digest
from cabinet.rules.finding import finding
from cabinet.sealing.envelope import Header, Sealed, parse, unseal, verify

__all__ = ["Intake"]

_SKEW_WARNS = timedelta(seconds=10)


class Intake:
    """Takes batches of machines, corrections of people, and checks of both."""

    def __init__(
        self,
        ledger: Ledger,
        senders: Senders,
        keys: RecipientKeys,
        limits: Limits,
        environment: Environment,
    ) -> None:
        self._ledger = ledger
        self._senders = senders
        self._keys = keys
        self._commits = Commits(ledger, senders.write_uses)
        self._limits = limits
        self._environment = environment
        self.sets = CorrectionSets(ledger.store, limits, environment)

    def submit(
        self, machine: Machine, data: bytes, address: str, now: datetime, condition: Condition | None = None
    ) -> bytes:
        """Take a sealed batch; returns the answer's JSON, the same for the same batch however often it comes.

        ``condition`` says whether they are taken now, once the signature has said whose they are.

        Raises:
            KnownError: ``ENVIRONMENT_WRONG``, ``CREDENTIAL_UNKNOWN``, ``ENVELOPE_INVALID``, ``ENVELOPE_STALE`` or
                ``BATCH_CONFLICT``; what the parts of the envelope, its keys or ``condition`` are refused with.
        """
        sealed = parse(data)
        header = sealed.header
        with self._ledger.store.read() as rows:
            self._agree(rows, sealed, machine, address, now)
        if condition is not None:
            condition.take_transactions(f"{machine.edrpou}/{machine.source_id}", header.n, now)
        plain = unseal(sealed, self._keys.private(header.recipient_key_id))
        skew = abs(now - header.iat)
        if header.iat < now - timedelta(seconds=self._limits.stale_after_seconds) or header.iat > now + timedelta(
            seconds=self._limits.stale_after_seconds
        ):
            raise KnownError("ENVELOPE_STALE", str(int(skew.total_seconds())))
        # What needs no log is done before the turn comes.
        lines = BatchLines(split_lines(plain), self._limits.max_amount_kop)
        return self._commits.run(machine.edrpou, now, lambda append: self.take(append, header, skew, lines))

    def take(self, append: Append, header: Header, skew: timedelta, lines: BatchLines) -> bytes | None:
        """Append a batch whose envelope is opened, unless it is here; returns its answer.

        None where it is part of the transaction that is open, and its answer not durable yet.

        Raises:
            KnownError: ``BATCH_CONFLICT``.
        """
        earlier = self._kept(append.rows, append.edrpou, header.source, header.batch_id)
        if earlier is not None:
            expected = earlier["content_sha256"].hex()
            if header.content_sha256 != expected:
                raise KnownError("BATCH_CONFLICT", value=header.content_sha256, expected=expected)
            durable = earlier["first_seq"] + earlier["n"] <= append.reader.size
            return self._again(append.reader, earlier) if durable else None
        self._settling(append).expire()
        append.begin(append.now)
        judging = Judging(append, header.source, limit_facts(self._limits))
        items = judging.run(lines, self._whole_batch(append, header, skew))
        answer = self._answer(append, header.batch_id, header.content_sha256, items)
        replayed = [item for item in items if item.replayed_status is not None]
        append.rows.run(
            "INSERT INTO batches (edrpou, source, batch_id, content_sha256, prev_content_sha256, batch_seq, "
            "received_at, first_seq, n, replayed) "
            "VALUES (:edrpou, :source, :batch, :content, :prev, :seq, :at, :first, :n, :replayed)",
            edrpou=append.edrpou, source=header.source, batch=header.batch_id,
            content=_digest(header.content_sha256), prev=_digest(header.prev_content_sha256), seq=header.seq,
            at=epoch_micros(append.now), first=append.first_seq, n=append.count,
            replayed=pack(msgspec.json.encode(replayed)) if replayed else None,
        )  # fmt: skip
        return msgspec.json.encode(self._settled(append, answer))

    def submission(self, rows: Rows, machine: Machine, batch_id: str) -> bytes:
        """Return what became of a batch.

        Raises:
            KnownError: ``BATCH_UNKNOWN``.
        """
        kept = self._kept(rows, machine.edrpou, machine.source_id, batch_id)
        if kept is None:
            raise KnownError("BATCH_UNKNOWN")
        return self._again(self._ledger.reader(rows, machine.edrpou), kept)

    def correct(self, person: PersonHere, body: bytes, key: str, now: datetime, set_id: str | None = None) -> bytes:
        """Take a person's corrections, one a line, into the cabinet's own source.

        Raises:
            KnownError: ``BODY_INVALID`` for no lines, ``BATCH_TOO_LARGE``; what :meth:`CorrectionSets.admit` refuses.
        """
        lines = self._lines(body)
        with self._ledger.append(person.edrpou, now) as append:
            self.sets.admit(append.rows, person, body, set_id, now)
            self._settling(append).expire()
            append.begin(now)
            judging = Judging(append, CABINET_SOURCE, limit_facts(self._limits), by=person.who)
            items = judging.run(lines)
            self._tell(append, person.who)
            answer = self._settled(append, self._answer(append, key, hashlib.sha256(body).hexdigest(), items))
        return msgspec.json.encode(answer)

    def settle_overdue(self, now: datetime) -> None:
        """Settle what has waited too long for its bet, of all operators."""
        for edrpou in self._ledger.operators:
            with self._ledger.store.read() as rows:
                waiting = Waiting(rows, self._ledger.reader(rows, edrpou).log, PLACES)
                due = overdue(waiting, self._limits.hold_seconds, now)
            if due:
                with self._ledger.append(edrpou, now) as append:
                    self._settling(append).expire()

    def check(self, edrpou: str, source: str, body: bytes, now: datetime) -> bytes:
        """Judge lines exactly as if they had been sent, over a reader's snapshot: nothing is written or held up.

        Raises:
            KnownError: ``BODY_INVALID`` for no lines, ``BATCH_TOO_LARGE``.
        """
        lines = self._lines(body)
        with self._ledger.store.read() as rows:
            judged = Judging(self._ledger.draft(rows, edrpou, now), source, limit_facts(self._limits)).run(lines)
        items = [
            msgspec.structs.replace(
                i, salt=None, soms_tx_id=i.soms_tx_id if i.replayed_status else None,
                attempt_id=i.attempt_id if i.replayed_status else "",
            )
            for i in judged
        ]  # fmt: skip
        return msgspec.json.encode(BatchAnswer(batch_id="", received_at=now, items=items))

    def _agree(self, rows: Rows, sealed: Sealed, machine: Machine, address: str, now: datetime) -> None:
        """Header, certificate and signing key must speak of the same operator, source and environment."""
        header = sealed.header
        if header.env != self._environment.value:
            raise KnownError("ENVIRONMENT_WRONG", present=header.env, expected=self._environment.value)
        if (header.operator, header.source) != (machine.edrpou, machine.source_id):
            raise KnownError("CREDENTIAL_UNKNOWN", "operator or source is not the certificate's")
        if not external_id_valid(header.batch_id):
            raise KnownError("ENVELOPE_INVALID", "batchId")
        key = self._senders.signing_key(rows, header.signing_key_id, machine, now)
        try:
            verify(sealed, key)
        except KnownError:
            self._senders.signing_used(header.signing_key_id, address, now, failed=True)
            raise
        self._senders.signing_used(header.signing_key_id, address, now, failed=False)

    @staticmethod
    def _whole_batch(append: Append, header: Header, skew: timedelta) -> list[Finding]:
        """Return what is told of a batch as a whole; what its chain lacks is kept as missing."""
        found = []
        if skew > _SKEW_WARNS:
            found.append(finding("AU-107", "", str(int(skew.total_seconds())), "≤ 10"))
        odd, missing = _chain(append.rows, append.edrpou, header)
        append.came(header.source, GapKind.BATCHES, header.seq)
        append.missed(header.source, GapKind.BATCHES, missing.start, missing.stop - 1)
        return found + odd

    def _answer(self, append: Append, batch_id: str, content_sha256: str, items: list[ItemAnswer]) -> BatchAnswer:
        receipt = Receipt(
            batch_id, content_sha256, append.first_seq, append.count, _verdicts(items),
            self._ledger.head_with(append).text(),
        )  # fmt: skip
        return BatchAnswer(
            batch_id=batch_id, received_at=append.now, items=items,
            receipt=sign_receipt(receipt, self._ledger.signer),
        )  # fmt: skip

    def _settling(self, append: Append) -> Settling:
        return Settling(append, limit_facts(self._limits))

    def _settled(self, append: Append, answer: BatchAnswer) -> BatchAnswer:
        """Settle what waited for what has come; returns the answer with what has become of its own."""
        if not self._settling(append).run():
            return answer
        verdicts = _verdicts_on(append.reader, [
            (item.index, seq) for item in answer.items
            if item.status is Outcome.PENDING and (seq := append.reader.seq_of(item.attempt_id)) is not None
        ])  # fmt: skip
        return msgspec.structs.replace(answer, verdicts=verdicts)

    @staticmethod
    def _kept(rows: Rows, edrpou: str, source: str, batch_id: str) -> Row | None:
        return rows.one(
            "SELECT * FROM batches WHERE edrpou = :edrpou AND source = :source AND batch_id = :batch",
            edrpou=edrpou, source=source, batch=batch_id,
        )  # fmt: skip

    def _again(self, reader: LogReader, kept: Row) -> bytes:
        """Return the answer to a batch once more, as the log tells it; only salts are told but once."""
        items: dict[int, ItemAnswer] = {}
        if kept["replayed"] is not None:
            items = {item.index: item for item in msgspec.json.decode(unpack(kept["replayed"]), type=list[ItemAnswer])}
        first, count = kept["first_seq"], kept["n"]
        indexes = (index for index in range(count + len(items)) if index not in items)
        held = []
        for index, attempt in zip(indexes, map(reader.as_told, range(first, first + count)), strict=True):
            if attempt.outcome is Outcome.PENDING:
                held.append((index, attempt.seq))
            items[index] = ItemAnswer(
                index=index, attempt_id=attempt.attempt_id, status=attempt.outcome, soms_tx_id=attempt.soms_tx_id,
                findings=told(attempt.findings),
            )  # fmt: skip
        told_items = [items[index] for index in sorted(items)]
        receipt = Receipt(
            kept["batch_id"], kept["content_sha256"].hex(), first, count, _verdicts(told_items),
            self._ledger.head_at(reader, first + count).text(),
        )  # fmt: skip
        answer = BatchAnswer(
            batch_id=kept["batch_id"], received_at=from_micros(kept["received_at"]), items=told_items,
            receipt=sign_receipt(receipt, self._ledger.signer), replayed=True, verdicts=_verdicts_on(reader, held),
        )  # fmt: skip
        return msgspec.json.encode(answer)

    @staticmethod
    def _tell(append: Append, who: str) -> None:
        """Put new corrections on the feed that the platform reads."""
        append.rows.many(
            "INSERT INTO corrections (edrpou, seq, attempt_id, of_attempt_id, by_name) "
            "VALUES (:edrpou, :seq, :attempt, :of, :by)",
            [
                {
                    "edrpou": append.edrpou, "seq": attempt.seq, "attempt": attempt.attempt_id, "of": of, "by": who,
                }
                for attempt in map(append.reader.attempt, range(append.first_seq, append.first_seq + append.count))
                if (of := _corrected(append, attempt)) is not None
            ],
        )  # fmt: skip

    def _lines(self, body: bytes) -> list[bytes]:
        lines = [line for line in body.split(b"\n") if line.strip()]
        if not lines:
            raise KnownError("BODY_INVALID", "no lines")
        limit = self._limits.max_checked_items
        if len(lines) > limit:
            raise KnownError("BATCH_TOO_LARGE", value=str(len(lines)), expected=str(limit))
        return lines


_BY_CONTENT, _BY_PREDECESSOR = (
    f"substr({column}, 1, 8) = substr(:digest, 1, 8) AND {column} = :digest"
    for column in ("content_sha256", "prev_content_sha256")
)


def _digest(hexadecimal: str | None) -> bytes | None:
    return None if hexadecimal is None else bytes.fromhex(hexadecimal)


def _chain(rows: Rows, edrpou: str, header: Header) -> tuple[list[Finding], range]:
    """Return how a new batch breaks its source's chain: a fork (IN-801), or something missing before it (IN-802).

    Beside it stand the numbers of batches that are missing, none where none are.
    """
    found = []
    previous = header.prev_content_sha256
    of = {"edrpou": edrpou, "source": header.source}
    where = "FROM batches WHERE edrpou = :edrpou AND source = :source"
    if previous is not None:
        twin = rows.one(f"SELECT batch_id {where} AND {_BY_PREDECESSOR}", **of, digest=_digest(previous))
        if twin is not None:
            found.append(finding("IN-801", "", twin["batch_id"], "—"))
    last = rows.one(f"SELECT batch_seq, content_sha256 {where} ORDER BY batch_seq DESC LIMIT 1", **of)
    if last is None:
        # The first batch of a source that this perimeter hears of.
        if previous is not None or header.seq != 1:
            found.append(finding("IN-802", "", _link(header.seq, previous), _link(0, None)))
        return found, range(1, header.seq)
    # A batch that names no predecessor says by its number alone what came before it.
    before: Row | None = last
    if previous is not None:
        before = rows.one(
            f"SELECT batch_seq {where} AND {_BY_CONTENT} ORDER BY batch_seq DESC LIMIT 1",
            **of,
            digest=_digest(previous),
        )
    if before is not None and header.seq == before["batch_seq"] + 1:
        return found, range(0)
    expected = _link(last["batch_seq"], last["content_sha256"].hex())
    found.append(finding("IN-802", "", _link(header.seq, previous), expected))
    missing = range((before or last)["batch_seq"] + 1, header.seq)
    # A predecessor that nobody knows is missing, whatever number it had.
    return found, missing if missing or before is not None else range(header.seq - 1 or 1, header.seq)


def _link(seq: int, content_sha256: str | None) -> str:
    """Return a batch of the chain in few words: its number and how its content's digest begins."""
    return f"{seq} ({content_sha256[:12]}…)" if content_sha256 else str(seq)


def _corrected(append: Append, attempt: Attempt) -> str | None:
    """Return the attempt that a correction is of: what it reverses or replaces, else the rejected one."""
    amended = append.reader.amended(attempt.fields, attempt.outcome)
    return amended.attempt_id if amended is not None else attempt.corrects


def _verdicts_on(reader: LogReader, held: list[tuple[int, int]]) -> list[ItemVerdict]:
    """Return what has become of lines that were held, by their place in the batch and their entry."""
    return [
        ItemVerdict(
            index=index, attempt_id=attempt.attempt_id, seq=attempt.verdict,
            received_at=reader.verdict_at(attempt.verdict), status=attempt.outcome, soms_tx_id=attempt.soms_tx_id,
            findings=told(attempt.findings),
        )
        for index, attempt in ((index, reader.attempt(seq)) for index, seq in held)
        if attempt.verdict is not None
    ]  # fmt: skip


def _verdicts(items: list[ItemAnswer]) -> str:
    return verdicts_digest([(item.attempt_id, item.status.value) for item in items])
