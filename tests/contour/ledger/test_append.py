"""What one attempt changes beside its entry: what it corrects, the sums of its bet, what is committed to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from cabinet.contour.ledger.attempt import Attempt, NewAttempt, corrected_attempt
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE
from cabinet.contract.fields import Field
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.states import Outcome, Severity
from cabinet.contract.transaction import AMOUNT_KOP, CORRECTION, OPERATOR_TX_ID, RELATED_TX_ID, TYPE
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.rules.finding import finding
from cabinet.rules.item import Examined, ItemFields
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, SAMPLE_EDRPOU, PerimeterInProcess, line


def rows(perimeter: PerimeterInProcess, sql: str) -> list[tuple[Any, ...]]:
    with ledger_rows(perimeter.folder / "contour") as found:
        return found.execute(sql).fetchall()


def states(perimeter: PerimeterInProcess) -> dict[str, str]:
    return dict(rows(perimeter, "SELECT attempt_id, state FROM rejections"))


def corrected(bad: ItemAnswer, was: dict[str, object], **changes: object) -> dict[str, object]:
    """Return a new version that names the rejected attempt and the bytes it had."""
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R1",
        "originalSha256": hashlib.sha256(json.dumps(was).encode()).hexdigest(),
    }  # fmt: skip
    return {**was, "correction": link, **changes}


def examined(*found: Severity, fields: dict[Field[Any], Any]) -> Examined:
    """Return what the rules might say; no card of today holds a line, and the ledger is ready for one that does."""
    told = finding("AM-403", "/currency", "EUR", "UAH")
    return Examined(b"{}", {}, tuple(replaced(told, severity) for severity in found), ItemFields(fields))


def replaced(told: Any, severity: Severity) -> Any:
    import msgspec

    return msgspec.structs.replace(told, severity=severity)


def append(perimeter: PerimeterInProcess, *several: Examined) -> None:
    with perimeter.perimeter.ledger.append(SAMPLE_EDRPOU, NOW) as opened:
        ids = opened.open_block("core-1", len(several))[::TICKS_A_LINE]
        for attempt_id, of in zip(ids, several, strict=True):
            opened.attempt(NewAttempt(attempt_id, of, b"{}", b"c" * 32, withheld=False))


def referring(perimeter: PerimeterInProcess, bet: str) -> list[Attempt]:
    """Return the accepted refunds and payouts of a bet."""
    with perimeter.perimeter.store.read() as found:
        log = perimeter.perimeter.ledger.reader(found, SAMPLE_EDRPOU)
        return log.referring(log.standing((bet,))[bet].seq)


@pytest.mark.parametrize(
    ("code", "counts"),
    [("IN-803", False), ("IN-804", False), ("IN-805", False), ("ID-304", False), ("IN-802", True), ("AM-403", True)],
)
def test_a_false_link_does_not_count(code: str, counts: bool) -> None:
    told = finding(code, "/correction", "x", "y")
    linked = Examined(b"", {}, (told,), ItemFields({CORRECTION: {"attemptId": "x"}}))
    assert corrected_attempt(linked) == ("x" if counts else None)
    assert corrected_attempt(Examined(b"", {}, (told,), ItemFields())) is None, "there is none"
    assert corrected_attempt(Examined(b"", {}, (told,), ItemFields({CORRECTION: {"somsTxId": "x"}}))) is None


def test_a_correction_that_is_taken_and_one_that_is_rejected_again(perimeter: PerimeterInProcess) -> None:
    first, second = line("a", currency="EUR"), line("b", currency="EUR")
    a, b = perimeter.judge(first, second)
    again, good = perimeter.judge(corrected(a, first), corrected(b, second, currency="UAH"))
    assert (again.status, good.status) == (Outcome.REJECTED, Outcome.ACCEPTED)
    assert states(perimeter) == {a.attempt_id: "superseded", again.attempt_id: "open", b.attempt_id: "corrected"}


@pytest.mark.parametrize("together", [True, False])
def test_of_one_transaction_one_attempt_stands_rejected(perimeter: PerimeterInProcess, *, together: bool) -> None:
    versions = [line("a", currency="EUR", amountKop=100 + n) for n in range(3)]
    batches = [versions] if together else [[one] for one in versions]
    items = [item for batch in batches for item in perimeter.judge(*batch)]
    assert [states(perimeter)[i.attempt_id] for i in items] == ["superseded", "superseded", "open"]


def test_refunds_and_payouts_of_a_bet(perimeter: PerimeterInProcess) -> None:
    refund = {"type": "REFUND", "relatedTxId": "bet", "roundId": "R-bet"}
    items = perimeter.judge(
        line("bet"), line("other"),
        line("r1", amountKop=100, **refund), line("r2", amountKop=50, **refund),
        line("no", amountKop=10_000, **refund),
        line("p", type="PAYOUT", relatedTxId="other", roundId="R-other", amountKop=70),
    )  # fmt: skip
    assert [i.status for i in items][4] is Outcome.REJECTED, "more than was staked"
    assert [a.attempt_id for a in referring(perimeter, "bet")] == [items[2].attempt_id, items[3].attempt_id]
    assert [a.attempt_id for a in referring(perimeter, "other")] == [items[5].attempt_id]


def test_a_rejected_payout_pays_nothing(perimeter: PerimeterInProcess) -> None:
    bad = {"type": "PAYOUT", "relatedTxId": "bet", "roundId": "R-bet", "currency": "EUR"}
    perimeter.judge(line("bet"), line("p", amountKop=200, **bad))
    assert referring(perimeter, "bet") == []


@pytest.mark.parametrize(
    ("told", "counts"), [((), True), ((Severity.WARNING,), True), ((Severity.HELD,), False), ((Severity.ERROR,), False)]
)
@pytest.mark.parametrize("together", [True, False])
def test_only_a_refund_that_was_taken_counts(
    perimeter: PerimeterInProcess, told: tuple[Severity, ...], *, counts: bool, together: bool
) -> None:
    bet = examined(fields={OPERATOR_TX_ID: "bet", TYPE: "BET", AMOUNT_KOP: 90})
    refund = examined(*told, fields={OPERATOR_TX_ID: "r", TYPE: "REFUND", AMOUNT_KOP: 30, RELATED_TX_ID: "bet"})
    if together:
        append(perimeter, bet, refund)
    else:
        append(perimeter, bet)
        append(perimeter, refund)
    assert [a.fields[AMOUNT_KOP] for a in referring(perimeter, "bet")] == ([30] if counts else [])


def test_a_line_with_warnings_has_an_id_of_soms(perimeter: PerimeterInProcess) -> None:
    _, warned, bad = perimeter.judge(line("a", seqNo=1), line("b", seqNo=3), line("c", currency="EUR"))
    assert warned.status is Outcome.ACCEPTED_WITH_WARNINGS
    assert (bool(warned.soms_tx_id), bad.soms_tx_id) == (True, None)


def test_an_entry_commits_to_what_is_said_of_it(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("good"), line("bad", currency="EUR"))
    found = rows(
        perimeter, "SELECT e.bytes, p.findings FROM entries e JOIN payloads p USING (attempt_id) ORDER BY e.seq"
    )
    said = [json.loads(entry)["findingsSha256"] for entry, _ in found]
    assert said == [hashlib.sha256(findings).hexdigest() for _, findings in found]
    assert len(set(said)) == 2


def test_the_worst_finding_names_the_cause(perimeter: PerimeterInProcess) -> None:
    told = examined(Severity.INFO, Severity.WARNING, fields={OPERATOR_TX_ID: "x", TYPE: "BET"})
    worse = finding("RG-604", "/siteId", "x", "y")
    held = replaced(finding("IN-802", "/seqNo", 1, "2"), Severity.HELD)
    append(perimeter, replace(told, findings=(*told.findings, held, worse)))
    assert rows(perimeter, "SELECT codes FROM attempts") == [("RG-604,IN-802,AM-403",)]
    assert rows(perimeter, "SELECT code FROM rejection_groups") == [("RG-604",)]


def test_the_newest_checkpoint_is_shown(perimeter: PerimeterInProcess) -> None:
    ledger = perimeter.perimeter.ledger
    for name in ("a", "b", "c"):
        perimeter.judge(line(name))
        with perimeter.perimeter.store.read() as found:
            note = ledger.checkpoint(found, SAMPLE_EDRPOU)
            log = ledger.reader(found, SAMPLE_EDRPOU)
            assert open_checkpoint(note, [ledger.signer.verifier]) == ledger.head_at(log, log.size)


def test_an_id_that_was_given_and_not_yet_used_leads_nowhere(perimeter: PerimeterInProcess) -> None:
    """It lies beyond the block as it stands, where another entry may come to be."""
    one = examined(fields={OPERATOR_TX_ID: "x", TYPE: "BET", AMOUNT_KOP: 1})
    with perimeter.perimeter.ledger.append(SAMPLE_EDRPOU, NOW) as opened:
        first, second = opened.open_block("core-1", 2)[::TICKS_A_LINE]
        opened.attempt(NewAttempt(first, one, b"{}", b"c" * 32, withheld=False))
        found = opened.reader.by_attempt_id(first)
        assert found is not None
        assert found.attempt_id == first
        assert opened.reader.by_attempt_id(second) is None
