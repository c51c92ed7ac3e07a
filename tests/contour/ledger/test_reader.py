"""What is read of a log: by ids of every kind, over snapshots of any age, and how a damaged file is answered."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger import attempt_ids, operator_log
from cabinet.contour.ledger.attempt import Attempt
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE, id_at, tick_of
from cabinet.contour.ledger.frames import FRAME, LONG
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import LogReader, newest_entry
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.taken import Taken
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.moment import wire
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import AMOUNT_KOP, OPERATOR_TX_ID, ROUND_ID, SEQ_NO
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.proof.merkle import EMPTY_ROOT, inclusion_of, leaf_hash
from cabinet.proof.notes import NoteSigner
from cabinet.proof.tiles import TILE
from cabinet.rules.facts import LimitFacts
from tests.perimeter_in_process import NOW, line
from tests.proof.tree import Tree
from tests.rules.known_facts import raw

TWIN = "14360570"


class Shelf:
    """A ledger of two operators of the same registry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.signer = NoteSigner("test/log", Ed25519PrivateKey.generate())
        self.store = SqliteStore(path)
        for edrpou in (SAMPLE_EDRPOU, TWIN):
            create_operator(self.store, sample_operator(NOW).model_copy(update={"edrpou": edrpou}), NOW)
        self.ledger = Ledger(self.store, self.signer, "test")

    def judge(self, *lines: bytes, edrpou: str = SAMPLE_EDRPOU, by: str | None = None) -> list[ItemAnswer]:
        with self.ledger.append(edrpou, NOW) as append:
            return Judging(append, "core-1", LimitFacts(), by).run(lines)

    def bets(self, count: int, name: str = "t", edrpou: str = SAMPLE_EDRPOU) -> list[ItemAnswer]:
        return self.judge(*(raw(line(f"{name}{n}")) for n in range(count)), edrpou=edrpou)

    @contextmanager
    def reader(self, edrpou: str = SAMPLE_EDRPOU) -> Iterator[LogReader]:
        with self.store.read() as rows:
            yield self.ledger.reader(rows, edrpou)

    def restart(self) -> None:
        self.store.close()
        self.store = SqliteStore(self.path)
        self.ledger = Ledger(self.store, self.signer, "test")

    def change(self, sql: str) -> int:
        with sqlite3.connect(self.path) as connection:
            count = connection.execute(sql).rowcount
        connection.close()
        return count


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "ledger.sqlite")
    yield made
    made.store.close()


def secret(shelf: Shelf, edrpou: str = SAMPLE_EDRPOU) -> bytes:
    return shelf.ledger._logs[edrpou].secret


def test_an_attempt_is_what_was_judged(shelf: Shelf) -> None:
    good, bad = raw(line("a", seqNo=7)), raw(line("b", seqNo=8, currency="EUR"))
    first, second = shelf.judge(good, bad, by="Тарас")
    with shelf.reader() as log:
        found = log.by_attempt_id(first.attempt_id)
        rejected = log.by_attempt_id(second.attempt_id)
    assert isinstance(found, Attempt)
    assert isinstance(rejected, Attempt)
    assert (found.seq, found.outcome, found.line, found.soms_tx_id) == (0, Outcome.ACCEPTED, good, first.soms_tx_id)
    assert (found.source, found.by, found.corrects, found.late) == (
        "core-1",
        "Тарас",
        None,
        False,
    )
    assert (found.commitment, found.withheld, found.findings) == (hashlib.sha256(good).hexdigest(), False, [])
    assert [found.fields[f] for f in (OPERATOR_TX_ID, AMOUNT_KOP, ROUND_ID, SEQ_NO)] == ["a", 500, "R-a", 7]
    assert (rejected.seq, rejected.outcome, rejected.soms_tx_id, rejected.codes) == (
        1,
        Outcome.REJECTED,
        None,
        ["AM-403"],
    )
    assert rejected.findings == second.findings


def test_an_id_leads_only_to_its_own_attempt(shelf: Shelf) -> None:
    first, rejected = shelf.judge(raw(line("a")), raw(line("b", currency="EUR")))
    shelf.judge(raw(line("a")), edrpou=TWIN)
    assert first.soms_tx_id is not None
    tick = tick_of(first.attempt_id)
    assert tick is not None
    tail = "0" if first.attempt_id[-1] != "0" else "1"
    with shelf.reader() as log, shelf.reader(TWIN) as theirs, shelf.reader("00032129") as nobodys:
        found = log.by_soms_tx_id(first.soms_tx_id)
        assert found is not None
        assert found.attempt_id == first.attempt_id
        for foreign in (
            first.attempt_id[:-1] + tail,  # another tail
            first.attempt_id[:14] + "4" + first.attempt_id[15:],  # another version
            first.attempt_id[:19] + "c" + first.attempt_id[20:],  # another variant
            first.attempt_id.upper(),
            first.attempt_id.replace("-", "_"),
            first.soms_tx_id,
            id_at(secret(shelf), tick - TICKS_A_LINE),  # before the block
            id_at(secret(shelf), tick + 2 * TICKS_A_LINE),  # behind it
            id_at(secret(shelf), 0),
            id_at(secret(shelf, TWIN), tick),  # of the same place in another log
            "nobody",
        ):
            assert log.by_attempt_id(foreign) is None, foreign
        assert log.by_soms_tx_id(first.attempt_id) is None
        assert log.by_soms_tx_id(id_at(secret(shelf), tick + 3)) is None, "what was rejected has none"
        assert log.by_attempt_id(rejected.attempt_id) is not None
        for others in (theirs, nobodys):
            assert others.by_attempt_id(first.attempt_id) is None
            assert others.by_soms_tx_id(first.soms_tx_id) is None


def test_a_place_that_a_replay_has_left_free_is_nobodys(shelf: Shelf) -> None:
    """A block reserves ids for as many lines as come; those that are replays take none."""
    shelf.judge(raw(line("a")))
    again, new = shelf.judge(raw(line("a")), raw(line("b")))
    shelf.judge(raw(line("c")))
    assert again.status is Outcome.REPLAYED
    tick = tick_of(new.attempt_id)
    assert tick is not None
    with shelf.reader() as log:
        found = log.by_attempt_id(new.attempt_id)
        assert found is not None
        assert found.seq == 1
        assert log.by_attempt_id(id_at(secret(shelf), tick + TICKS_A_LINE)) is None


def test_a_snapshot_sees_what_was_committed_before_it(shelf: Shelf) -> None:
    (first,) = shelf.judge(raw(line("a", currency="EUR")))
    with shelf.store.read() as rows:
        log = shelf.ledger.reader(rows, SAMPLE_EDRPOU)
        assert log.size == 1
        later = shelf.judge(raw(line("a")), raw(line("b")))
        shelf.bets(3 * FRAME, "c")
        old = shelf.ledger.reader(rows, SAMPLE_EDRPOU)
        for one in (log, old):
            assert (one.size, newest_entry(rows, SAMPLE_EDRPOU)) == (1, 0)
            assert one.by_attempt_id(later[1].attempt_id) is None
            assert [a.attempt_id for a in one.attempts_of("a")] == [first.attempt_id]
            assert one.standing(("a", "b", "c1"))["a"].attempt_id == first.attempt_id
            assert set(one.standing(("a", "b", "c1"))) == {"a"}
            assert len(list(one.entries(0, 10))) == 1
            assert one.tile(0, 0) == leaf_hash(one.entry(0))
            assert (one.tile(0, 1), one.tile(1, 0)) == (b"", b"")
    with shelf.reader() as now:
        assert now.size == 3 * FRAME + 3
        assert newest_entry(now.rows, SAMPLE_EDRPOU) == now.size - 1
        assert newest_entry(now.rows, "00032129") == 0
        assert now.standing(("b", "c1"))["c1"].seq == 4


@pytest.mark.parametrize("count", [1, FRAME - 1, FRAME, FRAME + 1, TILE - 1, TILE, TILE + 1])
def test_entries_tiles_and_proofs_at_the_borders_of_frames_and_tiles(shelf: Shelf, count: int) -> None:
    answers = [*shelf.bets(count // 2, "a"), *shelf.bets(count - count // 2, "b")]
    for restarted in (False, True):
        if restarted:
            shelf.restart()
        with shelf.reader() as log:
            entries = list(log.entries(0, count + 5))
            tree = Tree(map(leaf_hash, entries))
            assert [json.loads(entry)["seq"] for entry in entries] == list(range(count))
            assert [json.loads(entry)["attemptId"] for entry in entries] == [a.attempt_id for a in answers]
            assert log.entry(count - 1) == entries[-1]
            assert list(log.entries(1, 2)) == entries[1:3]
            assert shelf.ledger.head(SAMPLE_EDRPOU).root == tree.root()
            assert b"".join(log.tile(0, n) for n in range(3)) == b"".join(map(leaf_hash, entries))
            assert inclusion_of(count // 2, count, log.node) == tree.inclusion(count // 2)
            for size in {1, count // 2 + 1, count}:
                assert shelf.ledger.head_at(log, size).root == tree.root(size)


def test_an_entry_is_written_as_the_contract_says(shelf: Shelf) -> None:
    """The bytes are made anew whenever they are asked for: another template breaks every log."""
    bad = raw(line("a", currency="EUR"))
    (first,) = shelf.judge(bad, by='Ім’я "у лапках"')
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": first.attempt_id, "reasonCode": "R1",
        "originalSha256": hashlib.sha256(bad).hexdigest(),
    }  # fmt: skip
    good = raw(line("a", correction=link))
    (second,) = shelf.judge(good)
    with shelf.reader() as log:
        attempt = log.attempt(0)
        head = f'"receivedAt":"{wire(NOW)}","attemptId":"{first.attempt_id}"'
        rejected = (
            f'{{"kind":"transaction","seq":0,{head},"source":"core-1","by":"Ім’я \\"у лапках\\"","verdict":"REJECTED",'
            f'"findingsSha256":"{hashlib.sha256(attempt.encoded_findings).hexdigest()}",'
            f'"payloadCommitment":"{hashlib.sha256(bad).hexdigest()}"}}'
        )
        accepted = (
            f'{{"kind":"transaction","seq":1,"receivedAt":"{wire(NOW)}","attemptId":"{second.attempt_id}",'
            f'"ofAttemptId":"{first.attempt_id}","source":"core-1","verdict":"ACCEPTED",'
            f'"findingsSha256":"{hashlib.sha256(b"[]").hexdigest()}",'
            f'"payloadCommitment":"{hashlib.sha256(good).hexdigest()}"}}'
        )
        assert [entry.decode() for entry in log.entries(0, 2)] == [rejected, accepted]


@pytest.mark.parametrize("size", [LONG - 1, LONG, LONG + 1, 20_000])
def test_a_long_line_is_kept_beside_its_frame(shelf: Shelf, size: int) -> None:
    short = raw(line("a", currency="EUR"))
    long = short[:-1] + b" " * (size - len(short)) + short[-1:]
    shelf.bets(3)
    (answer,) = shelf.judge(long)
    assert [f.code for f in answer.findings] == ["ST-204" if size > LONG else "AM-403"]
    for restarted in (False, True):
        if restarted:
            shelf.restart()
        with shelf.reader() as log:
            assert log.attempt(3).line == long
            assert log.attempt(3).outcome is answer.status
            assert log.rows.tuples("SELECT COUNT(*) FROM long_lines") == [(size > LONG,)]
            assert shelf.ledger.head(SAMPLE_EDRPOU).root == Tree(map(leaf_hash, log.entries(0, 4))).root()
    with shelf.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        assert append.reader.attempt(3).line == long, "whoever writes reads it too"


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM frames WHERE place = (SELECT MIN(place) FROM frames)",
        "UPDATE frames SET lines = zeroblob(9) WHERE place = (SELECT MIN(place) FROM frames)",
        "DELETE FROM blocks WHERE first = (SELECT MIN(first) FROM blocks)",
        "UPDATE blocks SET n = 1 WHERE first = (SELECT MIN(first) FROM blocks)",
    ],
)
def test_what_is_missing_is_damage_and_no_other_attempt(shelf: Shelf, change: str) -> None:
    shelf.bets(2 * FRAME)
    shelf.ledger._logs[SAMPLE_EDRPOU].frames.clear()
    assert shelf.change(change) == 1
    with shelf.reader() as log, pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        log.attempt(5)


def test_a_block_of_another_log_is_none_of_this_one(shelf: Shelf) -> None:
    for edrpou in (SAMPLE_EDRPOU, TWIN):
        shelf.bets(3, edrpou=edrpou)
    assert shelf.change("DELETE FROM blocks WHERE log = 2") == 1
    with shelf.reader(TWIN) as log, pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        log.attempt(1)


@pytest.mark.parametrize("change", ["DELETE FROM tiles", "UPDATE tiles SET hashes = zeroblob(8191)"])
def test_a_missing_tile_is_damage(shelf: Shelf, change: str) -> None:
    shelf.bets(TILE)
    assert shelf.change(change) == 1
    with shelf.reader() as log, pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        log.tile(0, 0)


def test_what_refers_to_a_bet_is_found_by_its_operator_alone(shelf: Shelf) -> None:
    for edrpou in (SAMPLE_EDRPOU, TWIN):
        shelf.judge(raw(line("a")), raw(line("b", type="PAYOUT", relatedTxId="a")), edrpou=edrpou)
    shelf.judge(raw(line("c", type="PAYOUT", relatedTxId="a", roundId="R-2")), edrpou=TWIN)
    with shelf.reader() as log, shelf.reader(TWIN) as theirs:
        assert [a.seq for a in log.referring(0)] == [1]
        assert [a.seq for a in theirs.referring(0)] == [1, 2]
        assert [a.seq for a in theirs.game("a", 2)] == [0, 1]
        assert [a.seq for a in theirs.game("a", 50)] == [0, 1, 2]
        assert log.game("nobody", 50) == []


def test_ids_rise_over_a_restart_whatever_the_clock_says(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_ids.time, "time_ns", lambda: 1_795_514_400_000 * 1_000_000)
    (first,) = shelf.judge(raw(line("a")))
    shelf.restart()
    (second,) = shelf.judge(raw(line("b")))
    assert first.soms_tx_id is not None
    assert first.attempt_id < first.soms_tx_id < second.attempt_id


def test_how_far_the_index_is_written_outlives_a_restart(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operator_log, "Taken", partial(Taken, generation=10))
    shelf.bets(10, "a")
    shelf.bets(1, "b")
    with shelf.reader() as log:
        assert log.rows.tuples("SELECT indexed FROM logs") == [(10,)]
    shelf.restart()
    assert len(shelf.ledger._logs[SAMPLE_EDRPOU].taken.fresh) == 1
    with shelf.reader() as log:
        assert set(log.standing(("a0", "a9", "b0", "c0"))) == {"a0", "a9", "b0"}


def test_a_log_without_entries_has_a_checkpoint(shelf: Shelf) -> None:
    with shelf.ledger.append(SAMPLE_EDRPOU, NOW):
        pass
    for _ in range(2):
        with shelf.store.read() as rows:
            checkpoint = open_checkpoint(shelf.ledger.checkpoint(rows, SAMPLE_EDRPOU), [shelf.signer.verifier])
        assert (checkpoint.size, checkpoint.root) == (0, EMPTY_ROOT)
        shelf.restart()


def test_a_rolled_back_transaction_leaves_memory_as_it_was(shelf: Shelf) -> None:
    shelf.bets(FRAME - 1)
    log = shelf.ledger._logs[SAMPLE_EDRPOU]

    def memory() -> tuple[object, ...]:
        return (
            log.size, log.tick, log.edge.size, log.edge.root(), log.published, list(log.tail.lines),
            dict(log.tail.notes), dict(log.taken.fresh), set(log.taken.twins), shelf.ledger.head(SAMPLE_EDRPOU),
        )  # fmt: skip

    before = memory()
    with pytest.raises(InterruptedError), shelf.store.write():
        for part in range(3):
            with shelf.ledger.append(SAMPLE_EDRPOU, NOW + timedelta(seconds=part)) as append:
                Judging(append, "core-1", LimitFacts()).run([raw(line(f"x{part}{n}")) for n in range(FRAME)])
                assert append.count == FRAME
                assert append.reader.by_attempt_id("nobody") is None
        with shelf.ledger.append(TWIN, NOW) as append:
            append.credential({"what": "x"})
        raise InterruptedError
    assert memory() == before
    assert shelf.ledger.head(TWIN).size == 0
    shelf.bets(3, "y")
    with shelf.reader() as reader:
        tree = Tree(map(leaf_hash, reader.entries(0, reader.size)))
        assert (reader.size, shelf.ledger.head(SAMPLE_EDRPOU).root) == (FRAME + 2, tree.root())
        assert set(reader.standing(("x00", "y0"))) == {"y0"}


def test_parts_of_one_transaction_see_each_other(shelf: Shelf) -> None:
    with shelf.store.write():
        with shelf.ledger.append(SAMPLE_EDRPOU, NOW) as append:
            (first,) = Judging(append, "core-1", LimitFacts()).run([raw(line("a", currency="EUR"))])
            assert (append.first_seq, append.count) == (0, 1)
        with shelf.ledger.append(SAMPLE_EDRPOU, NOW) as append:
            append.mandate({"what": "x"})
            link = {
                "kind": "RESUBMIT_REJECTED", "attemptId": first.attempt_id, "reasonCode": "R1",
                "originalSha256": hashlib.sha256(raw(line("a", currency="EUR"))).hexdigest(),
            }  # fmt: skip
            good = raw(line("a", correction=link))
            taken, again = Judging(append, "core-1", LimitFacts()).run([good, raw(line("b", correction=link))])
            assert (append.first_seq, append.count) == (1, 3)
    assert taken.status is Outcome.ACCEPTED
    assert {f.code for f in again.findings} == {"IN-803"}
    with shelf.reader() as log:
        assert [log.line(n)[1].kind for n in range(4)] == ["transaction", "mandate", "transaction", "transaction"]
        assert log.rows.tuples("SELECT COUNT(*) FROM blocks") == [(2,)]
        assert [json.loads(entry)["kind"] for entry in log.entries(0, 4)][1] == "mandate"
