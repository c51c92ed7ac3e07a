"""The rate limiter at its limit, one before and one past it, with a fixed clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cabinet.contour.problem import Refused
from cabinet.contour.rate_limit import RateLimit

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refused(limit: RateLimit, caller: str, at: datetime, count: int = 1) -> Refused:
    with pytest.raises(Refused) as refusal:
        limit.take(caller, at, count)
    assert refusal.value.code == "RATE_LIMITED"
    return refusal.value


def test_as_many_as_fit_and_no_more() -> None:
    limit = RateLimit("requests", 5, SECOND)
    for _ in range(5):
        limit.take("a", NOW)
    error = refused(limit, "a", NOW)
    assert (error.retry_after, error.facts["expected"]) == (1, "5/1 s")
    assert error.rate_limit == ('"requests";q=5;w=1', '"requests";r=0;t=1')


def test_it_fills_up_as_time_goes() -> None:
    limit = RateLimit("acts", 60, timedelta(minutes=1))
    limit.take("a", NOW, 60)
    refused(limit, "a", NOW + timedelta(milliseconds=999))
    limit.take("a", NOW + SECOND)
    refused(limit, "a", NOW + SECOND)
    limit.take("a", NOW + timedelta(minutes=5), 60)
    assert refused(limit, "a", NOW + timedelta(minutes=5), 30).retry_after == 30


def test_callers_do_not_hinder_each_other() -> None:
    limit = RateLimit("requests", 1, SECOND)
    limit.take("a", NOW)
    limit.take("b", NOW)
    refused(limit, "a", NOW)
    refused(limit, "b", NOW)


def test_more_than_the_bucket_passes_when_it_is_full() -> None:
    """An honest batch of ten thousand is not refused for ever where five thousand a minute are allowed."""
    limit = RateLimit("transactions", 5, SECOND)
    limit.take("a", NOW, 8)
    assert refused(limit, "a", NOW).retry_after == 1
    refused(limit, "a", NOW + timedelta(milliseconds=1_599), 8)
    limit.take("a", NOW + timedelta(milliseconds=1_600), 8)


def test_a_clock_that_goes_back_fills_nothing() -> None:
    limit = RateLimit("requests", 2, SECOND)
    limit.take("a", NOW, 2)
    refused(limit, "a", NOW - timedelta(days=1))


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    limit = RateLimit("requests", 2, SECOND)
    limit.take("a", NOW)
    limit.take("a", NOW - timedelta(days=1))
    refused(limit, "a", NOW - timedelta(days=1))


def test_whoever_was_not_heard_of_for_longest_is_forgotten() -> None:
    limit = RateLimit("challenges", 1, timedelta(minutes=1), callers=2)
    for caller in ("a", "b", "c"):
        limit.take(caller, NOW)
    limit.take("a", NOW)
    refused(limit, "c", NOW)
