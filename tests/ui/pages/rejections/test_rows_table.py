"""Rows laid out as a person likes, over rows that are here: columns, order, widths, copies, and a row's menu."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.rejection_sort import NEWEST, RejectionSort, SortBy
from cabinet.contract.rejections import RejectionRow
from cabinet.contract.states import CaseState
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk, View
from cabinet.desks.row_layout import USUAL, RowColumn
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.columns_menu import ColumnsButton
from cabinet.ui.pages.rejections.row_columns import COLUMN_OF, RejectionColumn
from cabinet.ui.pages.rejections.rows_table import RowsTable
from tests.desks.bulk.some_lines import rejected
from tests.perimeter_in_process import NOW
from tests.ui.fit import elisions, misfits

USUALLY = [RejectionColumn.TICK, *(COLUMN_OF[column] for column in USUAL)]


def row(tx: str, **changes: Any) -> RejectionRow:
    found = rejected(tx).row.model_copy(
        update={
            "received_at": datetime(2026, 11, 27, 12, 5, tzinfo=UTC),
            "occurred_at": datetime(2026, 11, 27, 11, 59, tzinfo=UTC),
            "licence_no": "OK-2024-017", "brand_id": "mlynok", "ggr_kop": -123_456, "amount_kop": 123_456,
            "type": "PAYOUT",
        }
    )  # fmt: skip
    return found.model_copy(update=changes)


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RowsTable]:
    """A table of three rows, wide enough for every column."""
    install(Language.ENGLISH)
    office = Office(ShiftedClock(SystemClock()))
    desk = RejectionsDesk(office)
    made = RowsTable(desk)
    qtbot.addWidget(made)
    made.resize(1_600, 300)
    made.show()
    desk.state = desk.state.ready(View(3, 10), NOW)
    desk._pages[0] = [row("a-1"), row("b-2", assignee="Мельник Тарас"), row("c-3", type="BET", site_id=None)]
    desk.changed.emit()
    desk.page_arrived.emit(0, 2)
    yield made
    install(Language.UKRAINIAN)
    office.stop()


def everything(table: RowsTable) -> None:
    for column in RowColumn:
        table._desk.layout.show_column(column, shown=True)


def test_columns_stand_as_they_are_laid_out(table: RowsTable) -> None:
    layout = table._desk.layout
    assert table.order() == USUALLY
    layout.show_column(RowColumn.SITE, shown=True)
    layout.move(RowColumn.AMOUNT, 0)
    assert table.order() == [RejectionColumn.TICK, *(COLUMN_OF[column] for column in layout.columns)]
    assert table.edges == (RejectionColumn.TICK, RejectionColumn.DUE)
    layout.show_column(RowColumn.DUE, shown=False)
    assert table.edges == (RejectionColumn.TICK, RejectionColumn.STATE)
    layout.reset()
    assert table.order() == USUALLY


def test_a_column_is_dragged_and_ticks_stay_in_front(table: RowsTable) -> None:
    layout, head = table._desk.layout, table.header
    head.moveSection(head.visualIndex(RejectionColumn.AMOUNT), 1)
    assert layout.columns[0] is RowColumn.AMOUNT
    head.moveSection(head.visualIndex(RejectionColumn.STATE), 0)
    assert layout.columns[:2] == (RowColumn.STATE, RowColumn.AMOUNT)
    assert table.order()[:2] == [RejectionColumn.TICK, RejectionColumn.STATE]
    head.moveSection(head.visualIndex(RejectionColumn.TICK), 3)
    assert table.order()[0] == RejectionColumn.TICK, "also where nothing else moved"


def test_a_title_sorts_and_then_the_other_way_round(qtbot: QtBot, table: RowsTable) -> None:
    layout, head = table._desk.layout, table.header

    def click(column: RejectionColumn) -> None:
        place = QPoint(head.sectionViewportPosition(column) + 20, 10)
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(RejectionColumn.AMOUNT)
    assert layout.sort == RejectionSort(SortBy.AMOUNT, descending=True)
    click(RejectionColumn.AMOUNT)
    assert layout.sort == RejectionSort(SortBy.AMOUNT, descending=False)
    click(RejectionColumn.STATE)
    assert layout.sort == RejectionSort(SortBy.AMOUNT, descending=False), "nothing sorts by states"
    click(RejectionColumn.ABOUT)
    assert layout.sort.by is SortBy.CODE
    click(RejectionColumn.RECEIVED)
    assert layout.sort == NEWEST
    assert head._sorted == (RejectionColumn.RECEIVED, True)


def test_every_column_says_its_own_whole(table: RowsTable) -> None:
    everything(table)
    said = {column: table.cell(1, column) for column in RejectionColumn}
    words = {column: cell.spoken() for column, cell in said.items() if cell is not None}
    assert words[RejectionColumn.RECEIVED] == "27.11 14:05"
    assert words[RejectionColumn.OCCURRED] == "27.11 13:59"
    assert words[RejectionColumn.GGR] == "−1\u00a0234.56"
    assert (words[RejectionColumn.TYPE], words[RejectionColumn.SITE]) == ("Payout", "stavkogray.ua")
    assert (words[RejectionColumn.LICENCE], words[RejectionColumn.BRAND]) == ("OK-2024-017", "mlynok")
    assert (words[RejectionColumn.SOURCE], words[RejectionColumn.ASSIGNEE]) == ("core-1", "Мельник Тарас")
    with elisions() as cut:
        table.grab()
    assert [*cut, *misfits(table)] == []
    assert not table.titles_without_room()


def test_a_table_made_over_rows_that_are_here_is_as_wide_as_they_are(qtbot: QtBot, table: RowsTable) -> None:
    everything(table)
    again = RowsTable(table._desk)
    qtbot.addWidget(again)
    again.resize(1_600, 300)
    again.show()
    qtbot.waitUntil(lambda: [c.width for c in again.columns()] == [c.width for c in table.columns()])


def test_what_matters_least_gives_way_first(table: RowsTable) -> None:
    everything(table)
    gone: list[RejectionColumn] = []
    for width in range(1_600, 300, -20):
        table.resize(width, 300)
        now = [c for c in RejectionColumn if table.isColumnHidden(c) and c not in gone]
        gone += sorted(now, key=lambda c: -table.columns()[c].fold)
    assert gone == [
        RejectionColumn.BRAND, RejectionColumn.LICENCE, RejectionColumn.SOURCE, RejectionColumn.OCCURRED,
        RejectionColumn.GGR, RejectionColumn.ASSIGNEE, RejectionColumn.SITE, RejectionColumn.TYPE,
        RejectionColumn.DUE, RejectionColumn.ABOUT, RejectionColumn.RECEIVED,
    ]  # fmt: skip
    assert len(table.titles_without_room()) == len(gone)


def test_a_row_is_copied_as_data_with_every_chosen_column(qtbot: QtBot, table: RowsTable) -> None:
    layout = table._desk.layout
    for column in (RowColumn.GGR, RowColumn.OCCURRED, RowColumn.ASSIGNEE):
        layout.show_column(column, shown=True)
    table.resize(500, 300)
    assert table.isColumnHidden(RejectionColumn.GGR)
    table.selectRow(0)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_C, both)
    cells = QApplication.clipboard().text().split("\t")
    assert len(cells) == len(layout.columns)
    assert cells[:2] == ["2026-11-27 14:05", "a-1"]
    assert cells[3:7] == ["1234.56", "-1234.56", "2026-11-27 13:59", ""]
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "a-1"


def words_of(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if not action.isSeparator()}


def test_a_rows_menu(qtbot: QtBot, table: RowsTable) -> None:
    table.may_correct = True
    menu = table.menu_of(0)
    assert words_of(menu) == {
        "Correct…": True, "Assign…": False, "Hand to IT…": False, "Justify…": False, "Show the bet": True,
        "Copy the id": True, "Copy the row": True, "Filter by this value": True,
    }  # fmt: skip
    table.may_decide = True
    menu = table.menu_of(2)
    assert words_of(menu)["Show the bet"] is False, "it is one"
    for words, state in (
        ("Assign…", CaseState.IN_WORK), ("Hand to IT…", CaseState.WAITING_IT), ("Justify…", CaseState.JUSTIFIED)
    ):  # fmt: skip
        with qtbot.waitSignal(table.decision_asked) as asked:
            next(action for action in menu.actions() if action.text() == words).trigger()
        assert asked.args == [state]
    with qtbot.waitSignal(table.correct_asked):
        menu.actions()[0].trigger()
    table._desk.outdated = True
    assert list(words_of(table.menu_of(0))) == ["Copy the id", "Copy the row"], "rows of another list are not acted on"


def test_a_value_of_a_row_narrows_the_list(table: RowsTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RejectionsDesk, "refresh", lambda _: None)
    menu = table.menu_of(2)
    values: Any = menu.actions()[-1].menu()
    assert [action.text() for action in values.actions()] == [
        "code:RG-604", "type:bet", "licence:OK-2024-017", "brand:mlynok", "source:core-1", "assignee:nobody", "tx:c-3",
    ]  # fmt: skip
    values.actions()[2].trigger()
    assert table._desk.filter.text() == "state:open licence:OK-2024-017"


def test_the_columns_menu_edits_the_layout(qtbot: QtBot, table: RowsTable) -> None:
    layout = table._desk.layout
    button = ColumnsButton(layout)
    qtbot.addWidget(button)
    button.no_room = ["Reason"]
    button.fill()
    actions = {action.text(): action for action in button.menu.actions()}
    assert actions["Reason (no room now)"].isChecked()
    assert [actions[name].isEnabled() for name in ("Transaction", "Amount, UAH", "State", "Brand")] == [
        False, False, False, True,
    ]  # fmt: skip
    actions["Brand"].trigger()
    assert RowColumn.BRAND in layout.columns
    orders: Any = actions["Sort by"].menu()
    assert [action.isChecked() for action in orders.actions()].index(True) == 0
    orders.actions()[5].trigger()
    assert layout.sort == RejectionSort(SortBy.AMOUNT, descending=False)
    left: Any = actions["Move to the left"].menu()
    left.actions()[0].trigger()
    assert layout.columns[0] is RowColumn.TRANSACTION
    actions["As usual"].trigger()
    assert (layout.columns, layout.sort) == (USUAL, NEWEST)


def test_a_click_ticks_and_leaves_the_menu_open(qtbot: QtBot, table: RowsTable) -> None:
    button = ColumnsButton(table._desk.layout)
    qtbot.addWidget(button)
    button.show()
    button._open()
    site = next(action for action in button.menu.actions() if action.data() == "site")
    place = button.menu.actionGeometry(site).center()
    qtbot.mouseMove(button.menu, place)
    button.menu.setActiveAction(site)
    qtbot.mouseClick(button.menu, Qt.MouseButton.LeftButton, pos=place)
    assert button.menu.isVisible()
    assert RowColumn.SITE in table._desk.layout.columns
    button.menu.close()
