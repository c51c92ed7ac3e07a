"""IN-804, IN-805, IN-809 to IN-813, AM-406: a reversal takes an accepted transaction back, a replacement follows it.

What was accepted is never edited: its reversal repeats it, sum and all, under an id of its own and takes it out of
the figures; the right transaction then comes as the replacement of that reversal (CONTRACT §5).
"""

from __future__ import annotations

from typing import Any

from cabinet.contract.findings import Related
from cabinet.contract.moment import wire
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import AMOUNT_KOP, OCCURRED_AT, REPEATED, TYPE
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["amending"]

_AT = "/correction/somsTxId"
_NAMED = 5
"""So many of what stands in the way are named."""


def amending(item: Item, facts: Facts, kind: CorrectionKind, correction: dict[str, Any]) -> None:
    """Judge a reversal's or replacement's link to what was accepted, and what a reversal repeats."""
    soms_tx_id = correction["somsTxId"]
    target = facts.accepted(soms_tx_id)
    if target is None:
        # Of one that is held its sender knows no other id than the attempt's.
        held = facts.attempt(soms_tx_id)
        if held is not None and held.outcome is Outcome.PENDING:
            item.findings.append(finding("IN-813", _AT, soms_tx_id, "—", related=held.related))
        else:
            item.findings.append(finding("IN-809", _AT, soms_tx_id, "ACCEPTED"))
        return
    reversal = kind is CorrectionKind.REVERSAL
    if target.reverses is reversal:
        expected = "BET, REFUND, PAYOUT" if reversal else "REVERSAL"
        item.findings.append(finding("IN-812", _AT, soms_tx_id, expected, related=target.related))
        return
    if target.corrected_by is not None:
        related = Related(attempt_id=target.corrected_by, operator_tx_id=target.operator_tx_id)
        item.findings.append(finding("IN-805", _AT, soms_tx_id, target.corrected_by, related=related))
        return
    if target.payload_sha256 != correction["originalSha256"]:
        item.findings.append(
            finding(
                "IN-804",
                "/correction/originalSha256",
                correction["originalSha256"],
                target.payload_sha256,
                related=target.related,
            )
        )
    if reversal:
        _repeats(item, target)
        _stands_alone(item, facts, target)


def _repeats(item: Item, target: AttemptFacts) -> None:
    """AM-406 for another sum, IN-810 for any other field that is not as in the transaction."""
    for field in REPEATED:
        theirs = target.fields[field]
        if theirs is None or (field.name in item.value and field.name not in item.good):
            continue
        given = item.value.get(field.name, "")
        ours = item.occurred_at if field is OCCURRED_AT else given
        if ours == theirs:
            continue
        at = f"/{field.name}"
        if field is AMOUNT_KOP:
            item.findings.append(
                finding("AM-406", at, given, str(theirs), related=target.related, sent=given, sum=theirs)
            )
        else:
            expected = wire(theirs) if field is OCCURRED_AT else str(theirs)
            item.findings.append(finding("IN-810", at, given, expected, related=target.related))


def _stands_alone(item: Item, facts: Facts, target: AttemptFacts) -> None:
    """IN-811: a bet is reversed after all that refers to it."""
    bet_id = target.operator_tx_id
    if target.fields[TYPE] != "BET" or bet_id is None:
        return
    standing = facts.standing_on(bet_id)
    if standing:
        names = [attempt.operator_tx_id or attempt.attempt_id for attempt in standing]
        more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
        item.findings.append(
            finding("IN-811", _AT, bet_id, "—", related=standing[0].related, first=", ".join(names[:_NAMED]) + more)
        )
