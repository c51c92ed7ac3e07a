"""TM: when it happened, when it came, and in which offset it was written."""

from __future__ import annotations

from datetime import timedelta

from cabinet.contract.errors import KnownError
from cabinet.contract.findings import Related
from cabinet.contract.moment import KYIV, kyiv_words, parse_moment, wire
from cabinet.contract.transaction import OCCURRED_AT
from cabinet.rules.facts import AttemptFacts, Facts
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["against_bet_time", "moment"]

_AT = "/occurredAt"
_UTC = timedelta()
"""UTC counts as right."""


def moment(item: Item, facts: Facts) -> None:
    """Judge ``occurredAt``; sets ``item.occurred_at`` and ``item.late``."""
    if "occurredAt" not in item.value:
        return
    given = item.value["occurredAt"]
    try:
        at = parse_moment(given if isinstance(given, str) else "")
    except KnownError:
        item.findings.append(finding("TM-702", _AT, given, OCCURRED_AT.form.expected))
        return
    here = at.astimezone(KYIV)
    item.occurred_at, item.day = at, here.date()
    item.good.add("occurredAt")
    now, limits = facts.now, facts.limits
    lag = now - at
    seconds = lag.total_seconds()
    if seconds < -limits.future_tolerance_seconds:
        item.findings.append(finding("TM-701", _AT, given, f"≤ {wire(now)}", when=kyiv_words(at)))
        return
    if at.utcoffset() not in (here.utcoffset(), _UTC):
        item.findings.append(finding("TM-706", _AT, given, "Europe/Kyiv"))
    # A correction comes when somebody made it; what it corrects was late or not.
    if seconds > limits.late_after_seconds and not facts.late_excused and item.text("correction") is None:
        item.late = True
        if item.text("lateReason") is None:
            item.findings.append(finding("TM-703", _AT, given, f"≤ {limits.late_after_seconds} s", lag=_lag(lag)))


def against_bet_time(item: Item, bet: AttemptFacts) -> None:
    """TM-705: a refund or payout before its bet."""
    at = bet.fields[OCCURRED_AT]
    if item.occurred_at is None or at is None or item.occurred_at >= at:
        return
    item.findings.append(
        finding(
            "TM-705",
            _AT,
            item.value["occurredAt"],
            f"≥ {wire(at)}",
            when=kyiv_words(item.occurred_at),
            related=Related(attempt_id=bet.attempt_id, operator_tx_id=bet.operator_tx_id),
        )
    )


def _lag(lag: timedelta) -> str:
    minutes = int(lag.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"
