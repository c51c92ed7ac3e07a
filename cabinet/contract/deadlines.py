"""By when a rejection is to be dealt with: so many hours after it came, by who must act on its code (its card's word).

Regulation gives one term, 72 hours to send what could not be sent (CONTRACT §8); nothing rejected should stand longer.
IT has a day, since a fault of a platform rejects whatever comes after it; what is the head's waits for the registry or
the regulator, which have their business days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from cabinet.contract import limits
from cabinet.contract.catalogue import finding_cards
from cabinet.contract.states import FixBy

__all__ = ["codes_within", "due_at", "hours_of"]

_HOURS = {FixBy.OPERATOR_IT: limits.DUE_HOURS_IT, FixBy.HEAD: limits.DUE_HOURS_HEAD}


def hours_of(code: str) -> int:
    """Return how many hours there are for a rejection whose first code this is."""
    card = finding_cards().get(code)
    return _HOURS.get(card.fix_by, limits.DUE_HOURS) if card is not None else limits.DUE_HOURS


@cache
def codes_within() -> dict[int, tuple[str, ...]]:
    """Return codes by their hours, for those that have other ones than :data:`limits.DUE_HOURS`."""
    found: dict[int, tuple[str, ...]] = {}
    for code in sorted(finding_cards()):
        hours = hours_of(code)
        if hours != limits.DUE_HOURS:
            found[hours] = (*found.get(hours, ()), code)
    return found


def due_at(code: str, received_at: datetime) -> datetime:
    """Return by when a rejection that came then is to be dealt with."""
    return received_at + timedelta(hours=hours_of(code))
