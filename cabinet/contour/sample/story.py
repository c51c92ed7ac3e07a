"""What went wrong at the sample operator in the last three months.

Causes that recur, that came with a release and were put right, and one that began last week.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from cabinet.contour.sample.mistakes import fitting
from cabinet.contour.sample.operator import BETTING_SOURCE, CASINO_SOURCE
from cabinet.contour.sample.play import Line, Mistake
from cabinet.contract.moment import KYIV

__all__ = ["Story"]


@dataclass(frozen=True)
class _Episode:
    """Cause ``code`` spoils this ``share`` of the lines it fits, between so many days ago; 0 is now.

    ``fixed`` of them are corrected by people after ``fixed_after`` days, at ten in the morning.
    """

    code: str
    share: float
    since: float = 1000.0
    until: float = 0.0
    source: str = ""
    site: str = ""
    fixed: float = 0.0
    fixed_after: int = 1


_EPISODES: Final = (
    # A release misspelt a field; the next one mended it, and the lines were sent again.
    _Episode("ST-203", 0.04, 71, 64, CASINO_SOURCE, fixed=0.75, fixed_after=8),
    # Sports sums went out as text for three days.
    _Episode("AM-401", 0.12, 44, 41, BETTING_SOURCE, fixed=1.0, fixed_after=4),
    # A settlement job wrote times without an offset.
    _Episode("TM-702", 0.15, 30, 28, BETTING_SOURCE, fixed=0.6, fixed_after=3),
    # One node's clock was three days ahead for a morning.
    _Episode("TM-701", 0.05, 15.2, 14.8, CASINO_SOURCE),
    # A site's name misspelt on one node since last week: the one to be seen today.
    _Episode("RG-604", 0.10, 6, 0, CASINO_SOURCE, site="stavkohrai.ua"),
    # A new job takes the licence number from an old form.
    _Episode("RG-601", 0.015, 1.5, 0, BETTING_SOURCE),
    # By hand, every day.
    _Episode("AM-404", 0.06, fixed=0.6),
    _Episode("RG-606", 0.0025, fixed=0.5, fixed_after=2),
    _Episode("RF-501", 0.003, fixed=0.4, fixed_after=2),
    _Episode("RF-505", 0.0015),
    _Episode("RG-607", 0.0002),
    _Episode("AM-403", 0.00015),
    _Episode("RG-603", 0.00015),
    _Episode("ST-208", 0.0003),
)
_CHANNEL_DOWN: Final = (BETTING_SOURCE, 12.0, timedelta(minutes=50))
"""A source that could not send, so many days ago at eight in the evening, for so long: its lines came late."""
_MORNING: Final = time(10)


class Story:
    """Chooses each line's mistake; the same seed, ``now`` and part of the play give the same story."""

    def __init__(self, seed: int, now: datetime, part: str = "") -> None:
        self._luck = random.Random(f"story {seed} {part}".rstrip())  # noqa: S311  play, not secrets
        self._now = now

    def mistake(self, line: Line) -> Mistake | None:
        """Return what goes wrong with a line, or None."""
        ago = (self._now - line.at) / timedelta(days=1)
        able = fitting(line.value)
        for episode in _EPISODES:
            if (
                episode.code in able
                and episode.until <= ago < episode.since
                and episode.source in {"", line.source}
                and episode.site in {"", line.value["siteId"]}
                and self._luck.random() < episode.share
            ):
                return Mistake(episode.code, self._fixed(episode, line.at))
        return None

    def sent_at(self, source: str, moment: datetime) -> datetime:
        """Return when what is ready to be sent at ``moment`` really goes out."""
        broken, days, lasted = _CHANNEL_DOWN
        day = (self._now - timedelta(days=days)).astimezone(KYIV).date()
        down = datetime.combine(day, time(20), KYIV)
        return down + lasted if source == broken and down <= moment < down + lasted else moment

    def _fixed(self, episode: _Episode, at: datetime) -> datetime | None:
        if self._luck.random() >= episode.fixed:
            return None
        day = at.astimezone(KYIV).date() + timedelta(days=episode.fixed_after)
        return datetime.combine(day, _MORNING, KYIV)
