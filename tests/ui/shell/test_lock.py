"""Lock and unlock in the window: by button, key, idleness and token; what the next person is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.filter import Filter
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.store_writes import StoreWrites
from cabinet.profile.settings import Language, SettingsFile, ThemeChoice
from cabinet.ui.desks import Desks
from cabinet.ui.language import tr
from cabinet.ui.shell.page_specs import PAGE_SPECS, PAGES
from tests.company import WAIT, Company, person, staff_token
from tests.softhsm import PIN, TokenMaker, module_path

HEAD, COMPLIANCE = person(Role.HEAD).name, person(Role.COMPLIANCE).name


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock(SystemClock())


@pytest.fixture
def window(
    qapp: QApplication, company: Company, token_maker: TokenMaker, tmp_path: Path, clock: ShiftedClock
) -> Iterator[Window]:
    staff_token(company, token_maker, Role.HEAD)
    staff_token(company, token_maker, Role.COMPLIANCE)
    settings = SettingsFile(tmp_path / "settings.json")
    assert company.contour.ready is not None
    settings.change(
        profile=str(company.contour.ready.profile), token_module=str(module_path()), theme=ThemeChoice.LIGHT
    )
    made = Window(settings, clock, demo=tmp_path / "no-demo")
    made.show()
    yield made
    made.close()


def log_in(qtbot: QtBot, window: Window, name: str) -> None:
    session, shell = window.desks.session, window.shell
    qtbot.waitUntil(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, timeout=WAIT)
    session.choose(next(c.key for c in session.candidates if c.name == name))
    assert shell.login is not None
    shell.login.sign_in.enter.click()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.PIN, timeout=WAIT)
    shell.asking.pin_dialog.pin.edit.setText(PIN)
    shell.asking.pin_dialog.accept.click()
    qtbot.waitUntil(lambda: window.office.logged_in, timeout=WAIT)
    shell.activateWindow()
    qtbot.waitActive(shell, timeout=WAIT)
    qtbot.waitUntil(lambda: not shell._finishing.isActive(), timeout=WAIT)  # Keys are made after the first paint.


def told(window: Window) -> str:
    login: Any = window.shell.login
    assert login.isVisible()
    return f"{login.sign_in._notice.accessibleName()} {login.sign_in._notice.accessibleDescription()}"


def test_lock_button_and_the_way_back(qtbot: QtBot, window: Window) -> None:
    log_in(qtbot, window, HEAD)
    shell = window.shell
    shell.open_page("registry")
    desk = window.desks.registry
    qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    for narrow in (True, False):
        shell.router.rail.set_narrow(narrow=narrow)
        qtbot.wait(0)
        lock = shell.router.rail.lock
        assert lock.isVisible()
        assert lock.accessibleName() == tr("Lock")
        inside = lock.mapTo(shell.router.rail, lock.rect().bottomRight())
        assert shell.router.rail.rect().contains(inside)
    qtbot.mouseClick(shell.router.rail.lock, Qt.MouseButton.LeftButton)
    assert not window.office.logged_in
    assert shell.pages == {}
    assert desk.state.data is None
    assert HEAD in told(window)
    assert tr("The cabinet is locked") in {label.text() for label in labels(shell.login)}
    log_in(qtbot, window, HEAD)
    assert shell.page_key == "registry"


def labels(widget: Any) -> list[Any]:
    from cabinet.ui.widgets.plain_label import PlainLabel

    return [label for label in widget.findChildren(PlainLabel) if label.isVisible()]


def test_another_person_is_told_and_finds_nothing(qtbot: QtBot, window: Window) -> None:
    log_in(qtbot, window, HEAD)
    window.shell.open_page("registry")
    qtbot.keyClick(window.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    session = window.desks.session
    assert not window.office.logged_in
    login: Any = window.shell.login
    qtbot.waitUntil(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, timeout=WAIT)
    keys = {c.name: c.key for c in session.candidates}
    session.choose(keys[HEAD])
    assert login.sign_in.enter.text() == tr("Unlock")
    assert COMPLIANCE not in told(window)
    session.choose(keys[COMPLIANCE])
    assert login.sign_in.enter.text() == tr("Log in")
    other = told(window)
    assert HEAD in other
    assert tr("The cabinet is locked") in {label.text() for label in labels(login)}
    window.desks.settings.set_language(Language.ENGLISH)
    qtbot.waitUntil(window.shell.login.isVisible, timeout=WAIT)
    assert "Another person locked the cabinet" in told(window)
    log_in(qtbot, window, COMPLIANCE)
    assert window.shell.page_key == "overview"
    window.desks.session.sign_out()
    assert "locked" not in told(window)


def plain(desk: QObject) -> dict[str, object]:
    """Return what a desk holds, itself and in its parts, apart from Qt's own things and jobs that are over."""
    held = {}
    for name, value in vars(desk).items():
        if isinstance(value, QObject) and type(value).__module__.startswith("cabinet.desks.rejection_card"):
            held[name] = plain(value)
        elif isinstance(value, StoreWrites):
            held[name] = value._waiting, value._busy
        elif not name.startswith("__") and not isinstance(value, (QObject, SignalInstance)):
            held[name] = value
    return held


def test_desks_are_as_new_for_the_next_person(qtbot: QtBot, company: Company, window: Window, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    fill(company.contour, Filling(100, now - timedelta(hours=4), now, 3), lambda _: None)
    log_in(qtbot, window, HEAD)
    every = [name for name, of in vars(Desks).items() if isinstance(of, cached_property)]
    assert every == ["approval"], "whose queue has a test of its own"
    desks = {spec.key: window.desks.of_page(spec) for spec in PAGE_SPECS}
    desks = {key: desk for key, desk in desks.items() if hasattr(desk, "state")}
    assert [key for key in PAGES if key not in desks] == ["settings"]
    for key, desk in desks.items():
        window.shell.open_page(key)
        qtbot.waitUntil(lambda d=desk: d.state.data is not None, timeout=WAIT)  # type: ignore[misc]
    window.desks.statistics.choose_preset("week")
    window.desks.rejections.choose(Filter())
    qtbot.waitUntil(lambda: not window.office.network.busy, timeout=WAIT)
    fresh = {key: plain(type(desk)(window.office)) for key, desk in desks.items()}
    assert any(plain(desk) != fresh[key] for key, desk in desks.items())
    window.desks.session.lock()
    for key, desk in desks.items():
        assert plain(desk) == fresh[key], key


def test_idleness_locks_and_a_touch_puts_it_off(qtbot: QtBot, window: Window, clock: ShiftedClock) -> None:
    log_in(qtbot, window, HEAD)
    shell = window.shell
    clock.offset = timedelta(minutes=14, seconds=30)
    shell._clock.timeout.emit()
    assert window.office.logged_in
    handle = shell.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    clock.offset += timedelta(minutes=14)
    shell._clock.timeout.emit()
    assert window.office.logged_in, "a key was pressed meanwhile"
    QTest.mouseMove(handle, QPoint(300, 300))
    qtbot.wait(0)
    clock.offset += timedelta(minutes=14)
    shell._clock.timeout.emit()
    assert window.office.logged_in, "the mouse was moved meanwhile"
    window.desks.settings.set_idle_minutes(0)
    clock.offset += timedelta(days=1)
    shell._clock.timeout.emit()
    assert window.office.logged_in, "never"
    window.desks.settings.set_idle_minutes(30)
    shell._clock.timeout.emit()
    assert not window.office.logged_in
    assert "30" in told(window)
    assert HEAD in told(window)


def test_token_that_leaves_locks(qtbot: QtBot, company: Company, window: Window, tmp_path: Path) -> None:
    log_in(qtbot, window, HEAD)
    shutil.move(tmp_path / "tokens", tmp_path / "pulled")
    (tmp_path / "tokens").mkdir()
    with qtbot.waitSignal(window.desks.session.signed_out, timeout=WAIT) as out:
        window.desks.session.carriers.watch.look()
    assert out.args == ["LOCKED_TOKEN_REMOVED"]
    assert HEAD in told(window)


def test_settings_have_sign_out_and_idle_lock(qtbot: QtBot, window: Window) -> None:
    shell = window.shell
    shell.login.settings_asked.emit()
    page: Any = shell.pages["settings"]
    assert not page.sign_out.isVisible(), "nobody is logged in"
    qtbot.waitUntil(lambda: window.desks.settings.vault.state is not None, timeout=WAIT)
    assert "KEYCHAIN_ABSENT" in page._secrets_notice.accessibleDescription()
    shell._leave_settings()
    log_in(qtbot, window, HEAD)
    shell.open_page("settings")
    page = shell.pages["settings"]
    assert page._idle.current == "15"
    qtbot.keyClick(page._idle, Qt.Key.Key_Left)
    assert window.settings.settings.idle_minutes == 5
    page.sign_out.click()
    assert not window.office.logged_in
    assert window.desks.session.locked is None
