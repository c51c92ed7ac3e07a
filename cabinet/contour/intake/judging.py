"""Lines in, verdicts out: the part that sealed batches, people's corrections and checks have in common."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from cabinet.contour.intake.batch_lines import BatchLines, operator_tx_id
from cabinet.contour.intake.facts import LedgerFacts
from cabinet.contour.intake.plain import PlainLines
from cabinet.contour.ledger.attempt import LINK_FAULTS, TAKEN, NewAttempt, worst_first
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE
from cabinet.contour.ledger.draft import Draft
from cabinet.contour.ledger.store import Rows
from cabinet.contract.findings import Finding, ItemAnswer
from cabinet.contract.limits import MAX_BATCH_FINDINGS
from cabinet.contract.registry import GapKind
from cabinet.contract.states import Outcome, Severity
from cabinet.contract.transaction import OPERATOR_TX_ID, SEQ_NO
from cabinet.rules.check import examine
from cabinet.rules.facts import LimitFacts
from cabinet.rules.finding import finding
from cabinet.rules.item import Examined
from cabinet.rules.references import without_waiting

__all__ = ["MAX_LEAP", "Judging", "told"]

MAX_LEAP = 1_000_000
"""How far ahead of the last a ``seqNo`` may be (CONTRACT §5)."""


def told(findings: Iterable[Finding]) -> list[Finding]:
    """Return what of an attempt's findings is told to whoever sent it."""
    return [f for f in findings if f.severity is not Severity.INFO]


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


@dataclass(frozen=True)
class Judging:
    """Judges and appends lines of one source, in order; later lines see earlier ones."""

    draft: Draft
    source: str
    limits: LimitFacts
    by: str | None = None

    def run(self, lines: BatchLines | Sequence[bytes], whole_batch: Sequence[Finding] = ()) -> list[ItemAnswer]:
        """Return an answer a line; ``whole_batch`` findings are told on the first line that is judged anew.

        Where every line is a replay they are told on the first one, in the answer alone.
        """
        if not isinstance(lines, BatchLines):
            lines = BatchLines(lines, self.limits.max_amount_kop)
        facts = LedgerFacts(self.draft, self.source, self.limits)
        plain = PlainLines(self.draft, facts, lines)
        self.draft.prepare(lines.identifiers())
        ids = self.draft.open_block(self.source, len(lines), self.by)
        place = 0
        answers: list[ItemAnswer] = []
        numbers = _Numbers(self._last_seq_no(self.draft.rows))
        room = _Room()
        untold = list(whole_batch)
        index = 0
        while index < len(lines):
            if not untold:
                start = index
                index, numbers.last = plain.take(start, numbers.last)
                end = place + TICKS_A_LINE * (index - start)
                answers += [
                    ItemAnswer(index=n, attempt_id=attempt_id, status=Outcome.ACCEPTED, soms_tx_id=soms_tx_id)
                    for n, attempt_id, soms_tx_id in zip(
                        range(start, index), ids[place:end:TICKS_A_LINE], ids[place + 1 : end : TICKS_A_LINE],
                        strict=True,
                    )
                ]  # fmt: skip
                place = end
                if index == len(lines):
                    break
            raw = lines.raws[index]
            replay = self._replayed(index, raw, facts)
            if replay is not None:
                answers.append(replay)
                index += 1
                continue
            examined = examine(raw, facts)
            tx, number = examined.fields[OPERATOR_TX_ID], examined.fields[SEQ_NO]
            extra, untold = untold, []
            # A new version of a known transaction keeps its number, and is no step in the sequence.
            if number is not None and (tx is None or facts.latest(tx) is None):
                extra = extra + numbers.judge(number)
            if examined.findings or extra:
                found = without_waiting((*examined.findings, *extra))
                examined = dataclasses.replace(examined, findings=room.take(found))
            answers.append(self._write(index, raw, ids[place], ids[place + 1], examined))
            place += TICKS_A_LINE
            plain.judged(index)
            if tx is not None:
                facts.seen.setdefault(tx, index)
            index += 1
        if untold and answers:
            first = answers[0]
            answers[0] = msgspec.structs.replace(first, findings=[*first.findings, *untold])
        if numbers.last is not None:
            self.draft.numbered(self.source, numbers.last)
        for number, last in numbers.gaps:
            if last is None:
                self.draft.came(self.source, GapKind.NUMBERS, number)
            else:
                self.draft.missed(self.source, GapKind.NUMBERS, number, last)
        return answers

    def _write(self, index: int, raw: bytes, attempt_id: str, soms_tx_id: str, examined: Examined) -> ItemAnswer:
        outcome = examined.outcome
        salt = b""
        stored = raw
        if examined.personal:
            salt = secrets.token_bytes(16)
            stored = examined.masked or b""
        soms = soms_tx_id if outcome in TAKEN else None
        commitment = hashlib.sha256(salt + raw).digest()
        self.draft.attempt(NewAttempt(attempt_id, examined, stored, commitment, withheld=examined.personal))
        return ItemAnswer(
            index=index,
            attempt_id=attempt_id,
            status=outcome,
            soms_tx_id=soms,
            findings=told(examined.findings),
            salt=salt.hex() if salt else None,
        )

    @staticmethod
    def _replayed(index: int, raw: bytes, facts: LedgerFacts) -> ItemAnswer | None:
        """The same id and bytes as the latest attempt: its ids and verdict again, no new entry."""
        tx = operator_tx_id(raw)
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
            edrpou=self.draft.edrpou,
            source=self.source,
        )
        return int(row["seq_no"]) if row is not None else None
