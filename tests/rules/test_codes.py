"""Every code of the rules is provoked by a case, and an honest transaction by none."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from cabinet.contract.states import LicenceState, Outcome, Severity, TransactionType, Vertical
from cabinet.contract.transaction import AMOUNT_KOP, OPERATOR_TX_ID
from cabinet.rules.check import MAX_ITEM_BYTES, examine
from cabinet.rules.finding import finding, named
from tests.rules.known_facts import KnownFacts, attempt, bet, payout, raw, refund

REJECTED = attempt("bad", Outcome.REJECTED)
LINK = {"kind": "RESUBMIT_REJECTED", "attemptId": REJECTED.attempt_id, "originalSha256": "aa" * 32, "reasonCode": "R1"}


def with_rejected(**changes: Any) -> KnownFacts:
    facts = KnownFacts()
    facts.attempts["bad"] = attempt("bad", Outcome.REJECTED, **changes)
    return facts


def with_attempts(**changes: Any) -> KnownFacts:
    facts = KnownFacts()
    facts.attempts["bet"] = attempt("bet", **changes)
    return facts


def fixed(**changes: Any) -> dict[str, Any]:
    return bet(operatorTxId="bad", correction={**LINK, **changes})


Case = tuple[str, str, dict[str, Any] | bytes, Callable[[], KnownFacts]]
CASES: list[Case] = [
    ("ST-201", "", b'{"amountKop": 10,', KnownFacts),
    ("ST-201", "", b"[1]", KnownFacts),
    ("ST-202", "/schemaVersion", bet(schemaVersion="0.9"), KnownFacts),
    ("ST-203", "/settlementForm", bet(settlementForm=None), KnownFacts),
    ("ST-203", "/siteId", bet(siteId=None), KnownFacts),
    ("ST-203", "/relatedTxId", refund(relatedTxId=None), KnownFacts),
    ("ST-204", "/operatorTxId", bet(operatorTxId="core/1"), KnownFacts),
    ("ST-204", "/playerRef", bet(playerRef="ABC"), KnownFacts),
    ("ST-204", "/seqNo", bet(seqNo=0), KnownFacts),
    ("ST-204", "/correction", bet(correction=7), KnownFacts),
    ("ST-204", "/pointId", bet(pointId="p"), KnownFacts),
    ("ST-205", "/amountKop", raw(bet()).replace(b'"amountKop"', b'"amountKop": 1, "amountKop"'), KnownFacts),
    ("ST-205", "/correction/kind", raw(fixed()).replace(b'"kind"', b'"kind": "R", "kind"'), with_rejected),
    ("ST-205", "/amountKopp", bet(amountKopp=1), KnownFacts),
    ("ST-205", "/correction/why", fixed(why="x"), with_rejected),
    ("ST-206", "/type", bet(type="DEPOSIT"), KnownFacts),
    ("ST-206", "/correction/kind", fixed(kind="REVERSE"), with_rejected),
    ("ST-203", "/correction/somsTxId", fixed(kind="REVERSAL"), with_rejected),
    ("ST-208", "/lateReason", bet(lateReason="дзвоніть +380671234567"), KnownFacts),
    ("ID-303", "/operatorTxId", bet(operatorTxId="bet"), KnownFacts),
    ("ID-304", "/operatorTxId", bet(), lambda: KnownFacts(seen={"new": 3})),
    ("AM-401", "/amountKop", bet(amountKop=-100), KnownFacts),
    ("AM-401", "/amountKop", bet(amountKop=12.5), KnownFacts),
    ("AM-401", "/amountKop", bet(amountKop="1e3"), KnownFacts),
    ("AM-401", "/amountKop", bet(amountKop=True), KnownFacts),
    ("AM-402", "/amountKop", bet(amountKop=10_000_000_001), KnownFacts),
    ("AM-403", "/currency", bet(currency="EUR"), KnownFacts),
    ("AM-404", "/amountKop", refund(amountKop=100_001), KnownFacts),
    ("AM-404", "/amountKop", refund(amountKop=50_001), lambda: KnownFacts(refunded={"bet": 50_000})),
    ("AM-405", "/amountKop", payout(amountKop=100_000_001), KnownFacts),
    ("RF-501", "/relatedTxId", payout(relatedTxId="nowhere"), KnownFacts),
    ("RF-502", "/relatedTxId", refund(relatedTxId="nowhere"), KnownFacts),
    ("RF-502", "/relatedTxId", refund(), lambda: with_attempts(outcome=Outcome.PENDING)),
    ("RF-503", "/relatedTxId", payout(), lambda: with_attempts(outcome=Outcome.REJECTED)),
    ("RF-504", "/relatedTxId", payout(), lambda: with_attempts(type="PAYOUT")),
    ("RF-504", "/relatedTxId", bet(relatedTxId="bet"), KnownFacts),
    ("RF-505", "/playerRef", payout(playerRef="cd" * 16), KnownFacts),
    ("RF-506", "/relatedTxId", refund(), lambda: KnownFacts(payouts={"bet": attempt("won")})),
    ("RF-506", "/relatedTxId", payout(), lambda: KnownFacts(refunded={"bet": 100_000})),
    ("RF-507", "/roundId", payout(), lambda: KnownFacts(payouts={"bet": attempt("won")})),
    ("RG-601", "/licenceNo", bet(licenceNo="L-3"), KnownFacts),
    ("RG-602", "/licenceNo", bet(licenceNo="L-2", vertical="BETTING"), KnownFacts),
    ("RG-603", "/vertical", bet(vertical="ONLINE_POKER"), KnownFacts),
    ("RG-604", "/siteId", bet(siteId="other.ua"), KnownFacts),
    ("RG-604", "/brandId", bet(brandId="other"), KnownFacts),
    ("RG-604", "/brandId", bet(brandId="b2"), lambda: KnownFacts(brands=("b", "b2"))),
    ("RG-605", "/terminalId", bet(terminalId="t"), KnownFacts),
    ("RG-606", "/gameId", bet(gameId="other"), KnownFacts),
    ("RG-607", "/settlementForm", bet(settlementForm="CASH"), KnownFacts),
    ("TM-701", "/occurredAt", bet(occurredAt="2026-11-24T12:02:00+02:00"), KnownFacts),
    ("TM-702", "/occurredAt", bet(occurredAt="2026-11-24T11:58:00"), KnownFacts),
    ("TM-702", "/occurredAt", bet(occurredAt=5), KnownFacts),
    ("TM-703", "/occurredAt", bet(occurredAt="2026-11-24T11:50:00+02:00"), KnownFacts),
    ("TM-705", "/occurredAt", payout(occurredAt="2026-11-24T11:56:00+02:00"), KnownFacts),
    ("TM-706", "/occurredAt", bet(occurredAt="2026-11-24T12:58:00+03:00"), KnownFacts),
    ("IN-803", "/correction/attemptId", fixed(), KnownFacts),
    ("IN-803", "/correction/attemptId", bet(correction=LINK), with_rejected),
    ("IN-804", "/correction/originalSha256", fixed(originalSha256="bb" * 32), with_rejected),
    ("IN-805", "/correction/attemptId", fixed(), lambda: with_rejected(corrected_by="newer")),
    ("IN-806", "/correction/reasonCode", fixed(reasonCode=None), with_rejected),
    ("IN-808", "/correction", bet(operatorTxId="bad"), with_rejected),
]  # fmt: skip


@pytest.mark.parametrize(("code", "pointer", "line", "facts"), CASES, ids=[f"{c[0]}{c[1]}" for c in CASES])
def test_each_mistake_has_its_code(
    code: str, pointer: str, line: dict[str, Any] | bytes, facts: Callable[[], KnownFacts]
) -> None:
    examined = examine(line if isinstance(line, bytes) else raw(line), facts())
    found = [(f.code, f.pointer) for f in examined.findings]
    assert (code, pointer) in found
    severity = next(f.severity for f in examined.findings if f.code == code)
    if severity is Severity.ERROR:
        assert examined.outcome is Outcome.REJECTED
    for f in examined.findings:
        assert not re.search(r"\{[a-z_]+\}", f.message_uk + f.message_en + f.remedy_uk + f.remedy_en)


@pytest.mark.parametrize(
    "line",
    [
        bet(),
        refund(amountKop=100_000),
        payout(amountKop=5),
        bet(occurredAt="2026-11-24T09:58:00Z"),
        bet(occurredAt="2026-11-24T11:50:00+02:00", lateReason="збій каналу"),
        bet(seqNo=7),
    ],
)
def test_honest_ones_pass(line: dict[str, Any]) -> None:
    examined = examine(raw(line), KnownFacts())
    assert examined.findings == ()
    assert examined.outcome is Outcome.ACCEPTED


def test_a_good_correction_passes() -> None:
    assert examine(raw(fixed()), with_rejected()).findings == ()


def test_all_findings_not_the_first() -> None:
    line = bet(amountKop=-1, currency="EUR", siteId="other.ua", settlementForm="CASH", typo=1)
    codes = {f.code for f in examine(raw(line), KnownFacts()).findings}
    assert codes == {"AM-401", "AM-403", "RG-604", "RG-607", "ST-205"}


def test_the_order_of_findings() -> None:
    """The log commits to it: names, constants, places, what stands as it stands, texts, numbers, other families."""
    line = bet(
        seqNo=0, lateReason="", gameId="/", vertical="x", playerRef="x", siteId=None, schemaVersion="2", typo=1,
        amountKop=0, currency="EUR", brandId=None, correction=[], type="REFUND",
    )  # fmt: skip
    found = [(f.code, f.pointer) for f in examine(raw(line), KnownFacts()).findings]
    assert found[:13] == [
        ("ST-205", "/typo"), ("ST-203", "/brandId"), ("ST-202", "/schemaVersion"), ("ST-203", "/siteId"),
        ("ST-206", "/vertical"), ("ST-204", "/gameId"), ("ST-204", "/playerRef"), ("ST-204", "/lateReason"),
        ("ST-204", "/seqNo"), ("ST-203", "/relatedTxId"), ("ST-204", "/correction"), ("AM-401", "/amountKop"),
        ("AM-403", "/currency"),
    ]  # fmt: skip


def test_held_is_pending_and_error_wins() -> None:
    facts = with_attempts(outcome=Outcome.PENDING)
    assert examine(raw(refund()), facts).outcome is Outcome.PENDING
    assert examine(raw(refund(currency="EUR")), facts).outcome is Outcome.REJECTED


def test_outage_window_excuses_lateness() -> None:
    line = raw(bet(occurredAt="2026-11-24T01:50:00+02:00"))
    assert examine(line, KnownFacts(late_excused=True)).findings == ()


@pytest.mark.parametrize(
    "line", [b"", b"\xff\xfe", b"[" * 100_000, b"x" * (MAX_ITEM_BYTES + 1), b'{"a":1}', b"null", b'{"type":{}}']
)
def test_rubbish_is_rejected_and_never_breaks(line: bytes) -> None:
    examined = examine(line, KnownFacts())
    assert examined.outcome is Outcome.REJECTED
    assert examined.findings


def test_values_are_shown_short_and_plain() -> None:
    shown = finding("ST-204", "/x", "a\nb" + "c" * 500, "y").value
    assert "\n" not in shown
    assert len(shown) <= 120


def test_a_value_that_cannot_be_told_is_believed_nowhere() -> None:
    line = raw(bet()).replace(b'"amountKop": 1000', b'"amountKop": 1000, "amountKop": 99900')
    examined = examine(line, KnownFacts())
    assert [f.code for f in examined.findings] == ["ST-205"]
    assert examined.fields[AMOUNT_KOP] is None
    assert examined.fields[OPERATOR_TX_ID] == "new"


def test_personal_data_under_a_repeated_name_is_withheld() -> None:
    line = raw(bet(lateReason="x")).replace(
        b'"lateReason"', '"lateReason": "дзвоніть +380671234567", "lateReason"'.encode()
    )
    examined = examine(line, KnownFacts())
    assert examined.personal
    assert examined.masked is not None
    assert b"380671234567" not in examined.masked


@pytest.mark.parametrize(("count", "named"), [(7, 7), (8, 8), (9, 9), (300, 9)])
def test_unknown_fields_are_bounded(count: int, named: int) -> None:
    found = examine(raw(bet(**{f"u{n}": 1 for n in range(count)})), KnownFacts()).findings
    assert [f.code for f in found] == ["ST-205"] * named
    assert found[-1].value == (f"+{count - 8}" if count > 8 else f"u{count - 1}")


def test_full_refund_is_the_whole_stake() -> None:
    assert not examine(raw(payout()), KnownFacts(refunded={"bet": 99_999})).findings


def test_payout_of_another_round() -> None:
    assert not examine(raw(payout(roundId="R-2")), KnownFacts(payouts={"bet": attempt("won")})).findings


def test_no_sentence_names_an_enum_or_a_dash() -> None:
    """What a person reads of a type, a kind of game or a state is a word, and what is not known is not told."""
    enums = re.compile(r"\b(BET|REFUND|PAYOUT|BETTING|ONLINE_\w+|LAND_CASINO|SLOT_HALL)\b|\b(suspended|pending)\b")
    spoken = ("RF-504", "RG-602", "RG-603", "RG-604", "RG-605", "RG-606", "RG-607")
    for code, _, line, facts in CASES:
        if code in spoken and isinstance(line, dict):
            for one in examine(raw(line), facts()).findings:
                assert one.code != code or not enums.search(one.message_uk), one.message_uk
                assert one.code != code or "—" not in one.message_uk + one.message_en, one.message_uk


@pytest.mark.parametrize("of", [TransactionType, Vertical, LicenceState])
def test_every_value_has_a_name_in_both_languages(of: type[StrEnum]) -> None:
    for value in of:
        both = named(value.value)
        assert re.search("[а-яіїєґ]", both.uk), value
        assert re.fullmatch("[a-z -]+", both.en), value
    assert (named("x").uk, named("x").en) == ("x", "x")
