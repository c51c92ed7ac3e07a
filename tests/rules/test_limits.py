"""Every threshold and every comparison of the rules: just within, at it, just beyond; exact findings, none besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.money import COUNTED_KOP, MAX_KOP
from cabinet.contract.states import LicenceState, Outcome
from cabinet.contract.transaction import AMOUNT_KOP, CORRECTION
from cabinet.rules.check import MAX_ITEM_BYTES, examine
from cabinet.rules.facts import LimitFacts, PlaceFacts
from cabinet.rules.finding import finding, shown
from tests.rules.known_facts import BET_AT, KnownFacts, attempt, bet, game, licence, payout, raw, refund

DAY = date(2026, 11, 24)
"""The Kyiv day of every line here."""
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
LAW = LimitFacts(300, 10_000_000_000, 1000, 100_000_000, 60)
"""The thresholds of CONTRACT §5, written down a second time."""


def at(seconds: float) -> str:
    """Return a moment so many seconds before the perimeter received it, as Kyiv writes it."""
    moment = datetime(2026, 11, 24, 12, 0) - timedelta(seconds=seconds)  # noqa: DTZ001  the offset follows
    return moment.isoformat(timespec="milliseconds") + "+02:00"


def found(line: dict[str, Any] | bytes, facts: KnownFacts | None = None) -> set[tuple[str, str]]:
    examined = examine(line if isinstance(line, bytes) else raw(line), facts or KnownFacts())
    return {(f.code, f.pointer) for f in examined.findings}


def with_bet(**changes: Any) -> KnownFacts:
    return KnownFacts(attempts={"bet": attempt("bet", **changes)})


def with_licence(**changes: Any) -> KnownFacts:
    facts = KnownFacts()
    facts.licences["L-1"] = licence("L-1", **changes)
    return facts


def with_game(**changes: Any) -> KnownFacts:
    facts = KnownFacts()
    facts.games["game", "g"] = game("g", **changes)
    return facts


def rejected(**changes: Any) -> KnownFacts:
    return KnownFacts(attempts={"bad": attempt("bad", Outcome.REJECTED, **changes)})


def correction(**changes: Any) -> dict[str, Any]:
    link = {
        "kind": "RESUBMIT_REJECTED",
        "attemptId": attempt("bad").attempt_id,
        "originalSha256": "aa" * 32,
        "reasonCode": "R1",
    }
    return {k: v for k, v in {**link, **changes}.items() if v is not None}


def fixed(changes: dict[str, Any] | None = None, **line: Any) -> dict[str, Any]:
    return bet(**{"operatorTxId": "bad", "correction": correction(**(changes or {})), **line})


def padded(size: int) -> bytes:
    line = raw(bet())
    return line[:-1] + b" " * (size - len(line)) + line[-1:]


NONE: set[tuple[str, str]] = set()
SUM, AT, RELATED, TX = "/amountKop", "/occurredAt", "/relatedTxId", "/operatorTxId"
Case = tuple[str, dict[str, Any] | bytes, Callable[[], KnownFacts], set[tuple[str, str]]]
CASES: list[Case] = [
    # Sums.
    ("a kopeck", bet(amountKop=1), KnownFacts, NONE),
    ("nothing", bet(amountKop=0), KnownFacts, {("AM-401", SUM)}),
    ("true", bet(amountKop=True), KnownFacts, {("AM-401", SUM)}),
    ("AM-402 below", bet(amountKop=9_999_999_999), KnownFacts, NONE),
    ("AM-402 at", bet(amountKop=10_000_000_000), KnownFacts, NONE),
    ("AM-402 beyond", bet(amountKop=10_000_000_001), KnownFacts, {("AM-402", SUM)}),
    ("64 bits", bet(amountKop=MAX_KOP), KnownFacts, {("AM-402", SUM)}),
    ("65 bits", bet(amountKop=MAX_KOP + 1), KnownFacts, {("AM-401", SUM)}),
    ("AM-402 at, the long way", bet(amountKop=10_000_000_000, lateReason="збій"), KnownFacts, NONE),
    ("another currency", bet(currency="EUR"), KnownFacts, {("AM-403", "/currency")}),
    # Refunds: the stake is 100,000.
    ("refund below", refund(amountKop=99_999), KnownFacts, NONE),
    ("refund at", refund(amountKop=100_000), KnownFacts, NONE),
    ("refund beyond", refund(amountKop=100_001), KnownFacts, {("AM-404", SUM)}),
    ("second refund at", refund(amountKop=60_000), lambda: KnownFacts(refunded={"bet": 40_000}), NONE),
    ("second refund beyond", refund(amountKop=60_001), lambda: KnownFacts(refunded={"bet": 40_000}), {("AM-404", SUM)}),
    # Payouts: 1000 stakes or 1,000,000 hryvnias, whichever is less.
    ("payout at, small stake", payout(amountKop=1_000_000), lambda: with_bet(amount_kop=1000), NONE),
    ("payout beyond, small stake", payout(amountKop=1_000_001), lambda: with_bet(amount_kop=1000), {("AM-405", SUM)}),
    ("payout at, large stake", payout(amountKop=100_000_000), lambda: with_bet(amount_kop=100_001), NONE),
    (
        "payout beyond, large stake",
        payout(amountKop=100_000_001),
        lambda: with_bet(amount_kop=100_001),
        {("AM-405", SUM)},
    ),
    ("an enormous bet", bet(amountKop=2_000_000_000), KnownFacts, NONE),
    # Times. The bet was three minutes before.
    ("ahead within", bet(occurredAt=at(-59)), KnownFacts, NONE),
    ("ahead at", bet(occurredAt=at(-60)), KnownFacts, NONE),
    ("ahead beyond", bet(occurredAt=at(-60.001)), KnownFacts, {("TM-701", AT)}),
    ("late below", bet(occurredAt=at(299.999)), KnownFacts, NONE),
    ("late at", bet(occurredAt=at(300)), KnownFacts, NONE),
    ("late beyond", bet(occurredAt=at(300.001)), KnownFacts, {("TM-703", AT)}),
    ("late with a reason", bet(occurredAt=at(301), lateReason="збій"), KnownFacts, NONE),
    ("late within an outage", bet(occurredAt=at(4000)), lambda: KnownFacts(late_excused=True), NONE),
    ("a late correction", fixed(occurredAt=at(40_000)), rejected, NONE),
    ("UTC", bet(occurredAt="2026-11-24T09:58:00Z"), KnownFacts, NONE),
    ("summer time in winter", bet(occurredAt="2026-11-24T12:58:00+03:00"), KnownFacts, {("TM-706", AT)}),
    ("before its bet", payout(occurredAt=at(180.001)), KnownFacts, {("TM-705", AT)}),
    ("at the bet's instant", payout(occurredAt=at(180)), KnownFacts, NONE),
    # Structure.
    ("a reason of one", bet(lateReason="з"), KnownFacts, NONE),
    ("no reason", bet(lateReason=""), KnownFacts, {("ST-204", "/lateReason")}),
    ("a reason of 200", bet(lateReason="з" * 200), KnownFacts, NONE),
    ("a reason of 201", bet(lateReason="з" * 201), KnownFacts, {("ST-204", "/lateReason")}),
    ("seqNo 0", bet(seqNo=0), KnownFacts, {("ST-204", "/seqNo")}),
    ("seqNo 1", bet(seqNo=1), KnownFacts, NONE),
    ("seqNo true", bet(seqNo=True), KnownFacts, {("ST-204", "/seqNo")}),
    ("highest seqNo", bet(seqNo=2**63 - 1), KnownFacts, NONE),
    ("seqNo beyond", bet(seqNo=2**63), KnownFacts, {("ST-204", "/seqNo")}),
    ("highest seqNo, the long way", bet(seqNo=2**63 - 1, lateReason="збій"), KnownFacts, NONE),
    ("player of 31", bet(playerRef="a" * 31), KnownFacts, {("ST-204", "/playerRef")}),
    ("player of 32", bet(playerRef="a" * 32), KnownFacts, NONE),
    ("player of 64", bet(playerRef="a" * 64), KnownFacts, NONE),
    ("player of 65", bet(playerRef="a" * 65), KnownFacts, {("ST-204", "/playerRef")}),
    ("id of 64", bet(roundId="r" * 64), KnownFacts, NONE),
    ("id of 65", bet(roundId="r" * 65), KnownFacts, {("ST-204", "/roundId")}),
    ("id that ends otherwise", bet(roundId="r/1"), KnownFacts, {("ST-204", "/roundId")}),
    ("another version", bet(schemaVersion="2"), KnownFacts, {("ST-202", "/schemaVersion")}),
    ("two places", bet(pointId="p"), KnownFacts, {("ST-204", "/pointId"), ("RG-604", "/pointId")}),
    ("no place", bet(siteId=None), KnownFacts, {("ST-203", "/siteId")}),
    ("a payout of nothing", payout(relatedTxId=None), KnownFacts, {("ST-203", RELATED)}),
    ("a refund of nothing", refund(relatedTxId=None), KnownFacts, {("ST-203", RELATED)}),
    ("longest line", padded(MAX_ITEM_BYTES), KnownFacts, NONE),
    ("longest line and a byte", padded(MAX_ITEM_BYTES + 1), KnownFacts, {("ST-204", "")}),
    # Corrections.
    ("text of 500", fixed({"text": "т" * 500}), rejected, NONE),
    ("text of 501", fixed({"text": "т" * 501}), rejected, {("ST-204", "/correction/text")}),
    ("text that is a number", fixed({"text": 5}), rejected, {("ST-204", "/correction/text")}),
    ("hash of 63", fixed({"originalSha256": "a" * 63}), rejected, {("ST-204", "/correction/originalSha256")}),
    ("another kind", fixed({"kind": "REVERSE"}), rejected, {("ST-206", "/correction/kind")}),
    ("a replacement of nothing", fixed({"kind": "REPLACEMENT"}), rejected, {("ST-203", "/correction/somsTxId")}),
    ("another reason", fixed({"reasonCode": "R99"}), rejected, {("ST-206", "/correction/reasonCode")}),
    ("an unknown member", fixed({"why": 1}), rejected, {("ST-205", "/correction/why")}),
    ("no reason", fixed({"reasonCode": None}), rejected, {("IN-806", "/correction/reasonCode")}),
    ("no kind", fixed({"kind": None}), rejected, {("ST-206", "/correction/kind")}),
    ("no attempt", fixed({"attemptId": None}), rejected, {("ST-203", "/correction/attemptId")}),
    ("an id of SOMS", fixed({"somsTxId": "01900000-0000-7000-8000-000000000001"}), rejected, NONE),
    ("no id of SOMS", fixed({"somsTxId": "01900000"}), rejected, {("ST-204", "/correction/somsTxId")}),
    (
        "capital letters",
        fixed({"attemptId": "A" * 8 + "-0000-7000-8000-000000000001"}),
        rejected,
        {
            ("ST-204", "/correction/attemptId"),
        },
    ),
    (
        "of what was accepted",
        fixed(),
        lambda: KnownFacts(attempts={"bad": attempt("bad")}),
        {("IN-803", "/correction/attemptId")},
    ),
    (
        "of what is held",
        fixed(),
        lambda: KnownFacts(attempts={"bad": attempt("bad", Outcome.PENDING)}),
        {("IN-813", "/correction/attemptId")},
    ),
    ("of another transaction", fixed(operatorTxId="else"), rejected, {("IN-803", "/correction/attemptId")}),
    ("of other bytes", fixed({"originalSha256": "bb" * 32}), rejected, {("IN-804", "/correction/originalSha256")}),
    ("corrected already", fixed(), lambda: rejected(corrected_by="newer"), {("IN-805", "/correction/attemptId")}),
    ("of an unreadable one", fixed(operatorTxId="else"), lambda: rejected(operator_tx_id=None), NONE),
    (
        "of an unreadable one, under a name that is taken",
        fixed(operatorTxId="bet"),
        lambda: KnownFacts(
            attempts={"bad": attempt("bad", Outcome.REJECTED, operator_tx_id=None), "bet": attempt("bet")}
        ),
        {("ID-303", TX)},
    ),
    (
        "of a duplicate, of what is accepted",
        fixed(operatorTxId="bet"),
        lambda: KnownFacts(
            attempts={"bad": attempt("bad", Outcome.REJECTED, operator_tx_id="bet"), "bet": attempt("bet")}
        ),
        {("ID-303", TX)},
    ),
    ("a name that is held", bet(operatorTxId="bet"), lambda: with_bet(outcome=Outcome.PENDING), {("IN-813", TX)}),
    (
        "a name with a warning",
        bet(operatorTxId="bet"),
        lambda: with_bet(outcome=Outcome.ACCEPTED_WITH_WARNINGS),
        {("ID-303", TX)},
    ),
    ("a rejected name", bet(operatorTxId="bad"), rejected, {("IN-808", "/correction")}),
    # References.
    ("RF-501", payout(relatedTxId="none"), KnownFacts, {("RF-501", RELATED)}),
    ("RF-502", refund(relatedTxId="none"), KnownFacts, {("RF-502", RELATED)}),
    ("RF-502 of a held bet", refund(), lambda: with_bet(outcome=Outcome.PENDING), {("RF-502", RELATED)}),
    ("no payout waits", payout(), lambda: with_bet(outcome=Outcome.PENDING), {("RF-501", RELATED)}),
    ("of a held refund", refund(), lambda: with_bet(outcome=Outcome.PENDING, type="REFUND"), {("RF-504", RELATED)}),
    ("of itself", refund(operatorTxId="none", relatedTxId="none"), KnownFacts, {("RF-501", RELATED)}),
    (
        "a second's wait",
        refund(relatedTxId="none"),
        lambda: KnownFacts(limits=LimitFacts(hold_seconds=1)),
        {("RF-502", RELATED)},
    ),
    (
        "no wait at all",
        refund(relatedTxId="none"),
        lambda: KnownFacts(limits=LimitFacts(hold_seconds=0)),
        {("RF-501", RELATED)},
    ),
    ("the last to wait", refund(relatedTxId="none"), lambda: KnownFacts(held=9_999), {("RF-502", RELATED)}),
    ("one too many to wait", refund(relatedTxId="none"), lambda: KnownFacts(held=10_000), {("RF-501", RELATED)}),
    (
        "one with another fault does not wait",
        refund(relatedTxId="none", currency="EUR"),
        KnownFacts,
        {("RF-501", RELATED), ("AM-403", "/currency")},
    ),
    (
        "one with a person in it does not wait",
        refund(relatedTxId="none", lateReason="ivan.p@example.ua"),
        KnownFacts,
        {("RF-501", RELATED), ("ST-208", "/lateReason")},
    ),
    ("no correction waits", fixed(type="REFUND", relatedTxId="none"), rejected, {("RF-501", RELATED)}),
    ("RF-503", payout(), lambda: with_bet(outcome=Outcome.REJECTED), {("RF-503", RELATED)}),
    ("RF-504", payout(), lambda: with_bet(type="REFUND"), {("RF-504", RELATED)}),
    ("RF-504 of a bet", bet(relatedTxId="bet"), KnownFacts, {("RF-504", RELATED)}),
    ("RF-505 licence", payout(), lambda: with_bet(licence_no="L-4"), {("RF-505", "/licenceNo")}),
    ("RF-505 player", payout(), lambda: with_bet(player_ref="cd" * 16), {("RF-505", "/playerRef")}),
    ("RF-506 of a payout", refund(), lambda: KnownFacts(payouts={"bet": attempt("won")}), {("RF-506", RELATED)}),
    ("RF-506 not yet", payout(), lambda: KnownFacts(refunded={"bet": 99_999}), NONE),
    ("RF-506 in full", payout(), lambda: KnownFacts(refunded={"bet": 100_000}), {("RF-506", RELATED)}),
    ("RF-506 beyond", payout(), lambda: KnownFacts(refunded={"bet": 100_001}), {("RF-506", RELATED)}),
    ("RF-507", payout(), lambda: KnownFacts(payouts={"bet": attempt("won")}), {("RF-507", "/roundId")}),
    ("RF-507 another round", payout(roundId="R-2"), lambda: KnownFacts(payouts={"bet": attempt("won")}), NONE),
    # The registry.
    ("unknown licence", bet(licenceNo="L-9"), KnownFacts, {("RG-601", "/licenceNo")}),
    ("another vertical", bet(vertical="BETTING"), KnownFacts, {("RG-603", "/vertical")}),
    ("the day before its first", bet(), lambda: with_licence(issued=AFTER), {("RG-602", "/licenceNo")}),
    ("its first day", bet(), lambda: with_licence(issued=DAY), NONE),
    ("its last day", bet(), lambda: with_licence(expires=AFTER), NONE),
    ("the day of its end", bet(), lambda: with_licence(expires=DAY), {("RG-602", "/licenceNo")}),
    ("suspended", bet(), lambda: with_licence(state=LicenceState.SUSPENDED), {("RG-602", "/licenceNo")}),
    ("not entered yet", bet(), lambda: with_licence(state=LicenceState.PENDING), {("RG-602", "/licenceNo")}),
    (
        "the other licence, all its own",
        bet(licenceNo="L-4", vertical="BETTING", brandId="b4", siteId=None, pointId="p4", gameId="g4"),
        KnownFacts,
        NONE,
    ),
    ("a place not entered yet", bet(siteId="soon.ua"), KnownFacts, {("RG-604", "/siteId")}),
    ("an unknown place", bet(siteId="x.ua"), KnownFacts, {("RG-604", "/siteId")}),
    ("an unknown point", bet(siteId=None, pointId="p9"), KnownFacts, {("RG-604", "/pointId")}),
    (
        "a place of the other licence",
        bet(brandId="b4", siteId=None, pointId="p4"),
        KnownFacts,
        {("RG-604", "/pointId")},
    ),
    ("a place of the other brand", bet(brandId="b4"), KnownFacts, {("RG-604", "/brandId")}),
    ("an unknown brand", bet(brandId="b9"), KnownFacts, {("RG-604", "/brandId")}),
    ("a game of the other licence", bet(gameId="g4"), KnownFacts, {("RG-606", "/gameId")}),
    ("an unknown game", bet(gameId="g9"), KnownFacts, {("RG-606", "/gameId")}),
    ("a game on its first day", bet(), lambda: with_game(valid_from=DAY), NONE),
    ("a game before it", bet(), lambda: with_game(valid_from=AFTER), {("RG-606", "/gameId")}),
    ("a game on its last day", bet(), lambda: with_game(valid_to=DAY), NONE),
    ("a game after it", bet(), lambda: with_game(valid_to=BEFORE), {("RG-606", "/gameId")}),
    ("a terminal of the other licence", bet(siteId=None, terminalId="t4"), KnownFacts, {("RG-605", "/terminalId")}),
    ("a terminal after its last day", bet(siteId=None, terminalId="t"), KnownFacts, {("RG-605", "/terminalId")}),
    ("cash in an online casino", bet(settlementForm="CASH"), KnownFacts, {("RG-607", "/settlementForm")}),
    (
        "cash in online poker",
        bet(settlementForm="CASH", vertical="ONLINE_POKER"),
        KnownFacts,
        {("RG-607", "/settlementForm"), ("RG-603", "/vertical")},
    ),
    (
        "cash at a bookmaker's",
        bet(settlementForm="CASH", vertical="BETTING"),
        KnownFacts,
        {("RG-603", "/vertical")},
    ),
]


@pytest.mark.parametrize(("line", "facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_at_the_limit(
    line: dict[str, Any] | bytes, facts: Callable[[], KnownFacts], expected: set[tuple[str, str]]
) -> None:
    assert found(line, facts()) == expected


def test_thresholds_are_those_of_the_contract() -> None:
    assert LimitFacts() == LAW
    assert MAX_ITEM_BYTES == 16 * 1024
    assert EXTERNAL_ID == "[A-Za-z0-9._:-]{1,64}"


def test_the_kyiv_day_counts() -> None:
    """Half past eleven at night in London is the next day here."""
    late = {"occurredAt": "2026-11-23T22:30:00Z", "lateReason": "збій"}
    assert found(bet(**late), with_licence(issued=DAY)) == NONE
    assert found(bet(**late), with_licence(expires=DAY)) == {("RG-602", "/licenceNo")}


def test_what_is_told_of_a_refund() -> None:
    facts = KnownFacts(refunded={"bet": 40_000})
    (one,) = examine(raw(refund(amountKop=70_000)), facts).findings
    assert one.expected == "≤ 60000"
    assert "100,00" in one.message_uk
    assert "100.00" in one.message_en
    assert "-" not in one.message_en.replace("AM-404", "")
    assert "600,00" in one.message_uk + one.remedy_uk


def test_what_is_told_of_a_late_line() -> None:
    (one,) = examine(raw(bet(occurredAt=at(2 * 3600 + 5 * 60))), KnownFacts()).findings
    assert "2:05" in one.message_en + one.message_uk


def test_lateness_is_kept_with_its_reason_and_not_counted_of_a_correction() -> None:
    assert examine(raw(bet(occurredAt=at(301), lateReason="збій")), KnownFacts()).late
    assert not examine(raw(bet(occurredAt=at(300))), KnownFacts()).late
    assert not examine(raw(fixed(occurredAt=at(301))), rejected()).late


@pytest.mark.parametrize(("kopecks", "counted"), [(COUNTED_KOP, COUNTED_KOP), (COUNTED_KOP + 1, None), (MAX_KOP, None)])
def test_a_sum_beyond_all_sense_is_counted_nowhere(kopecks: int, counted: int | None) -> None:
    assert COUNTED_KOP == 10**12
    assert examine(raw(bet(amountKop=kopecks)), KnownFacts()).fields[AMOUNT_KOP] == counted


@pytest.mark.parametrize("more", [{}, {"lateReason": "збій"}])
def test_what_was_read_well_is_kept(more: dict[str, Any]) -> None:
    line = bet(seqNo=3, relatedTxId="bet", type="PAYOUT", **more)
    moment = datetime(2026, 11, 24, 9, 58, tzinfo=UTC)
    kept = {field.name: value for field, value in examine(raw(line), KnownFacts()).fields.items()}
    assert kept == line | {"occurredAt": moment}
    spoilt = bet(licenceNo="L 1", brandId=7, occurredAt="noon", seqNo=-1, currency="EUR", **more)
    kept = {field.name: value for field, value in examine(raw(spoilt), KnownFacts()).fields.items()}
    assert kept == {
        n: v for n, v in spoilt.items() if n not in {"licenceNo", "brandId", "occurredAt", "seqNo", "currency"}
    }


def test_a_faulty_correction_is_no_correction() -> None:
    assert examine(raw(fixed({"text": "т" * 501})), rejected()).fields[CORRECTION] is None
    good = examine(raw(fixed()), rejected()).fields[CORRECTION]
    assert good is not None
    assert good["attemptId"] == attempt("bad").attempt_id


def test_places_of_a_batch_are_counted_from_one() -> None:
    (one,) = examine(raw(bet()), KnownFacts(seen={"new": 3})).findings
    assert one.code == "ID-304"
    assert "4" in one.message_en
    assert "3" not in one.message_en


def test_a_duplicate_tells_the_payload_of_the_first() -> None:
    (one,) = examine(raw(bet(operatorTxId="bet")), with_bet(payload_sha256="cd" * 32)).findings
    assert one.related is not None
    assert (one.related.payload_sha256, one.related.attempt_id) == ("cd" * 32, attempt("bet").attempt_id)


@pytest.mark.parametrize(("outcome", "code"), [(Outcome.REJECTED, "AM-403"), (Outcome.PENDING, "RF-502")])
def test_outcomes(outcome: Outcome, code: str) -> None:
    facts = with_bet(outcome=Outcome.PENDING)
    line = refund() if code == "RF-502" else refund(currency="EUR")
    examined = examine(raw(line), facts)
    assert code in {f.code for f in examined.findings}
    assert examined.outcome is outcome


def test_a_warning_alone_is_taken_with_it() -> None:
    examined = examine(raw(bet(occurredAt="2026-11-24T12:58:00+03:00")), KnownFacts())
    assert [f.severity.value for f in examined.findings] == ["WARNING"]
    assert examined.outcome is Outcome.ACCEPTED_WITH_WARNINGS


@pytest.mark.parametrize(("length", "kept"), [(119, 119), (120, 120), (121, 120), (5000, 120)])
def test_values_are_cut(length: int, kept: int) -> None:
    text = shown("x" * length)
    assert len(text) == kept
    assert text.endswith("…") is (length > kept)
    assert finding("ST-204", "/x", "a\tb\x1f\n", "y").value == "a␉b␟␊"


def test_the_point_of_a_terminal_is_not_its_place() -> None:
    """A place is looked up under the name it was given with."""
    facts = KnownFacts()
    facts.sites["t"] = PlaceFacts("t", "point", "b", "L-4", entered=True)
    assert found(bet(siteId=None, terminalId="t"), facts) == {("RG-605", "/terminalId")}


def test_the_bet_was_when_it_is_said_here() -> None:
    assert datetime(2026, 11, 24, 9, 57, tzinfo=UTC) == BET_AT
