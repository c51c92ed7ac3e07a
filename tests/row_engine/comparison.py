"""One comparison of the ledger with the row engine, drawn by chance from a seed.

Both get the same lines in the same transactions; the ids and salts that the ledger gives are given to the row engine,
so that everything both have made must be the same to the byte: answers, rows, entries, roots.
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.batch_lines import operator_tx_id
from cabinet.contour.intake.judging import Judging
from cabinet.contour.intake.settling import Settling
from cabinet.contour.ledger import operator_log, taken
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.taken import Taken
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.play import Played, play
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.findings import Finding, ItemAnswer
from cabinet.contract.moment import wire
from cabinet.contract.states import CaseState, Outcome, Severity
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.proof.merkle import inclusion_of, leaf_hash
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from cabinet.rules.finding import finding
from tests.ledger_rows import ledger_rows
from tests.proof.tree import Tree
from tests.row_engine.field_columns import FIELD_NAMES, column_values
from tests.row_engine.judging import DryRun, Given
from tests.row_engine.judging import Judging as RowJudging
from tests.row_engine.log import Ledger as RowLedger
from tests.row_engine.odd_lines import spoilt
from tests.row_engine.roots import find_roots
from tests.row_engine.schema import TABLES
from tests.row_engine.settling import settle

NOW: Final = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OPERATORS: Final = (SAMPLE_EDRPOU, "14360570")
SOURCES: Final = ("core-1", "core-1", "core-1", "core-1", "bet-1", "cabinet")
"""Mostly one, so that its numbers run on."""
REASONS: Final = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9", "")
_LATE: Final = (300, 15_000, 8_640_000, 8_640_000, 8_640_000)
"""Seconds after which a line is late: most of the play is late, some, or none."""
_SHARED: Final = (
    "rejections", "rejection_groups", "rejection_days", "rejection_blocks", "rejection_roots", "rollups",
    "source_numbers", "gaps", "attempts", "payloads", "entries",
)  # fmt: skip
"""Tables that both have, as :mod:`tests.ledger_rows` lays them out; compared by the columns of the row engine."""
_REJECTED: Final = {"rejections": " WHERE state <> 'held'", "rejection_groups": " WHERE total > 0"}
"""What the row engine has of them: it lists nothing that is held."""
_NOT_LAID_OUT: Final = {"leaf", "round_id", "player_ref", "batch_id", "amends", "amended", "unreversed", "judged"}
"""Columns of the row engine alone: roots and fields tell them, and batches tell which entries are theirs."""


_GAME: Final = (
    "SELECT * FROM (SELECT * FROM attempts WHERE edrpou = :edrpou AND operator_tx_id = :bet "
    "UNION SELECT * FROM attempts WHERE edrpou = :edrpou AND related_tx_id = :bet AND amends IS NOT 'REVERSAL') a "
    "WHERE a.operator_tx_id IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM attempts b WHERE b.edrpou = a.edrpou AND b.operator_tx_id = a.operator_tx_id "
    "AND ((a.outcome = 'REJECTED' AND b.outcome <> 'REJECTED') "
    "OR ((a.outcome = 'REJECTED') = (b.outcome = 'REJECTED') AND b.judged > a.judged))) ORDER BY a.seq LIMIT 50"
)
"""A bet and all that refers to it, each by its latest attempt, as a rejection's card told it."""


class DifferentError(AssertionError):
    """The two do not agree."""


class Judged(NamedTuple):
    """One line that was judged anew."""

    edrpou: str
    attempt_id: str
    soms_tx_id: str | None
    commitment: str
    outcome: Outcome
    line: bytes


class Part(NamedTuple):
    """One part of a transaction, as the ledger took it."""

    edrpou: str
    act: str
    now: datetime
    limits: LimitFacts = LimitFacts()
    source: str = ""
    by: str | None = None
    lines: Sequence[bytes] = ()
    whole: Sequence[Finding] = ()
    answers: Sequence[ItemAnswer] = ()
    what: dict[str, Any] | None = None
    settled: dict[str, str | None] = {}


class _Undone(Exception):
    """Has a transaction rolled back."""


@dataclass
class Memory:
    """How little the ledger may hold."""

    bits: int = 48
    generation: int = taken.GENERATION
    slice: int = 512
    frames: int = 256

    @classmethod
    def drawn(cls, luck: random.Random) -> Memory:
        """Draw one."""
        return cls(
            luck.choice((7, 7, 48)), luck.choice((1, 5, 40, 300, taken.GENERATION)), luck.choice((1, 3, 20, 512)),
            luck.choice((0, 1, 2, 256)),
        )  # fmt: skip

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Have every ledger hold so little."""
        with ExitStack() as stack:
            index = partial(Taken, bits=self.bits, generation=self.generation)
            stack.enter_context(patch.object(operator_log, "Taken", index))
            stack.enter_context(patch.object(operator_log, "_FRAMES", self.frames))
            stack.enter_context(patch.object(taken, "_SLICE", self.slice))
            yield


@dataclass
class Comparison:
    """Both ledgers, and what was sent to them."""

    seed: int
    folder: Path
    bets: int
    lines: int = 0
    """Lines that were judged, those of checks included."""
    calm: float = 0
    """How many lines are simply the next ones of the play."""
    plain: int = 0
    """Those accepted without a word."""
    settled: int = 0
    """Refunds that had waited and were judged again."""
    luck: random.Random = field(init=False)
    memory: Memory = field(init=False)
    now: datetime = NOW
    sent: dict[str, list[bytes]] = field(default_factory=lambda: {edrpou: [] for edrpou in OPERATORS})
    judged: list[Judged] = field(default_factory=list)
    _batches: int = 0

    def __post_init__(self) -> None:
        self.luck = random.Random(f"same as rows {self.seed}")  # noqa: S311  a test's own
        self.memory = Memory.drawn(self.luck)
        self.calm = self.luck.choice((0.5, 0.7, 0.9))
        numbered = self.luck.random() < 0.4
        self.queues = {
            edrpou: [p.data if numbered else _unnumbered(p.data) for p in self._play(n)]
            for n, edrpou in enumerate(OPERATORS)
        }
        self.signer = NoteSigner("test/log", Ed25519PrivateKey.generate())
        self.path = self.folder / "ledger.sqlite"
        self.store = SqliteStore(self.path)
        self.rows = SqliteStore(self.folder / "rows.sqlite", (TABLES,))
        for edrpou in OPERATORS:
            operator = sample_operator(NOW).model_copy(update={"edrpou": edrpou})
            for store in (self.store, self.rows):
                create_operator(store, operator, NOW)
        self.ledger = Ledger(self.store, self.signer, "test")
        self.row_ledger = RowLedger(self.rows)

    def _play(self, number: int) -> Iterator[Played]:
        bets = self.bets // (1 + 2 * number)
        return play(self.seed * 2 + number, bets, NOW - timedelta(minutes=6), timedelta(hours=5), mistakes=0.1)

    def run(self) -> None:
        """Send everything, and compare."""
        try:
            while any(self.queues.values()):
                self.now += timedelta(seconds=self.luck.choice((0, 1, 20, 90)))
                chance = self.luck.random()
                if chance < 0.12:
                    self._check()
                elif chance < 0.2:
                    self._restart()
                elif chance < 0.26 and self.memory.generation == taken.GENERATION:
                    self._check_of_old()
                else:
                    self._write()
            self._restart()
            self._compare_tables()
            self._compare_reading()
        finally:
            self.store.close()
            self.rows.close()

    # -- what is sent

    def _write(self) -> None:
        """One transaction of both: one part or several, kept or undone."""
        undone = self.luck.random() < 0.12
        before = {edrpou: list(lines) for edrpou, lines in self.queues.items()}
        known, sent = len(self.judged), {edrpou: len(lines) for edrpou, lines in self.sent.items()}
        parts: list[Part] = []
        try:
            with self.store.write():
                for _ in range(self.luck.choice((1, 1, 1, 2, 3, 4))):
                    parts.append(self._part(self.luck.choice((*OPERATORS, OPERATORS[0]))))  # noqa: PERF401  each follows from the one before
                if undone:
                    raise _Undone
        except _Undone:
            self.queues = before
            del self.judged[known:]
            for edrpou, count in sent.items():
                del self.sent[edrpou][count:]
        try:
            with self.rows.write():
                for part in parts:
                    self._same_part(part)
                if undone:
                    raise _Undone
        except _Undone:
            pass
        for edrpou in OPERATORS:
            leaves = self.row_ledger.leaves.get(edrpou, [])
            head = self.ledger.head(edrpou)
            self._agree("head", (head.size, head.root), (len(leaves), Tree(leaves).root()))

    def _part(self, edrpou: str) -> Part:
        luck = self.luck
        self.now += timedelta(seconds=luck.choice((0, 0, 0, 1, 900)))
        act = luck.choices(("lines", "credential", "mandate", "case"), (20, 1, 1, 2))[0]
        with self.ledger.append(edrpou, self.now) as append:
            if act in {"credential", "mandate"}:
                what = {
                    "credentialId": f"c{luck.randrange(99)}",
                    "by": "Олена",
                    "what": luck.choice(("new", "revoked")),
                }
                getattr(append, act)(what)
                return Part(edrpou, act, self.now, what=what)
            if act == "case":
                live = append.rows.all(
                    "SELECT * FROM rejections WHERE edrpou = :edrpou AND state IN ('open', 'justified') ORDER BY seq",
                    edrpou=edrpou,
                )  # fmt: skip
                if live:
                    row, state = luck.choice(live), luck.choice((CaseState.JUSTIFIED, CaseState.NEW))
                    append.set_case(row, state, "Тарас")
                    return Part(edrpou, act, self.now, what={"attempt": row["attempt_id"], "state": state})
            part = self._lines(edrpou)
            before = set(append.pending.verdicts)
            settling = Settling(append, part.limits)
            settling.expire()
            judging = Judging(append, part.source, part.limits, part.by)
            answers = judging.run(part.lines, part.whole)
            settling.run()
            settled = [append.reader.attempt(seq) for seq in append.pending.verdicts if seq not in before]
            self.settled += len(settled)
            for raw, answer in zip(part.lines, answers, strict=True):
                if answer.status is not Outcome.REPLAYED:
                    salted = bytes.fromhex(answer.salt or "") + raw
                    self.judged.append(
                        Judged(edrpou, answer.attempt_id, answer.soms_tx_id, hashlib.sha256(salted).hexdigest(),
                               answer.status, raw)
                    )  # fmt: skip
            self.sent[edrpou] += part.lines
            return part._replace(answers=answers, settled={a.attempt_id: a.soms_tx_id for a in settled})

    def _same_part(self, part: Part) -> None:
        with self.row_ledger.append(part.edrpou, part.now) as append:
            if part.act in {"credential", "mandate"}:
                getattr(append, part.act)(part.what)
            elif part.act == "case":
                assert part.what is not None
                row = append.rows.one("SELECT * FROM rejections WHERE attempt_id = :id", id=part.what["attempt"])
                if row is None:
                    raise DifferentError(f"no such rejection: {part.what}")
                append.set_case(row, part.what["state"], "Тарас")
            else:
                settle(append, part.limits, part.settled, overdue=True)
                judging = RowJudging(
                    append, part.source, part.limits, Given.of(part.answers), None, part.by
                )  # fmt: skip
                self._same_answers(part.lines, part.answers, judging.run(part.lines, part.whole))
                settle(append, part.limits, part.settled, overdue=False)

    def _lines(self, edrpou: str) -> Part:
        luck, lines = self.luck, []
        for _ in range(luck.choice((0, 1, 1, 2, 5, 20, 60, 130))):
            lines.append(self._line(edrpou, lines))
        whole: list[Finding] = []
        if luck.random() < 0.15:
            whole.append(finding("IN-802", "", "7", "5"))
        if luck.random() < 0.08:
            whole.append(msgspec.structs.replace(finding("AU-107", "", "30", "≤ 10"), severity=Severity.HELD))
        self._batches += 1
        return Part(
            edrpou, "lines", self.now, LimitFacts(luck.choice(_LATE)), luck.choice(SOURCES),
            luck.choice((None, None, "Тарас, «комплаєнс»")), lines, whole,
        )  # fmt: skip

    def _line(self, edrpou: str, here: list[bytes]) -> bytes:
        luck, queue, sent = self.luck, self.queues[edrpou], self.sent[edrpou]
        if queue and luck.random() < self.calm:
            return queue.pop(0)
        chance = luck.uniform(0.62, 1)
        if chance < 0.7 and here:
            return luck.choice(here)
        if chance < 0.82 and sent:
            return luck.choice(sent[-300:])
        if chance < 0.88 and self.judged:
            return self._correction(edrpou)
        if chance < 0.94 and self.judged:
            return self._amendment(edrpou)
        return spoilt(luck, luck.choice((*sent[-300:], *queue[:50], b"{}")), self._ids(edrpou))

    def _ids(self, edrpou: str) -> list[str]:
        """Return ids of transactions sent last, whatever they are."""
        found = []
        for line in self.sent[edrpou][-60:]:
            try:
                found.append(str(json.loads(line)["operatorTxId"]))
            except (ValueError, LookupError, TypeError, RecursionError):
                continue
        return found

    def _correction(self, edrpou: str) -> bytes:
        luck = self.luck
        recent = self.judged[-300:]
        rejected = [j for j in recent if j.outcome is Outcome.REJECTED and j.edrpou == edrpou]
        of = luck.choice(rejected if rejected and luck.random() < 0.85 else recent)
        try:
            value = json.loads(of.line)
            value = dict(value) if isinstance(value, dict) else {}
        except (ValueError, RecursionError):
            value = {}
        other = json.loads(luck.choice(self.queues[edrpou][:40] or [b"{}"]))
        if luck.random() < 0.6:
            # As an honest line has it, but for what tells which transaction it is.
            value = {
                **other,
                **{k: v for k, v in value.items() if k in {"operatorTxId", "type", "relatedTxId", "roundId"}},
            }
        if luck.random() < 0.15:
            value.pop("operatorTxId", None)
        strange = self._altered(of.attempt_id), str(uuid.UUID(int=luck.getrandbits(128))), "x"
        attempt_id = luck.choices((of.attempt_id, of.soms_tx_id or of.attempt_id, *strange), (20, 1, 1, 1, 1))[0]
        value["correction"] = {
            "kind": "RESUBMIT_REJECTED",
            "attemptId": attempt_id,
            "originalSha256": of.commitment if luck.random() < 0.85 else hashlib.sha256(of.line).hexdigest()[::-1],
            "reasonCode": luck.choice(REASONS[:7]) if luck.random() < 0.9 else luck.choice(REASONS),
        }
        if luck.random() < 0.05:
            value["correction"]["note"] = "ivan.p@example.ua"
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")

    def _amendment(self, edrpou: str) -> bytes:
        """Return a reversal of what was accepted, or a replacement; some go wrong in one thing or another."""
        luck = self.luck
        known = [j for j in self.judged[-200:] if j.edrpou == edrpou]
        accepted = [j for j in known if j.soms_tx_id is not None]
        reversals = [j for j in accepted if b'"REVERSAL"' in j.line]
        plain = [j for j in accepted if b'"REVERSAL"' not in j.line]
        if not plain:
            return b"{}"
        of, kind = luck.choice(plain), "REVERSAL"
        if reversals and luck.random() < 0.5:
            of, kind = luck.choice(reversals), luck.choice(("REPLACEMENT", "REPLACEMENT", "REPLACEMENT", "REVERSAL"))
        value = json.loads(of.line)
        value["operatorTxId"] = f"v{luck.randrange(10_000)}"
        if luck.random() < 0.5:
            value.pop("seqNo", None)
        if kind == "REPLACEMENT" or luck.random() < 0.15:
            value.update(luck.choice(({"amountKop": luck.choice((1, 300, 700))}, {"gameId": "roulette-eu"}, {})))
        if luck.random() < 0.1:
            value.update(luck.choice(({"type": "PAYOUT"}, {"playerRef": "cd" * 16}, {"occurredAt": wire(self.now)})))
        soms = luck.choices((of.soms_tx_id, of.attempt_id, str(uuid.UUID(int=luck.getrandbits(128)))), (20, 1, 1))[0]
        value["correction"] = {
            "kind": luck.choices((kind, "REPLACEMENT"), (15, 1))[0], "somsTxId": soms, "reasonCode": "R1",
            "originalSha256": of.commitment if luck.random() < 0.9 else "0" * 64,
        }  # fmt: skip
        rejected = [j for j in known if j.outcome is Outcome.REJECTED and b'"somsTxId"' in j.line]
        if rejected and luck.random() < 0.3:
            again = luck.choice(rejected)
            value["operatorTxId"] = operator_tx_id(again.line) or value["operatorTxId"]
            value["correction"]["attemptId"] = again.attempt_id
        return json.dumps(value, ensure_ascii=False).encode()

    def _altered(self, identifier: str) -> str:
        """Return another id: of another tick, or of the same one with another tail."""
        at = self.luck.choice((10, 17, 20, 30, 35))
        digit = "0" if identifier[at] != "0" else "1"
        return identifier[:at] + digit + identifier[at + 1 :]

    def _restart(self) -> None:
        self._compare_tables()
        self.store.close()
        self.store = SqliteStore(self.path)
        self.ledger = Ledger(self.store, self.signer, "test")

    # -- checks

    def _check(self) -> None:
        part = self._asked()
        with self.store.read() as rows, self.rows.read() as row_rows:
            answers = Judging(self.ledger.draft(rows, part.edrpou, self.now), part.source, part.limits).run(part.lines)
            dry = DryRun(row_rows, part.edrpou, self.now)
            expected = RowJudging(dry, part.source, part.limits, Given.of(answers)).run(part.lines)
        self._same_answers(part.lines, answers, expected)

    def _check_of_old(self) -> None:
        """A check whose snapshot is older than what is committed when it is judged."""
        part = self._asked()
        with self.store.read() as rows, self.rows.read() as row_rows:
            draft, dry = self.ledger.draft(rows, part.edrpou, self.now), DryRun(row_rows, part.edrpou, self.now)
            row_rows.one("SELECT 1 FROM operators")
            for _ in range(self.luck.randrange(1, 4)):
                self._write()
            answers = Judging(draft, part.source, part.limits).run(part.lines)
            expected = RowJudging(dry, part.source, part.limits, Given.of(answers)).run(part.lines)
        self._same_answers(part.lines, answers, expected)

    def _asked(self) -> Part:
        """Return lines to check; they are sent later all the same."""
        edrpou = self.luck.choice(OPERATORS)
        queue = list(self.queues[edrpou])
        part = self._lines(edrpou)
        self.queues[edrpou] = queue
        return part._replace(lines=[line for line in part.lines if line.strip()])

    # -- what is compared

    def _agree(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            raise self._different(f"{what}: {found!r:.2000}\n  rows: {expected!r:.2000}")

    def _different(self, what: str) -> DifferentError:
        return DifferentError(f"seed {self.seed}, {self.memory}: {what}")

    def _same_answers(
        self, lines: Sequence[bytes], answers: Sequence[ItemAnswer], expected: Sequence[ItemAnswer]
    ) -> None:
        self.lines += len(lines)
        self.plain += sum(a.status is Outcome.ACCEPTED and not a.findings for a in answers)
        self._agree("answers", len(answers), len(expected))
        for line, mine, theirs in zip(lines, answers, expected, strict=True):
            if mine != theirs:
                told = [
                    f"{a.status} {[(f.code, f.pointer, f.value, f.expected, f.related) for f in a.findings]}"
                    for a in (mine, theirs)
                ]
                raise self._different(f"answer to {line[:900]!r}\n  {told[0]}\n  {told[1]}")

    def _compare_tables(self) -> None:
        with self.rows.write() as rows:
            find_roots(rows)
        with ledger_rows(self.store, named=True) as new, self.rows.read() as old:
            for table in _SHARED:
                expected = [dict(row) for row in old.all(f"SELECT * FROM {table}")]
                names = [n for n in (expected[0] if expected else ()) if n not in _NOT_LAID_OUT]
                found = [dict(row) for row in new.execute(f"SELECT * FROM {table}{_REJECTED.get(table, '')}")]
                self._same_rows(table, names, found, expected)

            held = new.execute("SELECT attempt_id FROM rejections WHERE state = 'held' ORDER BY 1").fetchall()
            waiting = old.all("SELECT attempt_id FROM attempts WHERE outcome = 'PENDING' ORDER BY 1")
            self._agree("what is held", [row[0] for row in held], [row["attempt_id"] for row in waiting])

    def _same_rows(
        self, table: str, names: list[str], found: list[dict[str, Any]], expected: list[dict[str, Any]]
    ) -> None:
        counts = set(ROLLUP_COUNTS) if table == "rollups" else set(names)
        mine, theirs = (
            sorted(repr([row[n] for n in names]) for row in rows if any(row[n] for n in counts))
            for rows in (found, expected)
        )
        if mine != theirs:
            odd = [row for row in mine if row not in theirs][:3], [row for row in theirs if row not in mine][:3]
            raise self._different(f"{table}{names}: {len(mine)} rows, {len(theirs)} expected\n  {odd[0]}\n  {odd[1]}")

    def _compare_reading(self) -> None:
        """What is read by id, by transaction and by bet; every root and proof."""
        with self.store.read() as rows, self.rows.read() as old:
            for edrpou in OPERATORS:
                reader = self.ledger.reader(rows, edrpou)
                stranger = self.ledger.reader(rows, next(o for o in OPERATORS if o != edrpou))
                attempts = old.all("SELECT * FROM attempts WHERE edrpou = :edrpou ORDER BY seq", edrpou=edrpou)
                for a in attempts:
                    found = reader.by_attempt_id(a["attempt_id"])
                    self._agree("attempt", found and found.seq, a["seq"])
                    assert found is not None
                    self._agree(f"fields of {found}", column_values(found.fields), [a[name] for name in FIELD_NAMES])
                    self._agree("a stranger's", stranger.by_attempt_id(a["attempt_id"]), None)
                    if a["soms_tx_id"] is not None:
                        found = reader.by_soms_tx_id(a["soms_tx_id"])
                        self._agree("accepted", found and found.seq, a["seq"])
                        self._agree("no attempt's", reader.by_attempt_id(a["soms_tx_id"]), None)
                for tx in {a["operator_tx_id"] for a in attempts} - {None}:
                    expected = [a["seq"] for a in attempts if a["operator_tx_id"] == tx]
                    self._agree(f"attempts of {tx}", [a.seq for a in reader.attempts_of(tx)], expected)
                    game = [row["seq"] for row in old.all(_GAME, edrpou=edrpou, bet=tx)]
                    self._agree(f"game of {tx}", [a.seq for a in reader.game(tx, 50)], game)
                self._compare_proofs(edrpou)

    def _compare_proofs(self, edrpou: str) -> None:
        with self.store.read() as rows:
            reader = self.ledger.reader(rows, edrpou)
            tree = Tree(map(leaf_hash, reader.entries(0, reader.size)))
            self._agree("root", self.ledger.head(edrpou).root, tree.root())
            if not reader.size:
                return
            note = open_checkpoint(self.ledger.checkpoint(rows, edrpou), [self.signer.verifier])
            self._agree("checkpoint", note, self.ledger.head(edrpou))
            for _ in range(60):
                size = self.luck.randrange(1, reader.size + 1)
                seq = self.luck.randrange(size)
                proof = inclusion_of(seq, size, reader.node)
                self._agree(f"proof of {seq} in {size}", proof, tree.inclusion(seq, size))
                self._agree(f"root of {size}", self.ledger.head_at(reader, size).root, tree.root(size))


def _unnumbered(line: bytes) -> bytes:
    value = msgspec.json.decode(line)
    del value["seqNo"]
    return msgspec.json.encode(value)


def compare(seed: int, folder: Path, bets: int = 200) -> tuple[int, int]:
    """Run one comparison; returns how many lines were judged, and of them accepted without a word.

    Raises:
        DifferentError: The two do not agree.
    """
    comparison = Comparison(seed, folder, bets)
    with comparison.memory.applied():
        comparison.store.close()
        comparison.store = SqliteStore(comparison.path)
        comparison.ledger = Ledger(comparison.store, comparison.signer, "test")
        comparison.run()
    return comparison.lines, comparison.plain
