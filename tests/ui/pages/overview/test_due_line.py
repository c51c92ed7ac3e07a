"""The line of what is due: its three scales, marks that would cover each other, keys, mouse and what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from cabinet.contract.due import AHEAD_DAYS, DueDate, DueKind
from cabinet.contract.due_dates import due_dates
from cabinet.contract.states import KeyPurpose
from cabinet.ui.pages.overview.due_line import DueLine, share_at, spots_of
from tests.contract.due_kit import cause, credential, key
from tests.perimeter_in_process import NOW


def at(*moments: datetime) -> list[DueDate]:
    return due_dates(NOW, causes=[cause(moment, number) for number, moment in enumerate(moments)])


@pytest.fixture
def line(qtbot: QtBot) -> DueLine:
    made = DueLine()
    qtbot.addWidget(made)
    made.resize(1000, made.height())
    made.show_due(at(*(NOW + timedelta(days=days) for days in (1, 10, 50))), NOW)
    made.show()
    return made


@pytest.mark.parametrize(("days", "share"), [
    (-100, 0), (-0.1, 0), (0, 0), (3.5, 0.23), (7, 0.46), (18.5, 0.595), (30, 0.73), (60, 0.865), (AHEAD_DAYS, 1),
    (AHEAD_DAYS + 1, 1),
])  # fmt: skip
def test_near_days_have_more_room(days: float, share: float) -> None:
    assert share_at(days) == pytest.approx(share)


def test_marks_that_would_cover_each_other_are_one() -> None:
    hour = timedelta(hours=1)
    width = 168 / 0.46  # an hour of the first week is one pixel
    spots = spots_of(at(NOW, NOW + 12.9 * hour, NOW + 13.1 * hour), NOW, width)
    assert [len(spot.due) for spot in spots] == [2, 1]
    assert [spot.x for spot in spots] == pytest.approx([0, 13.1])
    past = spots_of(at(NOW - 900 * hour, NOW - hour, NOW), NOW, width)
    assert [(spot.x, len(spot.due)) for spot in past] == [(0, 3)]


def test_arrows_go_from_thing_to_thing_and_enter_opens(qtbot: QtBot, line: DueLine) -> None:
    named = []
    for pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(line, pressed)
        named.append(line.at)
        assert f"{line.at + 1} із 3" in line.accessibleName()
    assert named == [0, 1, 2, 2, 0]
    qtbot.keyClick(line, Qt.Key.Key_Right)
    with qtbot.waitSignal(line.asked) as asked:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked.args == [line.due[1].opens]
    assert line.due[1].opens.startswith("rejections state:open group:")
    assert "через 10 днів" in line.accessibleName()


def test_what_is_chosen_stays_chosen(line: DueLine) -> None:
    line._go(1)
    chosen = line.due[1].key
    listed = at(NOW + timedelta(days=60))
    moved = [due for due in line.due if due.key == chosen]
    line.show_due([*listed, *moved], NOW)
    assert line.due[line.at].key == chosen
    line.show_due(listed, NOW)
    assert line.at == 0
    line.show_due([], NOW)
    assert "із" not in line.accessibleName().removeprefix("Що чекає за 90 днів")


def test_an_empty_line_opens_nothing(qtbot: QtBot, line: DueLine) -> None:
    line.show_due([], NOW)
    with qtbot.assertNotEmitted(line.asked):
        for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End):
            qtbot.keyClick(line, pressed)


def test_a_click_on_a_mark_opens_it_and_beside_it_nothing(qtbot: QtBot, line: DueLine) -> None:
    spot = line.spots[1]
    with qtbot.waitSignal(line.asked) as asked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x) + 10 + 12, 24))
    assert asked.args == [spot.due[0].opens]
    assert line.at == 1
    with qtbot.assertNotEmitted(line.asked):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x) + 10 + 15, 24))
        qtbot.mouseClick(line, Qt.MouseButton.RightButton, pos=QPoint(round(spot.x) + 10, 24))


def test_the_mark_under_the_mouse_is_told_first(line: DueLine) -> None:
    spot = line.spots[2]
    assert line._spot_at(QPointF(spot.x + 10, 20)) == spot
    line._hovered = spot
    assert line._chosen(line.spots) == spot
    line.leaveEvent(None)  # type: ignore[arg-type]  # nothing of it is asked
    assert line._chosen(line.spots) is None


def test_words_go_to_what_is_chosen_then_to_what_asks(line: DueLine) -> None:
    promise = due_dates(NOW, credentials=[
        credential(NOW + timedelta(days=500), key(KeyPurpose.TRANSPORT, NOW + timedelta(days=12)))
    ])  # fmt: skip
    line.show_due([*promise, *at(NOW + timedelta(days=8), NOW + timedelta(days=20))], NOW)
    first, second, third = line.spots
    assert line._by_weight(line.spots, None) == [second, third, first]
    spots = line.spots
    assert line._by_weight(spots, spots[2]) == [third, second, first]
    assert line._by_weight(spots, spots[0]) == [first, second, third]


def test_it_paints_any_look_of_a_mark(line: DueLine) -> None:
    promise = due_dates(NOW, credentials=[
        credential(NOW + timedelta(days=500), key(KeyPurpose.TRANSPORT, NOW + timedelta(days=12)))
    ])  # fmt: skip
    assert [due.kind for due in promise] == [DueKind.CERTIFICATE_RENEWS]
    before = line.grab().toImage()
    line.show_due([*at(NOW), *promise], NOW)
    assert line.grab().toImage() != before
    line.set_low(True)
    assert line.grab().height() < before.height()
