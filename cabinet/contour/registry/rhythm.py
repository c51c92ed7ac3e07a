"""A source's own rhythm, learned from its past, and by when it should have been heard (CONTRACT §5).

Play has hours: three quiet hours at dawn mean nothing, forty quiet minutes in the evening do. So what is learned is
how many transactions an hour of the day brings, on working days and on others, over four weeks. Transactions come in
sittings, not one by one: the counts' variance over their mean says how many count as one event. A silence is longer
than the rhythm when, with that many events an hour, it would happen once in a thousand times (e⁻⁷), and never before
ten minutes.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import fmean, pvariance
from typing import Final

from cabinet.contour.ledger.roll_ups import HOUR, HOUR_MICROS
from cabinet.contour.ledger.store import Rows
from cabinet.contract.moment import KYIV, epoch_micros, from_micros
from cabinet.contract.states import Slice

__all__ = ["expected_by"]

_LEARNED: Final = timedelta(days=28)
_ENOUGH: Final = timedelta(days=7)
"""With less than a week nothing is known yet of weekends."""
_RARE: Final = 7.0
_SHORTEST: Final = timedelta(minutes=10)
_LONGEST: Final = timedelta(days=14)
_HOUR: Final = timedelta(hours=1)
_COUNTS: Final = (
    "SELECT start, accepted + rejected + pending AS n FROM rollups WHERE edrpou = :edrpou AND step = :step "
    "AND slice = :slice AND key = :source AND start >= :start AND start < :end"
)

_Slot = tuple[bool, int]


def expected_by(
    rows: Rows, edrpou: str, source: str, last_heard: datetime, listening_since: datetime
) -> datetime | None:
    """Return by when a source last heard then should be heard again; None while too little is known of it.

    Nothing is known either of one that was last heard before the perimeter began to listen: a perimeter that was
    off, or is still being filled with history, heard nobody and cannot call anybody silent.
    """
    if last_heard < listening_since:
        return None
    end = epoch_micros(last_heard) // HOUR_MICROS * HOUR_MICROS
    start = end - _LEARNED // timedelta(microseconds=1)
    found = rows.tuples(
        _COUNTS, edrpou=edrpou, step=HOUR, slice=Slice.SOURCE.value, source=source, start=start, end=end
    )
    counts: dict[int, int] = dict(found)
    if not counts or from_micros(end) - from_micros(min(counts)) < _ENOUGH:
        return None
    slots: dict[_Slot, list[int]] = defaultdict(list)
    for hour in range(min(counts), end, HOUR_MICROS):
        slots[_slot(from_micros(hour))].append(counts.get(hour, 0))
    together = _together(slots)
    events = {slot: fmean(numbers) / together for slot, numbers in slots.items()}
    return last_heard + max(_SHORTEST, _quiet(last_heard, events))


def _slot(moment: datetime) -> _Slot:
    here = moment.astimezone(KYIV)
    return here.weekday() >= 5, here.hour


def _together(slots: dict[_Slot, list[int]]) -> float:
    """Return how many transactions come as one: their variance within the slots over their mean, at least 1."""
    every = [(fmean(numbers), pvariance(numbers)) for numbers in slots.values() if len(numbers) > 1]
    mean = sum(of for of, _ in every)
    return max(1.0, sum(spread for _, spread in every) / mean) if mean else 1.0


def _quiet(since: datetime, events: dict[_Slot, float]) -> timedelta:
    """Return how long from then on silence would be rare."""
    seen, moment = 0.0, since
    while moment - since < _LONGEST:
        until = moment.replace(minute=0, second=0, microsecond=0) + _HOUR
        rate = events.get(_slot(moment), 0.0)
        share = (until - moment) / _HOUR
        if rate and seen + rate * share >= _RARE:
            return moment - since + _HOUR * ((_RARE - seen) / rate)
        seen += rate * share
        moment = until
    return _LONGEST
