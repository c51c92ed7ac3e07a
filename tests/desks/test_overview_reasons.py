"""The reason beside a figure: at its limits, and nothing where there is none to tell."""

from __future__ import annotations

import pytest

from cabinet.desks.overview_reasons import HourReason, hour_reason, oldest_hour, so_far, top_cause
from tests.contract.due_kit import cause


def day(**hours: int) -> list[int]:
    return [hours.get(f"h{hour}", 0) for hour in range(24)]


def test_yesterday_up_to_the_end_of_the_hour() -> None:
    before = day(h0=1, h13=2, h14=4, h23=8)
    assert [so_far(before, hour) for hour in (0, 12, 13, 14, 23)] == [1, 1, 3, 7, 15]


@pytest.mark.parametrize(("today", "before", "reason"), [
    (day(h9=9), day(), None),
    (day(h9=10), day(), HourReason(9, 10)),
    (day(), day(h9=10), HourReason(9, -10)),
    (day(h9=5, h10=5), day(), HourReason(9, 5)),
    (day(h9=4, h10=4, h11=4), day(), None),
    (day(h9=7, h10=7, h11=1), day(), None),
    (day(h9=7, h10=6, h11=1), day(), HourReason(9, 7)),
    (day(h9=20), day(h10=10), HourReason(9, 20)),
    (day(h14=99), day(), None),
    (day(h13=10), day(), HourReason(13, 10)),
    (day(h13=0), day(h13=99), None),
    (day(h9=10), day(h13=99), HourReason(9, 10)),
])  # fmt: skip
def test_the_hour_that_made_half_of_the_difference(
    today: list[int], before: list[int], reason: HourReason | None
) -> None:
    """It is 13:41: later hours do not count, and the one that goes on lacks nothing yet."""
    assert hour_reason(today, before, 13) == reason


def test_the_cause_of_half_of_what_was_rejected_today() -> None:
    few, most, old = cause(None, 1, days=(0, 1)), cause(None, 2, days=(9, 2)), cause(None, 3, days=(9, 0))
    assert top_cause([few, most, old], 4) is most
    assert top_cause([few, most, old], 5) is None
    assert top_cause([few, most], 0) is None
    assert top_cause([old], 3) is top_cause([], 3) is top_cause([cause(None)], 3) is None


def test_since_when_something_waits() -> None:
    assert oldest_hour(day(h3=1, h5=2)) == 3
    assert oldest_hour(day()) is None
