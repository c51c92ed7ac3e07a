"""RF: a refund or payout refers to a bet of the same licence and player.

A refund that has overtaken its bet waits for it for a while; a payout does not, and neither does a correction, whose
bet has had its time.
"""

from __future__ import annotations

from collections.abc import Iterable

from cabinet.contract.findings import Finding, Related
from cabinet.contract.money import hryvnias
from cabinet.contract.states import Outcome, Severity
from cabinet.contract.transaction import AMOUNT_KOP, LICENCE_NO, PLAYER_REF, TYPE
from cabinet.rules.amounts import against_bet
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding, named
from cabinet.rules.item import Item
from cabinet.rules.times import against_bet_time

__all__ = ["HELD", "reference", "without_waiting"]

HELD = "RF-502"
"""Waits for its bet."""
_AT = "/relatedTxId"
_MINUTE = 60


def reference(item: Item, facts: Facts) -> None:
    """Judge ``relatedTxId`` and, through it, the sum and time against the bet."""
    kind = item.text("type")
    related_id = item.text("relatedTxId")
    if kind is None or related_id is None:
        return
    if kind == "BET":
        item.findings.append(finding("RF-504", _AT, related_id, "—", kind=named(kind), related_kind=named("any")))
        return
    bet = facts.latest(related_id)
    if bet is None or (bet.outcome is Outcome.PENDING and bet.fields[TYPE] == "BET"):
        if _waits(item, facts, related_id):
            minutes = str(-(-facts.limits.hold_seconds // _MINUTE))
            item.findings.append(finding(HELD, _AT, related_id, "BET", minutes=minutes))
        else:
            item.findings.append(finding("RF-501", _AT, related_id, "BET"))
        return
    related = bet.related
    if bet.outcome is Outcome.REJECTED:
        item.findings.append(finding("RF-503", _AT, related_id, "ACCEPTED", related=related))
        return
    theirs = "REVERSAL" if bet.reverses else bet.fields[TYPE]
    if theirs != "BET":
        item.findings.append(
            finding(
                "RF-504", _AT, related_id, "BET", related=related, kind=named(kind), related_kind=named(theirs or "any")
            )
        )
        return
    if bet.corrected_by is not None:
        item.findings.append(finding("RF-508", _AT, related_id, "—", related=related, reversal=bet.corrected_by))
        return
    _same_game(item, bet, related)
    _order(item, facts, bet)
    against_bet(item, facts, bet)
    against_bet_time(item, bet)


def without_waiting(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what was found of an item; one that is rejected for another fault does not wait: its bet is missing."""
    found = tuple(findings)
    if not any(f.severity is Severity.ERROR for f in found):
        return found
    return tuple(finding("RF-501", f.pointer, f.value, f.expected) if f.code == HELD else f for f in found)


def _waits(item: Item, facts: Facts, bet_id: str) -> bool:
    return (
        item.text("type") == "REFUND"
        and "correction" not in item.value
        and bet_id != item.text("operatorTxId")
        and facts.limits.hold_seconds > 0
        and facts.waiting() < facts.limits.max_held
    )


def _same_game(item: Item, bet: AttemptFacts, related: Related) -> None:
    for field in (LICENCE_NO, PLAYER_REF):
        ours, theirs = item.text(field.name), bet.fields[field]
        if ours is not None and theirs is not None and ours != theirs:
            item.findings.append(finding("RF-505", f"/{field.name}", ours, theirs, related=related))


def _order(item: Item, facts: Facts, bet: AttemptFacts) -> None:
    """Judge against what has become of the bet: one payout a round, and never both a payout and a full refund."""
    bet_id = bet.operator_tx_id or ""
    if item.text("type") == "REFUND":
        payout = facts.payout_of(bet_id)
        if payout is not None:
            item.findings.append(finding("RF-506", _AT, bet_id, "—", related=payout.related, payout=_id(payout)))
        return
    refunded, stake = facts.refunded_kop(bet_id), bet.fields[AMOUNT_KOP]
    if stake is not None and 0 < stake <= refunded:
        item.findings.append(
            finding("RF-506", _AT, bet_id, "—", related=bet.related, payout=f"{hryvnias(refunded)} UAH")
        )
    round_id = item.text("roundId")
    payout = facts.payout_in_round(bet_id, round_id) if round_id is not None else None
    if payout is not None:
        item.findings.append(finding("RF-507", "/roundId", round_id, "—", related=payout.related, payout=_id(payout)))


def _id(attempt: AttemptFacts) -> str:
    return attempt.operator_tx_id or attempt.attempt_id
