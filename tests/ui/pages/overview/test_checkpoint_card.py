"""The overview's witness: what a log took back is said on the card and in the banner, and stays said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from cabinet.desks.states import Phase
from cabinet.profile.folders import data_folder
from cabinet.profile.settings import Language, SettingsFile
from cabinet.ui.language import tr
from cabinet.vault.key_file import KeyFile
from cabinet.vault.store import Store
from cabinet.vault.vault import Vault
from tests.company import WAIT, Company, staff_token
from tests.keychain import GnomeKeyring
from tests.softhsm import TokenMaker, module_path
from tests.ui.shell.test_lock import HEAD, log_in


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    holder = KeyFile(tmp_path / "key")
    return Vault(tmp_path / "vault", lambda: holder)


def open_window(company: Company, tmp_path: Path, vault: Vault | None) -> Window:
    settings = SettingsFile(tmp_path / "settings.json")
    assert company.contour.ready is not None
    settings.change(
        profile=str(company.contour.ready.profile), token_module=str(module_path()), language=Language.ENGLISH
    )
    window = Window(settings, demo=tmp_path / "no-demo", vault=vault)
    window.show()
    return window


def look(qtbot: QtBot, window: Window) -> Any:
    desk = window.desks.overview
    qtbot.waitUntil(lambda: not desk.state.busy, timeout=WAIT)
    desk.refresh()
    qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)
    return window.shell.pages["overview"]


@pytest.mark.parametrize(
    ("change", "code"),
    [("size = size + 7", "CHECKPOINT_ROLLED_BACK"), ("root = zeroblob(32)", "CHECKPOINT_FORKED")],
)
def test_alarm_is_shown_and_stays(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, vault: Vault, tmp_path: Path, change: str, code: str
) -> None:
    """What was seen is another past than the live log's: to the cabinet the log went back, or forked."""
    staff_token(company, token_maker, Role.HEAD)
    window = open_window(company, tmp_path, vault)
    try:
        log_in(qtbot, window, HEAD)
        page = look(qtbot, window)
        assert not page.banner.isVisible()
        card = page.checkpoint
        assert card.chip.word == tr("Verified")
        assert "1 checkpoint since" in card.values["seen"].text()
        assert not card.notice.isVisible()
        with vault.open().write() as rows:
            rows.run(f"UPDATE checkpoints SET {change}")
        look(qtbot, window)
        assert page.banner.isVisible()
        assert code in page.banner.accessibleName()
        assert (card.chip.word, card.chip.kind) == (tr("Alarm"), "danger")
        assert code in card.notice.accessibleDescription()
        card.copy.click()
        report = QGuiApplication.clipboard().text()
        assert code in report
        assert report.count("\u2014 ") == 2, "both signed notes are the evidence"
    finally:
        window.close()
    again = open_window(company, tmp_path, vault)
    try:
        log_in(qtbot, again, HEAD)
        assert code in look(qtbot, again).banner.accessibleName(), "also after a restart"
    finally:
        again.close()


def test_store_that_fails_never_hinders_the_page(
    qtbot: QtBot,
    company: Company,
    token_maker: TokenMaker,
    vault: Vault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cabinet.vault.store._BUSY_MS", 10)
    staff_token(company, token_maker, Role.HEAD)
    window = open_window(company, tmp_path, vault)
    key = KeyFile(tmp_path / "key")
    try:
        log_in(qtbot, window, HEAD)
        page = look(qtbot, window)
        other = Store(vault.path, key.key(make=False, ask=False))
        with other.write():
            look(qtbot, window)
            assert window.desks.overview.state.phase is Phase.READY
            assert "VAULT_BUSY" in page.checkpoint.notice.accessibleDescription()
            assert page.checkpoint.chip.word == tr("Verified"), "the signature was checked all the same"
        other.close()
        look(qtbot, window)
        assert not page.checkpoint.notice.isVisible()
    finally:
        window.close()


def test_settings_say_where_secrets_live(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path, gnome_keyring: GnomeKeyring
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    window = open_window(company, tmp_path, None)
    try:
        log_in(qtbot, window, HEAD)
        look(qtbot, window)
        window.shell.open_page("settings")
        desk = window.desks.settings.vault
        qtbot.waitUntil(lambda: not desk.busy, timeout=WAIT)
        page: Any = window.shell.pages["settings"]
        said = " ".join(
            label.accessibleName() for label in page._secrets.children() if hasattr(label, "accessibleName")
        )
        assert "Secret Service" in said
        assert str(data_folder() / "vault" / "store.db") in said
        assert not page.retry.isVisible()
        gnome_keyring.lock()
        desk.retry()
        qtbot.waitUntil(lambda: not desk.busy, timeout=WAIT)
        assert page._secrets_chip.word == tr("Not kept between runs")
        assert "KEYCHAIN_LOCKED" in page._secrets_notice.accessibleDescription()
        assert page.retry.isVisible()
        assert not look(qtbot, window).checkpoint.notice.isHidden()
    finally:
        window.close()
