"""What a refund or payout has from its bet: licence, player, round; and what a bet must not have."""

from __future__ import annotations

from collections.abc import Iterator

from cabinet.contract.transaction import LICENCE_NO, PLAYER_REF, RELATED_TX_ID, ROUND_ID
from cabinet.rules.suggesting.case import FIELD_OF, Candidate, Case

__all__ = ["another_bet", "of_bet"]

_SAME = (LICENCE_NO, PLAYER_REF)


def of_bet(case: Case) -> Iterator[Candidate]:
    """RF-505, ST-203: the bet's own value; likely only, where more than this field tells of another bet."""
    bet = case.bet
    theirs = bet.fields[FIELD_OF[case.name]] if bet is not None else None
    if bet is None or not isinstance(theirs, str):
        return
    others = [f for f in _SAME if f.name != case.name and case.read(f) not in {None, bet.fields[f]}]
    place = case.place if case.name == LICENCE_NO.name else None
    certain = not others and case.name != ROUND_ID.name and (place is None or place.licence_no == theirs)
    yield Candidate(theirs, "same_as_bet", certain, {"bet": bet.operator_tx_id or "—"})


def another_bet(case: Case) -> Iterator[Candidate]:
    """RF-504: a bet refers to nothing; what refers to a refund or payout may mean the bet of that one."""
    if case.value.get("type") == "BET":
        yield Candidate(None, "bet_refers_to_nothing")
        return
    named = case.facts.latest(case.given_text)
    bet = named.fields[RELATED_TX_ID] if named is not None else None
    if bet is not None:
        yield Candidate(bet, "bet_of_related", gaps={"related": case.given_text})
