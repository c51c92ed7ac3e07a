"""The keys' page over a live contour: a replacement watched live to its end, and a leak in two clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from cabinet.contract.states import CredentialState, KeyPurpose
from cabinet.desks.credentials import Wish
from cabinet.ui.language import tr
from tests.company import WAIT, Company, staff_token
from tests.sender_kit import machine, new_batch
from tests.softhsm import TokenMaker
from tests.ui.fit import danger_has_focus
from tests.ui.shell.test_window import assert_named, log_in, window

__all__ = ["window"]


def test_replace_watch_and_stop(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.IT)
    log_in(qtbot, window)
    shell, desk, folder = window.shell, window.desks.credentials, tmp_path / "key"
    shell.open_page("credentials")
    page: Any = shell.pages["credentials"]
    with qtbot.waitSignal(desk.issued, timeout=WAIT) as issued:
        desk.issue(Wish("Ядро", "core-1", 30, folder))
    of = issued.args[0].credential.credential_id
    qtbot.waitUntil(lambda: of in page.cards and not desk.state.busy, timeout=WAIT)
    card = page.cards[of]
    section = card.sections[KeyPurpose.SIGNING]
    panel = section.panel
    assert not panel.isVisible()
    sender = machine(folder)
    sender.submit(new_batch(), 1, None)
    qtbot.waitUntil(lambda: section.timeline._bars[0].second != tr("not used yet"), timeout=WAIT)
    assert "127.0.0.1" in section.timeline._bars[0].second, "a use shows by itself"
    whole = section.timeline._bars[0].name
    (copy,) = section.timeline.menu_of(section.timeline._bars[0]).actions()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == whole
    page._issue.setFocus()
    qtbot.keyClick(shell, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not desk.state.busy, timeout=WAIT)
    assert page._issue.hasFocus(), "asking again takes the keyboard from nobody"

    section.rotate.click()
    dialog = page.rotate_dialog
    dialog.accept.click()
    assert dialog.isVisible(), "a folder is wanted"
    dialog.hand_over.folder.edit.setText(str(folder))
    dialog.accept.click()
    qtbot.waitUntil(lambda: dialog.done, timeout=WAIT)
    dialog.accept.click()
    qtbot.waitUntil(panel.isVisible, timeout=WAIT)
    assert page.cards[of] is card, "nothing is rebuilt"
    assert not panel.retire.isEnabled()
    assert not section.rotate.isVisible()
    assert_named(shell)

    sender.submit(new_batch(), 2, None)
    qtbot.waitUntil(panel.retire.isEnabled, timeout=WAIT)
    assert [row[0].text for row in panel.senders.rows] == ["127.0.0.1"]
    panel.retire.setFocus()
    panel.retire.click()
    assert desk.acting is None, "it asks first"
    assert page.retire_dialog.cancel.hasFocus()
    qtbot.keyClick(page.retire_dialog, Qt.Key.Key_Return)
    assert desk.acting is None
    page.retire_dialog.close_sheet()
    panel.retire.click()
    old = section.timeline._bars[0].name
    with qtbot.waitSignal(desk.changed_state, timeout=WAIT) as ended:
        page.retire_dialog.accept.click()
    gone = next(k for k in ended.args[0].keys if k.key_id == old)
    assert gone.state is CredentialState.REVOKED
    qtbot.waitUntil(lambda: not panel.isVisible() and not desk.state.busy, timeout=WAIT)
    sender.submit(new_batch(), 3, None)
    assert not danger_has_focus(shell), "nor is the keyboard on what destroys when a button goes away"
    assert "Ядро" in shell._toast.accessibleName()

    card.leak.click()
    page.stop_dialog.accept.click()
    assert page.stop_dialog.isVisible(), "a reason is wanted"
    page.stop_dialog.reason.edit.setText("leaked into a build log")
    with qtbot.waitSignal(desk.changed_state, timeout=WAIT):
        page.stop_dialog.accept.click()
    qtbot.waitUntil(lambda: card.credential.state is CredentialState.SUSPENDED, timeout=WAIT)
    assert card._notice.isVisible()
    assert card.resume.isVisible()
    card.resume.click()
    page.stop_dialog.reason.edit.setText("not yet")
    with qtbot.waitSignal(desk.refused, timeout=WAIT) as refused:
        page.stop_dialog.accept.click()
    assert refused.args[0].code == "KEYS_MISSING"
    assert page.stop_dialog.isVisible()
    page.stop_dialog.close_sheet()
    for purpose in KeyPurpose:
        page.open_rotate(of, purpose)
        page.rotate_dialog.hand_over.folder.edit.setText(str(folder))
        page.rotate_dialog.accept.click()
        qtbot.waitUntil(lambda: page.rotate_dialog.done and not desk.state.busy, timeout=WAIT)
        page.rotate_dialog.accept.click()
    card.resume.click()
    page.stop_dialog.reason.edit.setText("keys replaced")
    with qtbot.waitSignal(desk.changed_state, timeout=WAIT):
        page.stop_dialog.accept.click()
    qtbot.waitUntil(lambda: card.credential.state is CredentialState.ACTIVE, timeout=WAIT)
    sender.submit(new_batch(), 4, None)
    sender.close()


def test_what_two_keys_of_a_source_mean_is_said_before_anything_is_filled_in(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.IT)
    log_in(qtbot, window)
    shell, desk = window.shell, window.desks.credentials
    shell.open_page("credentials")
    page: Any = shell.pages["credentials"]
    qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)
    one = tr("This source has a live key already")
    two = tr("This source has two live keys already: a third will be refused")
    for number, words in enumerate(("", one, two)):
        page.open_issue()
        page.dialog.source.setCurrentIndex(page.dialog.source.findData("core-1"))
        assert page.dialog.limit.isVisible() == bool(words)
        assert page.dialog.limit.accessibleName() == words
        page.dialog.source.setCurrentIndex(page.dialog.source.findData("bet-1"))
        assert not page.dialog.limit.isVisible(), "another source has none"
        page.dialog.close_sheet()
        if number < 2:
            with qtbot.waitSignal(desk.issued, timeout=WAIT):
                desk.issue(Wish("Ядро", "core-1", 30, tmp_path / str(number)))
            qtbot.waitUntil(lambda: not desk.state.busy and len(page.cards) == number + 1, timeout=WAIT)  # noqa: B023
    card = next(iter(page.cards.values()))
    card.sections[KeyPurpose.SIGNING].rotate.click()
    dialog = page.rotate_dialog
    assert dialog.limit.isVisible()
    dialog.hand_over.folder.edit.setText(str(tmp_path / "replaced"))
    dialog.accept.click()
    qtbot.waitUntil(lambda: dialog.done, timeout=WAIT)
