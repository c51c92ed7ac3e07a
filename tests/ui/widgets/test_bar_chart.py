"""The period before is drawn over bars without sawing them apart."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from cabinet.profile.settings import ThemeChoice
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.bar_chart import BarChart, Bars


def near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_between_the_dashes_a_bar_is_whole(qtbot: QtBot, choice: ThemeChoice) -> None:
    theme_switch().choose(choice)
    chart = BarChart("chart")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_bars(Bars(["one"], ["a"], ["a"], [[100]], [50], "before"))
    picture = chart.grab().toImage()
    color = theme().series(0)
    middle = picture.width() // 2
    column = [y for y in range(picture.height()) if near(picture.pixelColor(middle - 40, y), color)]
    assert column, "there is a bar"
    gaps = []
    for y in range(min(column) + 4, max(column) - 4):
        row = [near(picture.pixelColor(x, y), color) for x in range(middle - 60, middle + 60)]
        gaps.append(sum(row) / len(row))
    assert min(gaps) < 0.9, "the line is drawn over it"
    assert min(gaps) > 0.25, "and the bar goes on between the line's dashes"
    theme_switch().choose(ThemeChoice.SYSTEM)
