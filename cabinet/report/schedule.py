"""Which reports of a schedule are not there yet: the last few periods that are over, the oldest first."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cabinet.profile.report_schedules import ReportSchedule
from cabinet.report.period import ReportKind, ReportPeriod, last_month, yesterday

__all__ = ["MISSED", "missing_reports", "scheduled_file"]

MISSED: Final = 3
"""Periods that are made up for, of days and of months each."""


def scheduled_file(schedule: ReportSchedule, company: str, period: ReportPeriod) -> Path:
    """Return where a period's report stands; ``company`` is its ЄДРПОУ."""
    return Path(schedule.folder) / f"soms-{company}-{period.name}.pdf"


def missing_reports(schedule: ReportSchedule, company: str, now: datetime) -> list[tuple[ReportPeriod, Path]]:
    """Return the periods that are over, wanted, and without a file, with where that goes."""
    if not schedule.works:
        return []
    found: list[tuple[ReportPeriod, Path]] = []
    for newest, wanted in ((last_month(now), schedule.monthly), (yesterday(now), schedule.daily)):
        period = newest
        of: list[tuple[ReportPeriod, Path]] = []
        for _ in range(MISSED if wanted else 0):
            path = scheduled_file(schedule, company, period)
            if not path.exists():
                of.insert(0, (period, path))
            period = _previous(period)
        found += of
    return found


def _previous(period: ReportPeriod) -> ReportPeriod:
    """Return the period directly before: of a day the day before, which is not what it is compared with."""
    before = period.first - timedelta(days=1)
    return ReportPeriod(before if period.kind is ReportKind.DAY else before.replace(day=1), period.kind)
