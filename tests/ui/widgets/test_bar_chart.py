"""Bars: an earlier period lies over them as thin ticks; a click, a drag and arrows choose; sums may be below."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cabinet.profile.settings import ThemeChoice
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.bar_chart import BarChart, Bars, Mark

SIZE = (600, 300)


def near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def chart_of(qtbot: QtBot, bars: Bars) -> BarChart:
    chart = BarChart("chart", choosing=True)
    qtbot.addWidget(chart)
    chart.resize(*SIZE)
    chart.show_bars(bars)
    chart.show()
    return chart


def five(past: int = 5) -> Bars:
    names = [f"b{number}" for number in range(5)]
    return Bars(["one"], names, names, [[10, 20, 30, 40, 50]], past=past)


def place(chart: BarChart, bucket: int) -> QPoint:
    plot = chart._plot(chart.bars.axis())
    return QPoint(round(plot.left() + plot.width() / 5 * (bucket + 0.5)), 150)


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_a_tick_does_not_saw_a_bar_apart(qtbot: QtBot, choice: ThemeChoice) -> None:
    theme_switch().choose(choice)
    chart = chart_of(qtbot, Bars(["one"], ["a"], ["a"], [[100]], [50], "before"))
    picture = chart.grab().toImage()
    color, ink = theme().series(0), theme().text
    column = [picture.pixelColor(picture.width() // 2, y) for y in range(picture.height())]
    bar = [y for y, pixel in enumerate(column) if near(pixel, color)]
    tick = [y for y in range(bar[0], bar[-1]) if near(column[y], ink)]
    assert len(tick) == 2, "two pixels, and nothing cleared around them"
    assert len(bar) == bar[-1] - bar[0] + 1 - len(tick)
    theme_switch().choose(ThemeChoice.SYSTEM)


def test_where_there_is_nothing_to_compare_with_there_is_no_tick(qtbot: QtBot) -> None:
    theme_switch().choose(ThemeChoice.LIGHT)
    chart = chart_of(qtbot, Bars(["one"], ["a"], ["a"], [[100]], [None], "before"))
    picture = chart.grab().toImage()
    column = [picture.pixelColor(picture.width() // 2, y) for y in range(40, picture.height() - 30)]
    assert not [pixel for pixel in column if near(pixel, theme().text)]
    theme_switch().choose(ThemeChoice.SYSTEM)


def test_sums_below_nought_hang_from_it(qtbot: QtBot) -> None:
    theme_switch().choose(ThemeChoice.LIGHT)
    bars = Bars(["one"], ["a", "b"], ["a", "b"], [[300, -300]], scale=100, whole=False)
    chart = chart_of(qtbot, bars)
    axis = bars.axis()
    assert axis.bottom < 0 < axis.top
    picture, plot = chart.grab().toImage(), chart._plot(axis)
    nought = round(plot.bottom() - plot.height() * axis.share(0))
    for bucket, above in ((0, True), (1, False)):
        x = round(plot.left() + plot.width() * (bucket + 0.5) / 2)
        colored = [y for y in range(picture.height()) if near(picture.pixelColor(x, y), theme().series(0))]
        assert colored
        assert (max(colored) <= nought) is above
    theme_switch().choose(ThemeChoice.SYSTEM)


def test_a_click_chooses_and_a_second_one_lets_go(qtbot: QtBot) -> None:
    chart, chosen = chart_of(qtbot, five()), []
    chart.chosen.connect(lambda first, last: chosen.append((first, last)))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, 2))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, 2))
    assert chosen == [(2, 2), (-1, -1)]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 150))
    qtbot.mouseClick(chart, Qt.MouseButton.RightButton, pos=place(chart, 1))
    assert chart.span == (-1, -1), "the axis is no bar, and the right button chooses nothing"


def test_a_drag_chooses_in_either_direction_and_not_what_is_to_come(qtbot: QtBot) -> None:
    chart, chosen = chart_of(qtbot, five(past=4)), []
    chart.chosen.connect(lambda first, last: chosen.append((first, last)))
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=place(chart, 2))
    QTest.mouseMove(chart, place(chart, 4))
    QTest.mouseMove(chart, place(chart, 1))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=place(chart, 1))
    QTest.mouseMove(chart, place(chart, 0))
    assert chosen == [(2, 2), (2, 3), (1, 2)]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, 4))
    assert chosen[-1] == (1, 2)


def test_arrows_choose_and_escape_lets_go(qtbot: QtBot) -> None:
    chart, chosen = chart_of(qtbot, five(past=4)), []
    chart.chosen.connect(lambda first, last: chosen.append((first, last)))
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert chosen == [(3, 3), (2, 2), (0, 0), (1, 1)]
    assert chart.accessibleDescription() == "b1: 20"
    qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chosen[-2:] == [(1, 2), (-1, -1)]


def test_a_bar_is_spoken_with_its_parts_and_its_counterpart(qtbot: QtBot) -> None:
    names = ["a", "b", "c"]
    bars = Bars(["Mlynok", "Bet"], names, names, [[1, 2, None], [3, None, None]], [7, None, 5], "before", past=3)
    chart = chart_of(qtbot, bars)
    heard: list[str] = []
    for _ in names:
        qtbot.keyClick(chart, Qt.Key.Key_Right)
        heard.append(chart.accessibleName())
    assert heard == [
        "chart: a: 4; Mlynok 1; Bet 3; before: 7",
        "chart: b: 2; Mlynok 2; Bet 0; before: даних немає",
        "chart: c: даних немає; Mlynok 0; Bet 0; before: 5",
    ]
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    chart.show_bucket(-1)
    assert (chart.accessibleName(), chart.accessibleDescription()) == ("chart", "")


def test_several_chosen_bars_are_spoken_from_the_first_to_the_last(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, five())
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.accessibleName() == "chart: b3 – b4; b3: 40"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleName() == "chart: b2: 30"


def test_other_buckets_are_not_chosen(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, five())
    chart.choose(1, 1)
    chart.show_bars(five(past=4))
    assert chart.span == (1, 1), "the same buckets with newer figures"
    chart.show_bars(Bars(["one"], ["c"], ["c"], [[1]]))
    assert chart.span == (-1, -1)


def test_a_chart_that_only_shows_cannot_be_chosen_from(qtbot: QtBot) -> None:
    chart = BarChart("chart")
    qtbot.addWidget(chart)
    chart.resize(*SIZE)
    chart.show_bars(five())
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, 2))
    for _ in range(2):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert (chart.span, chart.bucket) == ((-1, -1), 1), "arrows only walk through the legend"


def test_marks_stand_where_they_happened(qtbot: QtBot) -> None:
    theme_switch().choose(ThemeChoice.LIGHT)
    bars = five()
    marked = Bars(bars.series, bars.labels, bars.titles, bars.values, past=5, marks=[Mark(0.5, ["outage", "gap"])])
    plain, chart = chart_of(qtbot, bars), chart_of(qtbot, marked)
    x = place(chart, 0).x()
    ring = [y for y in range(28, 50) if chart.grab().toImage().pixelColor(x + 4, y) != theme().surface]
    assert ring
    assert plain.grab().toImage() != chart.grab().toImage()
    chart.show_bucket(0)
    assert chart.accessibleDescription() == "b0: 10; outage; gap"
    assert chart.toolTip() == "outage\ngap"
    chart.show_bucket(1)
    assert chart.accessibleDescription() == "b1: 20"
    assert chart.toolTip() == ""
    theme_switch().choose(ThemeChoice.SYSTEM)
