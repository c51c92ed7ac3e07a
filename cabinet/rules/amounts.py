"""AM: sums of money in whole kopecks."""

from __future__ import annotations

from cabinet.contract.findings import Related
from cabinet.contract.money import MAX_KOP
from cabinet.contract.states import Outcome
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["against_bet", "amount"]


def amount(item: Item, facts: Facts) -> None:
    """Judge the sum itself and its currency; marks ``amountKop`` good."""
    value = item.value
    if "amountKop" in value:
        given = value["amountKop"]
        if not isinstance(given, int) or isinstance(given, bool) or not 0 < given <= MAX_KOP:
            item.findings.append(finding("AM-401", "/amountKop", given, "> 0"))
        else:
            item.good.add("amountKop")
            limit = facts.limits.max_amount_kop
            if given > limit:
                item.findings.append(
                    finding(
                        "AM-402",
                        "/amountKop",
                        given,
                        f"≤ {limit}",
                        sum=given,
                        limit=limit,
                    )
                )
    if "currency" in value and value["currency"] != "UAH":
        item.findings.append(finding("AM-403", "/currency", value["currency"], "UAH"))


def against_bet(item: Item, facts: Facts, bet: AttemptFacts) -> None:
    """Judge a refund or payout against its bet: AM-404 over-refund, AM-405 unusual payout."""
    given = item.number("amountKop")
    if given is None or bet.amount_kop is None or bet.outcome is Outcome.REJECTED:
        return
    related = Related(attempt_id=bet.attempt_id, soms_tx_id=bet.soms_tx_id, operator_tx_id=bet.operator_tx_id)
    kind = item.text("type")
    if kind == "REFUND":
        left = bet.amount_kop - facts.refunded_kop(bet.operator_tx_id or "")
        if given > left:
            item.findings.append(
                finding(
                    "AM-404",
                    "/amountKop",
                    given,
                    f"≤ {left}",
                    related=related,
                    stake=bet.amount_kop,
                    left=left,
                    sent=given,
                    excess=given - left,
                )
            )
    elif kind == "PAYOUT":
        limits = facts.limits
        threshold = min(bet.amount_kop * limits.unusual_payout_times, limits.unusual_payout_kop)
        if given > threshold:
            item.findings.append(
                finding(
                    "AM-405",
                    "/amountKop",
                    given,
                    f"≤ {threshold}",
                    related=related,
                    stake=bet.amount_kop,
                    sent=given,
                    times=str(given // max(bet.amount_kop, 1)),
                )
            )
