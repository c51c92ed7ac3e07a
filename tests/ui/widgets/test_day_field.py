"""A day is read as typed or said to be wrong beside the field; the calendar and the months are other ways in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.pages.statistics.period_button import PeriodButton
from cabinet.ui.widgets.day_field import DayField
from tests.company import WAIT

TODAY = date(2026, 11, 27)
LONGEST = 400


def today() -> date:
    return TODAY


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[DayField]:
    window = QWidget()
    made = DayField("Day", "", today)
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.show()
    yield made
    window.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31.10.2026", date(2026, 10, 31)),
        ("1.1.2027", date(2027, 1, 1)),
        (" 29.02.2028 ", date(2028, 2, 29)),
        ("2026-10-31", date(2026, 10, 31)),
        ("31.11.2026", None),
        ("31102026", None),
        ("31.10", None),
        ("29.02.2026", None),
        ("00.10.2026", None),
        ("30.13.2026", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_said_to_be_wrong(qtbot: QtBot, field: DayField, typed: str, meant: date | None) -> None:
    field.set_day(TODAY)
    field.edit.selectAll()
    if typed:
        qtbot.keyClicks(field.edit, typed)
    else:
        field.edit.clear()
    assert field.day() == meant
    assert field.text() == typed, "nothing that was typed is changed"
    assert field.below.isVisible() == (meant is None)
    if meant is None and typed:
        assert typed in field.below.text()
        qtbot.keyClicks(field.edit, "1")
        assert not field.below.isVisible(), "what was said does not hold for another text"


def test_the_calendar_begins_at_what_is_typed(qtbot: QtBot, field: DayField) -> None:
    field.edit.setText("31.10.2026")
    field.calendar_button.click()
    days = field.calendar.days
    assert days.chosen == date(2026, 10, 31)
    qtbot.keyClick(days, Qt.Key.Key_PageDown)
    assert days.chosen == date(2026, 11, 30), "November has 30 days, and the calendar shows which is meant"
    assert field.text() == "31.10.2026", "looking is not choosing"
    qtbot.keyClick(days, Qt.Key.Key_Left)
    qtbot.keyClick(days, Qt.Key.Key_Up)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert field.day() == date(2026, 11, 22)
    field.edit.setText("nonsense")
    field.open_calendar()
    assert days.chosen == TODAY
    field.calendar.back.click()
    assert days.chosen == date(2026, 10, 27)
    field.calendar.on.click()
    place = days.place_of(date(2026, 11, 3)).center().toPoint()
    qtbot.mouseClick(days, Qt.MouseButton.LeftButton, pos=place)
    assert field.day() == date(2026, 11, 3)
    field.open_calendar()
    qtbot.mouseClick(days, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert days.chosen == date(2026, 11, 3), "the head of the week is no day"
    field.popup.close()


@pytest.mark.parametrize("edge", [date(1, 2, 1), date(9999, 11, 30)])
def test_the_calendar_has_ends(qtbot: QtBot, field: DayField, edge: date) -> None:
    field.calendar.show_day(edge)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        for _ in range(3):
            qtbot.keyClick(field.calendar.days, key)
    assert not field.calendar.days.grab().isNull()


def chosen_by(qtbot: QtBot, button: PeriodButton, first: str, last: str) -> list[tuple[date, date]]:
    """Type a period and apply it; return what was chosen."""
    button.click()
    for field, typed in ((button.first, first), (button.last, last)):
        field.edit.selectAll()
        qtbot.keyClicks(field.edit, typed)
    found: list[tuple[date, date]] = []
    button.chosen.connect(lambda a, b: found.append((a, b)))
    button.apply.click()
    return found


def period_button(qtbot: QtBot) -> PeriodButton:
    button = PeriodButton(today, LONGEST)
    qtbot.addWidget(button)
    button.show()
    button.show_period(date(2026, 11, 14), TODAY)
    return button


def test_last_month_is_typed_whole(qtbot: QtBot) -> None:
    button = period_button(qtbot)
    assert chosen_by(qtbot, button, "01.10.2026", "31.10.2026") == [(date(2026, 10, 1), date(2026, 10, 31))]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("31.11.2026", "27.11.2026", "first"),
        ("01.10.2026", "31.11.2026", "last"),
        ("02.10.2026", "01.10.2026", "last"),
        ("01.01.2025", "05.02.2026", "last"),
    ],
)
def test_a_wrong_period_is_said_and_kept(qtbot: QtBot, first: str, last: str, wrong: str) -> None:
    button = period_button(qtbot)
    assert chosen_by(qtbot, button, first, last) == []
    assert button.first.isVisible(), "the menu stays"
    assert (button.first.text(), button.last.text()) == (first, last)
    for name, field in (("first", button.first), ("last", button.last)):
        assert (field.below.property("role") == "danger") == (name == wrong)
    button.popup.close()


@pytest.mark.parametrize(("days", "fits"), [(LONGEST - 1, True), (LONGEST, True), (LONGEST + 1, False)])
def test_a_period_has_a_length(qtbot: QtBot, days: int, fits: bool) -> None:
    first = date.fromordinal(TODAY.toordinal() - days + 1)
    button = period_button(qtbot)
    assert bool(chosen_by(qtbot, button, f"{first:%d.%m.%Y}", f"{TODAY:%d.%m.%Y}")) == fits
    button.popup.close()


def test_a_refresh_does_not_touch_what_is_typed(qtbot: QtBot) -> None:
    button = period_button(qtbot)
    button.click()
    button.first.edit.selectAll()
    qtbot.keyClicks(button.first.edit, "31.1")
    button.show_period(date(2026, 11, 15), TODAY)
    assert button.first.text() == "31.1"
    button.popup.close()
    button.click()
    assert button.first.text() == "15.11.2026"
    button.popup.close()


def test_months_are_one_press_away(qtbot: QtBot) -> None:
    button = period_button(qtbot)
    with qtbot.waitSignal(button.chosen) as last:
        button.last_month.click()
    assert last.args == [date(2026, 10, 1), date(2026, 10, 31)]
    with qtbot.waitSignal(button.chosen) as this:
        button.this_month.click()
    assert this.args == [date(2026, 11, 1), TODAY]


def test_tab_goes_from_field_to_field_and_escape_closes(qtbot: QtBot) -> None:
    button = period_button(qtbot)
    button.click()
    assert button.first.edit.hasFocus()
    for after in (button.first.calendar_button, button.last.edit, button.last.calendar_button, button.apply):
        qtbot.keyClick(button.popup.focusWidget(), Qt.Key.Key_Tab)
        assert after.hasFocus()
    qtbot.keyClick(button.popup, Qt.Key.Key_Escape)
    assert not button.popup.isVisible()


def test_the_panel_grows_with_what_is_said(qtbot: QtBot) -> None:
    button = period_button(qtbot)
    button.click()
    button.last.edit.setText("Це не день, а речення")
    before = button.popup.height()
    button.apply.click()
    qtbot.waitUntil(lambda: button.popup.height() >= before, timeout=WAIT)
    label = button.last.below
    assert label.height() >= label.heightForWidth(label.width()), "the sentence is whole"
    button.popup.close()
