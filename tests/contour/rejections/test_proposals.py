"""What a card proposes, from the ledger's own facts; a correction made of it is accepted."""

from __future__ import annotations

import base64
import json

import msgspec
import pytest

from cabinet.contour.sample.mistakes import MISTAKES
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.corrections import compose_line, read_payload
from cabinet.rules.suggestions import apply_suggestions, best
from tests.perimeter_in_process import NOW, PerimeterInProcess, line
from tests.rejection_cards import card_of, spoilt

PROPOSED = {
    "AM-401": {"/amountKop": 500},
    "AM-403": {"/currency": "UAH"},
    "AM-404": {"/amountKop": 500},
    "RF-501": {},
    "RF-505": {"/playerRef": "ab" * 16},
    "RG-601": {"/licenceNo": "OK-2024-017"},
    "RG-603": {"/vertical": "ONLINE_CASINO"},
    "RG-604": {"/siteId": "stavkohrai.ua"},
    "RG-606": {"/gameId": "slot-fruits"},
    "RG-607": {"/settlementForm": "NON_CASH"},
    "ST-203": {"/settlmentForm": None},
    "ST-208": {},
    "TM-701": {},
    "TM-702": {"/occurredAt": "2026-11-24T12:00:00.000+02:00"},
}
"""The mistakes of the sample, and what is proposed for each."""


@pytest.mark.parametrize("code", sorted(MISTAKES))
def test_the_samples_mistakes(perimeter: PerimeterInProcess, code: str) -> None:
    (good,) = perimeter.judge(line("bet"))
    assert good.status is Outcome.ACCEPTED
    (bad,) = perimeter.judge(spoilt(code))
    card = card_of(perimeter, bad.attempt_id)
    first = best(card.suggestions)
    assert {s.pointer: s.value for s in first} == PROPOSED[code]
    if not first:
        return
    value = read_payload(card)
    assert value is not None
    sent = compose_line(card, apply_suggestions(value, first), ReasonCode.WRONG_SUM, "")
    answer = perimeter.perimeter.intake.correct(perimeter.person(Role.COMPLIANCE), sent, uuid7(), NOW)
    (item,) = msgspec.json.decode(answer, type=BatchAnswer).items
    assert item.status is Outcome.ACCEPTED
    after = card_of(perimeter, bad.attempt_id)
    assert after.suggestions == [], "nobody corrects it again"
    closing = after.closing
    assert closing is not None
    assert (closing.attempt_id, closing.received_at, closing.source) == (item.attempt_id, NOW, "cabinet")
    assert closing.by is not None
    assert closing.by.startswith(perimeter.person(Role.COMPLIANCE).name)
    assert (closing.status, closing.soms_tx_id) == (Outcome.ACCEPTED, item.soms_tx_id)
    assert base64.b64decode(closing.payload) == sent
    assert card.closing is None


def test_a_payload_with_a_name_twice_has_none(perimeter: PerimeterInProcess) -> None:
    twice = json.dumps(line("a", settlementForm="CASH"))[:-1].encode() + b', "settlementForm": "CASH"}'
    (bad,) = perimeter.judge(twice)
    assert bad.status is Outcome.REJECTED
    assert card_of(perimeter, bad.attempt_id).suggestions == []


def test_a_payload_that_is_no_json_has_none(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(b'{"amountKop": 10,')
    assert card_of(perimeter, bad.attempt_id).suggestions == []


def test_facts_are_those_of_now(perimeter: PerimeterInProcess) -> None:
    """What was right in the meantime needs no proposal, and a sum is what is left of the stake by now."""
    perimeter.judge(line("bet"))
    (bad,) = perimeter.judge(line("back", type="REFUND", relatedTxId="bet", amountKop=900))
    (first,) = card_of(perimeter, bad.attempt_id).suggestions
    assert (first.value, first.certain) == (500, True)
    perimeter.judge(line("part", type="REFUND", relatedTxId="bet", amountKop=200))
    (then,) = card_of(perimeter, bad.attempt_id).suggestions
    assert (then.value, then.certain) == (300, False)
    assert "2,00" in then.why_uk


def test_the_platform_closes_one_itself(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("a", settlementForm="CASH"))
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R7",
        "originalSha256": card_of(perimeter, bad.attempt_id).payload_sha256,
    }  # fmt: skip
    (good,) = perimeter.judge(line("a", correction=link))
    closing = card_of(perimeter, bad.attempt_id).closing
    assert closing is not None
    assert (closing.attempt_id, closing.by, closing.source) == (good.attempt_id, None, "core-1")
