"""What the ledger promises: nothing lost, nothing doubled, figures = rows = tree, and all of it after a restart."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cabinet.contour.intake.judging import Judging
from cabinet.contour.intake.settling import Settling
from cabinet.contour.ledger.frames import zstd
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Rows
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.play import play
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.query import statistics
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.states import Environment, Outcome, ReasonCode
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.proof.checkpoints import open_checkpoint, sign_checkpoint
from cabinet.proof.merkle import leaf_hash
from cabinet.proof.notes import NoteSigner
from cabinet.proof.tiles import TILE
from cabinet.rules.facts import LimitFacts
from tests.ledger_rows import ledger_rows
from tests.proof.tree import Tree
from tests.rules.known_facts import raw

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@dataclass
class Book:
    path: Path
    store: SqliteStore
    ledger: Ledger
    signer: NoteSigner

    def judge(self, lines: list[bytes], source: str = "core-1", by: str | None = None) -> list[ItemAnswer]:
        with self.ledger.append(SAMPLE_EDRPOU, NOW) as append:
            answers = Judging(append, source, LimitFacts(), by=by).run(lines)
            Settling(append, LimitFacts()).run()
            return answers

    def reopen(self) -> Ledger:
        self.store.close()
        self.store = SqliteStore(self.path)
        self.ledger = Ledger(self.store, self.signer, "test")
        return self.ledger


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = tmp_path / "ledger.sqlite"
    store = SqliteStore(path)
    create_operator(store, sample_operator(NOW), NOW)
    signer = NoteSigner("test/log", Ed25519PrivateKey.generate())
    book = Book(path, store, Ledger(store, signer, "test"), signer)
    yield book
    book.store.close()


def told(rows: Rows, now: datetime = NOW, **query: str) -> StatisticsAnswer:
    return StatisticsAnswer.model_validate_json(
        statistics(rows, SAMPLE_EDRPOU, query, now, Environment.TEST, money=True)
    )


def lines(seed: int = 3, bets: int = 120) -> list[bytes]:
    return [p.data for p in play(seed, bets, NOW - timedelta(minutes=6), timedelta(hours=5), mistakes=0.2)]


Cubes = dict[tuple[str, str, str, str], Counter[str]]


def rolled_up(oracle: sqlite3.Connection) -> Cubes:
    """Every cube with anything in it: (step, slice, start in UTC, key) → figures that are not nought."""
    cursor = oracle.execute("SELECT * FROM rollups")
    names = [column[0] for column in cursor.description]
    found: Cubes = {}
    for row in cursor:
        values = dict(zip(names, row, strict=True))
        start = datetime.fromtimestamp(values.pop("start") / 1e6, UTC).isoformat()
        place = (values.pop("step"), values.pop("slice"), start, values.pop("key"))
        del values["edrpou"]
        found[place] = Counter({name: value for name, value in values.items() if value})
    return {place: figures for place, figures in found.items() if figures}


def counted_from_rows(oracle: sqlite3.Connection) -> Cubes:
    """The same, counted anew from the rows alone."""
    cursor = oracle.execute(
        "SELECT a.*, COALESCE(r.state, '') AS state, p.bytes AS bytes FROM attempts a "
        "JOIN payloads p USING (attempt_id) LEFT JOIN rejections r USING (attempt_id)"
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, values, strict=True)) for values in cursor]
    corrections = {row["seq"]: json.loads(row["bytes"]).get("correction") for row in rows if row["soms_tx_id"]}
    reversed_ = {c["somsTxId"] for c in corrections.values() if c is not None and c["kind"] == "REVERSAL"}
    found: Cubes = {}
    for row in rows:
        correction = corrections.get(row["seq"]) or {}
        if correction.get("kind") == "REVERSAL" or row["soms_tx_id"] in reversed_:
            continue
        figures: Counter[str] = Counter()
        kind, amount = row["type"], row["amount_kop"] or 0
        moment = row["occurred_at"] or row["received_at"]
        if row["outcome"] == "REJECTED":
            if row["state"] != "open":
                continue
            figures["rejected"] = 1
            figures["stuck_operations_kop"] = amount
            back = b'"kind": "REVERSAL"' in row["bytes"] or b'"kind":"REVERSAL"' in row["bytes"]
            amount = -amount if back else amount
            figures["stuck_kop"] = {"BET": amount, "REFUND": -amount, "PAYOUT": -amount}.get(kind, 0)
        elif row["outcome"] == "PENDING":
            figures["pending"] = 1
        else:
            figures["accepted"] = figures[kind.lower() + "s"] = 1
            figures[kind.lower() + "_kop"] = amount
            if kind == "PAYOUT":
                figures["pit_kop"], figures["levy_kop"] = (
                    int((Decimal(amount) * share).quantize(Decimal(1), ROUND_HALF_UP))
                    for share in (Decimal("0.18"), Decimal("0.05"))
                )
            figures["with_warnings"] = row["outcome"] == "ACCEPTED_WITH_WARNINGS"
            figures["late"] = row["late"]
            if not row["late"] and not correction:
                figures["on_time"] = 1
                figures["lag_ms"] = (row["received_at"] - moment) // 1000
        here = datetime.fromtimestamp(moment / 1e6, ZoneInfo("Europe/Kyiv"))
        hour = here.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
        keys = {
            "none": "", "type": kind or "—", "licence": row["licence_no"] or "—", "brand": row["brand_id"] or "—",
            "site": row["site_id"] or "—", "source": row["source"],
        }  # fmt: skip
        for step, start in (("hour", hour), ("day", midnight)):
            for name, key in keys.items():
                found.setdefault((step, name, start.isoformat(), key), Counter()).update(figures)
    return {
        place: kept for place, figures in found.items() if (kept := Counter({k: v for k, v in figures.items() if v}))
    }


def invariants(book: Book) -> None:
    """Figures = rows = distinct ids = tree, counted by a tool that knows none of our code."""
    with ledger_rows(book.path) as oracle:
        (entries,) = oracle.execute("SELECT COUNT(*) FROM entries").fetchone()
        (verdicts,) = oracle.execute("SELECT COUNT(*) FROM entries WHERE kind = 'verdict'").fetchone()
        (attempts, distinct) = oracle.execute("SELECT COUNT(*), COUNT(DISTINCT attempt_id) FROM attempts").fetchone()
        assert attempts == distinct == entries - verdicts
        assert entries == book.ledger.head(SAMPLE_EDRPOU).size
        seqs = [s for (s,) in oracle.execute("SELECT seq FROM entries ORDER BY seq")]
        assert seqs == list(range(entries))
        (still,) = oracle.execute("SELECT COUNT(*) FROM rejections WHERE state = 'open'").fetchone()
        assert oracle.execute("SELECT SUM(rejected) FROM rollups WHERE step = 'day' AND slice = 'none'").fetchone() == (
            still,
        )
        assert rolled_up(oracle) == counted_from_rows(oracle)
        blobs = [b for (b,) in oracle.execute("SELECT bytes FROM entries ORDER BY seq")]
        (note,) = oracle.execute("SELECT checkpoint FROM logs").fetchone()
        checkpoint = open_checkpoint(note, [book.signer.verifier])
        assert checkpoint.size == entries
        assert checkpoint.root == Tree(leaf_hash(b) for b in blobs).root()


def test_invariants_hold_under_replays_in_any_cut(book: Book) -> None:
    luck = random.Random(5)  # noqa: S311  a test's own
    every = lines()
    done = 0
    while done < len(every):
        size = luck.randrange(1, 40)
        start = max(0, done - luck.randrange(0, 30))
        book.judge(every[start : done + size])
        done += size
        invariants(book)
    before = book.ledger.head(SAMPLE_EDRPOU).size
    withheld = [b"example.ua" in line for line in every]
    assert {a.status for a, w in zip(book.judge(every), withheld, strict=True) if not w} == {Outcome.REPLAYED}
    assert book.ledger.head(SAMPLE_EDRPOU).size == before + sum(withheld), "withheld bytes cannot be compared"
    invariants(book)


def test_restart_keeps_everything(book: Book) -> None:
    book.judge(lines())
    head = book.ledger.head(SAMPLE_EDRPOU)
    assert book.reopen().head(SAMPLE_EDRPOU) == head
    book.judge(lines(4))
    invariants(book)


def test_a_failed_transaction_leaves_no_trace(book: Book) -> None:
    book.judge(lines())
    head = book.ledger.head(SAMPLE_EDRPOU)
    with pytest.raises(ZeroDivisionError), book.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        Judging(append, "core-1", LimitFacts()).run(lines(9))
        raise ZeroDivisionError
    assert book.ledger.head(SAMPLE_EDRPOU) == head
    invariants(book)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE frames SET notes = NULL WHERE place = (SELECT MAX(place) FROM frames)",
        "DELETE FROM frames WHERE place = (SELECT MAX(place) FROM frames)",
        "UPDATE blocks SET source = 'core-2'",
        "UPDATE blocks SET n = n - 1",
        "UPDATE tiles SET hashes = zeroblob(8192)",
        "UPDATE tiles SET hashes = zeroblob(8191)",
        "DELETE FROM tiles",
        "UPDATE logs SET size = size - 1",
        "UPDATE logs SET size = size + 1",
        "UPDATE logs SET secret = randomblob(32)",
    ],
)
def test_a_log_that_does_not_lead_to_its_checkpoint_is_noticed_at_start(book: Book, change: str) -> None:
    every = lines(bets=240)
    assert TILE < len(every) < 2 * TILE
    book.judge(every)
    book.store.close()
    oracle = sqlite3.connect(book.path)
    assert oracle.execute(change).rowcount == 1
    oracle.commit()
    oracle.close()
    book.store = SqliteStore(book.path)
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        Ledger(book.store, book.signer, "test")


def test_a_log_written_anew_under_a_strangers_signature_is_noticed_at_start(book: Book) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    book.judge(lines())
    book.store.close()
    stranger = NoteSigner(book.signer.verifier.name, Ed25519PrivateKey.generate())
    note = sign_checkpoint(book.ledger.head(SAMPLE_EDRPOU), stranger)
    oracle = sqlite3.connect(book.path)
    oracle.execute("UPDATE logs SET checkpoint = ?", (note,))
    oracle.commit()
    oracle.close()
    book.store = SqliteStore(book.path)
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        Ledger(book.store, book.signer, "test")


def test_a_checkpoint_names_the_operator_whose_log_it_is(book: Book) -> None:
    """Two empty logs have one root: without the name, a checkpoint of one would be believed of the other."""
    assert [book.ledger.head(edrpou).origin for edrpou in (SAMPLE_EDRPOU, "14360570")] == [
        f"test/{SAMPLE_EDRPOU}",
        "test/14360570",
    ]


def test_a_correction_moves_the_figures_by_the_difference(book: Book) -> None:
    every = lines()
    answers = book.judge(every)
    stuck = next(
        (i, a)
        for i, a in enumerate(answers)
        if a.status is Outcome.REJECTED and "RG-604" in {f.code for f in a.findings}
    )
    index, answer = stuck
    line = json.loads(every[index])
    with book.store.read() as rows:
        old = book.ledger.reader(rows, SAMPLE_EDRPOU).by_attempt_id(answer.attempt_id)
        before = told(rows).total
    assert old is not None
    line.pop("seqNo")
    line["siteId"] = {"mlynok-bet": "bet.mlynok.ua", "stavkohrai": "stavkohrai.ua"}.get(line["brandId"], "mlynok.ua")
    line["correction"] = {
        "kind": "RESUBMIT_REJECTED",
        "attemptId": answer.attempt_id,
        "originalSha256": old.commitment,
        "reasonCode": ReasonCode.WRONG_LICENCE_OR_SITE.value,
    }
    (fixed,) = book.judge([raw(line)], "cabinet", "Тарас, compliance")
    assert fixed.status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
    with book.store.read() as rows:
        after = told(rows).total
    assert after.accepted == before.accepted + 1
    assert after.rejected == before.rejected - 1
    assert (after.bet_kop or 0) - (before.bet_kop or 0) == line["amountKop"]
    assert (before.stuck_ggr_kop or 0) - (after.stuck_ggr_kop or 0) == line["amountKop"]
    (again,) = book.judge([raw({**line, "amountKop": 7})], "cabinet", "x")
    assert [f.code for f in again.findings if f.severity == "ERROR"] == ["IN-805"]
    invariants(book)


def test_withheld_bytes_are_nowhere(book: Book) -> None:
    every = lines()
    secret = b"olena.k@example.ua"
    assert any(secret in line for line in every)
    answers = book.judge(every)
    assert [a.salt for a in answers if "ST-208" in {f.code for f in a.findings}]
    book.store.close()
    for file in book.path.parent.iterdir():
        assert secret not in file.read_bytes(), file
    connection = sqlite3.connect(book.path)
    packed = [blob for row in connection.execute("SELECT lines, notes FROM frames") for blob in row if blob is not None]
    connection.close()
    assert packed
    assert all(secret not in zstd.decompress(blob) for blob in packed)
    book.store = SqliteStore(book.path)


def test_gaps_in_numbers_warn_and_never_refuse(book: Book) -> None:
    first, *_ = [json.loads(line) for line in lines(8, 3)]
    answers = book.judge([raw({**first, "operatorTxId": f"n{n}", "seqNo": n, "lateReason": "збій"}) for n in (1, 2, 5)])
    assert Counter(f.code for a in answers for f in a.findings) == {"IN-802": 1}
    assert answers[2].status is Outcome.ACCEPTED_WITH_WARNINGS
