"""Replay: the whole pipeline, the story told, nothing late that was not; the same seed gives the same lines."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Role
from cabinet.contract.testdata import Generate, Generated, SetTime
from cabinet.perimeter.credentials import CredentialsClient
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.contour.ledger.test_log import counted_from_rows, rolled_up
from tests.direct_login import direct_login
from tests.forked import ForkedContour
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import PerimeterInProcess
from tests.sender_kit import new_key

DAY = timedelta(days=1)


def generate(contour: ContourProcess, wanted: Generate) -> Generated:
    return Generated.model_validate(contour.testdata("testdata_generate", wanted, seconds=600))


def wanted(transactions: int, days: int = 80, seed: int = 5) -> Generate:
    now = datetime.now(UTC)
    return Generate(seed=seed, since=now - days * DAY, until=now, transactions=transactions)


def test_the_story_is_told_and_figures_are_rows(company: Company) -> None:
    told = generate(company.contour, wanted(6000))
    assert Generated.model_validate(company.contour.testdata("testdata_generated")) == told
    company.contour.stop()
    with ledger_rows(company.contour.data) as ledger:
        assert rolled_up(ledger) == counted_from_rows(ledger)
        (sent,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE source <> 'cabinet'").fetchone()
        assert sent == told.transactions
        assert abs(sent - 6000) < 600
        rejected = ledger.execute(
            "SELECT a.codes, a.received_at, r.state FROM attempts a JOIN rejections r USING (attempt_id)"
        ).fetchall()
        assert len(rejected) == told.rejected
        assert 0.004 < len(rejected) / sent < 0.03
        assert sum(state == "corrected" for _, _, state in rejected) == told.corrected > 0
        now = datetime.now(UTC).timestamp()
        age: dict[str, list[float]] = {}
        for codes, at, _ in rejected:
            age.setdefault(codes.split(",")[0], []).append((now - at / 1e6) / 86400)
        assert max(age["RG-604"]) < 6.1, "began last week"
        assert min(age["ST-205"]) > 63, "gone since the release"
        assert min(age["RF-503"] + age["RG-606"] + age["AM-404"]) < 15 < max(age["AM-404"]), "recurs"
        late = ledger.execute("SELECT source, occurred_at FROM attempts WHERE late").fetchall()
        assert {source for source, _ in late} <= {"bet-1"}
        assert all(11 < (now - at / 1e6) / 86400 < 13 for _, at in late), "only while the channel was down"
        gaps = Counter(codes for (codes,) in ledger.execute("SELECT codes FROM attempts WHERE codes LIKE '%IN-80%'"))
        assert not gaps, "numbers and chain without a gap"
        told_later = ledger.execute("SELECT bytes FROM entries WHERE kind = 'verdict'").fetchall()
        assert {json.loads(entry)["verdict"] for (entry,) in told_later} == {"ACCEPTED"}, "refunds before their bets"


def test_payouts_that_were_booked_wrong_are_taken_back_and_replaced(
    perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cabinet.contour.sample.replay._PAYOUTS", 10)
    until = datetime.now(UTC)
    told = perimeter.perimeter.replay.run(Generate(seed=5, since=until - 3 * DAY, until=until, transactions=600), until)
    with ledger_rows(perimeter.folder / "contour") as ledger:
        amending = [
            (json.loads(data), outcome)
            for data, outcome in ledger.execute(
                "SELECT p.bytes, a.outcome FROM attempts a JOIN payloads p USING (attempt_id) "
                "WHERE a.source = 'cabinet' ORDER BY a.seq"
            )
            if b"somsTxId" in data
        ]
        assert rolled_up(ledger) == counted_from_rows(ledger)
        (sent,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE source <> 'cabinet'").fetchone()
    assert sent == told.transactions
    kinds = Counter((line["correction"]["kind"], line["type"], outcome) for line, outcome in amending)
    assert set(kinds) == {("REVERSAL", "PAYOUT", "ACCEPTED"), ("REPLACEMENT", "PAYOUT", "ACCEPTED")}
    assert len(set(kinds.values())) == 1, "each is replaced"
    assert 1 < len(amending) < 2 * 600
    for (back, _), (anew, _) in zip(amending[::2], amending[1::2], strict=True):
        assert anew["amountKop"] == max(back["amountKop"] // 2, 1)
        assert {**anew, "operatorTxId": "", "amountKop": 0, "correction": 0} == {
            **back, "operatorTxId": "", "amountKop": 0, "correction": 0,
        }  # fmt: skip


def lines_of(data: Path) -> Counter[tuple[str, str, str]]:
    with ledger_rows(data) as ledger:
        return Counter(
            ledger.execute(
                "SELECT commitment, outcome, codes FROM attempts "
                "WHERE codes NOT LIKE '%ST-208%' AND source <> 'cabinet'"
            )
        )


def test_the_same_seed_gives_the_same_lines_and_more_can_follow(company: Company, tmp_path: Path) -> None:
    asked = wanted(600, days=10)
    noon = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
    asked = asked.model_copy(update={"until": noon, "since": noon - 9 * DAY})
    generate(company.contour, asked)
    with ForkedContour(tmp_path / "second") as second:
        Company(second).found()
        generate(second, asked)
        generate(second, asked.model_copy(update={"since": noon, "until": noon + DAY / 2, "transactions": 60}))
    company.contour.stop()
    first, both = lines_of(company.contour.data), lines_of(tmp_path / "second")
    assert sum(first.values()) > 500
    assert {line for line, _, _ in first} <= {line for line, _, _ in both}
    assert sum(both.values()) > sum(first.values())


def test_play_of_tomorrow_is_refused(company: Company) -> None:
    company.contour.testdata("testdata_time", SetTime(offset_seconds=-3600))
    with pytest.raises(KnownError, match="PERIOD_INVALID"):
        generate(company.contour, wanted(10, days=1))


class Filling(threading.Thread):
    """A replay asked for on a thread of its own, as the demo does."""

    def __init__(self, contour: ContourProcess, asked: Generate) -> None:
        super().__init__()
        self._contour, self._asked = contour, asked
        self.answer: Generated | None = None
        self.error: KnownError | None = None
        self.start()

    def run(self) -> None:
        try:
            self.answer = generate(self._contour, self._asked)
        except KnownError as error:
            self.error = error

    def until(self, share: float) -> None:
        """Wait until so much of it is committed."""
        while self.is_alive():
            told = Generated.model_validate(self._contour.testdata("testdata_generated"))
            if told.transactions and told.done >= share:  # before the first it tells of the one that is complete
                return
            self.join(0.01)


def complete(company: Company, told: Generated, asked: Generate, other: Path) -> None:
    """What was interrupted became the very same play as what was not: no line doubled, none missing, no gap."""
    company.contour.stop()
    with ForkedContour(other) as second:
        Company(second).found()
        whole = generate(second, asked)
    assert (told.transactions, told.batches) == (whole.transactions, whole.batches)
    with ledger_rows(company.contour.data) as ledger:
        assert rolled_up(ledger) == counted_from_rows(ledger)
        rows, batches = ledger.execute(
            "SELECT COUNT(*), COUNT(DISTINCT batch_id) FROM attempts WHERE source <> 'cabinet'"
        ).fetchone()
        assert (rows, batches) == (whole.transactions, whole.batches)
        (gaps,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE codes LIKE '%IN-80%'").fetchone()
        assert gaps == 0, "numbers and chain without a gap"
        (corrected,) = ledger.execute("SELECT COUNT(*) FROM rejections WHERE state = 'corrected'").fetchone()
        assert corrected == told.corrected == whole.corrected > 0
        (left,) = ledger.execute("SELECT COUNT(*) FROM credentials WHERE revoked_at IS NULL").fetchone()
        assert left == 0, "keys that nobody has are revoked"
    assert lines_of(company.contour.data) == lines_of(other)


def test_a_replay_that_was_stopped_goes_on_where_it_stopped(company: Company, tmp_path: Path) -> None:
    asked = wanted(4000, days=70)
    first = Filling(company.contour, asked)
    first.until(0.3)
    stopped = Generated.model_validate(company.contour.testdata("testdata_generate_stop"))
    assert 0.3 <= stopped.done < 1
    first.join()
    assert first.answer is not None
    assert first.answer.done == stopped.done
    told = generate(company.contour, asked)
    assert told.done == 1
    assert generate(company.contour, asked) == told, "what is complete is not sent again"
    complete(company, told, asked, tmp_path / "other")


@pytest.mark.parametrize("share", [0.05, 0.6])
def test_a_replay_that_was_killed_goes_on_without_doubling(company: Company, tmp_path: Path, share: float) -> None:
    asked = wanted(4000, days=70)
    first = Filling(company.contour, asked)
    first.until(share)
    company.contour.kill()
    first.join()
    assert first.error is not None
    assert first.error.code == "CONTOUR_DOWN"
    company.contour.start()
    complete(company, generate(company.contour, asked), asked, tmp_path / "other")


def test_a_contour_that_fills_ends_on_a_signal(company: Company) -> None:
    filling = Filling(company.contour, wanted(40_000))
    filling.until(0.001)
    assert company.contour.stop() == 0, "it ended by itself"
    filling.join()
    with ledger_rows(company.contour.data) as ledger:
        assert rolled_up(ledger) == counted_from_rows(ledger)


def test_whatever_people_did_with_keys_and_mandates_play_goes_on(company: Company, tmp_path: Path) -> None:
    """Two live keys of each source, the replay's own revoked under way, the engineer's mandate over."""
    contour = company.contour
    assert contour.ready is not None
    transport = Transport(read_profile(contour.ready.profile))
    try:
        session = direct_login(company, transport, person(Role.IT), tmp_path)
        keys = CredentialsClient(session)
        for number in range(2):
            new_key(session, tmp_path / f"core-{number}")
            new_key(session, tmp_path / f"bet-{number}", "bet-1")
        filling = Filling(contour, wanted(4000, days=70))
        filling.until(0.1)
        replayed = [c for c in keys.list().items if c.name == "Платформа" and c.revoked_at is None]
        assert len(replayed) == 2
        keys.leak(replayed[0].credential_id, "знайдено", uuid7())
        keys.revoke(replayed[1].credential_id, "не наш", uuid7())
        filling.join()
        assert filling.error is None
        assert filling.answer is not None
        assert filling.answer.done == 1
        with pytest.raises(KnownError, match="KEY_LIMIT"):
            new_key(session, tmp_path / "core-3")
    finally:
        transport.close()
    contour.stop()
    with closing(sqlite3.connect(contour.data / "ledger.sqlite")) as ledger:
        ledger.execute("UPDATE people SET ended_at = 1 WHERE role <> 'head'")
        ledger.commit()
    contour.start()
    more = wanted(100, days=1, seed=6)
    assert generate(contour, more).done == 1
