"""The table has every column at every width: some stay, the others pass by; the total stands still; titles sort."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.desks.statistics_metrics import Kind
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.data_table import DataTable
from cabinet.ui.pages.statistics.table import Figure, StatisticsTable
from cabinet.ui.sizes import ROW
from tests.company import WAIT

WIDTHS = (460, 500, 640, 900, 1_600)


def table_of(days: int = 3) -> StatisticsTable:
    values: list[int | None] = [5, None, 7][:days]
    figures = [Figure(f"f{number}", 100, Kind.COUNT, values, 12, pinned=number in {0, 5}) for number in range(6)]
    names = [(f"2{number}.11.2026", "") for number in range(days)]
    return StatisticsTable("Day", names, [f"2026-11-2{number}" for number in range(days)], figures)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[DataTable]:
    install(Language.UKRAINIAN)
    table = DataTable("table", "total")
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    table.show_table(table_of())
    yield table
    table.close()


def titles(table: DataTable) -> list[str]:
    columns = table.view.columns()
    assert [table.total.isColumnHidden(at) for at in range(len(columns))] == [
        table.view.isColumnHidden(at) for at in range(len(columns))
    ], "the total shows the columns of the rows"
    return [columns[at].title for at in table.view.order()]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_column_passes_by_at_every_width(qtbot: QtBot, shown: DataTable, width: int) -> None:
    shown.resize(width, 300)
    seen = set()
    for place in range(shown.bar.maximum() + 1):
        shown.bar.setValue(place)
        now = titles(shown)
        assert now[0] == "Day"
        assert {"f0", "f5"} <= set(now)
        wide = sum(shown.view.columnWidth(at) for at in shown.view.order())
        assert wide <= shown.view.viewport().width()
        seen |= set(now)
    assert seen == {"Day", "f0", "f1", "f2", "f3", "f4", "f5"}
    assert shown.bar.isVisible() == (shown.bar.maximum() > 0)
    assert shown.bar.isVisible() == (width < 800)


@pytest.mark.parametrize("height", [300, 301, 331, 332, 333])
def test_no_row_is_cut_by_the_total(qtbot: QtBot, shown: DataTable, height: int) -> None:
    for width in (500, 1_600):
        shown.resize(width, height)
        qtbot.waitUntil(lambda: shown.view.viewport().height() % ROW == 0, timeout=WAIT)


def test_keys_and_the_wheel_with_shift_move_the_columns(qtbot: QtBot, shown: DataTable) -> None:
    assert titles(shown) == ["Day", "f0", "f1", "f5"]
    qtbot.keyClick(shown.view, Qt.Key.Key_Right)
    assert titles(shown) == ["Day", "f0", "f2", "f5"]
    qtbot.keyClick(shown.view, Qt.Key.Key_Left)
    assert titles(shown) == ["Day", "f0", "f1", "f5"]
    for keys, moved in ((Qt.KeyboardModifier.NoModifier, 0), (Qt.KeyboardModifier.ShiftModifier, 1)):
        place = QPointF(5, 5)
        turned = QWheelEvent(
            place, place, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False
        )  # fmt: skip
        QApplication.sendEvent(shown.view.viewport(), turned)
        assert shown.bar.value() == moved


def test_titles_sort_and_the_total_stays(qtbot: QtBot, shown: DataTable) -> None:
    header = shown.view.header

    def click(column: int) -> list[int]:
        place = QPoint(header.sectionViewportPosition(column) + 10, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert shown.total.cell(0, 0) is not None
        return shown.order

    assert shown.order == [2, 1, 0]
    assert click(0) == [0, 1, 2]
    assert click(1) == [2, 0, 1]
    assert click(1) == [0, 2, 1]
    first = shown.view.cell(0, 0)
    assert first is not None
    assert first.text == "20.11.2026"


def test_a_row_is_its_bucket_in_any_order(qtbot: QtBot, shown: DataTable) -> None:
    chosen: list[int] = []
    shown.bucket_chosen.connect(chosen.append)
    shown.view.selectRow(2)
    shown.sort(1)
    assert shown.view.currentIndex().row() == 1, "the chosen bucket goes where it is sorted to"
    shown.view.selectRow(0)
    assert chosen == [0, 2]
    shown.choose_bucket(1)
    assert shown.view.currentIndex().row() == 2
    shown.hover_bucket(0)
    assert shown.view.hovered == 1
    shown.choose_bucket(-1)
    assert not shown.view.selectionModel().hasSelection()
    assert chosen == [0, 2], "choosing from outside tells nothing"
