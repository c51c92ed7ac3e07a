"""Why a figure of today differs from yesterday's: rules with numbers, and silence where none of them fires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cabinet.contract.moment import KYIV

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cabinet.contract.rejections import RejectionGroup
    from cabinet.contract.statistics import Figures, StatisticsAnswer

__all__ = ["HALF", "LEAST", "HourReason", "by_hour", "hour_reason", "oldest_hour", "so_far", "top_cause"]

_HOURS: Final = 24
LEAST: Final = 10
"""A difference of fewer needs no reason."""
HALF: Final = 2
"""An hour, or a cause, is the reason from one half of the whole on."""


class HourReason(NamedTuple):
    """The hour that made most of a difference, and how much of it."""

    hour: int
    change: int


def by_hour(answer: StatisticsAnswer, figure: Callable[[Figures], int]) -> list[int]:
    """Return a figure by the 24 hours of Kyiv; the two hours that one becomes in autumn stand together."""
    hours = [0] * _HOURS
    for row in answer.rows:
        hours[row.start.astimezone(KYIV).hour] += figure(row.figures)
    return hours


def so_far(yesterday: Sequence[int], hour: int) -> int:
    """Return what there was of yesterday by the end of an hour: what today's figure may stand beside."""
    return sum(yesterday[: hour + 1])


def hour_reason(today: Sequence[int], yesterday: Sequence[int], hour: int) -> HourReason | None:
    """Return the hour, up to this one, that made at least half of the difference; None where none did or it is small.

    An hour that goes on is not compared where it would only seem to lack something.
    """
    changes = [now - before for now, before in zip(today[: hour + 1], yesterday[: hour + 1], strict=True)]
    if changes[-1] < 0:
        changes[-1] = 0
    whole = sum(changes)
    if abs(whole) < LEAST:
        return None
    sign = 1 if whole > 0 else -1
    most = max(range(len(changes)), key=lambda at: sign * changes[at])
    return HourReason(most, changes[most]) if sign * changes[most] * HALF >= abs(whole) else None


def top_cause(causes: Sequence[RejectionGroup], rejected: int) -> RejectionGroup | None:
    """Return the open cause of at least half of what was rejected today; None where none is."""
    today = [(cause.days[-1], cause) for cause in causes if cause.days and cause.days[-1]]
    count, cause = max(today, key=lambda of: of[0], default=(0, None))
    return cause if count * HALF >= rejected > 0 else None


def oldest_hour(pending: Sequence[int]) -> int | None:
    """Return the first hour of today of which something waits still; None where nothing does."""
    return next((hour for hour, count in enumerate(pending) if count), None)
