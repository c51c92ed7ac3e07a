"""The first start and a contour that is not in order: two ways on, the strip that tells, buttons that help."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.errors import KnownError
from cabinet.desks.contour import ContourPhase, HistoryPhase
from cabinet.desks.login.ladder import LoginPhase
from cabinet.profile.profiles import read_profile
from cabinet.profile.settings import SettingsFile
from cabinet.ui.language import tr
from cabinet.ui.pages.login.page import LoginPage
from tests.company import WAIT, Company
from tests.forked import ForkedContour
from tests.trials.restarts import holder

FEW, MANY = 600, 6_000
"""Transactions: filled at once, and long enough to be stopped."""


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    # The demo points this process at its own tokens; the next test must not see them.
    monkeypatch.setenv("SOFTHSM2_CONF", "")
    made = Window(SettingsFile(tmp_path / "settings.json"), demo=tmp_path / "demo")
    made.show()
    yield made
    made.close()
    # Nothing of the demo is left: its folder is free at once.
    with ForkedContour(tmp_path / "demo" / "contour"):
        pass


def page(window: Window) -> LoginPage:
    assert window.shell.login is not None
    return window.shell.login


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=WAIT)


def begin(qtbot: QtBot, window: Window, transactions: int = FEW) -> None:
    window.desks.contour.start(transactions)
    until(qtbot, lambda: window.desks.contour.phase is ContourPhase.RUNNING)


def test_two_ways_lie_open_and_a_click_leads_to_the_directors_certificate(window: Window, qtbot: QtBot) -> None:
    login, session = page(window), window.desks.session
    assert login.first.isVisible()
    assert "sign_in" not in vars(login), "what is not shown is not made"
    assert login.first.try_it.isVisible()
    assert login.first.choose.isVisible()
    assert not window.shell.strip.isVisible()
    qtbot.mouseClick(login.first.try_it, Qt.MouseButton.LeftButton)
    assert login.first.try_it.busy
    assert login.first.cancel.isVisible()
    until(qtbot, lambda: session.phase is LoginPhase.READY)
    assert login.sign_in.enter.isEnabled()
    assert not login.first.isVisible()
    chosen = session.candidate()
    assert chosen is not None
    assert (chosen.title, chosen.issuer) == ("Директор", "Навчальний КНЕДП")
    assert session.candidates[0].key == chosen.key


def test_a_start_is_cancelled(window: Window, qtbot: QtBot) -> None:
    login = page(window)
    login.first.try_it.click()
    login.first.cancel.click()
    assert window.desks.contour.phase is ContourPhase.OFF
    assert not login.first.try_it.busy
    assert login.first.isVisible()
    begin(qtbot, window)


def test_history_is_filled_behind_stopped_and_gone_on_with(window: Window, qtbot: QtBot) -> None:
    begin(qtbot, window, MANY)
    desk, strip = window.desks.contour, window.shell.strip
    until(qtbot, lambda: desk.history is HistoryPhase.FILLING and desk.percent > 0)
    assert strip.isVisible()
    assert strip.bar.percent == desk.percent
    strip.cancel.click()
    until(qtbot, lambda: desk.history is HistoryPhase.STOPPED)
    assert not strip.cancel.isVisible()
    assert strip.go_on.isVisible()
    strip.go_on.click()
    until(qtbot, lambda: desk.history is HistoryPhase.FULL)
    assert not strip.isVisible()


def test_a_contour_that_died_is_started_again_by_its_button(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    begin(qtbot, window)
    desk, strip = window.desks.contour, window.shell.strip
    assert not desk.down
    pid = holder(tmp_path / "demo" / "contour" / "lock")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(qtbot, lambda: desk.phase is ContourPhase.FAILED)
    assert desk.failure is not None
    assert desk.failure.code == "CONTOUR_ENDED"
    assert strip.start.isVisible()
    assert strip.start.text() == tr("Start the test contour")
    strip.start.click()
    until(qtbot, lambda: desk.phase is ContourPhase.RUNNING)
    assert not strip.start.isVisible()
    until(qtbot, lambda: desk.history is HistoryPhase.FULL)


def test_a_perimeter_that_is_not_ours_has_no_such_button(company: Company, window: Window) -> None:
    assert company.contour.ready is not None
    window.desks.session.set_profile(company.contour.ready.profile)
    assert not window.desks.contour.down
    assert not window.shell.strip.isVisible()
    assert not page(window).first.isVisible()


def test_a_start_that_fails_says_why_with_its_code(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file stands where the folder should be")
    page(window).first.try_it.click()
    until(qtbot, lambda: window.desks.contour.phase is ContourPhase.FAILED)
    failure = window.desks.contour.failure
    assert isinstance(failure, KnownError)
    assert failure.code == "FOLDER_UNWRITABLE"
    assert failure.facts["path"] == str(tmp_path / "demo")
    assert page(window).first.notice.isVisible()
    (tmp_path / "demo").unlink()


def drop(window: Window, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    first, action = page(window).first, Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    first.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), action, mime, buttons, keys))
    assert first.drop.over
    first.dropEvent(QDropEvent(QPointF(9, 9), action, mime, buttons, keys))
    assert not first.drop.over


def test_a_profile_is_dropped_compared_and_imported(company: Company, window: Window, tmp_path: Path) -> None:
    assert company.contour.ready is not None
    drop(window, company.contour.ready.profile)
    login = page(window)
    assert login.profile_dialog.isVisible()
    assert window.desks.session.profile is None, "not before the fingerprint was compared"
    login.profile_dialog.accept.click()
    used = window.desks.session.profile
    assert used is not None
    assert used.audience == read_profile(company.contour.ready.profile).audience
    assert not login.first.isVisible()


def test_a_file_that_is_no_profile_is_refused_where_it_was_dropped(window: Window, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")
    drop(window, tmp_path / "other.json")
    assert page(window).first.profile_notice.isVisible()
    assert page(window).first.isVisible()
