"""Plays that surely have what a test needs: which lines are wrong is drawn, anew for every moment it is played at."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from cabinet.cli.demo.play import Filling
from cabinet.contour.sample.operator import SOURCE_NAMES
from cabinet.contour.sample.replay_plan import batches_of, days_of
from cabinet.contract.testdata import Generate

__all__ = ["filling_with", "open_ones"]

_SEEDS = 200


def open_ones(filling: Filling, code: str, now: datetime) -> int:
    """Count the lines of a play that are rejected with a code and not mended yet."""
    wanted = Generate(seed=filling.seed, since=filling.since, until=filling.until, transactions=filling.transactions)
    numbers = dict.fromkeys(SOURCE_NAMES, 0)
    played = (line for day in days_of(wanted) for batch in batches_of(wanted, day, numbers, 0) for line in batch.lines)
    return sum(p.expected == code and (p.fixed_at is None or p.fixed_at > now) for p in played)


def filling_with(code: str, transactions: int, now: datetime, days: int = 3) -> Filling:
    """Return the first play of the last days, by its seed, that has an open rejection with a code."""
    plays = (Filling(transactions, now - timedelta(days=days), now, seed) for seed in count(5))
    return next(play for _, play in zip(range(_SEEDS), plays, strict=False) if open_ones(play, code, now))
