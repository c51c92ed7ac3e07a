"""Rows 6, 7, 9, 12 and 37 in the real window: what is shown, what can be pressed, and that it stays alive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cabinet.app import Window
from cabinet.contract.catalogue import problem_cards
from cabinet.desks.login.ladder import LoginPhase
from cabinet.profile.settings import Language, SettingsFile, ThemeChoice
from cabinet.token.pkcs11 import token as pkcs11_token
from tests.company import WAIT, Company
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Teller, Tokens
from tests.softhsm import PIN
from tests.token.pkcs11.test_pin import FINAL, LOCKED, LOW
from tests.token.shim_kit import Shim

HANGS, NEVER, TICK_MS = 1.0, 3_600.0, 5
PAD = ("flags_set 100", f"pad {PIN}")


class Screen:
    """The window, used as a person uses it."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self._qtbot = qtbot
        self.window = window
        self.session = window.desks.session

    def until(self, *phases: LoginPhase) -> None:
        self._qtbot.waitUntil(lambda: self.session.phase in phases, timeout=WAIT)

    @property
    def login(self) -> Any:
        return self.window.shell.login

    @property
    def dialog(self) -> Any:
        return self.window.shell.asking.pin_dialog

    def open(self) -> None:
        self.window.show()
        self.until(LoginPhase.READY)

    def enter(self) -> None:
        """Press "Log in" and wait for the PIN's dialog."""
        self.login.sign_in.enter.click()
        self.until(LoginPhase.PIN)
        self._qtbot.waitUntil(self.dialog.isVisible, timeout=WAIT)

    def sign(self, pin: str = PIN) -> None:
        self.dialog.pin.edit.setText(pin)
        self.dialog.accept.click()

    def logged_in(self) -> None:
        self._qtbot.waitUntil(lambda: self.window.office.logged_in, timeout=WAIT)

    def says(self, code: str) -> None:
        """The page says this code's sentence and action, in both languages."""
        words = problem_cards()[code]
        for language in Language:
            self.window.desks.settings.set_language(language)
            self._qtbot.waitUntil(self.login.isVisible, timeout=WAIT)
            shown = (
                f"{self.login.sign_in._notice.accessibleName()} {self.login.sign_in._notice.accessibleDescription()}"
            )
            for text in (words.sentence, words.action):
                assert (text.en if language is Language.ENGLISH else text.uk) in shown
            assert code in shown
        self.window.desks.settings.set_language(Language.UKRAINIAN)


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, company: Company, shim: Shim, tokens: Tokens, tmp_path: Path
) -> Iterator[Callable[[], Screen]]:
    tokens.put()
    assert company.contour.ready is not None
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(profile=str(company.contour.ready.profile), token_module=str(shim.library), theme=ThemeChoice.LIGHT)
    opened: list[Window] = []

    def make() -> Screen:
        opened.append(Window(settings, demo=tmp_path / "no-demo"))
        return Screen(qtbot, opened[-1])

    yield make
    for window in opened:
        if isValid(window.shell):
            window.close()


@pytest.fixture
def screen(open_window: Callable[[], Screen]) -> Screen:
    return open_window()


@bad_case(6)
def test_few_tries_are_shown(told: Teller, screen: Screen, shim: Shim) -> None:
    screen.open()
    shim.spoil(f"flags_set {LOW}")
    screen.enter()
    assert screen.dialog._tries.step == "low"
    assert screen.dialog._notice.isVisible()
    assert not screen.dialog._tick.isVisible()
    screen.sign()
    screen.logged_in()


@bad_case(6)
def test_last_try_wants_a_tick(told: Teller, screen: Screen, shim: Shim) -> None:
    screen.open()
    shim.spoil(f"flags_set {FINAL}")
    screen.enter()
    dialog = screen.dialog
    shim.calls()
    assert (dialog._tries.step, dialog._tick.isVisible()) == ("final", True)
    dialog.pin.edit.setText(PIN)
    assert not dialog.accept.isEnabled()
    dialog.accept.click()
    assert screen.session.phase is LoginPhase.PIN
    assert shim.calls()["C_Login"] == 0
    dialog._tick.setChecked(True)
    assert dialog.accept.isEnabled()
    dialog.accept.click()
    screen.logged_in()
    assert shim.calls()["C_Login"] == 1


@bad_case(7, "PIN_LOCKED")
def test_locked_token_has_no_field(told: Teller, screen: Screen, shim: Shim) -> None:
    screen.open()
    shim.spoil(f"flags_set {LOCKED}")
    screen.login.sign_in.enter.click()
    screen.until(LoginPhase.REFUSED)
    told(screen.session.failure, "PIN_LOCKED")
    screen.says("PIN_LOCKED")
    assert not hasattr(screen.window.shell.asking, "pin_dialog"), "no field was ever shown"
    screen.login.sign_in.refresh.click()
    screen._qtbot.waitUntil(lambda: not any(c.usable for c in screen.session.candidates), timeout=WAIT)
    assert not screen.login.sign_in.enter.isEnabled()
    shim.spoil()
    screen.login.sign_in.refresh.click()
    screen._qtbot.waitUntil(lambda: any(c.usable for c in screen.session.candidates), timeout=WAIT)
    screen.enter()
    screen.sign()
    screen.logged_in()


@bad_case(9)
def test_pin_pad_has_no_field(told: Teller, screen: Screen, shim: Shim) -> None:
    shim.spoil(*PAD, "fail C_Login 50")
    screen.open()
    screen.enter()
    dialog = screen.dialog
    assert not dialog.pin.isVisible()
    assert dialog.accept.isEnabled()
    dialog.accept.click()
    screen.until(LoginPhase.READY)
    screen._qtbot.waitUntil(lambda: not isValid(dialog), timeout=WAIT)  # the red key closes it
    assert not screen.login.sign_in._notice.isVisible(), "and nothing is blamed"
    shim.spoil(*PAD)
    screen.enter()
    screen.dialog.accept.click()
    screen.logged_in()


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        pytest.param("hang C_Sign", "HELPER_TIMEOUT", marks=bad_case(12, "HELPER_TIMEOUT")),
        pytest.param("abort C_Sign", "HELPER_CRASHED", marks=bad_case(12, "HELPER_CRASHED")),
    ],
)
def test_window_stays_alive(
    told: Teller, screen: Screen, shim: Shim, monkeypatch: pytest.MonkeyPatch, spoiled: str, code: str
) -> None:
    screen.open()
    screen.enter()
    shim.spoil(spoiled)
    ticks: list[LoginPhase] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(screen.session.phase))
    timer.start(TICK_MS)
    with monkeypatch.context() as patch:
        if code == "HELPER_TIMEOUT":
            patch.setattr(pkcs11_token, "SIGN_SECONDS", HANGS)
        screen.sign()
        assert screen.session.phase is LoginPhase.SIGNING, "nothing waits for the driver"
        screen.until(LoginPhase.REFUSED)
    timer.stop()
    if code == "HELPER_TIMEOUT":
        assert LoginPhase.SIGNING in ticks, "a window that waits for the driver has no tick before its end"
    told(screen.session.failure, code)
    screen.says(code)
    shim.spoil()
    screen.enter()
    screen.sign()
    screen.logged_in()


@bad_case(37)
def test_double_click_begins_one_log_in(told: Teller, screen: Screen, shim: Shim) -> None:
    screen.open()
    asked: list[bool] = []
    screen.session.pin_wanted.connect(lambda: asked.append(True))
    screen._qtbot.mouseDClick(screen.login.sign_in.enter, Qt.MouseButton.LeftButton)
    screen.login.sign_in.enter.click()
    screen.until(LoginPhase.PIN)
    first = screen.session.statement_text()
    screen.login.sign_in.enter.click()
    screen.session.begin()
    assert screen.session.statement_text() == first
    shim.calls()
    screen.sign()
    screen.dialog.accept.click()
    screen.session.give_pin("000000")
    screen.logged_in()
    assert asked == [True]
    assert shim.calls()["C_Login"] == 1
    assert len(screen.window.office.session.sessions().items) == 1


@bad_case(37)
def test_window_is_closed_at_the_pin(told: Teller, open_window: Callable[[], Screen], shim: Shim) -> None:
    screen = open_window()
    screen.open()
    screen.enter()
    dialog = screen.dialog
    dialog.pin.edit.setText(PIN)
    shim.calls()
    screen.window.shell.close()
    assert dialog.pin.edit.text() == "", "what was typed is wiped"
    assert not screen.session.statement_text(), "and the log-in given up"
    screen.window.close()
    assert shim.calls()["C_Login"] == 0
    again = open_window()
    again.open()
    again.enter()
    again.sign()
    again.logged_in()


@bad_case(37)
def test_window_is_closed_while_the_token_signs(
    told: Teller, open_window: Callable[[], Screen], shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pkcs11_token, "SIGN_SECONDS", NEVER)
    screen = open_window()
    screen.open()
    screen.enter()
    shim.spoil("hang C_Sign")
    screen.sign()
    screen.until(LoginPhase.SIGNING)
    (place,) = screen.session.carriers._readers._places
    helper = place.token.helper
    assert helper.pid is not None
    screen.window.close()
    assert helper.pid is None, "the driver that never returns is ended, and not waited for"
    assert not screen.window.office.logged_in
    shim.spoil()
    again = open_window()
    again.open()
    again.enter()
    again.sign()
    again.logged_in()
