"""Which accepted transaction a rejection's card leads to, and the bytes that take it back."""

from __future__ import annotations

import json
from typing import Any

from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.corrections import reversal_line
from cabinet.desks.reversals import named_accepted
from tests.contour.rejections.test_accepted import accepted_of, payout, take
from tests.perimeter_in_process import PerimeterInProcess, line
from tests.rejection_cards import card_of


def both(perimeter: PerimeterInProcess) -> tuple[str, str]:
    """Pay a bet out, and refund it whole: that is rejected; returns the payout's attempt and the rejected one."""
    take(perimeter, line("bet"))
    paid = take(perimeter, payout("paid"))
    (bad,) = perimeter.judge(payout("back", kind="REFUND", amountKop=line("bet")["amountKop"]))
    assert bad.error_codes == ["RF-506"]
    return paid.attempt_id, bad.attempt_id


def reverse(perimeter: PerimeterInProcess, attempt: str, tx: str, text: str = "") -> tuple[dict[str, Any], Outcome]:
    sent = reversal_line(accepted_of(perimeter, attempt), tx, ReasonCode.WRONG_SUM, text)
    (answer,) = perimeter.judge(sent)
    return json.loads(sent), answer.status


def test_what_the_findings_name_until_it_is_reversed(perimeter: PerimeterInProcess) -> None:
    paid, bad = both(perimeter)
    assert named_accepted(card_of(perimeter, bad)) == paid
    assert reverse(perimeter, paid, "undone")[1] is Outcome.ACCEPTED
    assert named_accepted(card_of(perimeter, bad)) is None


def test_what_came_in_place_of_a_corrected_one(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("bet", siteId="zz"))
    assert named_accepted(card_of(perimeter, bad.attempt_id)) is None
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R4",
        "originalSha256": card_of(perimeter, bad.attempt_id).payload_sha256,
    }  # fmt: skip
    good = take(perimeter, line("bet", correction=link))
    assert named_accepted(card_of(perimeter, bad.attempt_id)) == good.attempt_id
    # What was itself a correction is taken back like any other.
    sent, status = reverse(perimeter, good.attempt_id, "undone", " бо ")
    assert status is Outcome.ACCEPTED
    assert sent["correction"] == {
        "kind": "REVERSAL", "somsTxId": good.soms_tx_id, "reasonCode": "R1", "text": "бо",
        "originalSha256": accepted_of(perimeter, good.attempt_id).payload_sha256,
    }  # fmt: skip


def test_a_reversal_repeats_all_but_what_is_its_own(perimeter: PerimeterInProcess) -> None:
    value = line("bet")
    sent, status = reverse(perimeter, take(perimeter, value).attempt_id, "undone")
    assert status is Outcome.ACCEPTED
    correction = sent.pop("correction")
    assert "text" not in correction
    assert sent == {name: given for name, given in value.items() if name != "seqNo"} | {"operatorTxId": "undone"}
