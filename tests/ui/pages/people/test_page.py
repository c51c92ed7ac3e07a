"""The page of people in the real window: appoint with a PIN, read the mandate, end it; what each role may do there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Right, Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.profile.settings import Language
from cabinet.ui.pages.people.appoint import last_moment
from cabinet.ui.texts.people import right
from tests.company import WAIT, Company, person, staff_token
from tests.contour.acts import SOFIIA
from tests.softhsm import PIN, TokenMaker
from tests.ui.fit import danger_has_focus
from tests.ui.shell.test_window import arrived, assert_named, log_in, open_window


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path) -> Iterator[Window]:
    made = open_window(company, tmp_path)
    yield made
    made.close()


def people_page(qtbot: QtBot, window: Window) -> Any:
    log_in(qtbot, window)
    window.shell.open_page("people")
    arrived(qtbot, window, "people")
    return window.shell.pages["people"]


def test_the_head_appoints_reads_and_ends(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    page = people_page(qtbot, window)
    shell, desk, approval = window.shell, window.desks.people, window.desks.approval
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [m.role for m in page.members] == [Role.HEAD, Role.IT, Role.COMPLIANCE]
    assert page.member().name == person(Role.HEAD).name
    assert not page.card.end.isVisible()
    page.open_appoint()
    dialog = page.dialog
    assert_named(shell)
    qtbot.keyClick(dialog.name.edit, Qt.Key.Key_Return)
    assert dialog.name.below.text().startswith("! ")
    dialog.name.edit.setText(SOFIIA.name)
    dialog.rnokpp.edit.setText("1732050801")
    dialog.accept.click()
    assert dialog.rnokpp.below.text().startswith("! ")
    dialog.rnokpp.edit.setText(SOFIIA.rnokpp)
    dialog.until.edit.setText("31.12.2099")
    dialog.accept.click()
    assert dialog.until.below.text().startswith("! ")
    assert desk.acting is None
    dialog.until.edit.setText(f"31.12.{datetime.now(KYIV).year + 1}")
    dialog.accept.click()
    qtbot.waitUntil(lambda: approval.phase is LoginPhase.PIN and shell.asking.approval_dialog.isVisible(), timeout=WAIT)
    shown = shell.asking.approval_dialog
    assert_named(shell)
    shown.whole.click()
    shown.statement.close_sheet()
    shown.close_sheet()
    qtbot.waitUntil(lambda: desk.acting is None, timeout=WAIT)
    assert dialog.isVisible()
    dialog.accept.click()
    qtbot.waitUntil(lambda: approval.phase is LoginPhase.PIN and shell.asking.approval_dialog.isVisible(), timeout=WAIT)
    shell.asking.approval_dialog.pin.edit.setText(PIN)
    with qtbot.waitSignal(desk.appointed, timeout=WAIT):
        shell.asking.approval_dialog.accept.click()
    arrived(qtbot, window, "people")
    assert page.member().name == SOFIIA.name
    assert page.meta.startswith("3")
    assert not danger_has_focus(shell)
    assert shell.focusWidget() is not page.sessions.everywhere, "nobody asked to be signed out everywhere"
    assert page.card.document.isVisible()
    with qtbot.waitSignal(desk.document_arrived, timeout=WAIT):
        page.card.document.click()
    document = page.document_dialog
    assert document.notice.accessibleName() == "Підпис і позначка часу справжні."
    document.save_to(tmp_path / "saved")
    assert sorted(f.suffix for f in (tmp_path / "saved").iterdir()) == [".p7s", ".txt"]
    document.close_sheet()
    page.card.end.click()
    page.end_dialog.accept.click()
    assert desk.acting is None
    page.end_dialog.reason.edit.setText("звільнилася")
    with qtbot.waitSignal(desk.ended, timeout=WAIT):
        page.end_dialog.accept.click()
    arrived(qtbot, window, "people")
    assert page.meta.startswith("2")
    assert page.member().name == SOFIIA.name
    assert not page.card.end.isVisible()


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.IT])
def test_others_see_their_own_mandate_and_sessions(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, role: Role
) -> None:
    staff_token(company, token_maker, role)
    page = people_page(qtbot, window)
    assert not page._people.isVisible()
    assert not page.card.isVisible()
    assert page._own.isVisible()
    assert page.sessions.isVisible()
    (button,) = page.header_actions()
    assert not button.isEnabled()
    assert button.toolTip() == "Призначає лише керівник."
    page.open_appoint()
    assert not hasattr(page, "dialog")


def test_sign_out_everywhere_asks_once_more(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    page = people_page(qtbot, window)
    page.sessions.everywhere.click()
    page.out_dialog.close_sheet()
    assert window.office.logged_in
    page.sessions.everywhere.click()
    with qtbot.waitSignal(window.desks.session.signed_out, timeout=WAIT):
        page.out_dialog.accept.click()
    assert window.shell.pages == {}


def test_every_right_has_a_name_in_both_languages(window: Window) -> None:
    for tongue in Language:
        window.desks.settings.set_language(tongue)
        assert len({right(of) for of in Right}) == len(Right)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("14.10.2027", datetime(2027, 10, 14, 23, 59, 59, tzinfo=KYIV)),
        (" 1.2.2028 ", datetime(2028, 2, 1, 23, 59, 59, tzinfo=KYIV)),
        ("29.02.2027", None),
        ("14/10/2027", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(words: str, ends: datetime | None) -> None:
    assert last_moment(words) == ends
