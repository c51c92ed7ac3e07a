"""A dialog keeps the keyboard while it stands, and is as high as what stands in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from tests.company import WAIT


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    """A window with something that takes the keyboard."""
    window = QWidget()
    window.resize(900, 700)
    column = QVBoxLayout(window)
    window.edit = QLineEdit()  # type: ignore[attr-defined]  # a test's own
    column.addWidget(window.edit)  # type: ignore[attr-defined]
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    window.edit.setFocus()  # type: ignore[attr-defined]
    return window


def test_a_button_that_is_disabled_gives_the_keyboard_to_nobody_outside(qtbot: QtBot, below: QWidget) -> None:
    dialog = Dialog(below, "Title", "", "Do")
    act = Button("Act")
    dialog.foot.insertWidget(1, act)
    dialog.open(act)
    assert act.hasFocus()
    act.setEnabled(False)
    qtbot.waitUntil(dialog.cancel.hasFocus, timeout=WAIT)
    below.edit.setFocus()  # type: ignore[attr-defined]
    assert dialog.cancel.hasFocus()
    qtbot.keyClick(dialog.cancel, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    below.edit.setFocus()  # type: ignore[attr-defined]
    assert below.edit.hasFocus(), "once it is closed nobody is kept"  # type: ignore[attr-defined]


def test_without_a_cancel_button_the_other_one_has_it(qtbot: QtBot, below: QWidget) -> None:
    dialog = Dialog(below, "Title", "", "Close")
    dialog.cancel.hide()
    dialog.open()
    assert dialog.accept.hasFocus()


def test_a_button_that_destroys_never_has_it_by_itself(qtbot: QtBot, below: QWidget) -> None:
    dialog = Dialog(below, "Title", "", "Destroy", kind=Kind.DANGER)
    dialog.cancel.hide()
    dialog.open()
    assert dialog.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_upper_one_of_two_keeps_it(qtbot: QtBot, below: QWidget) -> None:
    lower, upper = Dialog(below, "Lower", "", "Do"), Dialog(below, "Upper", "", "Do")
    lower.open()
    upper.open()
    lower.cancel.setFocus()
    assert upper.cancel.hasFocus()
    upper.close_sheet()
    assert lower.cancel.hasFocus()


def test_it_grows_with_what_is_shown(qtbot: QtBot, below: QWidget) -> None:
    dialog = Dialog(below, "Title", "", "Do")
    notice = Notice()
    dialog.body.addWidget(notice)
    dialog.open()
    before = dialog.sheet.height()
    notice.show_notice("success", "Written.", "/somewhere")
    qtbot.waitUntil(lambda: dialog.sheet.height() >= before + notice.sizeHint().height(), timeout=WAIT)
