"""What a schedule lacks: periods that are over and have no file, no more than the last three."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cabinet.profile.report_schedules import ReportSchedule
from cabinet.report.period import read_day
from cabinet.report.schedule import MISSED, missing_reports, scheduled_file

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def names(schedule: ReportSchedule, now: datetime = NOW) -> list[str]:
    return [period.name for period, _ in missing_reports(schedule, "1", now)]


def test_the_last_three_of_each_the_oldest_first(tmp_path: Path) -> None:
    folder = str(tmp_path)
    days = ["2026-02-27", "2026-02-28", "2026-03-01"]
    months = ["2025-12", "2026-01", "2026-02"]
    assert len(days) == MISSED
    assert names(ReportSchedule(folder=folder, daily=True)) == days
    assert names(ReportSchedule(folder=folder, monthly=True)) == months
    both = ReportSchedule(folder=folder, daily=True, monthly=True)
    assert names(both) == months + days
    assert [path.parent for _, path in missing_reports(both, "1", NOW)] == [tmp_path] * 6


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    schedule = ReportSchedule(folder=str(tmp_path), daily=True)
    (tmp_path / "soms-1-2026-02-28.pdf").write_bytes(b"")
    assert names(schedule) == ["2026-02-27", "2026-03-01"]
    assert [period.name for period, _ in missing_reports(schedule, "2", NOW)][1] == "2026-02-28", "another company's"
    assert scheduled_file(schedule, "1", read_day("2026-02-28")).exists()


def test_today_is_not_over_before_midnight_in_kyiv(tmp_path: Path) -> None:
    schedule = ReportSchedule(folder=str(tmp_path), daily=True, monthly=True)
    assert names(schedule, datetime(2026, 2, 28, 21, 59, tzinfo=UTC))[-1] == "2026-02-27"
    assert names(schedule, datetime(2026, 2, 28, 21, 59, tzinfo=UTC))[2] == "2026-01"
    assert names(schedule, datetime(2026, 2, 28, 22, 0, tzinfo=UTC))[-1] == "2026-02-28"
    assert names(schedule, datetime(2026, 2, 28, 22, 0, tzinfo=UTC))[2] == "2026-02"


def test_a_schedule_that_makes_nothing(tmp_path: Path) -> None:
    for schedule in (ReportSchedule(), ReportSchedule(daily=True), ReportSchedule(folder=str(tmp_path))):
        assert names(schedule) == []
