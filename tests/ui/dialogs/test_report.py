"""The dialog of reports over a live contour: period, page, file, paper, schedule; nothing is cut at any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Role
from cabinet.desks.reports import ReportsDesk, reports_of
from cabinet.profile.report_schedules import ReportSchedule
from cabinet.profile.settings import SettingsFile
from tests.company import WAIT, Company, person
from tests.export.pdf_text import read_pdf
from tests.ui.fit import misfits
from tests.ui.shell.test_window import arrived


@pytest.fixture(params=[Role.HEAD])
def role(request: pytest.FixtureRequest) -> Role:
    found: Role = request.param
    return found


@pytest.fixture
def window(
    qapp: QApplication, company: Company, tmp_path: Path, role: Role, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    session, transport = log_in(company.contour, tmp_path, person(role), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    yield made
    made.close()
    transport.close()


def opened(qtbot: QtBot, window: Window, key: str = "overview") -> tuple[Any, ReportsDesk]:
    window.shell.resize(1280, 800)
    window.shell.open_page(key)
    arrived(qtbot, window, key)
    page: Any = window.shell.pages[key]
    qtbot.mouseClick(page.report.button, Qt.MouseButton.LeftButton)
    desk = reports_of(window.office)
    here(qtbot, desk)
    return page.report.dialog, desk


def here(qtbot: QtBot, desk: ReportsDesk) -> None:
    qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)


@pytest.mark.parametrize("key", ["overview", "statistics"])
def test_yesterday_is_shown_first_and_each_choice_shows_its_page(qtbot: QtBot, window: Window, key: str) -> None:
    dialog, desk = opened(qtbot, window, key)
    assert desk.period == desk.yesterday()
    assert dialog.view.sheet is not None
    assert dialog.view.accessibleName().startswith("Звіт за день: ")
    assert dialog.finding.text() == "За цей період не надіслано жодної операції."
    assert not dialog.lacking.isVisible(), "the head sees everything"
    assert not dialog.day.isVisible()
    dialog.which.choose("last-month")
    here(qtbot, desk)
    assert desk.period == desk.last_month()
    dialog.which.choose("month")
    here(qtbot, desk)
    assert (dialog.month.isVisible(), desk.period) == (True, desk.months()[0])
    dialog.month.setCurrentIndex(5)
    here(qtbot, desk)
    assert desk.period == desk.months()[5]
    dialog.which.choose("day")
    here(qtbot, desk)
    assert (dialog.day.isVisible(), dialog.month.isVisible(), desk.period) == (True, False, desk.yesterday())
    today = kyiv_day(window.office.clock.now())
    dialog.day.edit.setText(today.isoformat())
    qtbot.keyClick(dialog.day.edit, Qt.Key.Key_Return)
    here(qtbot, desk)
    assert desk.period.first == today
    for size in ((1280, 720), (1024, 640), (1920, 1080)):
        window.shell.resize(*size)
        QApplication.processEvents()
        assert misfits(window.shell) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.shell.pages[key].report.dialog is None


@pytest.mark.parametrize(
    ("typed", "said"), [("31.02.2026", "Немає"), ("", "Напишіть"), ("31.12.2199", "ще не почався")]
)
def test_a_day_that_is_none_is_said_and_the_page_stays(qtbot: QtBot, window: Window, typed: str, said: str) -> None:
    dialog, desk = opened(qtbot, window)
    dialog.which.choose("day")
    here(qtbot, desk)
    sheet = dialog.view.sheet
    dialog.day.edit.setText(typed)
    dialog.day.entered.emit()
    assert said.lower() in dialog.day.below.text().lower()
    assert (desk.period, dialog.view.sheet) == (desk.yesterday(), sheet)


def test_the_page_is_saved_and_printed(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, desk = opened(qtbot, window)
    out = tmp_path / "звіт.pdf"
    proposed: list[str] = []

    def choose(*words: Any) -> tuple[str, str]:
        proposed.append(words[2])
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(desk.saved, timeout=WAIT):
        qtbot.mouseClick(dialog.accept, Qt.MouseButton.LeftButton)
    assert proposed[0].endswith(f"soms-90417318-{desk.yesterday().name}.pdf")
    assert str(out) in dialog.notice.accessibleName()
    found = read_pdf(out.read_bytes())
    assert (found.pages, found.title) == (1, dialog.view.accessibleName())
    assert "ТЕСТОВІ ДАНІ" in found.lines
    paper = QPrinter()
    paper.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    paper.setOutputFileName(str(tmp_path / "paper.pdf"))
    dialog.print_on(paper)
    assert (tmp_path / "paper.pdf").read_bytes().count(b"/Type /Page\n") == 1
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "a.pdf"), ""))
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT):
        qtbot.mouseClick(dialog.accept, Qt.MouseButton.LeftButton)
    assert "FOLDER_UNWRITABLE" in dialog.notice.accessibleDescription()


def test_a_schedule_is_set_told_by_a_toast_and_listed(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, desk = opened(qtbot, window)
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.mouseClick(dialog.choose_folder, Qt.MouseButton.LeftButton)
    assert (desk.schedule.folder, desk.schedule.works) == (str(folder), False)
    with qtbot.waitSignal(desk.scheduled, timeout=WAIT):
        qtbot.mouseClick(dialog.monthly, Qt.MouseButton.LeftButton)
    assert desk.schedule == ReportSchedule(folder=str(folder), monthly=True)
    made = sorted(path.name for path in folder.iterdir())
    assert len(made) == 3
    assert made[-1] == f"soms-90417318-{desk.last_month().name}.pdf"
    assert dialog.made.text().splitlines() == [f"Складено: {name}" for name in made]
    assert window.shell._toast.accessibleName() == "Складено 3 звіти"
    assert misfits(window.shell) == []
    dialog.close_sheet()
    again, _ = opened(qtbot, window)
    assert (again.daily.isChecked(), again.monthly.isChecked(), again.folder.toolTip()) == (False, True, str(folder))
    assert again.made.isVisible()
    with qtbot.waitSignal(desk.schedule_changed, timeout=WAIT):
        qtbot.mouseClick(again.monthly, Qt.MouseButton.LeftButton)
    assert not desk.schedule.works


@pytest.mark.parametrize("role", [Role.IT], indirect=True)
def test_what_a_person_may_not_see_is_named(qtbot: QtBot, window: Window) -> None:
    dialog, _ = opened(qtbot, window)
    assert dialog.lacking.isVisible()
    assert "RIGHT_MISSING" in dialog.lacking.text()
    assert "statistics.sums" in dialog.lacking.text()
    assert misfits(window.shell) == []


def test_nothing_outlives_the_session(qtbot: QtBot, window: Window) -> None:
    dialog, desk = opened(qtbot, window)
    window.office.end_session("SESSION_ENDED")
    assert desk.state.data is None
    assert dialog.view.sheet is None
    assert not dialog.accept.isEnabled()
    assert dialog.finding.text() == ""
