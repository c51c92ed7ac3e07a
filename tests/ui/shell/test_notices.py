"""A notice names the cause and leads there; without a session there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from tests.company import WAIT, Company, staff_token
from tests.desks.test_cause_notices import cause
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]


def test_it_leads_to_the_cause(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> None:
    staff_token(company, token_maker, Role.COMPLIANCE)
    log_in(qtbot, window)
    shell, toast = window.shell, window.shell._toast
    notices = shell.notices
    assert notices is not None
    qtbot.waitUntil(lambda: notices.causes._before is not None, timeout=WAIT)
    notices.causes.compare([cause(0xAB)])
    assert toast.isVisible()
    assert toast.accessibleName().startswith("Нова причина відхилень: AM-403 · ")
    assert toast.accessibleName().endswith(" · core-1")
    assert not toast.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert toast.isHidden()
    assert shell.page_key == "rejections"
    assert window.desks.rejections.filter.groups == (f"{0xAB:016x}",)
    assert "Відкриті відхилення" in shell.router.rail.items["rejections"].toolTip() or not (
        shell.router.rail.items["rejections"].badge
    )
    shell.router.rail.items["rejections"].set_badge(3, "Що це")
    assert shell.router.rail.items["rejections"].toolTip().endswith("Що це")
    toast.show_text("Гаразд")
    assert toast.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents), "what went well leads nowhere"

    shell.open_page("settings")
    page = shell.pages["settings"]
    assert page.notices.isChecked()
    qtbot.mouseClick(page.notices, Qt.MouseButton.LeftButton)
    assert window.desks.settings.settings.notices is False
    notices._tell("Причина: {cause}", cause(1))
    window.desks.session.sign_out()
    qtbot.waitUntil(lambda: not window.desks.office.logged_in, timeout=WAIT)
    assert toast.isHidden()
    assert notices._page == ""
    assert not QSystemTrayIcon.isSystemTrayAvailable(), "the suite has no tray"
