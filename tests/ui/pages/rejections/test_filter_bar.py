"""What is typed into the filter stays while answers come; it follows what is chosen, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.filter import LONGEST, OPEN, parse_filter
from cabinet.contract.filter_words import FilterKey
from cabinet.contract.id_lists import IdList
from cabinet.contract.moment import KYIV
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.filter_bar import RejectionFilter
from cabinet.vault.filters import View
from tests.perimeter_in_process import NOW
from tests.ui.fit import misfits
from tests.ui.type_letters import type_letters


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
        type_letters(edit, key)
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
    type_letters(edit, "sum:>1")
    assert edit.words.list.isVisible()
    qtbot.keyClick(edit.words.list, Qt.Key.Key_Return)
    assert bar._desk.filter == parse_filter("sum:>1")
    assert not edit.words.list.isVisible()
    edit.clear()
    type_letters(edit, "sum:>1")
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


def test_undo_leads_back_over_facets_and_views(qtbot: QtBot, bar: RejectionFilter) -> None:
    bar.facets[FilterKey.SUM].chosen.emit(FilterKey.SUM, (">1000",))
    bar.show_filter(None)
    bar.views.open_number(4)
    bar.show_filter(None)
    assert bar.line.edit.text() == "стан:можна-повторити"
    edit = bar.line.edit
    edit.setFocus()
    for words in ("стан:відкрите сума:>1000", "стан:відкрите", "стан:відкрите"):
        qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        bar.show_filter(None)
        assert edit.text() == words
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(edit, Qt.Key.Key_Z, redo)
    bar.show_filter(None)
    assert edit.text() == "стан:відкрите сума:>1000"


def test_letters_of_the_other_alphabet_are_told_and_not_refused(qtbot: QtBot, bar: RejectionFilter) -> None:
    typed(qtbot, bar, "код:АМ-404")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    bar.show_filter(None)
    assert bar._desk.filter == parse_filter("code:AM-404")
    assert bar._error.isVisible()
    assert "«АМ-404» як AM-404" in bar._error.text()
    assert not bar.line._wrong
    type_letters(bar.line.edit, " ")
    assert not bar._error.isVisible()
    typed(qtbot, bar, "код:AM-404")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    assert not bar._error.isVisible()


def test_a_list_stands_beside_the_text(qtbot: QtBot, bar: RejectionFilter) -> None:
    kept = IdList(list_id="0a" * 16, given=214, found=214, missing=[], expires_at=NOW)
    bar._desk.lists.known[kept.list_id] = kept
    bar._desk.lists.kept.emit(kept)
    bar.show_filter(None)
    assert bar._desk.filter == parse_filter(f"state:open list:{kept.list_id}")
    assert bar.line.edit.text() == "стан:відкрите"
    assert [chip.accessibleName() for chip in bar.line.chips.chips.values()] == ["ід: 214"]
    assert bar.views.save.isHidden(), "a list is kept for days and a view for good"
    typed(qtbot, bar, "код:RG-604")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    assert bar._desk.filter == parse_filter(f"code:RG-604 list:{kept.list_id}"), "it stays while the text changes"
    typed(qtbot, bar, "")
    bar.line.edit.clear()
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Backspace)
    assert bar._desk.filter.lists == ()
    bar.show_filter(None)
    assert bar.line.chips.isHidden()


def test_a_view_is_saved_only_while_none_lists_the_same(qtbot: QtBot, bar: RejectionFilter) -> None:
    assert bar.views.save.isHidden()
    typed(qtbot, bar, "сума:>1000")
    qtbot.keyClick(bar.line.edit, Qt.Key.Key_Return)
    bar.show_filter(None)
    assert not bar.views.save.isHidden()
    bar.views.save.click()
    name = bar.views.name
    assert name.field.edit.hasFocus()
    name.button.click()
    assert name.isVisible(), "a name is needed"
    assert "64" in name.field.below.text()
    type_letters(name.field.edit, "Великі")
    qtbot.keyClick(name.field.edit, Qt.Key.Key_Return)
    assert not name.isVisible()
    assert [view.text for view in bar._desk.views.own] == ["sum:>1000"]
    assert bar.views.save.isHidden()
    assert bar.views.tabs.tabs["own:Великі"].active
    bar.views.open_number(1)
    bar.show_filter(None)
    bar.views._ask_name()
    name.field.edit.setText("великі")
    assert name.button.text() == "Замінити"
    name.close()
    bar.views._remove("Великі")
    assert not bar.views.restore.isHidden()
    assert bar.views.restore.text() == "Повернути «Великі»"
    bar.views.restore.click()
    assert [view.name for view in bar._desk.views.own] == ["Великі"]
    assert bar.views.restore.isHidden()


@pytest.mark.parametrize("tongue", list(Language))
def test_at_every_width_nothing_is_cut(qtbot: QtBot, bar: RejectionFilter, tongue: Language) -> None:
    install(tongue)
    made = RejectionFilter(bar._desk)
    qtbot.addWidget(made)
    made.show()
    bar._desk.views.own = (View("Великі суми й ще дещо довге", "sum:>1000"), View("Друга", "sum:>5"))
    bar._desk.choose(parse_filter("code:RG-604"))
    made.show_filter(None)
    for wide in (800, 939, 940, 1200, 1760):
        made.resize(wide, 120)
        QApplication.processEvents()
        assert misfits(made) == [], wide
    install(Language.UKRAINIAN)


def test_what_is_offered_is_counted_where_that_is_cheap(
    qtbot: QtBot, bar: RejectionFilter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    counts = bar._desk.value_counts
    monkeypatch.setattr(counts, "ask", lambda filters: asked.append([f.text() for f in filters]))
    bar.line.edit.values = {FilterKey.CODE: ("AM-404", "RG-604")}
    typed(qtbot, bar, "тип:")
    assert asked == [[f"state:open type:{word}" for word in ("bet", "refund", "payout")]]
    counts._known = {"state:open type:bet": 7, "state:open type:refund": 0, "state:open type:payout": None}
    counts.changed.emit()
    assert bar.line.edit.words._numbers.numbers == {"ставка": 7, "повернення": 0}
    typed(qtbot, bar, "т")
    assert bar.line.edit.words._numbers.numbers == {}


def test_where_there_is_little_height_facets_are_behind_one_button(qtbot: QtBot, bar: RejectionFilter) -> None:
    bar.set_low(low=True)
    assert bar._row.isHidden()
    bar.facets[FilterKey.SUM].chosen.emit(FilterKey.SUM, (">1000",))
    bar.show_filter(None)
    assert bar._all.text() == "Фільтри 2"
    bar._all.click()
    menu = next(menu for menu in bar.findChildren(QMenu) if menu.isVisible() and menu.parent() is bar)
    words = [action.text() for action in menu.actions()]
    assert words[:2] == ["Стан: Відкрите", "Код"]
    assert len(words) == len(bar.facets) + 2
    menu.actions()[-1].trigger()
    menu.close()
    assert bar._desk.filter == OPEN
    bar.set_low(low=False)
    assert not bar._row.isHidden()
    assert bar._all.isHidden()
