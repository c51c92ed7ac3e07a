"""The whole window over a live contour: keyboard, roles, states, names for screen readers, sizes, languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.states import Loadable
from cabinet.lanes.garbage import GarbageKeeper
from cabinet.profile.settings import Language, SettingsFile, ThemeChoice
from cabinet.ui.shell.page_specs import PAGE_SPECS, PAGES, spec_of
from tests.company import WAIT, Company, staff_token
from tests.softhsm import PIN, TokenMaker, module_path
from tests.ui.fit import lay_out


def open_window(company: Company, tmp_path: Path) -> Window:
    settings = SettingsFile(tmp_path / "settings.json")
    assert company.contour.ready is not None
    settings.change(
        profile=str(company.contour.ready.profile), token_module=str(module_path()), theme=ThemeChoice.LIGHT
    )
    return Window(settings, demo=tmp_path / "no-demo")


class Strangers(QObject):
    """Notes every window beside the shell that ever appears: a part shown before it had a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = type(watched).__name__
            if kind != "Shell" and watched.windowType() is not Qt.WindowType.Popup:
                self.seen.append(f"{kind} {watched.accessibleName()}")
        return False


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path) -> Iterator[Window]:
    strangers = Strangers()
    qapp.installEventFilter(strangers)
    made = open_window(company, tmp_path)
    yield made
    qapp.removeEventFilter(strangers)
    made.close()
    assert strangers.seen == []


def log_in(qtbot: QtBot, window: Window) -> None:
    """Log in by keyboard alone: choose, Enter, PIN, Enter."""
    session, shell = window.desks.session, window.shell
    window.show()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    assert shell.login is not None
    qtbot.keyClick(shell.login.sign_in.enter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.phase is LoginPhase.PIN, timeout=WAIT)
    qtbot.keyClicks(shell.asking.pin_dialog.pin.edit, PIN)
    qtbot.keyClick(shell.asking.pin_dialog.pin.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.office.logged_in, timeout=WAIT)
    shell.activateWindow()
    qtbot.waitActive(shell, timeout=WAIT)


def arrived(qtbot: QtBot, window: Window, key: str) -> None:
    desk: Any = window.desks.of_page(spec_of(key))
    if hasattr(desk, "state"):
        qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)


def test_main_job_by_keyboard(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> None:
    now = datetime.now(UTC)
    fill(company.contour, Filling(1500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(company, token_maker, Role.HEAD)
    log_in(qtbot, window)
    shell = window.shell
    assert shell.page_key == "overview"
    for number, key in enumerate(PAGES, 1):
        qtbot.keyClick(shell, Qt.Key(Qt.Key.Key_0 + number % 10), Qt.KeyboardModifier.AltModifier)
        assert shell.page_key == key
        arrived(qtbot, window, key)
        assert_named(shell)
    qtbot.keyClick(shell, Qt.Key.Key_F5)
    shell.open_page("rejections")
    desk = window.desks.rejections
    qtbot.waitUntil(lambda: desk.cards.state.data is not None, timeout=WAIT)
    page: Any = shell.pages["rejections"]
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = desk.cards.selected
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.cards.selected != first and desk.cards.state.data is not None, timeout=WAIT)
    qtbot.keyClick(shell, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert shell.router is not None
    assert shell.router.rail.narrow
    qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window.office.logged_in
    assert desk.state.data is None
    assert shell.pages == {}


def assert_named(shell: QWidget) -> None:
    """Whatever takes the focus says what it is."""
    for widget in shell.findChildren(QWidget):
        if isinstance(widget, (QAbstractButton, QComboBox, QLineEdit, QTableView)) and widget.isVisible():
            inner = isinstance(widget, QAbstractButton) and isinstance(widget.parent(), QTableView)
            assert widget.accessibleName() or inner, f"{type(widget).__name__} {widget.objectName()}"


@pytest.mark.parametrize("size", [(1440, 900), (1024, 640)])
@pytest.mark.parametrize("tongue", list(Language))
def test_nothing_is_cut_off(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, size: tuple[int, int], tongue: Language
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    window.desks.settings.set_language(tongue)
    log_in(qtbot, window)
    shell = window.shell
    shell.resize(*size)
    for key in PAGES:
        shell.open_page(key)
        arrived(qtbot, window, key)
        lay_out(qtbot, shell)
        page = shell.pages[key]
        for button in page.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width() or button.sizeHint().width() > 180, button.text()
                right = button.mapTo(shell, button.rect().topRight()).x()
                assert right <= shell.width(), (key, button.text())
    assert (shell.width(), shell.height()) == size


@pytest.mark.parametrize(
    ("role", "hidden"), [(Role.COMPLIANCE, {"credentials"}), (Role.IT, {"reconciliation"}), (Role.HEAD, set())]
)
def test_rail_shows_what_the_role_may_see(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, role: Role, hidden: set[str]
) -> None:
    staff_token(company, token_maker, role)
    log_in(qtbot, window)
    assert window.shell.router is not None
    rail = window.shell.router.rail
    assert {key for key in PAGES if not rail.items[key].isVisible()} == hidden
    for key in hidden:
        window.shell.open_page(key)
        assert window.shell.page_key != key
    arrived(qtbot, window, "overview")


def test_every_page_has_its_four_states(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    log_in(qtbot, window)
    shell = window.shell
    loading = [spec for spec in PAGE_SPECS if hasattr(window.desks.of_page(spec), "state")]
    assert [spec.key for spec in PAGE_SPECS if spec not in loading] == ["settings"]
    for spec in loading:
        shell.open_page(spec.key)
        arrived(qtbot, window, spec.key)
        page, desk = shell.pages[spec.key], window.desks.of_page(spec)
        good = desk.state
        desk.state = good.failed(KnownError("CONTOUR_DOWN"))
        desk.changed.emit()
        assert page.banner.isVisible()
        assert page.banner.accessibleName()
        desk.state = good.failed(KnownError("INTERNAL"))
        desk.changed.emit()
        assert "INTERNAL" in page.banner.accessibleName()
        shown = set()
        for state in (
            Loadable(),
            Loadable().failed(KnownError("CONTOUR_DOWN")),
            Loadable().failed(KnownError("INTERNAL")),
        ):
            desk.state = state
            desk.changed.emit()
            assert not page.banner.isVisible()
            inner = page._stack.currentWidget()
            assert inner is not None
            shown.add(inner.accessibleName())
        assert len(shown) == 3
        desk.state = good
        desk.changed.emit()
        assert not page.banner.isVisible()


def test_language_changes_with_everything_on_the_screen(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    log_in(qtbot, window)
    shell = window.shell
    shell.open_page("registry")
    arrived(qtbot, window, "registry")
    assert shell.router is not None
    assert shell.router.header.accessibleName() == "Реєстр"
    window.desks.settings.set_language(Language.ENGLISH)
    assert shell.page_key == "registry"
    assert shell.router is not None
    assert shell.router.header.accessibleName() == "Registry"
    for theme in ThemeChoice:
        window.desks.settings.set_theme(theme)
        assert not shell.grab().isNull()


def test_wrong_pin_stays_in_the_dialog(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> None:
    staff_token(company, token_maker, Role.HEAD)
    session, shell = window.desks.session, window.shell
    window.show()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    session.begin()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.PIN, timeout=WAIT)
    dialog = shell.asking.pin_dialog
    dialog.pin.edit.setText("1")
    assert not dialog.accept.isEnabled()
    dialog.pin.edit.setText("999999")
    dialog.accept.click()
    assert dialog.pin.edit.text() == ""
    qtbot.waitUntil(lambda: session.pin_failure is not None, timeout=WAIT)
    assert dialog.isVisible()
    assert shell.asking.pin_dialog is dialog
    shell.activateWindow()
    qtbot.waitActive(shell, timeout=WAIT)
    dialog.pin.edit.setText("2718")
    dialog.cancel.setFocus()
    session.changed.emit()
    assert dialog.cancel.hasFocus(), "a look at the tokens takes the keyboard from nobody"
    assert dialog.pin.edit.text() == "2718"
    qtbot.keyClick(dialog.pin.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)


def test_first_page_is_made_while_the_pin_is_typed_and_anew_in_another_language(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was imported for it is looked through by the collector no more, and that is said once."""
    staff_token(company, token_maker, Role.HEAD)
    session, shell = window.desks.session, window.shell
    left_out: list[None] = []
    monkeypatch.setattr(GarbageKeeper, "leave_out", lambda _: left_out.append(None))
    window.show()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    assert shell._first_page is None
    for language in (Language.ENGLISH, Language.UKRAINIAN):
        session.begin()
        qtbot.waitUntil(lambda: shell._first_page is not None, timeout=WAIT)
        made = shell._first_page
        assert made is not None
        assert not made.isVisible()
        assert made.desk.state.data is None, "nobody is logged in"
        session.cancel()
        window.desks.settings.set_language(language)
        assert shell._first_page is None
        qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    session.begin()
    qtbot.waitUntil(lambda: shell._first_page is not None, timeout=WAIT)
    made = shell._first_page
    session.give_pin(PIN)
    qtbot.waitUntil(lambda: window.office.logged_in, timeout=WAIT)
    assert shell.pages == {"overview": made}
    assert made.isVisible()
    assert left_out == [None]


def test_settings_are_reached_without_a_log_in(qtbot: QtBot, window: Window) -> None:
    window.show()
    shell = window.shell
    assert shell.login is not None
    shell.login.settings_asked.emit()
    assert shell.page_key == "settings"
    assert shell.router is not None
    assert not shell.router.rail.isVisible()
    shell.open_page("overview")
    assert shell.page_key == "settings"
    window.desks.settings.set_language(Language.ENGLISH)
    assert shell.page_key == "settings"
    back = next(b for b in shell.findChildren(QAbstractButton) if b.text() == "Back to log-in")
    back.click()
    qtbot.waitUntil(shell.login.isVisible, timeout=WAIT)
