"""What is pasted into the filter, which words complete it, and how far its undo reaches."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cabinet.contract.filter_words import FilterKey
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.filter_edit import FilterEdit
from tests.ui.type_letters import type_letters

LINK = "cabinet://rejections?filter=state:open&company=43210987&perimeter=127.0.0.1:8443"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def edit(qtbot: QtBot) -> FilterEdit:
    install(Language.UKRAINIAN)
    made = FilterEdit()
    qtbot.addWidget(made)
    made.resize(600, 32)
    made.show()
    made.setFocus()
    return made


def told(edit: FilterEdit) -> list[Any]:
    found: list[Any] = []
    for signal in (edit.ids_pasted, edit.link_pasted, edit.stepped):
        signal.connect(found.append)
    edit.refused.connect(lambda error: found.append(error.code))
    edit.emptied_further.connect(lambda: found.append("emptied"))
    return found


@pytest.mark.parametrize(
    ("before", "pasted", "after", "signal"),
    [
        ("", "a-1\nb-2", "", ("a-1", "b-2")),
        ("стан:нове ", "a-1\tb-2", "стан:нове ", ("a-1", "b-2")),
        ("код:", "AM-404,RG-604", "код:AM-404,RG-604", None),
        ("код:AM-404,", "RG-604,RG-605", "код:AM-404,RG-604,RG-605", None),
        ("", "код:RG-604, AM-404", "код:RG-604, AM-404", None),
        ("", "a-1", "a-1", None),
        ("", "\n".join(f"{n}" for n in range(10_001)), "", "ID_LIST_TOO_LONG"),
        ("стан:нове", LINK, "стан:нове", LINK),
        ("", f"Дивись:\n{LINK}\nдякую", "", LINK),
    ],
)
def test_what_is_pasted(qtbot: QtBot, edit: FilterEdit, before: str, pasted: str, after: str, signal: object) -> None:
    edit.setText(before)
    edit.end(False)
    found = told(edit)
    QApplication.clipboard().setText(pasted)
    qtbot.keyClick(edit, Qt.Key.Key_V, CTRL)
    assert edit.text() == after
    assert found == ([] if signal is None else [signal])


def test_what_replaces_the_whole_text_is_a_list_too(qtbot: QtBot, edit: FilterEdit) -> None:
    edit.setText("стан:нове")
    edit.selectAll()
    found = told(edit)
    QApplication.clipboard().setText("a\nb")
    qtbot.keyClick(edit, Qt.Key.Key_V, CTRL)
    assert (edit.text(), found) == ("стан:нове", [("a", "b")])


def test_by_the_menu_and_by_dropping(qtbot: QtBot, edit: FilterEdit) -> None:
    found = told(edit)
    QApplication.clipboard().setText("a\nb")
    place = edit.rect().center()
    edit.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, edit.mapToGlobal(place)))
    menu = next(menu for menu in edit.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if "ставити" in action.text()).trigger()
    menu.close()
    data = QMimeData()
    data.setText("c\nd")
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    edit.dropEvent(QDropEvent(QPointF(1, 1), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    assert (edit.text(), found) == ("", [("a", "b"), ("c", "d")])


def test_tab_completes_keys_and_values(qtbot: QtBot, edit: FilterEdit) -> None:
    edit.values = {FilterKey.CODE: ("AM-404", "RG-604")}
    offered: list[tuple[str, tuple[str, ...]]] = []
    edit.words.shown_for.connect(lambda key, words: offered.append((key, words)))
    type_letters(edit, "ко")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "код:"
    assert offered[-1] == ("код", ("AM-404", "RG-604"))
    type_letters(edit, "R")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "код:RG-604"
    assert edit.hasFocus()
    type_letters(edit, " стан:у")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "код:RG-604 стан:у-роботі"
    assert "список:" not in [word for _, words in offered for word in words]


def test_an_empty_line_offers_what_was_used_last(qtbot: QtBot, edit: FilterEdit) -> None:
    edit.recent = ("код:RG-604 сума:>1000", "стан:нове")
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    assert edit.words.list.isVisible()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "код:RG-604 сума:>1000"
    edit.clear()
    type_letters(edit, "стан:")
    assert edit.words.currentCompletion() == "відкрите", "recent ones are whole filters, not values"
    edit.words.list.hide()


def test_undo_goes_on_to_filters_before(qtbot: QtBot, edit: FilterEdit) -> None:
    edit.setText("стан:нове")
    edit.listed = "стан:нове"
    found = told(edit)
    type_letters(edit, "x")
    edit.words.list.hide()
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert (edit.text(), found) == ("стан:нове", []), "first what was typed"
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert found == [-1]
    edit.setText("інше")
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL | SHIFT)
    assert found == [-1, 1]


def test_backspace_in_nothing(qtbot: QtBot, edit: FilterEdit) -> None:
    found = told(edit)
    edit.setText("x")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert found == []
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert found == ["emptied"]
