"""Views as tabs: the open one is always there, none is cut, and what has no room is in the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.view_tabs import ShownView, ViewTabs

VIEWS = [
    ShownView("open", "Відкриті", False, 1118),
    ShownView("mine", "Мої", False, 4),
    ShownView("own:a", "Великі суми", True, None),
    ShownView("own:b", "Довга назва виду, якої не обрізати", True, 7),
]


@pytest.fixture
def tabs(qtbot: QtBot) -> ViewTabs:
    install(Language.UKRAINIAN)
    made = ViewTabs()
    qtbot.addWidget(made)
    made.show()
    made.show_views(VIEWS, "open")
    return made


def seen(tabs: ViewTabs) -> list[str]:
    return [key for key, tab in tabs.tabs.items() if not tab.isHidden()]


def test_all_where_there_is_room(tabs: ViewTabs) -> None:
    whole = tabs.sizeHint().width()
    tabs.resize(whole, 32)
    assert seen(tabs) == [view.key for view in VIEWS]
    assert tabs.more.isHidden()
    assert tabs.tabs["open"].accessibleName() == "Відкриті, 1\u00a0118"
    assert tabs.tabs["own:a"].accessibleName() == "Великі суми"
    tabs.resize(whole - 1, 32)
    assert seen(tabs) == ["open", "mine", "own:a"]
    assert tabs.more.text() == "Ще 1"
    assert [view.key for view in tabs.away()] == ["own:b"]


def test_at_every_width_nothing_is_cut_and_the_open_one_is_there(tabs: ViewTabs) -> None:
    for active in ("open", "own:b", ""):
        tabs.show_views(VIEWS, active)
        for wide in range(tabs.minimumSizeHint().width(), tabs.sizeHint().width() + 10, 7):
            tabs.resize(wide, 32)
            shown = [tabs.tabs[key] for key in seen(tabs)]
            assert not active or active in seen(tabs)
            assert all(tab.width() == tab.sizeHint().width() for tab in shown)
            assert max((tab.geometry().right() for tab in shown), default=0) <= wide
            assert tabs.more.isHidden() or tabs.more.geometry().right() <= wide
            assert tabs.more.isHidden() == (len(shown) == len(VIEWS))


def test_a_press_opens_and_a_second_one_asks_for_the_menu(qtbot: QtBot, tabs: ViewTabs) -> None:
    told: list[str] = []
    tabs.chosen.connect(told.append)
    tabs.menu_asked.connect(lambda key: told.append(f"menu {key}"))
    tabs.resize(tabs.sizeHint().width(), 32)
    qtbot.mouseClick(tabs.tabs["own:a"], Qt.MouseButton.LeftButton)
    tabs.show_views(VIEWS, "own:a")
    qtbot.mouseClick(tabs.tabs["own:a"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(tabs.tabs["open"], Qt.Key.Key_Return)
    tabs.show_views(VIEWS, "open")
    qtbot.mouseClick(tabs.tabs["open"], Qt.MouseButton.LeftButton)
    assert told == ["own:a", "menu own:a", "open", "open"], "what everybody has cannot be changed"


def test_the_menu_opens_what_has_no_room(qtbot: QtBot, tabs: ViewTabs) -> None:
    told: list[str] = []
    tabs.chosen.connect(told.append)
    tabs.resize(tabs.minimumSizeHint().width(), 32)
    assert seen(tabs) == ["open"]
    tabs.more.click()
    menu = next(menu for menu in tabs.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == ["Мої\t4", "Великі суми", f"{VIEWS[3].name}\t7"]
    menu.actions()[2].trigger()
    menu.close()
    assert told == ["own:b"]
    assert tabs.childAt(QPoint(1, 1)) is tabs.tabs["open"]
