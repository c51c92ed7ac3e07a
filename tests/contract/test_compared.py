"""Like is laid beside like: whole weeks, the same days of the week, the same days of the year before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.compared import counterpart
from cabinet.contract.states import Bucket, Compared


def day(iso: str) -> date:
    return date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("first", "last", "bucket", "how", "begins", "ends"),
    [
        ("2026-11-22", "2026-11-28", Bucket.DAY, Compared.BEFORE, "2026-11-15", "2026-11-21"),
        ("2026-11-01", "2026-11-27", Bucket.DAY, Compared.BEFORE, "2026-10-05", "2026-10-31"),
        ("2026-11-01", "2026-11-27", Bucket.DAY, Compared.WEEKDAYS, "2026-10-04", "2026-10-30"),
        ("2026-11-01", "2026-11-28", Bucket.DAY, Compared.WEEKDAYS, "2026-10-04", "2026-10-31"),
        ("2026-11-01", "2026-11-29", Bucket.DAY, Compared.WEEKDAYS, "2026-09-27", "2026-10-25"),
        ("2026-11-27", "2026-11-27", Bucket.HOUR, Compared.WEEKDAYS, "2026-11-20", "2026-11-20"),
        ("2026-11-23", "2026-11-25", Bucket.WEEK, Compared.BEFORE, "2026-11-16", "2026-11-18"),
        ("2026-01-01", "2026-11-27", Bucket.WEEK, Compared.YEAR, "2025-01-02", "2025-11-28"),
        ("2026-11-01", "2026-11-27", Bucket.DAY, Compared.YEAR, "2025-11-01", "2025-11-27"),
        ("2028-02-29", "2028-02-29", Bucket.DAY, Compared.YEAR, "2027-02-28", "2027-02-28"),
        ("2026-10-01", "2026-11-30", Bucket.MONTH, Compared.BEFORE, "2026-08-01", "2026-09-30"),
        ("2026-01-01", "2026-02-28", Bucket.MONTH, Compared.BEFORE, "2025-11-01", "2025-12-31"),
        ("2026-10-01", "2026-11-27", Bucket.MONTH, Compared.WEEKDAYS, "2026-08-01", "2026-09-27"),
        ("2026-10-01", "2026-11-30", Bucket.MONTH, Compared.YEAR, "2025-10-01", "2025-11-30"),
    ],
)
def test_periods_have_counterparts(
    first: str, last: str, bucket: Bucket, how: Compared, begins: str, ends: str
) -> None:  # fmt: skip
    period = (day(first), day(last))
    found = tuple(counterpart(edge, *period, bucket, how) for edge in period)
    assert found == (day(begins), day(ends))


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_weekdays_stand_under_weekdays_and_do_not_overlap(first: date, days: int) -> None:
    last = first + timedelta(days=days - 1)
    for bucket in (Bucket.HOUR, Bucket.DAY, Bucket.WEEK):
        found = counterpart(last, first, last, bucket, Compared.WEEKDAYS)
        assert found < first
        assert found.weekday() == last.weekday()
        assert (first - found).days <= 7, "the nearest whole weeks"
