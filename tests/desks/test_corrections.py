"""A correction's bytes: linked to the rejected attempt; a rejected reversal or replacement stays what it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cabinet.contract.findings import ItemAnswer
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.correction_draft import CorrectionDraft
from cabinet.desks.corrections import amends
from tests.amending import replacement_of, reversal_of
from tests.perimeter_in_process import PerimeterInProcess, line
from tests.rejection_cards import card_of
from tests.rules.known_facts import raw


def accepted(perimeter: PerimeterInProcess, value: dict[str, Any]) -> str:
    (answer,) = perimeter.judge(value)
    assert answer.soms_tx_id is not None
    return answer.soms_tx_id


def corrected(perimeter: PerimeterInProcess, bad: ItemAnswer, field: str, given: Any) -> tuple[dict[str, Any], Any]:
    """Correct one field of a rejected attempt as the dialog does; returns its ``correction`` and the verdict."""
    assert bad.status is Outcome.REJECTED
    draft = CorrectionDraft(card_of(perimeter, bad.attempt_id))
    draft.set(field, given)
    sent = json.loads(draft.line(ReasonCode.WRONG_LICENCE_OR_SITE, "помилка"))
    (answer,) = perimeter.judge(sent)
    return sent["correction"], answer


def test_a_rejected_line_is_linked_by_its_hash(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("bad", siteId="zz"))
    link, answer = corrected(perimeter, bad, "siteId", line("a")["siteId"])
    digest = card_of(perimeter, bad.attempt_id).payload_sha256
    assert link == {
        "kind": "RESUBMIT_REJECTED", "originalSha256": digest, "attemptId": bad.attempt_id,
        "reasonCode": ReasonCode.WRONG_LICENCE_OR_SITE.value, "text": "помилка",
    }  # fmt: skip
    assert answer.status is not Outcome.REJECTED


def test_a_rejected_reversal_stays_one(perimeter: PerimeterInProcess) -> None:
    bet = line("bet")
    soms = accepted(perimeter, bet)
    wrong = reversal_of(raw(bet), soms, "back", amountKop=7)
    wrong["correction"]["text"] = "раніше"
    (bad,) = perimeter.judge(wrong)
    assert bad.error_codes == ["AM-406"]
    link, answer = corrected(perimeter, bad, "amountKop", bet["amountKop"])
    assert link == wrong["correction"] | {
        "attemptId": bad.attempt_id, "reasonCode": ReasonCode.WRONG_LICENCE_OR_SITE.value, "text": "помилка",
    }  # fmt: skip
    assert answer.status is not Outcome.REJECTED


def test_a_rejected_replacement_stays_one(perimeter: PerimeterInProcess) -> None:
    bet = line("bet")
    back = reversal_of(raw(bet), accepted(perimeter, bet), "back")
    wrong = replacement_of(raw(back), accepted(perimeter, back), "anew", siteId="zz")
    (bad,) = perimeter.judge(wrong)
    link, answer = corrected(perimeter, bad, "siteId", bet["siteId"])
    assert (link["kind"], link["somsTxId"]) == ("REPLACEMENT", wrong["correction"]["somsTxId"])
    assert answer.status is not Outcome.REJECTED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, False),
        ({}, False),
        ({"correction": None}, False),
        ({"correction": "REVERSAL"}, False),
        ({"correction": {"kind": "RESUBMIT_REJECTED"}}, False),
        ({"correction": {"kind": "REVERSAL"}}, True),
        ({"correction": {"kind": "REPLACEMENT"}}, True),
        ({"correction": {"kind": ["REVERSAL"]}}, False),
    ],
)
def test_what_speaks_of_something_accepted(value: dict[str, Any] | None, expected: bool) -> None:
    assert amends(value) is expected
