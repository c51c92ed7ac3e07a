"""The published schema of a transaction and the rules agree about form."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cabinet.contract.transaction import TRANSACTION_SCHEMA
from cabinet.rules.check import examine
from tests.rules.known_facts import KnownFacts, bet, payout, raw, refund
from tests.rules.test_codes import LINK, with_rejected

LINES = [
    bet(), refund(), payout(), bet(relatedTxId="bet"), refund(relatedTxId=None), payout(relatedTxId=None),
    bet(siteId=None), bet(pointId="p"), bet(siteId=None, pointId="p"), bet(siteId=None, terminalId="t"),
    bet(lateReason=""), bet(lateReason="x"), bet(lateReason="x" * 200), bet(lateReason="x" * 201),
    bet(amountKop=0), bet(amountKop=1), bet(amountKop=2**63 - 1), bet(amountKop=2**63),
    bet(seqNo=0), bet(seqNo=1), bet(seqNo=2**63 - 1), bet(seqNo=2**63),
    bet(operatorTxId="a" * 64), bet(operatorTxId="a" * 65), bet(operatorTxId="a b"), bet(unknown=1),
    *(bet(operatorTxId="bad", correction={**LINK, name: value}) for name, value in (
        ("kind", "REVERSAL"), ("kind", "RESUBMIT_REJECTED"), ("attemptId", "x"), ("originalSha256", "AB" * 32),
        ("text", "x" * 500), ("text", "x" * 501), ("reasonCode", "R9"), ("more", 1),
    )),
    *(bet(operatorTxId="bad", correction={k: v for k, v in LINK.items() if k != name}) for name in LINK),
]  # fmt: skip
CHECKER = Draft202012Validator(TRANSACTION_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
FORM = {"ST-202", "ST-203", "ST-204", "ST-205", "ST-206", "ST-208", "AM-401", "AM-403", "RF-504", "IN-806"}


@pytest.mark.parametrize("line", LINES)
def test_schema_and_rules_agree(line: dict[str, Any]) -> None:
    valid = CHECKER.is_valid(line)
    codes = {f.code for f in examine(raw(line), with_rejected() if "correction" in line else KnownFacts()).findings}
    assert valid == (not codes & FORM), codes
