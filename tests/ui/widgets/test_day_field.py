"""A day is read as typed or said to be wrong beside the field; the calendar is another way in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.widgets.day_field import DayField

TODAY = date(2026, 11, 27)


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
