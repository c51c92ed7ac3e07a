"""Keys in files as a person sees them: named for what they are, refused before a password, the library in settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.uapki import LibraryState
from cabinet.profile.settings import SettingsFile
from cabinet.ui.dialogs.pin import PinDialog
from cabinet.ui.widgets.id_label import IdLabel
from tests.company import WAIT, Company, person
from tests.softhsm import module_path
from tests.token.uapki_kit import key6, stand_in


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path) -> Iterator[Window]:
    settings = SettingsFile(tmp_path / "settings.json")
    assert company.contour.ready is not None
    settings.change(profile=str(company.contour.ready.profile), token_module=str(module_path()))
    made = Window(settings, demo=tmp_path / "no-demo")
    made.show()
    yield made
    made.close()


def words(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(shown + [label.words for label in widget.findChildren(IdLabel) if label.isVisibleTo(widget)])


def login(window: Window) -> Any:
    assert window.shell.login is not None
    return window.shell.login


def test_file_that_is_no_key(qtbot: QtBot, company: Company, window: Window, tmp_path: Path) -> None:
    page = login(window)
    path = tmp_path / "Key-6.p12"
    path.write_bytes(key6())
    page.sign_in.open_key_file(path)
    dialog = page.sign_in.key_dialog
    qtbot.waitUntil(lambda: "KEY_FILE_NEEDS_LIBRARY" in words(dialog), timeout=WAIT)
    assert "Key-6.dat" in words(dialog)
    assert not dialog.password.isVisible()
    assert not dialog.accept.isEnabled()


def test_key_in_a_file_is_named_for_what_it_is(qtbot: QtBot, company: Company, window: Window, tmp_path: Path) -> None:
    session, page = window.desks.session, login(window)
    page.sign_in.open_key_file(company.key_file(tmp_path, person(Role.HEAD), "слово"))
    dialog = page.sign_in.key_dialog
    assert "удосконалений підпис (УЕП), не КЕП" in words(dialog)
    dialog.password.edit.setText("інше")
    dialog.accept.click()
    qtbot.waitUntil(lambda: "KEY_FILE_PASSWORD" in words(dialog), timeout=WAIT)
    assert dialog.password.isVisible()
    dialog.password.edit.setText("слово")
    dialog.accept.click()
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    (row,) = page.sign_in._rows.values()
    assert row.accessibleDescription().startswith("файловий ключ: удосконалений підпис (УЕП), не КЕП")
    asked = PinDialog(window.shell, session)
    assert "удосконалений підпис (УЕП), не КЕП" in words(asked)
    asked.deleteLater()


def test_library_in_the_settings(qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "uapki"
    folder.mkdir()
    login(window).settings_asked.emit()
    page: Any = window.shell.pages["settings"]
    card, desk = page.uapki, window.desks.settings.uapki
    assert card.chip.word == "Вимкнено"
    assert not card.off.isVisible()
    with stand_in(folder, monkeypatch) as fake:
        desk.choose(fake.library)
        qtbot.waitUntil(lambda: desk.state is LibraryState.WORKS, timeout=WAIT)
        assert card.chip.word == "Працює"
        shown = (str(fake.library), "2.0.16", desk.facts.sha256)
        # What is added to a page that is shown already appears with the next turn of the event loop.
        qtbot.waitUntil(lambda: all(word in words(card) for word in shown), timeout=WAIT)
        folder.chmod(0o777)
        card.check.click()
        qtbot.waitUntil(lambda: "не захищено" in words(card) and str(folder) in words(card), timeout=WAIT)
    desk.choose(tmp_path / "absent.so")
    qtbot.waitUntil(lambda: "UAPKI_NOT_FOUND" in words(card), timeout=WAIT)
    assert card.chip.word == "Не працює"
    card.off.click()
    assert card.chip.word == "Вимкнено"
    assert window.desks.settings.settings.uapki_library == ""
