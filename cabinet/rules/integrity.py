"""ID and IN: one business event, one accepted transaction; a correction points at the attempt it corrects."""

from __future__ import annotations

from typing import Any

import msgspec

from cabinet.contract.findings import Related
from cabinet.contract.moment import wire
from cabinet.contract.states import Outcome
from cabinet.rules.facts import Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["identity_and_corrections"]


def identity_and_corrections(item: Item, facts: Facts) -> None:
    """Judge the operator's id against what is known under it, and the correction's link."""
    tx = item.text("operatorTxId")
    correction = item.value.get("correction")
    if isinstance(correction, dict) and not correction.get("reasonCode"):
        item.findings.append(finding("IN-806", "/correction/reasonCode", correction.get("reasonCode", ""), "R1–R7"))
    if tx is not None:
        earlier = facts.seen_in_batch(tx)
        if earlier is not None:
            item.findings.append(finding("ID-304", "/operatorTxId", tx, "—", first=str(earlier + 1)))
            return
    if item.text("correction") is not None and isinstance(correction, dict):
        _resubmission(item, facts, tx, correction)
        return
    if tx is None:
        return
    latest = facts.latest(tx)
    if latest is None:
        return
    related = msgspec.structs.replace(latest.related, payload_sha256=latest.payload_sha256)
    if latest.outcome is Outcome.REJECTED:
        if correction is None:
            item.findings.append(finding("IN-808", "/correction", "", latest.attempt_id, related=related))
    else:
        item.findings.append(finding("ID-303", "/operatorTxId", tx, "—", related=related, at=wire(latest.received_at)))


def _resubmission(item: Item, facts: Facts, tx: str | None, correction: dict[str, Any]) -> None:
    attempt_id = correction["attemptId"]
    attempt = facts.attempt(attempt_id)
    wrong_link = (
        attempt is None
        or attempt.outcome is not Outcome.REJECTED
        or (tx is not None and attempt.operator_tx_id is not None and attempt.operator_tx_id != tx)
    )
    if attempt is None or wrong_link:
        state = "—" if attempt is None else attempt.outcome.value
        item.findings.append(
            finding(
                "IN-803",
                "/correction/attemptId",
                attempt_id,
                "REJECTED",
                state=state,
                related=None if attempt is None else attempt.related,
            )
        )
        return
    if attempt.corrected_by is not None:
        item.findings.append(
            finding(
                "IN-805",
                "/correction/attemptId",
                attempt_id,
                attempt.corrected_by,
                related=Related(attempt_id=attempt.corrected_by, operator_tx_id=attempt.operator_tx_id),
            )
        )
        return
    if attempt.payload_sha256 != correction["originalSha256"]:
        item.findings.append(
            finding(
                "IN-804",
                "/correction/originalSha256",
                correction["originalSha256"],
                attempt.payload_sha256,
                related=attempt.related,
            )
        )
    if tx is not None:
        latest = facts.latest(tx)
        if latest is not None and latest.outcome is not Outcome.REJECTED:
            item.findings.append(
                finding("ID-303", "/operatorTxId", tx, "—", related=latest.related, at=wire(latest.received_at))
            )
