"""AM: sums of money in whole kopecks."""

from __future__ import annotations

from cabinet.contract.states import Outcome
from cabinet.contract.transaction import AMOUNT_KOP, CURRENCY
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["against_bet", "amount"]


def amount(item: Item, facts: Facts) -> None:
    """Judge the sum itself and its currency; marks ``amountKop`` good."""
    value = item.value
    if "amountKop" in value:
        given = value["amountKop"]
        if not AMOUNT_KOP.form.fits(given):
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
    if CURRENCY.name in value:
        if CURRENCY.form.fits(value[CURRENCY.name]):
            item.good.add(CURRENCY.name)
        else:
            item.findings.append(finding("AM-403", "/currency", value[CURRENCY.name], CURRENCY.form.expected))


def against_bet(item: Item, facts: Facts, bet: AttemptFacts) -> None:
    """Judge a refund or payout against its bet: AM-404 over-refund, AM-405 unusual payout."""
    given = item.number("amountKop")
    stake = bet.fields[AMOUNT_KOP]
    if given is None or stake is None or bet.outcome is Outcome.REJECTED:
        return
    kind = item.text("type")
    if kind == "REFUND":
        left = stake - facts.refunded_kop(bet.operator_tx_id or "")
        if given > left:
            item.findings.append(
                finding(
                    "AM-404",
                    "/amountKop",
                    given,
                    f"≤ {left}",
                    related=bet.related,
                    stake=stake,
                    left=left,
                    sent=given,
                    excess=given - left,
                )
            )
    elif kind == "PAYOUT":
        limits = facts.limits
        threshold = min(stake * limits.unusual_payout_times, limits.unusual_payout_kop)
        if given > threshold:
            item.findings.append(
                finding(
                    "AM-405",
                    "/amountKop",
                    given,
                    f"≤ {threshold}",
                    related=bet.related,
                    stake=stake,
                    sent=given,
                    times=str(given // max(stake, 1)),
                )
            )
