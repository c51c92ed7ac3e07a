"""What a replay sends and when: the days of its period, and each day's batches in the order of sending."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cabinet.contour.sample.overtaking import overtaking
from cabinet.contour.sample.play import Played, busy, rounds, spoil
from cabinet.contour.sample.story import Story
from cabinet.contract.moment import KYIV
from cabinet.contract.testdata import Generate

__all__ = ["BATCH", "Batch", "Day", "batches_of", "days_of"]

BATCH: Final = 500
"""Lines of a batch at most."""
_DAY: Final = timedelta(days=1)
_GATHERS: Final = timedelta(minutes=4)
"""A platform sends what has waited so long: within the five minutes after which a transaction is late."""
_IDLE: Final = timedelta(seconds=20)
_A_BET: Final = 1.46
"""Lines a bet makes: itself, and its payout or refund if there is one."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one source sends at one moment."""

    sent: datetime
    source: str
    lines: list[Played]


@dataclass(frozen=True, slots=True)
class Day:
    """One Kyiv day of the period, or what of it lies within."""

    number: int
    start: datetime
    end: datetime
    bets: int


def batches_of(wanted: Generate, day: Day, numbers: Mapping[str, int], sent: int) -> list[Batch]:
    """Return all batches of a day; ``sent`` of them are in, and what follows is numbered after ``numbers``."""
    name = f"{day.start.astimezone(KYIV):%y%m%d%H%M}-"
    lines = rounds(wanted.seed, name, day.bets, day.start, day.end)

    def batches(counters: dict[str, Iterator[int]]) -> list[Batch]:
        story = Story(wanted.seed, wanted.until, name)
        played = overtaking(spoil(lines, story.mistake, lambda line: next(counters[line.source])))
        return list(_batches(played, story, day.end))

    found = batches({source: itertools.count(last + 1) for source, last in numbers.items()})
    if not sent:
        return found
    done = Counter(line.line.source for batch in found[:sent] for line in batch.lines)
    return batches({source: itertools.count(last + 1 - done[source]) for source, last in numbers.items()})


def days_of(wanted: Generate) -> Iterator[Day]:
    """Yield the Kyiv days of the period with their share of the bets: more on weekends and lately."""
    days = []
    start = wanted.since
    while start < wanted.until:
        midnight = (start.astimezone(KYIV) + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(midnight, wanted.until)
        hours = (start + timedelta(hours=n, minutes=30) for n in range(25))
        weight = sum(busy(hour) for hour in hours if hour < end)
        days.append((start, end, weight * (1 + 0.2 * (end - wanted.since) / (wanted.until - wanted.since))))
        start = end
    total = sum(weight for _, _, weight in days) or 1.0
    for number, (start, end, weight) in enumerate(days):
        yield Day(number, start, end, round(wanted.transactions / _A_BET * weight / total))


def _batches(played: Iterable[Played], story: Story, end: datetime) -> Iterator[Batch]:
    """Yield what the sources send, in the order of sending: what has waited long, or when play has paused."""
    open_: dict[str, list[Played]] = {}
    ready: list[tuple[datetime, int, Batch]] = []
    order = itertools.count()

    def close(source: str) -> None:
        lines = open_.pop(source)
        due = min(lines[-1].line.at + _IDLE, lines[0].line.at + _GATHERS, end)
        batch = Batch(story.sent_at(source, due), source, lines)
        heapq.heappush(ready, (batch.sent, next(order), batch))

    for line in played:
        for source, lines in list(open_.items()):
            if line.line.at - lines[-1].line.at > _IDLE or line.line.at - lines[0].line.at > _GATHERS:
                close(source)
        open_.setdefault(line.line.source, []).append(line)
        if len(open_[line.line.source]) == BATCH:
            close(line.line.source)
        while ready and ready[0][0] <= line.line.at:
            yield heapq.heappop(ready)[2]
    for source in list(open_):
        close(source)
    while ready:
        yield heapq.heappop(ready)[2]
