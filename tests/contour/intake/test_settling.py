"""A refund that has overtaken its bet: it waits, and a verdict entry says what became of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cabinet.contour.http import server
from cabinet.contour.ledger.erasure import erase_payload
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.ledger.rebuild import rebuild
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.rejections.accepted import accepted_card
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.clock import ShiftedClock
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome
from cabinet.proof.merkle import leaf_hash
from cabinet.sealing.envelope import seal
from tests.amending import reversal_of
from tests.contour.ledger.test_log import told
from tests.eventful import faults
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, FixedClock, PerimeterInProcess, encoded, line

HOLD = timedelta(seconds=HOLD_SECONDS)
MICROSECOND = timedelta(microseconds=1)
STAKE = 1_000
FIRST = 1
"""The first transaction: before it stands the key it was sent with."""
PENDING, ACCEPTED, REJECTED = Outcome.PENDING, Outcome.ACCEPTED, Outcome.REJECTED


class Desk:
    """Sends batches at moments of its own, and looks into the log."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        self.at = NOW

    @property
    def ledger(self) -> Ledger:
        return self.inside.perimeter.ledger

    def send(self, *lines: dict[str, Any], after: timedelta = timedelta()) -> BatchAnswer:
        self.at += after
        return self.submit(self.envelope(*lines))

    def envelope(self, *lines: dict[str, Any]) -> bytes:
        inside, plain = self.inside, encoded(*lines)
        header = inside.header(plain, iat=self.at)
        inside.seq, inside.previous = header.seq, header.content_sha256
        return seal(plain, header, inside.perimeter.recipient_keys.newest()[1], inside.signing)

    def submit(self, envelope: bytes) -> BatchAnswer:
        intake = self.inside.perimeter.intake
        return msgspec.json.decode(intake.submit(self.inside.machine, envelope, "127.0.0.1", self.at), type=BatchAnswer)

    def correct(self, value: dict[str, Any]) -> BatchAnswer:
        person = self.inside.person(Role.HEAD)
        answer = self.inside.perimeter.intake.correct(person, encoded(value), "k", self.at)
        return msgspec.json.decode(answer, type=BatchAnswer)

    def kinds(self) -> list[str]:
        with ledger_rows(self.inside.perimeter.store) as rows:
            return [kind for (kind,) in rows.execute("SELECT kind FROM entries ORDER BY seq")][FIRST:]

    def stands(self, tx: str) -> tuple[Outcome, list[str]]:
        with self.ledger.store.read() as rows:
            found = self.reader(rows).standing((tx,))[tx]
        return found.outcome, found.codes

    def reader(self, rows: Any) -> LogReader:
        return self.ledger.reader(rows, SAMPLE_EDRPOU)

    def figures(self) -> dict[str, int]:
        with self.ledger.store.read() as rows:
            answer = told(rows, **{"from": "2026-11-24", "to": "2026-11-24", "by": "none"})
        figures = answer.rows[0].figures.model_dump() if answer.rows else {}
        return {name: value for name, value in figures.items() if value and name != "mean_lag_ms"}

    def waiting(self) -> int:
        with self.ledger.store.read() as rows:
            return len(rows.tuples("SELECT place FROM waiting"))


def bet(tx: str = "b", **changes: Any) -> dict[str, Any]:
    return line(tx, **{"amountKop": STAKE, **changes})


def refund(tx: str = "r", of: str = "b", **changes: Any) -> dict[str, Any]:
    return line(tx, **{"type": "REFUND", "relatedTxId": of, "roundId": f"R-{of}", "amountKop": 300, **changes})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Desk(inside)
    inside.close()


def statuses(answer: BatchAnswer) -> list[tuple[Outcome, list[str]]]:
    return [(item.status, [f.code for f in item.findings]) for item in answer.items]


def test_it_waits_and_is_accepted_when_its_bet_comes(desk: Desk) -> None:
    first = desk.send(refund())
    assert statuses(first) == [(PENDING, ["RF-502"])]
    assert first.items[0].soms_tx_id is None
    assert "10" in first.items[0].findings[0].message_en
    assert desk.figures() == {"pending": 1}
    second = desk.send(bet(), after=timedelta(minutes=1))
    assert (statuses(second), second.verdicts) == ([(ACCEPTED, [])], [])
    assert desk.kinds() == ["transaction", "transaction", "verdict"]
    assert desk.stands("r") == (ACCEPTED, [])
    with desk.ledger.store.read() as rows:
        card = accepted_card(desk.reader(rows), first.items[0].attempt_id)
    assert (card.seq, card.status, card.verdict) == (FIRST, ACCEPTED, FIRST + 2)
    assert desk.figures() == {
        "accepted": 2, "bets": 1, "refunds": 1, "bet_kop": STAKE, "refund_kop": 300, "ggr_kop": STAKE - 300,
    }  # fmt: skip
    assert desk.waiting() == 0
    assert statuses(desk.send(refund("r2", amountKop=STAKE - 299))) == [(REJECTED, ["AM-404"])], "it counts"


def test_the_verdict_is_an_entry_that_names_the_attempt(desk: Desk) -> None:
    held = desk.send(refund()).items[0]
    desk.send(bet(), after=timedelta(minutes=1))
    with desk.ledger.store.read() as rows:
        reader = desk.reader(rows)
        entry = json.loads(reader.entry(FIRST + 2))
        attempt = reader.attempt(FIRST)
        assert reader.tile(0, 0)[-32:] == leaf_hash(reader.entry(FIRST + 2))
        assert (reader.as_told(FIRST).outcome, reader.as_told(FIRST).codes) == (PENDING, ["RF-502"])
        assert reader.findings([FIRST]) == {FIRST: b"[]"}
    assert list(entry) == [
        "kind", "seq", "receivedAt", "ofAttemptId", "verdict", "findingsSha256", "payloadCommitment",
    ]  # fmt: skip
    assert (entry["kind"], entry["ofAttemptId"], entry["verdict"]) == ("verdict", held.attempt_id, "ACCEPTED")
    assert entry["payloadCommitment"] == attempt.commitment
    assert (attempt.outcome, attempt.verdict) == (ACCEPTED, FIRST + 2)


def test_the_same_batch_may_hold_both(desk: Desk) -> None:
    answer = desk.send(refund(), bet(), refund("r2", amountKop=STAKE - 300), refund("r3", amountKop=1))
    assert statuses(answer) == [(PENDING, ["RF-502"]), (ACCEPTED, []), (ACCEPTED, []), (REJECTED, ["AM-404"])]
    (verdict,) = answer.verdicts
    assert (verdict.index, verdict.seq, verdict.status, verdict.findings) == (0, FIRST + 4, ACCEPTED, [])
    assert verdict.attempt_id == answer.items[0].attempt_id
    assert verdict.soms_tx_id is not None
    assert [item.status for item in answer.present] == [ACCEPTED, ACCEPTED, ACCEPTED, REJECTED]
    assert answer.present[0].soms_tx_id == verdict.soms_tx_id
    assert answer.present[1:] == answer.items[1:]


def test_the_answer_to_the_same_batch_tells_the_verdict(desk: Desk) -> None:
    envelope = desk.envelope(refund())
    first = desk.submit(envelope)
    assert desk.submit(envelope).verdicts == []
    desk.send(bet(currency="EUR"), after=timedelta(minutes=1))
    again = desk.submit(envelope)
    assert (again.items, again.receipt, again.replayed) == (first.items, first.receipt, True), "as told first"
    (verdict,) = again.verdicts
    assert (verdict.seq, verdict.received_at, verdict.status) == (FIRST + 2, desk.at, REJECTED)
    assert [f.code for f in verdict.findings] == ["RF-503"]
    assert desk.stands("r") == (REJECTED, ["RF-503"])
    assert desk.figures()["rejected"] == 2


@pytest.mark.parametrize(
    ("after", "codes"), [(HOLD - MICROSECOND, []), (HOLD, ["RF-501"]), (HOLD + MICROSECOND, ["RF-501"])]
)
def test_its_time_is_what_the_limits_say(desk: Desk, after: timedelta, codes: list[str]) -> None:
    assert desk.inside.perimeter.limits.hold_seconds == HOLD_SECONDS
    desk.send(refund())
    desk.send(bet(occurredAt=(NOW + after).isoformat()), after=after)
    assert desk.stands("r")[1] == (codes or ["TM-705"]), "the bet was after it: judged by the full rules"


@pytest.mark.parametrize(("after", "settled"), [(HOLD - MICROSECOND, False), (HOLD, True)])
def test_a_timer_ends_it_where_nothing_more_comes(desk: Desk, after: timedelta, settled: bool) -> None:
    desk.send(refund())
    desk.inside.perimeter.intake.settle_overdue(NOW + after)
    assert desk.stands("r") == ((REJECTED, ["RF-501"]) if settled else (PENDING, ["RF-502"]))
    assert desk.figures().get("pending", 0) == (not settled)
    assert desk.figures().get("rejected", 0) == settled
    with desk.ledger.store.read() as rows:
        open_ones = rows.tuples("SELECT root_tx, state FROM rejections")
    assert open_ones == ([("b", "open")] if settled else [(None, "held")])


def test_no_timer_ends_it_while_a_replay_runs_by_its_own_clock(desk: Desk) -> None:
    perimeter = desk.inside.perimeter
    perimeter.clock = ShiftedClock(FixedClock(NOW + HOLD))
    desk.send(refund())
    with perimeter.replay._lock:
        perimeter.settle_overdue()
        assert desk.stands("r")[0] is PENDING
    perimeter.settle_overdue()
    assert desk.stands("r") == (REJECTED, ["RF-501"])


def test_the_contours_process_keeps_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start and ever again, also after a disk was full."""
    calls = 0

    class Counting:
        def settle_overdue(self) -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise KnownError("STORAGE_FULL")
            if calls == 3:
                raise asyncio.CancelledError

    monkeypatch.setattr(server, "_SETTLE_SECONDS", 0)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(server._settle(Counting()))  # type: ignore[arg-type]  # as much of a perimeter as is asked
    assert calls == 3


def test_it_outlives_a_restart(desk: Desk) -> None:
    desk.send(refund(), refund("late", "nowhere"))
    store = SqliteStore(desk.inside.folder / "contour" / "ledger.sqlite")
    ledger = Ledger(store, desk.ledger.signer, "soms-test-contour/test")
    with store.read() as rows:
        value = ledger.reader(rows, SAMPLE_EDRPOU).standing(("r",))["r"]
    store.close()
    assert value.outcome is PENDING
    desk.send(bet(), after=timedelta(minutes=1))
    assert [desk.stands(tx)[0] for tx in ("r", "late")] == [ACCEPTED, PENDING]


def test_lateness_is_of_when_it_came(desk: Desk) -> None:
    desk.send(refund(occurredAt=(NOW - timedelta(minutes=4)).isoformat()))
    desk.send(bet(occurredAt=(NOW - timedelta(minutes=4, seconds=9)).isoformat()), after=timedelta(minutes=8))
    assert desk.stands("r") == (ACCEPTED, [])
    assert desk.stands("b") == (Outcome.ACCEPTED_WITH_WARNINGS, ["TM-703"])


def test_two_wait_and_are_judged_in_their_order(desk: Desk) -> None:
    desk.send(refund("r1", amountKop=700), refund("r2", amountKop=301), refund("r3", amountKop=300))
    desk.send(bet())
    assert [desk.stands(tx) for tx in ("r1", "r2", "r3")] == [(ACCEPTED, []), (REJECTED, ["AM-404"]), (ACCEPTED, [])]


def test_a_payout_in_the_bets_own_batch_comes_after_it(desk: Desk) -> None:
    """A refund in full that waits takes the bet; one in part leaves it to be paid, and is accepted itself."""
    payout = {"type": "PAYOUT", "amountKop": 5}
    desk.send(refund("r1", "b1", amountKop=STAKE), refund("r2", "b2"))
    answer = desk.send(
        bet("b1"), bet("b2"), line("p1", relatedTxId="b1", roundId="R-b1", **payout),
        line("p2", relatedTxId="b2", roundId="R-b2", **payout),
    )  # fmt: skip
    assert statuses(answer)[2:] == [(REJECTED, ["RF-506"]), (ACCEPTED, [])]
    assert [desk.stands(tx)[0] for tx in ("r1", "r2")] == [ACCEPTED, ACCEPTED]


def test_a_replay_tells_how_it_stands(desk: Desk) -> None:
    def again(beside: str) -> tuple[Outcome, Outcome | None, bool]:
        item, _ = desk.send(refund(), bet(beside)).items
        return item.status, item.replayed_status, item.soms_tx_id is not None

    desk.send(refund())
    assert again("x") == (Outcome.REPLAYED, PENDING, False)
    desk.send(bet())
    assert again("y") == (Outcome.REPLAYED, ACCEPTED, True)


def test_what_waits_is_neither_sent_anew_nor_corrected_nor_reversed(desk: Desk) -> None:
    held = desk.send(refund()).items[0]
    assert statuses(desk.send(refund(amountKop=301))) == [(REJECTED, ["IN-813", "RF-501"])]
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": held.attempt_id, "originalSha256": "0" * 64, "reasonCode": "R1",
    }  # fmt: skip
    assert statuses(desk.correct(refund(correction=link))) == [(REJECTED, ["IN-813", "RF-501"])]
    back = reversal_of(json.dumps(refund()).encode(), held.attempt_id, "back")
    assert statuses(desk.send(back)) == [(REJECTED, ["IN-813"])]
    desk.send(bet(currency="EUR"))
    assert desk.stands("r") == (REJECTED, ["RF-503"]), "its own rejection, not that of what came meanwhile"
    with desk.ledger.store.read() as rows:
        states = rows.tuples("SELECT state FROM rejections WHERE operator_tx_id = 'r' ORDER BY seq")
    assert states == [("open",), ("superseded",), ("superseded",)]


def test_rejected_by_its_verdict_it_is_corrected_as_any_other(desk: Desk) -> None:
    held = desk.send(refund(amountKop=STAKE + 1)).items[0]
    desk.send(bet())
    assert desk.stands("r") == (REJECTED, ["AM-404"])
    with desk.ledger.store.read() as rows:
        commitment = desk.reader(rows).attempt(FIRST).commitment
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": held.attempt_id, "originalSha256": commitment, "reasonCode": "R1",
    }  # fmt: skip
    assert statuses(desk.correct(refund(correction=link))) == [(ACCEPTED, [])]
    assert desk.stands("r") == (ACCEPTED, [])
    assert desk.figures()["ggr_kop"] == STAKE - 300


def test_what_was_said_of_its_place_stays(desk: Desk) -> None:
    desk.send(bet("x", seqNo=1), refund(seqNo=5))
    desk.send(bet(seqNo=6))
    assert desk.stands("r") == (Outcome.ACCEPTED_WITH_WARNINGS, ["IN-802"])


def test_what_waits_is_not_erased_and_what_has_waited_is(desk: Desk) -> None:
    held = desk.send(refund()).items[0]
    with pytest.raises(KnownError, match="ATTEMPT_HELD"):
        erase_payload(desk.ledger, held.attempt_id)
    desk.send(bet())
    erase_payload(desk.ledger, held.attempt_id)
    desk.inside.close()
    assert faults(desk.inside.folder / "contour") == []


def _everything(desk: Desk) -> datetime:
    desk.send(refund(), refund("r2", "b2"), refund("r3", "b3"), refund("wait", "nowhere"))
    desk.send(bet(), bet("b2", currency="EUR"), after=timedelta(minutes=1))
    desk.send(refund("r2", "b2", amountKop=2))
    desk.send(bet("last"), after=HOLD)
    desk.send(refund("again", "nowhere2"))
    return desk.at


def test_what_is_derived_is_built_anew_to_the_row(desk: Desk) -> None:
    _everything(desk)
    tables = ("waiting", "verdicts", "referrers", "rollups", "rejections", "rejection_groups", "rejection_roots")
    before = {table: _rows(desk, table) for table in tables}
    rebuild(desk.ledger)
    assert {table: _rows(desk, table) for table in tables} == before
    assert (len(before["waiting"]), len(before["verdicts"])) == (1, 4)
    desk.inside.close()
    assert faults(desk.inside.folder / "contour") == []


def _rows(desk: Desk, table: str) -> list[str]:
    with desk.ledger.store.read() as rows:
        return sorted(repr(row) for row in rows.tuples(f"SELECT * FROM {table}") if table != "rollups" or any(row[5:]))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("DELETE FROM waiting", "waiting"),
        ("UPDATE waiting SET bet = 'b'", "waiting"),
        ("UPDATE waiting SET received_at = received_at + 1", "waiting"),
        ("DELETE FROM verdicts", "verdicts"),
        ("UPDATE verdicts SET seq = seq + 1", "verdicts"),
    ],
)
def test_an_edited_index_is_found(desk: Desk, change: str, part: str) -> None:
    _everything(desk)
    with desk.ledger.store.write() as rows:
        rows.run(change)
    desk.inside.close()
    assert part in {fault.part for fault in faults(desk.inside.folder / "contour")}
