"""A toast stands where no control is, on every page and at every size; it ends with the page and with the lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from cabinet.desks.credentials import Wish
from cabinet.profile.settings import Language
from cabinet.ui.shell.page_specs import PAGES
from tests.company import WAIT, Company, staff_token
from tests.softhsm import TokenMaker
from tests.ui.fit import uncovered
from tests.ui.shell.test_window import arrived, log_in, window

__all__ = ["window"]

LONGEST = "Про витік повідомлено, ключі припинено: " + "Платформа ставок " * 4
SIZES = [(1024, 640), (1280, 720), (1366, 768), (1440, 900), (1920, 1080)]


@pytest.mark.parametrize("tongue", list(Language))
def test_it_covers_no_control(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tongue: Language, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    window.desks.settings.set_language(tongue)
    shell, toast = window.shell, window.shell._toast
    shell.show()
    for size in SIZES:
        shell.resize(*size)
        qtbot.wait(0)
        toast.show_text("Звіт скопійовано")
        assert uncovered(toast, shell) == [], ("log-in", size)
    log_in(qtbot, window)
    with qtbot.waitSignal(window.desks.credentials.issued, timeout=WAIT):
        window.desks.credentials.issue(Wish("Ядро", "core-1", 30, tmp_path / "key"))
    for key in PAGES:
        shell.open_page(key)
        arrived(qtbot, window, key)
        for size in SIZES:
            shell.resize(*size)
            qtbot.wait(0)
            for words in ("Готово", LONGEST):
                toast.show_text(words)
                assert toast.isVisible()
                assert uncovered(toast, shell) == [], (key, size, words)
                assert shell.rect().contains(toast.geometry())
    shell.toast("Одержано")
    shell.resize(1024, 640)
    assert uncovered(toast, shell) == [], "also when the window gets smaller under it"


def test_it_ends_with_page_and_lock(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> None:
    staff_token(company, token_maker, Role.HEAD)
    log_in(qtbot, window)
    shell, toast = window.shell, window.shell._toast
    page = shell.pages["overview"]
    page.toasted.emit("Довіреність припинено: Руденко Софія Андріївна")
    assert toast.isVisible()
    shell.open_page("registry")
    assert not toast.isVisible()
    shell.pages["registry"].toasted.emit("Довіреність припинено: Руденко Софія Андріївна")
    gone = shell.pages["registry"]
    window.desks.session.lock()
    assert not toast.isVisible()
    assert toast.accessibleName() == "", "nor is a name left for whoever reads the screen"
    gone.toasted.emit("Довіреність припинено: Руденко Софія Андріївна")
    assert not toast.isVisible(), "a page that is gone says nothing any more"
