"""The page of reconciling over a live contour: the verdict first, what differs, what is written, and nothing after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.desks.reconciliation import FilePhase
from cabinet.profile.settings import SettingsFile
from tests.company import WAIT, Company, person
from tests.perimeter_in_process import line
from tests.reconcile.kit import DAY, write
from tests.ui.fit import misfits
from tests.ui.shell.test_window import arrived


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    yield made
    made.close()
    transport.close()


def opened(qtbot: QtBot, window: Window) -> Any:
    window.shell.resize(1280, 720)
    window.shell.open_page("reconciliation")
    arrived(qtbot, window, "reconciliation")
    return window.shell.pages["reconciliation"]


def day(folder: Path, *ids: str, of: str = str(DAY), name: str = "day.ndjson") -> Path:
    return write(folder, *(line(one, occurredAt=f"{of}T12:00:00.000+02:00") for one in ids), name=name)


def dropped(qtbot: QtBot, page: Any, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    desk = page.desk
    qtbot.waitUntil(
        lambda: desk.phase is FilePhase.STOPPED or (bool(desk.days) and not any(d.busy for d in desk.days.values())),
        timeout=WAIT,
    )


def test_what_is_missing_is_said_shown_and_written(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    assert "денний файл" in page.file.text()
    assert not page.acts.isVisible()
    dropped(qtbot, page, day(tmp_path, "a", "b"))
    assert page.verdict.accessibleName() == "24.11.2026: 2 немає в периметрі"
    assert page.sums.rowCount() == 1
    card = page.differences
    assert [card.model.row_id(row) for row in range(card.model.rowCount())] == ["a", "b"]
    assert "надішліть" in card.next.text()
    assert not card.rejection.isVisible()
    assert not card.accepted.isVisible()
    for size in ((1280, 720), (1024, 640), (1920, 1080)):
        window.shell.resize(*size)
        qtbot.waitUntil(lambda: misfits(page) == [], timeout=WAIT)
    out, paper = tmp_path / "m.ndjson", tmp_path / "p.pdf"
    for button, path in ((page.missing, out), (page.protocol, paper)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        button.click()
        assert not button.isEnabled()
        qtbot.waitUntil(lambda: not page.desk.writing, timeout=WAIT)
        assert str(path) in page.outcome.accessibleDescription()
    assert [json.loads(one)["operatorTxId"] for one in out.read_bytes().splitlines()] == ["a", "b"]
    assert b"lateReason" in out.read_bytes()
    assert paper.read_bytes().startswith(b"%PDF")
    window.shell.open_page("overview")
    window.shell.open_page("reconciliation")
    assert page.verdict.isVisible(), "it stays until the session ends"
    window.desks.session.lock()
    desk = page.desk
    assert (desk.phase, desk.days, desk.paths, desk.source) == (FilePhase.NONE, {}, (), "")


def test_a_folder_of_days_and_a_day_of_which_another_file_has_lines(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    day(folder, "a", of="2026-11-23", name="23.ndjson")
    mixed = [line(one, occurredAt=f"{of}T12:00:00.000+02:00") for one, of in
             (("b", "2026-11-24"), ("c", "2026-11-24"), ("d", "2026-11-25"))]  # fmt: skip
    write(folder, *mixed, name="24.ndjson")
    (folder / "broken.csv").write_bytes(b"%PDF")
    page = opened(qtbot, window)
    dropped(qtbot, page, folder)
    assert list(page.desk.days) == ["2026-11-23", "2026-11-24"]
    assert page.desk.other_days == ["2026-11-25"]
    assert "1 файл не прочитано" in page.outcome.accessibleName()
    assert page.days.count() == 3
    page.days.setCurrentIndex(2)
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "25.11.2026: 1 немає в периметрі"


def test_columns_that_are_not_found_are_named(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(f"ID транзакції;Вид;Час;Сума грн\nx;BET;{DAY}T12:00:00+02:00;1,00\n", encoding="utf-8")
    page = opened(qtbot, window)
    dropped(qtbot, page, path)
    assert page.desk.failure.code == "DAYFILE_HEADER"
    assert page.verdict.isVisible()
    page.columns.click()
    page.columns_dialog.choices["Вид"].set_key("type")
    page.columns_dialog.accept.click()
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "24.11.2026: 1 немає в периметрі"


def test_stopped_and_compared_again(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    page.desk.choose([day(tmp_path, "a")])
    assert page.stop.isVisible()
    page.stop.click()
    assert page.desk.phase is FilePhase.STOPPED
    assert page.verdict.accessibleName() == "Звірку зупинено."
    page.again.click()
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "24.11.2026: 1 немає в периметрі"
