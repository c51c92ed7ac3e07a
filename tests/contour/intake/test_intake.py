"""A sealed batch and all it must agree with, broken one at a time; what a receipt says; what a check leaves behind."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.facts import LedgerFacts, limit_facts
from cabinet.contour.ledger.append import Append
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.moment import epoch_micros
from cabinet.contract.rights import Role
from cabinet.contract.states import LicenceState, Outcome
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.proof.receipts import open_receipt, verdicts_digest
from cabinet.rules.facts import LimitFacts
from tests.contour.grants import TWIN, Grant, Grounds, id_of, refused
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[Grounds]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Grounds(inside)
    inside.close()


@pytest.fixture
def grant(grounds: Grounds) -> Grant:
    return grounds.issue("core-1")


def stored(grounds: Grounds) -> int:
    with ledger_rows(grounds.perimeter.store) as rows:
        return int(rows.execute("SELECT COUNT(*) FROM attempts").fetchone()[0])


def codes(answer: BatchAnswer) -> list[list[str]]:
    return [[f.code for f in item.findings] for item in answer.items]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"env": "production"}, "ENVIRONMENT_WRONG"),
        ({"operator": TWIN}, "CREDENTIAL_UNKNOWN"),
        ({"source": "bet-1"}, "CREDENTIAL_UNKNOWN"),
        ({"batch_id": "a b"}, "ENVELOPE_INVALID"),
        ({"signing_key_id": "test-x"}, "CREDENTIAL_UNKNOWN"),
        ({"recipient_key_id": "test-x"}, "RECIPIENT_KEY_UNKNOWN"),
        ({"n": 2}, "ENVELOPE_CONTENT_MISMATCH"),
        ({"content_sha256": "a" * 64}, "ENVELOPE_CONTENT_MISMATCH"),
        ({"iat": NOW - timedelta(seconds=60)}, "OK"),
        ({"iat": NOW - timedelta(seconds=60.001)}, "ENVELOPE_STALE"),
        ({"iat": NOW + timedelta(seconds=60)}, "OK"),
        ({"iat": NOW + timedelta(seconds=60.001)}, "ENVELOPE_STALE"),
        ({}, "OK"),
    ],
)
def test_a_header_agrees_with_everything(grounds: Grounds, grant: Grant, changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: grant.submit(line("a"), **changes)) == code
    assert stored(grounds) == (code == "OK")


def test_the_signature_is_the_named_keys(grounds: Grounds, grant: Grant) -> None:
    other = grounds.issue()
    assert refused(lambda: grant.submit(line("a"), key=other.signing)) == "ENVELOPE_SIGNATURE_INVALID"
    assert (
        refused(lambda: grant.submit(line("a"), key=other.signing, signing_key_id=id_of(other.signing)))
        == "CREDENTIAL_UNKNOWN"
    )
    assert refused(lambda: grant.submit(line("a"), key=Ed25519PrivateKey.generate())) == "ENVELOPE_SIGNATURE_INVALID"
    data = bytearray(grant.envelope(encoded(line("a"))))
    data[-1] ^= 1
    assert refused(lambda: grant.send(bytes(data))) == "ENVELOPE_SIGNATURE_INVALID"
    assert stored(grounds) == 0
    grant.submit(line("a"))
    signing = next(k for k in grant.view().keys if k.purpose == "signing")
    assert signing.last_use is not None
    assert (signing.last_use.count, signing.last_use.errors) == (4, 3)


def test_a_machine_sends_for_its_own_source(grounds: Grounds, grant: Grant) -> None:
    other = grounds.issue("bet-1")
    data = grant.envelope(encoded(line("a")))
    assert refused(lambda: grant.send(data, other.someone())) == "CREDENTIAL_UNKNOWN"
    lie = dataclasses.replace(grant.someone(), edrpou=TWIN)
    assert refused(lambda: grant.send(data, lie)) == "CREDENTIAL_UNKNOWN"
    assert stored(grounds) == 0


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, []), (10, []), (10.001, ["AU-107"]), (-10, []), (-10.001, ["AU-107"]), (60, ["AU-107"]), (-60, ["AU-107"])],
)
def test_a_clock_that_is_wrong_is_told(grant: Grant, seconds: float, expected: list[str]) -> None:
    answer = grant.submit(line("a"), iat=NOW + timedelta(seconds=seconds))
    assert codes(answer) == [expected]


def test_a_batch_again_and_another_under_its_id(grounds: Grounds, grant: Grant) -> None:
    first = grant.submit(line("a"), batch_id="b")
    again = grant.submit(line("a"), batch_id="b")
    assert again == msgspec.structs.replace(first, replayed=True)
    assert refused(lambda: grant.submit(line("b"), batch_id="b")) == "BATCH_CONFLICT"
    assert stored(grounds) == 1
    other = grounds.issue("bet-1")
    assert not other.submit(line("b"), batch_id="b").replayed, "another source's batch"
    twin = grounds.issue("core-1", TWIN)
    assert not twin.submit(line("a"), batch_id="b").replayed, "another operator's batch"


def test_what_became_of_a_batch_is_told_to_its_source(grounds: Grounds, grant: Grant) -> None:
    first = grant.submit(line("a"), batch_id="b")
    intake = grounds.perimeter.intake
    with grounds.perimeter.store.read() as rows:
        told = msgspec.json.decode(intake.submission(rows, grant.someone(), "b"), type=BatchAnswer)
        assert told == msgspec.structs.replace(first, replayed=True)
        for who in (grounds.issue("bet-1"), grounds.issue("core-1", TWIN)):
            assert refused(lambda who=who: intake.submission(rows, who.someone(), "b")) == "BATCH_UNKNOWN"
        assert refused(lambda: intake.submission(rows, grant.someone(), "c")) == "BATCH_UNKNOWN"


def test_a_receipt_says_what_became_of_it(grounds: Grounds, grant: Grant) -> None:
    grant.submit(line("before"))
    plain = encoded(line("a"), line("b", currency="EUR"), line("before"))
    answer = grant.send(grant.envelope(plain, batch_id="b"))
    assert [i.status for i in answer.items] == [Outcome.ACCEPTED, Outcome.REJECTED, Outcome.REPLAYED]
    receipt = open_receipt(answer.receipt or "", [grounds.perimeter.ledger.signer.verifier])
    assert (receipt.batch_id, receipt.content_sha256) == ("b", hashlib.sha256(plain).hexdigest())
    with ledger_rows(grounds.perimeter.store, named=True) as found:
        seqs = [r["seq"] for r in found.execute("SELECT seq FROM attempts WHERE batch_id = 'b' ORDER BY seq")]
    assert (receipt.first_seq, receipt.count) == (seqs[0], 2)
    assert receipt.verdicts_sha256 == verdicts_digest([(i.attempt_id, i.status.value) for i in answer.items])
    ledger = grounds.perimeter.ledger
    with ledger.store.read() as rows:
        assert (
            receipt.checkpoint
            == open_checkpoint(ledger.checkpoint(rows, SAMPLE_EDRPOU), [ledger.signer.verifier]).text()
        )


def test_personal_data_is_committed_to_and_withheld(grounds: Grounds, grant: Grant) -> None:
    raw = encoded(line("a", lateReason="дзвоніть +380671234567"))
    answer = grant.send(grant.envelope(raw, batch_id="b"))
    (item,) = answer.items
    assert item.salt is not None
    assert len(bytes.fromhex(item.salt)) == 16
    with ledger_rows(grounds.perimeter.store, named=True) as rows:
        attempt = rows.execute("SELECT * FROM attempts").fetchone()
        payload = rows.execute("SELECT * FROM payloads").fetchone()
    assert attempt["commitment"] == hashlib.sha256(bytes.fromhex(item.salt) + raw[:-1]).hexdigest()
    assert "380671234567" not in bytes(payload["bytes"]).decode()
    assert item.soms_tx_id is None
    assert grant.submit(line("a", lateReason="дзвоніть +380671234567"), batch_id="b").items[0].salt is None


def test_a_check_leaves_nothing_behind(grounds: Grounds, grant: Grant) -> None:
    grant.submit(line("before"))
    checked = grounds.perimeter.intake.check(SAMPLE_EDRPOU, "core-1", encoded(line("a"), line("before")), NOW)
    answer = msgspec.json.decode(checked, type=BatchAnswer)
    assert [i.status for i in answer.items] == [Outcome.ACCEPTED, Outcome.REPLAYED]
    assert [(bool(i.attempt_id), bool(i.soms_tx_id)) for i in answer.items] == [(False, False), (True, True)]
    assert (answer.receipt, answer.batch_id) == (None, "")
    assert stored(grounds) == 1
    assert grounds.perimeter.ledger.head(SAMPLE_EDRPOU).size == len(grounds.entries()) + 1


@pytest.mark.parametrize(("count", "code"), [(0, "BODY_INVALID"), (499, "OK"), (500, "OK"), (501, "BATCH_TOO_LARGE")])
def test_lines_of_a_check(grounds: Grounds, count: int, code: str) -> None:
    intake = grounds.perimeter.intake
    body = b"{}\n\n  \n" * count
    assert refused(lambda: intake.check(SAMPLE_EDRPOU, "core-1", body or b"\n \n", NOW)) == code
    if code == "OK":
        answer = msgspec.json.decode(intake.check(SAMPLE_EDRPOU, "core-1", body, NOW), type=BatchAnswer)
        assert len(answer.items) == count, "blank lines are none"


def test_a_correction_is_told_once(grounds: Grounds, grant: Grant) -> None:
    raw = json.dumps(line("a", currency="EUR")).encode()
    (bad,) = grant.submit(raw).items
    link = {
        "kind": "RESUBMIT_REJECTED",
        "attemptId": bad.attempt_id,
        "originalSha256": hashlib.sha256(raw).hexdigest(),
        "reasonCode": "R1",
    }
    body = encoded(line("a", correction=link))
    who = grounds.inside.person(Role.COMPLIANCE)
    intake = grounds.perimeter.intake
    for status in (Outcome.ACCEPTED, Outcome.REPLAYED):
        answer = msgspec.json.decode(intake.correct(who, body, "key-12345", NOW), type=BatchAnswer)
        assert answer.items[0].status is status
        assert answer.receipt is not None
    with grounds.perimeter.store.read() as rows:
        told = rows.all("SELECT * FROM corrections")
    assert [(t["of_attempt_id"], t["by_name"]) for t in told] == [(bad.attempt_id, who.who)]
    intake.correct(who, encoded(line("new")), "key-12346", NOW)
    with grounds.perimeter.store.read() as rows:
        assert len(rows.all("SELECT * FROM corrections")) == 1, "a new line corrects nothing"


# The chain.


def test_a_chain_of_its_own_for_each_source(grounds: Grounds, grant: Grant) -> None:
    assert codes(grant.submit(line("a"), seq=1)) == [[]]
    other = grounds.issue("bet-1")
    betting = {
        "licenceNo": "BD-2024-009",
        "vertical": "BETTING",
        "brandId": "mlynok-bet",
        "siteId": "bet.mlynok.ua",
        "gameId": "football",
    }
    assert codes(other.submit(line("b", **betting), seq=1)) == [[]]
    assert codes(grant.submit(line("c"), seq=3)) == [["IN-802"]]
    assert codes(grant.submit(line("d"), seq=4, prev_content_sha256="ab" * 32)) == [["IN-802"]]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"seq": 1}, []),
        ({"seq": 2}, ["IN-802"]),
        ({"seq": 1, "prev_content_sha256": "ab" * 32}, ["IN-802"]),
    ],
)
def test_the_first_batch_of_a_source(grant: Grant, changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(grant.submit(line("a"), **changes)) == [expected]


def test_a_fork_is_told(grant: Grant) -> None:
    grant.submit(line("a"), seq=1)
    first = hashlib.sha256(encoded(line("a"))).hexdigest()
    assert codes(grant.submit(line("b"), seq=2, prev_content_sha256=first)) == [[]]
    assert codes(grant.submit(line("c"), seq=2, prev_content_sha256=first)) == [["IN-801"]]


# What the rules ask of the ledger.


def facts(grounds: Grounds, append: Append) -> LedgerFacts:
    return LedgerFacts(append, "core-1", limit_facts(grounds.perimeter.limits))


def test_limits_are_passed_on_by_name() -> None:
    limits = Limits(
        late_after_seconds=1, max_amount_kop=2, unusual_payout_times=3, unusual_payout_kop=4, future_tolerance_seconds=5
    )
    assert limit_facts(limits) == LimitFacts(
        late_after_seconds=1, max_amount_kop=2, unusual_payout_times=3, unusual_payout_kop=4, future_tolerance_seconds=5
    )
    assert limit_facts(Limits()) == LimitFacts(300, 10_000_000_000, 1000, 100_000_000, 60)


def test_facts_are_an_operators_own(grounds: Grounds, grant: Grant) -> None:
    twin = grounds.issue("core-1", TWIN)
    twin.submit(line("theirs"))
    (theirs,) = twin.submit(line("theirs")).items
    twin.submit(line("refund", type="REFUND", relatedTxId="theirs"))
    with grounds.perimeter.store.write() as rows:
        for table, column in (("licences", "number"), ("brands", "brand_id"), ("sites", "site_id"), ("games", "code")):
            rows.run(f"UPDATE {table} SET {column} = 'twin-' || {column} WHERE edrpou = :edrpou", edrpou=TWIN)
    with grounds.perimeter.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        found = facts(grounds, append)
        assert (found.latest("theirs"), found.attempt(theirs.attempt_id)) == (None, None)
        assert found.refunded_kop("theirs") == 0
        assert not any("twin-" in number for number in found.licence_numbers())
        assert (found.licence("twin-OK-2024-017"), found.place("twin-mlynok.ua")) == (None, None)
        assert (found.dictionary("game", "twin-roulette-eu"), found.brand_known("twin-mlynok")) == (None, False)
        licence, place, game = (
            found.licence("OK-2024-017"),
            found.place("mlynok.ua"),
            found.dictionary("game", "roulette-eu"),
        )
    assert licence is not None
    assert place is not None
    assert game is not None
    assert (licence.number, licence.kind, place.licence_no, game.licence_no) == (
        "OK-2024-017",
        2,
        "OK-2024-017",
        "OK-2024-017",
    )
    assert (place.brand_id, place.kind, place.entered) == ("mlynok", "site", True)


def test_a_licence_stands_from_its_business_day_on(grounds: Grounds) -> None:
    """Paid on a Tuesday at ten: due with the end of Wednesday in Kyiv."""
    paid = datetime(2026, 11, 24, 8, tzinfo=UTC)
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE licences SET fee_recorded_at = :at WHERE number = 'PK-2026-004'", at=epoch_micros(paid))
    states = {}
    for hours in range(72):
        at = paid + timedelta(hours=hours)
        with grounds.perimeter.ledger.append(SAMPLE_EDRPOU, at) as append:
            licence = facts(grounds, append).licence("PK-2026-004")
        assert licence is not None
        states[hours] = licence.state
    assert (states[0], states[20], states[71]) == (LicenceState.PENDING, LicenceState.PENDING, LicenceState.ACTIVE)
    assert list(states.values()) == sorted(states.values(), key=lambda s: s is LicenceState.ACTIVE), "and never back"


def test_a_place_stands_from_its_moment_on(grounds: Grounds) -> None:
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE sites SET added = :at WHERE site_id = 'mlynok.ua'", at=epoch_micros(NOW))
    for at, entered in ((NOW - INSTANT, False), (NOW, True), (NOW + INSTANT, True)):
        with grounds.perimeter.ledger.append(SAMPLE_EDRPOU, at) as append:
            place = facts(grounds, append).place("mlynok.ua")
        assert place is not None
        assert place.entered is entered


@pytest.mark.parametrize("together", [True, False])
def test_a_rejected_duplicate_undoes_nothing(grant: Grant, *, together: bool) -> None:
    lines = [line("a"), line("a", currency="EUR"), line("p", type="PAYOUT", relatedTxId="a")]
    batches = [lines] if together else [[one] for one in lines]
    answers = [code for batch in batches for code in codes(grant.submit(*batch))]
    assert ("AM-403" in answers[1], answers[2]) == (True, [])


def test_the_latest_rejected_attempt_counts(grounds: Grounds, grant: Grant) -> None:
    grant.submit(line("a", currency="EUR"))
    (second,) = grant.submit(line("a", currency="USD")).items
    with grounds.perimeter.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        latest = facts(grounds, append).latest("a")
    assert latest is not None
    assert latest.attempt_id == second.attempt_id
    assert [i.status for i in grant.submit(line("a", currency="USD"), batch_id="again").items] == [Outcome.REPLAYED]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ((300, 200), [[], []]),
        ((300, 201), [[], ["AM-404"]]),
        ((200, 200, 101), [[], [], ["AM-404"]]),
        ((-1, 500), [["AM-401"], []]),
    ],
)
def test_refunds_add_up(grant: Grant, sums: tuple[int, ...], expected: list[list[str]], *, together: bool) -> None:
    lines = [line("bet"), *(line(f"r{n}", type="REFUND", relatedTxId="bet", amountKop=k) for n, k in enumerate(sums))]
    batches = [lines] if together else [[one] for one in lines]
    assert [one for batch in batches for one in codes(grant.submit(*batch))] == [[], *expected]


@pytest.mark.parametrize("together", [True, False])
def test_a_payout_takes_refunds_away(grant: Grant, *, together: bool) -> None:
    lines = [
        line("bet"),
        line("p", type="PAYOUT", relatedTxId="bet", roundId="R1"),
        line("r", type="REFUND", relatedTxId="bet", amountKop=1),
        line("q", type="PAYOUT", relatedTxId="bet", roundId="R1"),
        line("s", type="PAYOUT", relatedTxId="bet", roundId="R2"),
    ]
    batches = [lines] if together else [[one] for one in lines]
    assert [one for batch in batches for one in codes(grant.submit(*batch))] == [[], [], ["RF-506"], ["RF-507"], []]


def test_a_rejected_payout_has_no_round(grant: Grant) -> None:
    grant.submit(line("bet"), line("p", type="PAYOUT", relatedTxId="bet", roundId="R1", currency="EUR"))
    grant.submit(line("q", type="PAYOUT", relatedTxId="bet", roundId="R2"))
    assert codes(grant.submit(line("s", type="PAYOUT", relatedTxId="bet", roundId="R1"))) == [[]]


def test_the_same_bytes_twice_in_a_batch(grant: Grant) -> None:
    grant.submit(line("a"))
    answer = grant.submit(line("b"), line("b"), line("a"), line("a"))
    assert codes(answer) == [[], ["ID-304"], ["ID-301"], ["ID-301"]]


def test_other_bytes_under_the_same_id(grant: Grant) -> None:
    grant.submit(line("a"))
    (item,) = grant.submit(line("a", amountKop=501)).items
    assert (item.status, [f.code for f in item.findings]) == (Outcome.REJECTED, ["ID-303"])


def test_what_is_told_of_a_whole_batch_is_told_of_replays_too(grant: Grant) -> None:
    grant.submit(line("1"), line("2"), seq=1)
    assert codes(grant.submit(line("2"), line("1"), seq=9)) == [["ID-301", "IN-802"], ["ID-301"]]
    assert codes(grant.submit(line("1"), line("3"), seq=20)) == [["ID-301"], ["IN-802"]]


def test_numbers_are_a_sources_own(grounds: Grounds, grant: Grant) -> None:
    assert codes(grant.submit(line("a", seqNo=5))) == [[]]
    other = grounds.issue("bet-1")
    assert "IN-802" not in codes(other.submit(line("b", seqNo=9)))[0]
    assert codes(grant.submit(line("c", seqNo=6))) == [[]]


def test_whoever_is_refused_leaves_no_trace(grounds: Grounds, grant: Grant) -> None:
    head = grounds.perimeter.ledger.head(SAMPLE_EDRPOU)
    with pytest.raises(KnownError, match="ENVELOPE_STALE"):
        grant.submit(line("a"), iat=NOW - timedelta(hours=1))
    assert grounds.perimeter.ledger.head(SAMPLE_EDRPOU) == head
