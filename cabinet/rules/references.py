"""RF: a refund or payout refers to a bet of the same licence and player."""

from __future__ import annotations

from cabinet.contract.findings import Related
from cabinet.contract.states import Outcome
from cabinet.rules.amounts import against_bet
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item
from cabinet.rules.times import against_bet_time

__all__ = ["reference"]

_AT = "/relatedTxId"


def reference(item: Item, facts: Facts) -> None:
    """Judge ``relatedTxId`` and, through it, the sum and time against the bet."""
    kind = item.text("type")
    related_id = item.text("relatedTxId")
    if kind is None or related_id is None:
        return
    if kind == "BET":
        item.findings.append(finding("RF-504", _AT, related_id, "—", kind=kind, related_kind="—"))
        return
    bet = facts.latest(related_id)
    if bet is None:
        item.findings.append(finding("RF-501", _AT, related_id, "BET"))
        return
    related = Related(attempt_id=bet.attempt_id, soms_tx_id=bet.soms_tx_id, operator_tx_id=bet.operator_tx_id)
    if bet.outcome is Outcome.PENDING:
        item.findings.append(finding("RF-502", _AT, related_id, "ACCEPTED", related=related))
        return
    if bet.outcome is Outcome.REJECTED:
        item.findings.append(finding("RF-503", _AT, related_id, "ACCEPTED", related=related))
        return
    if bet.type != "BET":
        item.findings.append(
            finding("RF-504", _AT, related_id, "BET", related=related, kind=kind, related_kind=bet.type or "—")
        )
        return
    _same_game(item, bet, related)
    _order(item, facts, bet)
    against_bet(item, facts, bet)
    against_bet_time(item, bet)


def _same_game(item: Item, bet: AttemptFacts, related: Related) -> None:
    for name, theirs in (("licenceNo", bet.licence_no), ("playerRef", bet.player_ref)):
        ours = item.text(name)
        if ours is not None and theirs is not None and ours != theirs:
            item.findings.append(finding("RF-505", f"/{name}", ours, theirs, related=related))


def _order(item: Item, facts: Facts, bet: AttemptFacts) -> None:
    payout = facts.payout_of(bet.operator_tx_id or "")
    if payout is None:
        return
    related = Related(attempt_id=payout.attempt_id, soms_tx_id=payout.soms_tx_id, operator_tx_id=payout.operator_tx_id)
    payout_id = payout.operator_tx_id or payout.attempt_id
    if item.text("type") == "REFUND":
        item.findings.append(finding("RF-506", _AT, bet.operator_tx_id, "—", related=related, payout=payout_id))
    elif payout.round_id is not None and payout.round_id == item.text("roundId"):
        item.findings.append(finding("RF-507", "/roundId", payout.round_id, "—", related=related, payout=payout_id))
