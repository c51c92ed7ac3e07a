"""A company's schedule of reports is kept beside those of others; what cannot be read is as if there were none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.report_schedules import FILE, ReportSchedule, keep_schedule, schedule_of

DAILY = ReportSchedule(folder="/r", daily=True, language="en")


def test_they_are_kept_by_company(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    assert schedule_of(folder, "a 1") == ReportSchedule()
    keep_schedule(folder, "a 1", DAILY)
    keep_schedule(folder, "a 2", ReportSchedule(folder="/s", monthly=True))
    assert schedule_of(folder, "a 1") == DAILY
    assert schedule_of(folder, "a 2") == ReportSchedule(folder="/s", monthly=True)
    keep_schedule(folder, "a 1", ReportSchedule())
    assert schedule_of(folder, "a 1") == ReportSchedule()
    assert schedule_of(folder, "a 2").monthly


@pytest.mark.parametrize(("schedule", "works"), [
    (ReportSchedule(), False), (ReportSchedule(folder="/r"), False), (ReportSchedule(daily=True), False), (DAILY, True),
    (ReportSchedule(folder="/r", monthly=True), True),
])  # fmt: skip
def test_what_makes_nothing(schedule: ReportSchedule, works: bool) -> None:
    assert schedule.works is works


@pytest.mark.parametrize("kept", [b"{", b"[]", b'{"a": 1}', b'{"a": {"daily": 3}}', b" " * (1024 * 1024 + 1), b"\xff"])
def test_what_is_damaged_is_none(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / FILE).write_bytes(kept)
    assert schedule_of(tmp_path, "a") == ReportSchedule()


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KnownError):
        keep_schedule(tmp_path / "file", "a", DAILY)
