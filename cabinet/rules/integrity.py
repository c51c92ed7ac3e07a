"""ID and IN: one business event, one accepted transaction; a correction points at the attempt it corrects."""

from __future__ import annotations

from typing import Any

import msgspec

from cabinet.contract.findings import Related
from cabinet.contract.moment import wire
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import AMENDING
from cabinet.rules.amending import amending
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["identity_and_corrections", "reverses"]


def reverses(item: Item) -> bool:
    """Tell whether an item is the reversal of another one, in its form at least."""
    return "correction" in item.good and item.value["correction"]["kind"] == CorrectionKind.REVERSAL


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
        _correction(item, facts, tx, correction)
        return
    if tx is None:
        return
    latest = facts.latest(tx)
    if latest is not None and (latest.outcome is not Outcome.REJECTED or correction is None):
        _known(item, tx, latest)


def _known(item: Item, tx: str, latest: AttemptFacts) -> None:
    """ID-303 of an id that was accepted, IN-813 of one that is held, IN-808 of one rejected and not linked to."""
    related = msgspec.structs.replace(latest.related, payload_sha256=latest.payload_sha256)
    if latest.outcome is Outcome.PENDING:
        item.findings.append(finding("IN-813", "/operatorTxId", tx, "—", related=related))
    elif latest.outcome is Outcome.REJECTED:
        item.findings.append(finding("IN-808", "/correction", "", latest.attempt_id, related=related))
    else:
        item.findings.append(finding("ID-303", "/operatorTxId", tx, "—", related=related, at=wire(latest.received_at)))


def _correction(item: Item, facts: Facts, tx: str | None, correction: dict[str, Any]) -> None:
    kind = CorrectionKind(correction["kind"])
    linked = "attemptId" in correction
    if linked and not _takes_place(item, facts, tx, correction):
        return
    latest = facts.latest(tx) if tx is not None else None
    if tx is not None and latest is not None:
        if latest.outcome is not Outcome.REJECTED or not linked:
            _known(item, tx, latest)
        first = facts.first_kind(tx) or CorrectionKind.RESUBMIT_REJECTED
        if latest.outcome is Outcome.REJECTED and first is not kind:
            # A reversal sent again as something else would count as what it was to take back.
            item.findings.append(finding("IN-810", "/correction/kind", kind.value, first.value))
    if kind in AMENDING:
        amending(item, facts, kind, correction)


def _takes_place(item: Item, facts: Facts, tx: str | None, correction: dict[str, Any]) -> bool:
    """Judge the link to the rejected attempt whose place the item takes; tells whether it may."""
    attempt_id = correction["attemptId"]
    attempt = facts.attempt(attempt_id)
    if attempt is not None and attempt.outcome is Outcome.PENDING:
        item.findings.append(finding("IN-813", "/correction/attemptId", attempt_id, "—", related=attempt.related))
        return False
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
        return False
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
        return False
    resubmits = correction["kind"] == CorrectionKind.RESUBMIT_REJECTED
    if resubmits and attempt.payload_sha256 != correction["originalSha256"]:
        item.findings.append(
            finding(
                "IN-804",
                "/correction/originalSha256",
                correction["originalSha256"],
                attempt.payload_sha256,
                related=attempt.related,
            )
        )
    return True
