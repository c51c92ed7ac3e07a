"""Reversals and replacements: what they may speak of, what a reversal repeats, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cabinet.contract.fields import Const
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    CORRECTION,
    REPEATED,
    TRANSACTION_TABLE,
)
from cabinet.rules.check import examine
from cabinet.rules.correction_kind import amending_kind, line_kind
from cabinet.rules.item import ItemFields
from tests.rules.known_facts import KnownFacts, attempt, bet, payout, raw, refund

SOMS = "01900000-0000-7000-8000-000000000001"
OTHER = "01900000-0000-7000-8000-000000000002"
REVERSED = {"kind": "REVERSAL", "somsTxId": SOMS, "originalSha256": "aa" * 32, "reasonCode": "R1"}
REPLACED = {**REVERSED, "kind": "REPLACEMENT"}
AT = "/correction/somsTxId"


def reversal(**changes: Any) -> dict[str, Any]:
    """Return a good reversal of the bet that :func:`known` knows."""
    return bet(**{"operatorTxId": "back", "amountKop": 100_000, "occurredAt": "2026-11-24T11:57:00+02:00",
                  "correction": REVERSED, **changes})  # fmt: skip


def of_payout(**changes: Any) -> dict[str, Any]:
    return reversal(**{"type": "PAYOUT", "relatedTxId": "bet", **changes})


def replacement(**changes: Any) -> dict[str, Any]:
    return bet(**{"operatorTxId": "anew", "correction": REPLACED, **changes})


def known(*, standing: tuple[str, ...] = (), **changes: Any) -> KnownFacts:
    facts = KnownFacts()
    facts.attempts["bet"] = attempt("bet", **{"soms_tx_id": SOMS, **changes})
    facts.standing["bet"] = [attempt(tx, type="PAYOUT") for tx in standing]
    return facts


def paid() -> KnownFacts:
    return known(type="PAYOUT", related_tx_id="bet")


def taken_back(**changes: Any) -> KnownFacts:
    """Return facts that know a reversal."""
    return known(**{"operator_tx_id": "back", "correction": {**REVERSED, "somsTxId": OTHER}, **changes})


def linked(**changes: Any) -> dict[str, Any]:
    """Return a reversal that takes the place of one that was rejected."""
    bad = attempt("back", Outcome.REJECTED)
    return reversal(correction={**REVERSED, "attemptId": bad.attempt_id, **changes})


def rejected_once(kind: CorrectionKind | None, **changes: Any) -> KnownFacts:
    facts = known()
    facts.attempts["back"] = attempt("back", Outcome.REJECTED, **{"payload_sha256": "cc" * 32, **changes})
    if kind is not None:
        facts.first_kinds["back"] = kind
    return facts


def resubmitted() -> dict[str, Any]:
    bad = attempt("back", Outcome.REJECTED)
    link = {"kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "originalSha256": "cc" * 32, "reasonCode": "R1"}
    return bet(operatorTxId="back", correction=link)


NONE: set[tuple[str, str]] = set()
Case = tuple[str, dict[str, Any], Callable[[], KnownFacts], set[tuple[str, str]]]
CASES: list[Case] = [
    ("a reversal", reversal(), known, NONE),
    ("a reversal of a payout", of_payout(), paid, NONE),
    ("of nothing", reversal(), KnownFacts, {("IN-809", AT)}),
    ("of another's", reversal(correction={**REVERSED, "somsTxId": OTHER}), known, {("IN-809", AT)}),
    ("of a reversal", reversal(), taken_back, {("IN-812", AT)}),
    ("of a replacement", reversal(), lambda: known(correction=REPLACED), NONE),
    ("twice", reversal(), lambda: known(corrected_by="x"), {("IN-805", AT)}),
    (
        "another hash", reversal(correction={**REVERSED, "originalSha256": "ab" * 32}), known,
        {("IN-804", "/correction/originalSha256")},
    ),
    ("under the same id", reversal(operatorTxId="bet"), known, {("ID-303", "/operatorTxId")}),
    ("a kopeck less", reversal(amountKop=99_999), known, {("AM-406", "/amountKop")}),
    ("a kopeck more", reversal(amountKop=100_001), known, {("AM-406", "/amountKop")}),
    ("a negative sum", reversal(amountKop=-100_000), known, {("AM-401", "/amountKop")}),
    ("another player", reversal(playerRef="cd" * 16), known, {("IN-810", "/playerRef")}),
    ("another round", reversal(roundId="R-2"), known, {("IN-810", "/roundId")}),
    ("another licence", reversal(licenceNo="L-9"), known, {("IN-810", "/licenceNo")}),
    ("a second later", reversal(occurredAt="2026-11-24T11:57:01+02:00"), known, {("IN-810", "/occurredAt")}),
    ("the same moment in UTC", reversal(occurredAt="2026-11-24T09:57:00Z"), known, NONE),
    ("another type", of_payout(), known, {("IN-810", "/type")}),
    ("a number of its own", reversal(seqNo=9), known, NONE),
    ("of another bet's", of_payout(relatedTxId="b2"), paid, {("IN-810", "/relatedTxId")}),
    ("a payout stands", reversal(), lambda: known(standing=("won",)), {("IN-811", AT)}),
    ("a payout's own is not asked", of_payout(), lambda: known(type="PAYOUT", standing=("won",)), NONE),
    ("the licence has ended since", reversal(licenceNo="L-2"), lambda: known(licence_no="L-2"), NONE),
    ("what was refunded since", of_payout(), lambda: _refunded(paid()), NONE),
    ("a replacement", replacement(), taken_back, NONE),
    ("of what was not reversed", replacement(), known, {("IN-812", AT)}),
    ("of what is replaced", replacement(), lambda: taken_back(corrected_by="x"), {("IN-805", AT)}),
    ("of none", replacement(), KnownFacts, {("IN-809", AT)}),
    ("with other fields", replacement(amountKop=7, roundId="R-9"), taken_back, NONE),
    ("judged like any", replacement(siteId="other.ua"), taken_back, {("RG-604", "/siteId")}),
    ("sent again", linked(), lambda: rejected_once(CorrectionKind.REVERSAL), NONE),
    ("sent again without a link", reversal(), lambda: rejected_once(CorrectionKind.REVERSAL),
     {("IN-808", "/correction")}),
    ("linked to none", linked(attemptId=OTHER), lambda: rejected_once(CorrectionKind.REVERSAL),
     {("IN-803", "/correction/attemptId")}),
    ("linked to what is corrected", linked(), lambda: rejected_once(CorrectionKind.REVERSAL, corrected_by="x"),
     {("IN-805", "/correction/attemptId")}),
    ("a reversal becomes a bet", resubmitted(), lambda: rejected_once(CorrectionKind.REVERSAL),
     {("IN-810", "/correction/kind")}),
    ("a bet becomes a reversal", linked(), lambda: rejected_once(None), {("IN-810", "/correction/kind")}),
    ("a replacement becomes a reversal", linked(), lambda: rejected_once(CorrectionKind.REPLACEMENT),
     {("IN-810", "/correction/kind")}),
    ("a payout of a reversed bet", payout(), lambda: known(corrected_by="x"), {("RF-508", "/relatedTxId")}),
    ("a refund of a reversed bet", refund(), lambda: known(corrected_by="x"), {("RF-508", "/relatedTxId")}),
    ("a payout of a reversal", payout(), taken_back, {("RF-504", "/relatedTxId")}),
]  # fmt: skip


def _refunded(facts: KnownFacts) -> KnownFacts:
    facts.refunded["bet"] = 100_000
    return facts


@pytest.mark.parametrize(("line", "facts", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_amending(line: dict[str, Any], facts: Callable[[], KnownFacts], expected: set[tuple[str, str]]) -> None:
    examined = examine(raw(line), facts())
    assert {(f.code, f.pointer) for f in examined.findings} == expected
    assert examined.outcome is (Outcome.REJECTED if expected else Outcome.ACCEPTED)


@pytest.mark.parametrize(("count", "named"), [(1, "p0"), (5, "p0, p1, p2, p3, p4"), (6, "p0, p1, p2, p3, p4 +1")])
def test_what_stands_in_the_way_is_named(count: int, named: str) -> None:
    (found,) = examine(raw(reversal()), known(standing=tuple(f"p{n}" for n in range(count)))).findings
    assert named in found.message_en.split(": ")[1]
    assert named + " stand" in found.message_en
    assert found.related is not None
    assert found.related.operator_tx_id == "p0"


def test_the_sums_of_a_reversal_are_told() -> None:
    (found,) = examine(raw(reversal(amountKop=99_999)), known()).findings
    assert (found.value, found.expected) == ("99999", "100000")
    assert "999.99" in found.message_en
    assert "1\u00a0000.00" in found.message_en


def test_a_reversal_repeats_all_but_what_makes_it_another_line() -> None:
    left_out = {"operatorTxId", "seqNo", "correction", "lateReason"}
    left_out |= {field.name for field in TRANSACTION_TABLE if isinstance(field.form, Const)}
    assert {field.name for field in REPEATED} == {field.name for field in TRANSACTION_TABLE} - left_out
    assert AMOUNT_KOP in REPEATED


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (None, None), (REVERSED, CorrectionKind.REVERSAL), (REPLACED, CorrectionKind.REPLACEMENT),
        ({"kind": "RESUBMIT_REJECTED"}, None),
    ],
)  # fmt: skip
def test_the_kind_of_a_correction(correction: dict[str, Any] | None, expected: CorrectionKind | None) -> None:
    assert amending_kind(ItemFields({CORRECTION: correction} if correction is not None else {})) is expected
    assert line_kind(raw(bet(correction=correction, amountKop=-1))) is expected


@pytest.mark.parametrize(
    "line", [b"", b"[]", b'{"correction": 7}', b'{"correction": {"kind": 7}}', b'{"correction": null}', b"\xff", b"{}"]
)
def test_a_line_that_tells_no_kind(line: bytes) -> None:
    assert line_kind(line) is None
