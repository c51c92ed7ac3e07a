"""Words of an act over many rejections."""

from __future__ import annotations

from collections import Counter

from cabinet.contract.states import TransactionType
from cabinet.desks.bulk.plan import Skip
from cabinet.ui.language import tr

__all__ = ["counted_types", "skip_words"]

_IN_ORDER = (TransactionType.BET, TransactionType.PAYOUT, TransactionType.REFUND)


def counted_types(types: Counter[str]) -> str:
    """Return how many of which type, in words: ``221 bets, 9 refunds``."""
    bets, payouts, refunds = (types[kind.value] for kind in _IN_ORDER)
    named = (
        (bets, tr("%n bet(s)", bets)),
        (payouts, tr("%n payout(s)", payouts)),
        (refunds, tr("%n refund(s)", refunds)),
        (other := types.total() - bets - payouts - refunds, tr("%n other(s)", other)),
    )
    return ", ".join(words for number, words in named if number)


def skip_words(skip: Skip) -> str:
    """Return why lines are left out."""
    return {
        Skip.NO_CHANGE: tr("Left out, a person must say the value"),
        Skip.WITHHELD: tr("Left out, personal data: only the platform can send them again"),
        Skip.UNREADABLE: tr("Left out, not readable: only the platform can send them again"),
        Skip.WAITS: tr("Left out, they wait for what they hang on"),
    }[skip]
