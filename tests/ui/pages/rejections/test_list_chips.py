"""A pasted list as a chip: how many of it were found, what was not can be copied, and it can be taken out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cabinet.contract.id_lists import IdList
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.list_chips import ListChips
from tests.perimeter_in_process import NOW

SOME = IdList(list_id="0" * 32, given=1214, found=1212, missing=["y", "x"], expires_at=NOW)
ALL = IdList(list_id="1" * 32, given=3, found=3, missing=[], expires_at=NOW)


@pytest.fixture
def chips(qtbot: QtBot) -> ListChips:
    install(Language.UKRAINIAN)
    made = ListChips()
    qtbot.addWidget(made)
    made.show_lists(((SOME.list_id, SOME), (ALL.list_id, ALL), ("2" * 32, None)))
    made.show()
    return made


def menu_of(chips: ListChips, list_id: str) -> QMenu:
    chips.chips[list_id].open_menu()
    return next(menu for menu in chips.chips[list_id].findChildren(QMenu) if menu.isVisible())


def test_each_says_how_many_were_found(chips: ListChips) -> None:
    names = [chip.accessibleName() for chip in chips.chips.values()]
    assert names == ["ід: 1\u00a0212 з 1\u00a0214", "ід: 3", "список ід"]
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips.chips.values())
    chips.show_lists(())
    assert chips.isHidden()


def test_what_was_not_found_is_copied(qtbot: QtBot, chips: ListChips) -> None:
    menu = menu_of(chips, SOME.list_id)
    words = [action.text() for action in menu.actions()]
    assert words == [
        "Знайдено серед відхилень: 1\u00a0212 з 1\u00a0214", "Скопіювати 2 незнайдені", "Прибрати список",
    ]  # fmt: skip
    with qtbot.waitSignal(chips.copied):
        menu.actions()[1].trigger()
    menu.close()
    assert QApplication.clipboard().text() == "y\nx"
    assert [action.text() for action in menu_of(chips, ALL.list_id).actions()][1:] == ["Прибрати список"]
    assert [action.text() for action in menu_of(chips, "2" * 32).actions()] == ["Прибрати список"]


def test_it_is_taken_out_by_cross_key_or_menu(qtbot: QtBot, chips: ListChips) -> None:
    told: list[str] = []
    chips.removed.connect(told.append)
    chip = chips.chips[SOME.list_id]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 12))
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.keyClick(chip, Qt.Key.Key_Backspace)
    menu = menu_of(chips, SOME.list_id)
    menu.actions()[-1].trigger()
    menu.close()
    assert told == [SOME.list_id] * 4
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert told == [SOME.list_id] * 4, "elsewhere it opens its menu"
