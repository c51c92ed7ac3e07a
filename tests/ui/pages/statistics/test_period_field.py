"""The period's line: what was typed stays as it was typed; the calendar moves by keys alone, never by the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.period_field import PeriodField
from tests.ui.type_letters import type_letters

TODAY = date(2026, 11, 27)
LONGEST = 400


class Heard:
    """A field with what it has told."""

    def __init__(self, field: PeriodField) -> None:
        self.field = field
        self.chosen: list[tuple[date, date]] = []
        self.wrong: list[str] = []
        field.chosen.connect(lambda first, last: self.chosen.append((first, last)))
        field.wrong.connect(self.wrong.append)


@pytest.fixture
def heard(qtbot: QtBot) -> Iterator[Heard]:
    install(Language.UKRAINIAN)
    field = PeriodField(lambda: TODAY, LONGEST)
    qtbot.addWidget(field)
    field.show()
    field.show_period(date(2026, 11, 1), TODAY)
    yield Heard(field)
    field.popup.close()


def typed(qtbot: QtBot, heard: Heard, words: str) -> None:
    heard.field.edit.selectAll()
    type_letters(heard.field.edit, words)
    qtbot.keyClick(heard.field.edit, Qt.Key.Key_Return)


def test_a_typed_period_is_taken(qtbot: QtBot, heard: Heard) -> None:
    typed(qtbot, heard, "01.10-31.10")
    assert heard.chosen == [(date(2026, 10, 1), date(2026, 10, 31))]
    assert heard.field.edit.text() == "01.10.2026 – 31.10.2026", "with its year, so that nobody takes it for another"


def test_a_pasted_period_is_taken(qtbot: QtBot, heard: Heard) -> None:
    QGuiApplication.clipboard().setText("2026-10-01..2026-10-31")
    heard.field.edit.selectAll()
    heard.field.edit.paste()
    qtbot.keyClick(heard.field.edit, Qt.Key.Key_Return)
    assert heard.chosen == [(date(2026, 10, 1), date(2026, 10, 31))]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31.11", "Дня 31.11 немає"),
        ("27.11–01.11", "Останній день раніше за перший"),
        ("28.11", "28.11 ще не настало"),
        ("колись", "«колись» — не день"),
        ("01.01.2024–27.11.2026", "400 днів"),
    ],
)
def test_what_is_wrong_is_said_and_stays(qtbot: QtBot, heard: Heard, words: str, said: str) -> None:
    typed(qtbot, heard, words)
    assert heard.chosen == []
    assert said in heard.wrong[-1]
    assert heard.field.edit.text() == words
    assert heard.field.edit.property("wrong")
    heard.field.show_period(date(2026, 11, 2), TODAY)
    assert heard.field.edit.text() == words, "a refresh does not touch it"
    qtbot.keyClicks(heard.field.edit, "1")
    assert heard.wrong[-1] == "", "what was said does not hold for another text"


def test_escape_brings_back_what_is_shown(qtbot: QtBot, heard: Heard) -> None:
    typed(qtbot, heard, "31.11")
    qtbot.keyClick(heard.field.edit, Qt.Key.Key_Escape)
    assert heard.field.edit.text() == "01.11.2026 – 27.11.2026"
    assert heard.wrong[-1] == ""
    assert not heard.field.edit.property("wrong")


def test_two_presses_in_the_calendar_are_a_period_in_either_order(qtbot: QtBot, heard: Heard) -> None:
    qtbot.keyClick(heard.field.edit, Qt.Key.Key_Down)
    days = heard.field.calendar.days
    assert heard.field.popup.isVisible()
    assert (days.chosen, days.span) == (TODAY, (date(2026, 11, 1), TODAY))
    qtbot.keyClick(days, Qt.Key.Key_PageUp)
    assert days.chosen == date(2026, 10, 27)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert heard.field.popup.isVisible(), "the first day is not the period yet"
    assert days.span == (date(2026, 10, 27), date(2026, 10, 27))
    qtbot.keyClick(days, Qt.Key.Key_Left)
    qtbot.keyClick(days, Qt.Key.Key_Up)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert heard.chosen == [(date(2026, 10, 19), date(2026, 10, 27))]
    assert not heard.field.popup.isVisible()


def test_a_day_to_come_is_not_taken_from_the_calendar_either(qtbot: QtBot, heard: Heard) -> None:
    heard.field.open.click()
    days = heard.field.calendar.days
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert heard.chosen == []
    assert "28.11.2026 ще не настало" in heard.wrong[-1]
    assert heard.field.edit.text() == "28.11.2026"


def test_escape_closes_the_calendar(qtbot: QtBot, heard: Heard) -> None:
    heard.field.open.click()
    qtbot.keyClick(heard.field.popup, Qt.Key.Key_Escape)
    assert not heard.field.popup.isVisible()
    assert heard.chosen == []


def test_the_wheel_moves_nothing(heard: Heard) -> None:
    heard.field.open.click()
    days = heard.field.calendar.days
    for target in (days, heard.field.edit):
        _turn(target)
    assert days.chosen == TODAY
    assert heard.field.edit.text() == "01.11.2026 – 27.11.2026"
    assert heard.chosen == []


def _turn(target: QWidget) -> None:
    place = QPointF(5, 5)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for down in (120, -120):
        turned = QWheelEvent(
            place, place, QPoint(), QPoint(0, down), buttons, keys, Qt.ScrollPhase.NoScrollPhase, False
        )  # fmt: skip
        QApplication.sendEvent(target, turned)
