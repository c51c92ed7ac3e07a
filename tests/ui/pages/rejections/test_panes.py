"""Causes, rows and the card in the window over a live contour: side by side, below each other or one at a time."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.rejection_sort import RejectionSort, SortBy
from cabinet.contract.states import CaseState
from cabinet.desks.row_layout import RowColumn
from cabinet.ui.pages.rejections.row_columns import RejectionColumn
from tests.company import WAIT
from tests.ui.fit import lay_out
from tests.ui.pages.rejections.test_bulk import Rejections, rejections
from tests.ui.shell.test_window import window

__all__ = ["rejections", "window"]


def places(rejections: Rejections) -> tuple[QPoint, QPoint, QPoint]:
    """Return where the three parts stand on the page."""
    page = rejections.page
    causes, rows, card = (
        part.mapTo(page, QPoint(0, 0)) for part in (page._groups_card, page.rows, page.card.holder)
    )  # fmt: skip
    return causes, rows, card


@pytest.mark.parametrize(("wide", "panes"), [(1_899, False), (1_900, True), (1_901, True)])
def test_three_panes_stand_side_by_side_in_a_wide_window(
    rejections: Rejections, qtbot: QtBot, wide: int, panes: bool
) -> None:
    page, shell = rejections.page, rejections.window.shell
    shell.resize(wide, 1_080)
    qtbot.waitUntil(lambda: page._panes.wide is panes, timeout=WAIT)
    lay_out(qtbot, shell)
    causes, rows, card = places(rejections)
    if not panes:
        assert rows.x() == causes.x() < card.x()
        assert rows.y() > causes.y() == card.y()
        return
    assert causes.x() < rows.x() < card.x()
    assert causes.y() == rows.y() == card.y()
    assert (page._groups_card.width(), page.card.holder.width()) == (612, 520)
    assert rows.x() - causes.x() - 612 == 12
    assert page._groups_card.height() == page.rows.height() == page.card.holder.height()
    json = page.panel.json
    assert json.height() > json.minimumHeight(), "the payload takes the height that is free"
    shell.resize(2_560, 1_440)
    qtbot.waitUntil(lambda: json.height() == json.maximumHeight(), timeout=WAIT)
    assert page.panel.payload.height() - json.height() <= 40, "and no more than it has lines for"


@pytest.mark.parametrize(("high", "alone"), [(799, True), (800, False), (801, False)])
def test_one_at_a_time_in_a_low_window(rejections: Rejections, qtbot: QtBot, high: int, alone: bool) -> None:
    page, shell = rejections.page, rejections.window.shell
    shell.resize(1_366, high)
    qtbot.waitUntil(lambda: page._panes.one_at_a_time is alone, timeout=WAIT)
    assert page._groups_card.isVisible()
    assert page.rows.isVisible() is not alone
    qtbot.waitUntil(lambda: page.causes.foot.isVisible() is alone, timeout=WAIT)
    assert page.causes_meta.isVisible() is not alone, "the sums stand in the head where there is no foot"
    if not alone:
        return
    page.group_table.setFocus()
    qtbot.keyClick(page.group_table, Qt.Key.Key_Return)
    assert page.rows.isVisible()
    assert not page._groups_card.isVisible()
    assert shell.focusWidget() is page.table
    qtbot.waitUntil(lambda: page.bulk.bar.mapTo(shell, QPoint(0, 60)).y() <= high, timeout=WAIT)
    page._panes.switches[1].chosen.emit("causes")
    assert page._groups_card.isVisible()
    assert not page.rows.isVisible()
    assert shell.focusWidget() is page.group_table, "the keyboard stays on the left"
    shell.resize(1_366, 900)
    qtbot.waitUntil(lambda: page.rows.isVisible() and page._groups_card.isVisible(), timeout=WAIT)


def test_keys_go_round_the_panes_and_into_the_card(rejections: Rejections, qtbot: QtBot) -> None:
    page, shell = rejections.page, rejections.window.shell

    def focused() -> QWidget | None:
        found: QWidget | None = shell.focusWidget()
        return found

    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isAncestorOf(focused())
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert focused() is page.table
    seen = []
    for _ in range(3):
        page._panes.go_round(1)
        seen.append(focused())
    assert seen == [page.panel._area, page.group_table, page.table]
    page._panes.go_round(-1)
    assert focused() is page.group_table
    shell.resize(1_920, 1_080)
    qtbot.waitUntil(lambda: page._panes.wide, timeout=WAIT)
    titles = page._groups_card.title, page.rows.title
    page.group_table.setFocus()
    assert [title.property("role") for title in titles] == ["text", "text2"]
    page._panes.go_round(1)
    assert [title.property("role") for title in titles] == ["text2", "text"]


def test_rows_of_another_cause_stay_faded_until_the_first_come(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    before, asked = rejections.total(), []
    real = desk.choose_group

    def choose(group_id: str | None, *, following: bool = False) -> None:
        """Look at the page before any answer can come."""
        asked.append(group_id)
        real(group_id, following=following)
        assert desk.outdated
        assert page.model.rowCount() == before
        assert page.table.faded
        assert page.rows.meta.text() == ""
        desk.ticks.clear()
        qtbot.keyClick(page.table, Qt.Key.Key_X)
        qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert desk.ticks.count == 0, "nothing of another list is ticked"

    desk.choose_group = choose  # type: ignore[method-assign]
    page.group_table.setFocus()
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K):
        qtbot.keyClick(page.group_table, key)
    assert (asked, desk.outdated) == ([], False), "keys go past many causes"
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT)
    rejections.wait()
    assert not page.table.faded
    assert desk.groups.data is not None
    assert asked == [desk.groups.data.items[1 if page.group_table.currentIndex().row() == 1 else 2].group_id]
    assert page.model.rowCount() == rejections.total() < before


def test_rows_are_sorted_by_the_server(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    desk.layout.set_sort(RejectionSort(SortBy.AMOUNT))
    assert page.table.faded
    rejections.wait()
    found = [desk.row(number) for number in range(page.model.rowCount())]
    sums = [row.amount_kop for row in found if row is not None and row.amount_kop is not None]
    assert len(sums) > 20
    assert sums == sorted(sums, reverse=True)
    anchor = page.filter._anchor
    assert not anchor.isEnabled()
    assert "отримання" in anchor.toolTip()
    assert "сумою" in page.rows.columns.accessibleDescription()
    desk.layout.reset()
    rejections.wait()
    assert anchor.isEnabled()
    desk.layout.show_column(RowColumn.BRAND, shown=True)
    cell = page.model.cell(0, RejectionColumn.BRAND)
    assert cell.text == desk.row(0).brand_id


def test_a_rows_menu_acts_on_the_row(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    number = next(
        n for n in range(page.model.rowCount())
        if desk.row(n).root is not None and desk.row(n).root.attempt_id is not None
    )  # fmt: skip
    page.table.selectRow(number)
    menu: Any = page.table.menu_of(number)
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: hasattr(page.card, "case_dialog") and page.card.case_dialog.isVisible(), timeout=WAIT)
    assert page.card.case_dialog.state.key() == CaseState.IN_WORK.value
    page.card.case_dialog.close_sheet()
    root = desk.row(number).root.attempt_id
    menu.actions()[4].trigger()
    qtbot.waitUntil(lambda: desk.cards.selected == root, timeout=WAIT)
