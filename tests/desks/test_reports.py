"""The desk of reports: what is chosen is asked for, saved whole, and made by a schedule of the company's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.contract.attendance import attended
from cabinet.contract.errors import KnownError
from cabinet.desks import reports
from cabinet.desks.office import Office
from cabinet.desks.reports import MONTHS_OFFERED, ReportsDesk, Scheduled, reports_of
from cabinet.profile.folders import config_folder
from cabinet.profile.report_schedules import ReportSchedule, schedule_of
from cabinet.report.content import Report
from cabinet.report.period import ReportPeriod, read_day, read_month
from tests.company import WAIT
from tests.desks.filtering.test_views import NOW, OWNER, HandClock, session
from tests.export.pdf_text import read_pdf
from tests.report.reports import report

COMPANY = f"{OWNER.audience} {OWNER.edrpou}"


class Perimeter:
    """Answers with a report made by hand; ``failing`` periods have none."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []
        self.failing: dict[str, str] = {}

    def answer(self, _session: Any, period: ReportPeriod, now: datetime) -> Report:
        assert now.tzinfo is not None
        self.asked.append((period.name, attended()))
        if period.name in self.failing:
            raise KnownError(self.failing[period.name])
        return report(period)


@pytest.fixture
def perimeter(monkeypatch: pytest.MonkeyPatch) -> Perimeter:
    made = Perimeter()
    monkeypatch.setattr(reports, "_report", made.answer)
    return made


@pytest.fixture
def office(qapp: QApplication, perimeter: Perimeter) -> Iterator[Office]:  # timers want an application
    made = Office(HandClock())
    made.open(session())
    yield made
    made.stop()


def idle(qtbot: QtBot, office: Office) -> None:
    qtbot.waitUntil(lambda: not office.network.busy, timeout=WAIT)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_there_is_one_desk_a_window(office: Office) -> None:
    assert reports_of(office) is reports_of(office)


def test_what_is_chosen_is_shown(qtbot: QtBot, office: Office, perimeter: Perimeter) -> None:
    desk = reports_of(office)
    assert desk.period == desk.yesterday()
    desk.choose(read_month("2026-01"), "en")
    assert desk.state.busy
    qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    page = desk.state.data
    assert page is not None
    assert (page.report.period, page.language, page.sheet.language) == (read_month("2026-01"), "en", "en")
    assert perimeter.asked == [("2026-01", True)]
    desk.choose(read_day("2026-01-05"), "uk")
    assert desk.state.data is None, "another period's page is not this one's"
    idle(qtbot, office)


def test_a_period_to_come_leaves_what_is_shown(qtbot: QtBot, office: Office, perimeter: Perimeter) -> None:
    desk = reports_of(office)
    desk.choose(desk.yesterday(), "uk")
    qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    with pytest.raises(KnownError, match="REPORT_FUTURE"):
        desk.choose(desk.yesterday().after.after, "uk")
    assert desk.period == desk.yesterday()
    assert desk.state.data is not None
    assert len(perimeter.asked) == 1


def test_months_are_offered_from_this_one_back(office: Office) -> None:
    months = reports_of(office).months()
    assert len(months) == MONTHS_OFFERED
    assert months[0].first <= NOW.date()
    assert months[1] == reports_of(office).last_month()
    assert [one.before for one in months[:-1]] == months[1:]


def test_a_page_is_saved_or_said_not_to_be(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    desk = reports_of(office)
    desk.save(tmp_path / "nothing.pdf")
    assert not desk.saving, "there is no page yet"
    desk.choose(desk.yesterday(), "uk")
    qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    with qtbot.waitSignal(desk.saved, timeout=WAIT) as told:
        desk.save(tmp_path / "a.pdf")
    assert told.args == [str(tmp_path / "a.pdf")]
    assert read_pdf((tmp_path / "a.pdf").read_bytes()).pages == 1
    (tmp_path / "file").write_bytes(b"")
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT) as failed:
        desk.save(tmp_path / "file" / "a.pdf")
    assert failed.args is not None
    assert failed.args[0].code == "FOLDER_UNWRITABLE"
    assert not desk.saving
    assert names(tmp_path) == ["a.pdf", "file", *([] if not (tmp_path / "home").exists() else ["home"])]


def test_a_schedule_makes_what_it_lacks_and_is_kept(
    qtbot: QtBot, office: Office, perimeter: Perimeter, tmp_path: Path
) -> None:
    desk, folder = reports_of(office), tmp_path / "made"
    schedule = ReportSchedule(folder=str(folder), daily=True, language="en")
    with qtbot.waitSignal(desk.scheduled, timeout=WAIT) as told:
        desk.set_schedule(schedule)
    assert told.args is not None
    found: Scheduled = told.args[0]
    assert [path.name for path in found.made] == names(folder)
    assert len(found.made) == 3
    assert perimeter.asked == [(path.stem.removeprefix(f"soms-{OWNER.edrpou}-"), False) for path in found.made]
    assert read_pdf(found.made[0].read_bytes()).language == "en"
    assert schedule_of(config_folder(), COMPANY) == schedule
    assert desk.made == list(found.made)
    desk.look()
    idle(qtbot, office)
    assert len(perimeter.asked) == 3, "all are there"
    desk.set_schedule(schedule)
    assert not office.network.busy, "the same schedule is no change"


def test_a_day_that_ends_is_made_at_the_next_look(
    qtbot: QtBot, office: Office, perimeter: Perimeter, tmp_path: Path
) -> None:
    desk = reports_of(office)
    desk.set_schedule(ReportSchedule(folder=str(tmp_path / "made"), daily=True))
    idle(qtbot, office)
    clock: Any = office.clock
    clock.at += timedelta(days=1)
    with qtbot.waitSignal(desk.scheduled, timeout=WAIT):
        desk._timer.timeout.emit()
    assert len(perimeter.asked) == 4
    assert len(names(tmp_path / "made")) == 4


def test_one_that_fails_leaves_those_before_and_is_tried_again(
    qtbot: QtBot, office: Office, perimeter: Perimeter, tmp_path: Path
) -> None:
    desk, folder = reports_of(office), tmp_path / "made"
    perimeter.failing[desk.yesterday().name] = "PERIMETER_UNREACHABLE"
    with qtbot.waitSignal(desk.scheduled, timeout=WAIT):
        desk.set_schedule(ReportSchedule(folder=str(folder), daily=True))
    assert len(names(folder)) == 2
    assert desk.schedule_failure is not None
    assert desk.schedule_failure.code == "PERIMETER_UNREACHABLE"
    perimeter.failing.clear()
    with qtbot.waitSignal(desk.scheduled, timeout=WAIT):
        desk.look()
    assert len(names(folder)) == 3
    assert desk.schedule_failure is None
    assert len(desk.made) == 3


def test_the_next_person_begins_anew_with_their_companys_schedule(
    qtbot: QtBot, office: Office, perimeter: Perimeter, tmp_path: Path
) -> None:
    desk, folder = reports_of(office), tmp_path / "made"
    desk.set_schedule(ReportSchedule(folder=str(folder), daily=True))
    desk.choose(read_month("2026-01"), "uk")
    idle(qtbot, office)
    office.end_session("SESSION_ENDED")
    assert (desk.schedule, desk.made, desk.state.data) == (ReportSchedule(), [], None)
    assert not desk._timer.isActive()
    desk.look()
    assert not office.network.busy
    office.open(session(OWNER._replace(edrpou="00000001")))
    assert desk.schedule == ReportSchedule()
    assert desk.period == desk.yesterday()
    office.end_session("SESSION_ENDED")
    office.open(session())
    assert desk.schedule.daily
    assert desk._timer.isActive()
    idle(qtbot, office)


def test_what_a_schedule_makes_after_the_session_is_nobodys(
    qtbot: QtBot, office: Office, perimeter: Perimeter, tmp_path: Path
) -> None:
    desk = reports_of(office)
    told: list[Any] = []
    desk.scheduled.connect(told.append)
    desk.set_schedule(ReportSchedule(folder=str(tmp_path / "made"), daily=True))
    office.end_session("SESSION_ENDED")
    idle(qtbot, office)
    assert (told, desk.made) == ([], [])
    assert isinstance(desk, ReportsDesk)
