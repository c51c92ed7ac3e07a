"""Days and months of reports: their ends, what stands beside them, and what is none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cabinet.contract.errors import KnownError
from cabinet.report.period import ReportKind, ReportPeriod, last_month, read_day, read_month, yesterday


@pytest.mark.parametrize(("text", "last", "before", "after"), [
    ("2026-10", "2026-10-31", "2026-09", "2026-11"), ("2026-01", "2026-01-31", "2025-12", "2026-02"),
    ("2024-02", "2024-02-29", "2024-01", "2024-03"), ("12.2026", "2026-12-31", "2026-11", "2027-01"),
    (" 3.2026 ", "2026-03-31", "2026-02", "2026-04"),
])  # fmt: skip
def test_a_month_is_the_calendars(text: str, last: str, before: str, after: str) -> None:
    month = read_month(text)
    assert (month.kind, month.first.day, month.last.isoformat()) == (ReportKind.MONTH, 1, last)
    assert (month.before.name, month.before.kind, month.after.name) == (before, ReportKind.MONTH, after)
    assert month.before.after == month


def test_a_day_stands_beside_the_same_weekday() -> None:
    day = read_day("27.11.2026")
    assert (day.name, day.last, day.kind) == ("2026-11-27", date(2026, 11, 27), ReportKind.DAY)
    assert day.before.name == "2026-11-20"
    assert day.before.first.weekday() == day.first.weekday()
    assert day.after.name == "2026-11-28"


@pytest.mark.parametrize("text", [
    "", "2026", "2026-13", "2026-00", "2026-1", "00.2026", "13.2026", "2026-10-01", "жовтень", "٢٠٢٦-١٠", "2026-10x",
])  # fmt: skip
def test_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r"month"):
        read_month(text)


@pytest.mark.parametrize("text", ["31.02.2026", "2026-02-30", "", "27/11/2026", "2026-10"])
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"day"):
        read_day(text)


@pytest.mark.parametrize(("now", "day", "month"), [
    (datetime(2026, 11, 1, 21, 59, tzinfo=UTC), "2026-10-31", "2026-10"),
    (datetime(2026, 10, 31, 21, 59, tzinfo=UTC), "2026-10-30", "2026-09"),
    (datetime(2026, 10, 31, 22, 0, tzinfo=UTC), "2026-10-31", "2026-10"),
    (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), "2025-12-31", "2025-12"),
])  # fmt: skip
def test_what_is_over_last_in_kyiv(now: datetime, day: str, month: str) -> None:
    assert (yesterday(now).name, last_month(now).name) == (day, month)


def test_over_and_begun_to_the_second() -> None:
    month = read_month("2026-10")
    end = datetime(2026, 10, 31, 22, 0, tzinfo=UTC)
    assert [month.over(at) for at in (end.replace(hour=21, minute=59), end)] == [False, True]
    start = datetime(2026, 9, 30, 21, 0, tzinfo=UTC)
    with pytest.raises(KnownError, match="REPORT_FUTURE"):
        month.check(start.replace(hour=20, minute=59, second=59))
    month.check(start)


def test_the_earliest_period() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    ReportPeriod(date(2001, 2, 1), ReportKind.MONTH).check(now)
    with pytest.raises(KnownError, match="PERIOD_INVALID"):
        ReportPeriod(date(2001, 1, 1), ReportKind.MONTH).check(now)
