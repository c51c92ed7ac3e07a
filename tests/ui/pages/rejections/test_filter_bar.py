"""What is typed into the filter stays while answers come; it follows what is chosen, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.filter import LONGEST, OPEN, parse_filter
from cabinet.contract.filter_words import FilterKey
from cabinet.contract.moment import KYIV
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.filter_bar import RejectionFilter


@pytest.fixture
def bar(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[RejectionFilter]:
    """The filter over a desk whose answers never come by themselves."""
    install(Language.UKRAINIAN)
    monkeypatch.setattr(RejectionsDesk, "refresh", lambda _: None)
    office = Office(ShiftedClock(SystemClock()))
    made = RejectionFilter(RejectionsDesk(office))
    qtbot.addWidget(made)
    made.show()
    made.show_filter(None)
    yield made
    office.stop()


def typed(qtbot: QtBot, bar: RejectionFilter, words: str) -> None:
    edit = bar.line.edit
    edit.setFocus()
    edit.selectAll()
    for key in words:
        qtbot.keyClicks(edit, key)
        edit.words.list.hide()
        bar.show_filter(None)  # an answer comes between any two keys


def test_answers_touch_nothing_that_is_typed(qtbot: QtBot, bar: RejectionFilter) -> None:
    assert bar.line.edit.text() == "стан:відкрите"
    typed(qtbot, bar, "site:mlynok.ua sum:>10 ")
    assert bar.line.edit.text() == "site:mlynok.ua sum:>10 "
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    assert bar._desk.filter == parse_filter("site:mlynok.ua sum:>10")
    typed(qtbot, bar, "site:mlynok.ua sum:>10 period:31.10.2026")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    bar.show_filter(None)
    assert bar.facets[FilterKey.PERIOD].accessibleName().endswith(": 31.10.2026"), "a day as the window shows days"
    typed(qtbot, bar, "site:mlynok.ua sum:>10")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    assert bar.line.edit.text() == "сайт:mlynok.ua сума:>10", "what was entered is said in the window's language"


def test_return_is_of_what_is_typed_while_words_are_offered(qtbot: QtBot, bar: RejectionFilter) -> None:
    """An open list of words takes the keys, as in a real window; it swallowed the first Return."""
    edit = bar.line.edit
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, "sum:>1")
    assert edit.words.list.isVisible()
    qtbot.keyClick(edit.words.list, Qt.Key.Key_Return)
    assert bar._desk.filter == parse_filter("sum:>1")
    assert not edit.words.list.isVisible()
    edit.clear()
    qtbot.keyClicks(edit, "sum:>1")
    qtbot.keyClick(edit.words.list, Qt.Key.Key_Down)
    qtbot.keyClick(edit.words.list, Qt.Key.Key_Return)
    assert edit.text() == "sum:>100", "a word that is chosen is taken first"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert bar._desk.filter == parse_filter("sum:>100")


def test_nor_what_was_said_of_it(qtbot: QtBot, bar: RejectionFilter) -> None:
    typed(qtbot, bar, "amount:>5")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    bar.show_filter(None)
    assert bar.line.edit.text() == "amount:>5"
    assert bar._error.isVisible()
    assert "сума:" in bar._error.text()
    assert "sum:" not in bar._error.text()
    assert bar.line._wrong
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Backspace)
    assert not bar._error.isVisible(), "it was said of another text"


def test_what_is_chosen_elsewhere_is_shown(qtbot: QtBot, bar: RejectionFilter) -> None:
    typed(qtbot, bar, "qqq:1")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    bar.facets[FilterKey.SUM].chosen.emit(FilterKey.SUM, (">1000",))
    bar.show_filter(None)
    assert bar.line.edit.text() == "стан:відкрите сума:>1000"
    assert not bar._error.isVisible()
    assert not bar.line._wrong


def test_the_same_filter_in_other_words_is_tidied_when_entered(qtbot: QtBot, bar: RejectionFilter) -> None:
    typed(qtbot, bar, "state:open")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    assert bar._desk.filter == OPEN
    assert bar.line.edit.text() == "стан:відкрите"


def test_a_list_that_is_too_long_is_refused_and_not_cut(qtbot: QtBot, bar: RejectionFilter) -> None:
    words = "x" * (LONGEST + 1)
    bar.line.edit.setText(words)
    bar.line.entered.emit(bar.line.edit.text())
    assert str(LONGEST) in bar._error.text()
    assert bar.line.edit.text() == words


def test_a_time_is_read_or_said_to_be_wrong(qtbot: QtBot, bar: RejectionFilter) -> None:
    found: list[Any] = []
    bar.anchored.connect(found.append)
    bar._anchor.click()
    for day, time in (("31.11.2026", "14:30"), ("30.11.2026", "24:00"), ("30.11.2026", "7"), ("", "14:30")):
        bar.anchor.day.edit.setText(day)
        bar.anchor.time.edit.setText(time)
        bar.anchor.go()
        assert found == []
        assert (bar.anchor.day.text(), bar.anchor.time.text()) == (day, time)
        assert bar.anchor.day.isVisible(), "the menu stays"
    bar.anchor.day.edit.setText("31.10.2026")
    bar.anchor.time.edit.setText("7:05")
    qtbot.keyClick(bar.anchor.time.edit, Qt.Key.Key_Return)
    assert found == [datetime(2026, 10, 31, 7, 5, tzinfo=KYIV)]
    assert found[0].astimezone(UTC).hour == 5
    assert not bar.anchor.day.isVisible()
