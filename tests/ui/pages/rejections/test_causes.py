"""Causes in the window over a live contour: expanded, sorted, acted on whole, with one filled button in the view."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cabinet.contract.filter import OPEN, Filter, Listed
from cabinet.contract.states import CaseState
from cabinet.desks.bulk.desk import BulkPhase, Selection
from cabinet.desks.causes import CauseOrder, open_own
from cabinet.ui.numbers import count, signed_money
from cabinet.ui.pages.rejections.cause_action import CauseAct
from cabinet.ui.pages.rejections.cause_columns import CauseColumn
from cabinet.ui.pages.rejections.cause_rows import CauseLine, PartLine
from cabinet.ui.widgets.button import Button, Kind
from tests.company import WAIT
from tests.ui.pages.rejections.test_bulk import Rejections, rejections
from tests.ui.shell.test_window import window

__all__ = ["rejections", "window"]


def row_of(page: Any, act: CauseAct, *, hang: bool = False) -> int:
    lines = page.groups.lines
    return next(
        at for at, line in enumerate(lines)
        if isinstance(line, CauseLine) and line.act is act and (not hang or line.expanded is not None)
    )  # fmt: skip


def choose(rejections: Rejections, row: int) -> None:
    page = rejections.page
    page.group_table.setFocus()
    page.group_table.selectRow(row)
    group = page.groups.lines[row].group_id
    rejections.qtbot.waitUntil(lambda: rejections.desk.group == group, timeout=WAIT)
    rejections.wait()


def filled(page: Any) -> list[Button]:
    return [b for b in page.findChildren(Button) if b.kind is Kind.PRIMARY and b.isVisible()]


def test_a_cause_is_expanded_and_stays_so(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    row = row_of(page, CauseAct.CORRECT, hang=True)
    choose(rejections, row)
    cause = desk.chosen
    assert cause is not None
    assert cause.consequences
    before = page.groups.rowCount()
    qtbot.keyClick(page.group_table, Qt.Key.Key_Right)
    assert page.groups.rowCount() >= before + 2, "at once, by what the count of all tells"
    qtbot.waitUntil(lambda: all(part.type is not None for part in desk.causes.parts(cause)), timeout=WAIT)
    parts = [line for line in page.groups.lines if isinstance(line, PartLine)]
    assert [part.follows for part in parts] == [False, *(True for _ in desk.causes.parts(cause))]
    assert sum(part.count for part in desk.causes.parts(cause)) == cause.consequences
    assert parts[0].count == count(cause.own)
    qtbot.keyClick(page.group_table, Qt.Key.Key_Right)
    qtbot.keyClick(page.group_table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.following, timeout=WAIT)
    rejections.wait()
    assert rejections.total() == cause.consequences
    assert page.group_table.currentIndex().row() == row + 2
    desk.refresh()
    rejections.wait()
    assert page.group_table.currentIndex().row() == row + 2
    assert [line for line in page.groups.lines if isinstance(line, PartLine)] == parts
    qtbot.keyClick(page.group_table, Qt.Key.Key_Left)
    qtbot.keyClick(page.group_table, Qt.Key.Key_Left)
    assert page.groups.rowCount() == before
    qtbot.keyClick(page.group_table, Qt.Key.Key_Return)
    assert rejections.window.shell.focusWidget() is page.table
    rejections.wait()
    assert desk.group == cause.group_id


def test_folding_leads_back_from_a_part(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    row = row_of(page, CauseAct.CORRECT, hang=True)
    choose(rejections, row)
    page.causes._turn(desk.group, True)
    page.group_table.selectRow(row + 2)
    page.causes._turn(desk.group, False)
    assert page.group_table.currentIndex().row() == row
    page.causes._turn(desk.group, True)
    page.rows.follow.click()
    rejections.wait()
    assert page.group_table.currentIndex().row() == row + 2, "the part whose rows are listed"


def test_a_whole_cause_is_corrected_from_its_row(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    row = next(at for at, line in enumerate(page.groups.lines) if line.code == "RG-604")
    choose(rejections, row)
    cause, data = desk.chosen, desk.groups.data
    assert cause is not None
    assert data is not None
    qtbot.keyClick(page.group_table, Qt.Key.Key_E)
    rejections.phase(BulkPhase.CHECKED)
    sheet = page.bulk.sheet
    assert desk.bulk._selection == Selection(open_own(OPEN, cause), data.as_of)
    assert len([item for item in desk.bulk.items if item.line.follows is None]) == cause.own
    assert count(cause.own) in sheet.title.text()
    assert desk.ticks.count == 0, "nothing is ticked by it"
    sheet.note.edit.setText("Помилка в назві сайту")
    sheet.accept.click()
    qtbot.waitUntil(lambda: page.bulk.report is not None, timeout=WAIT)
    assert page.bulk.report._report.accepted == page.bulk.report._report.total
    assert desk.group is None, "nothing is left of it"
    page.bulk.report.close_sheet()

    def line() -> CauseLine:
        found: CauseLine = page.groups.lines[page.groups.row_of(cause.group_id)]
        return found

    qtbot.waitUntil(lambda: line().count == "0", timeout=WAIT)
    assert line().act is None
    after = page.groups.lines[page.groups.row_of(cause.group_id) :]
    assert {gone.count for gone in after} == {"0"}, "what is gone comes last"


def test_what_only_has_to_be_sent_again_is(rejections: Rejections, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, page, opened = rejections.desk, rejections.page, []
    data = desk.groups.data
    assert data is not None
    first = next(cause for cause in data.items if cause.consequences)
    ready = first.model_copy(update={"ready": first.whole})
    items = [ready if cause is first else cause for cause in data.items]
    desk.groups = desk.groups._replace(data=data.model_copy(update={"items": items}))
    desk.groups_changed.emit()
    assert page.groups.lines[page.groups.row_of(first.group_id)].act is CauseAct.RESEND
    monkeypatch.setattr(page.bulk, "_open", lambda *of: opened.append(of))
    page.causes.act(first.group_id)
    ((selection, change, title, group),) = opened
    wanted = Filter(states=(Listed.READY,), follows=(first.group_id,))
    assert (selection, change, group) == (Selection(wanted, data.as_of), None, first.group_id)
    assert count(first.whole) in title
    monkeypatch.setattr(page.bulk, "_refusal", lambda: "ні")
    page.causes.act(first.group_id)
    page.bulk.open_cause(first)
    assert len(opened) == 1, "whoever may not, does not"


def test_a_cause_is_decided_about_from_its_row(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    causes = desk.groups.data
    assert causes is not None
    codes = ("RF-501", "ID-303", *(cause.code for cause in causes.items[2:]))
    items = [cause.model_copy(update={"code": code}) for cause, code in zip(causes.items, codes, strict=True)]
    desk.groups = desk.groups._replace(data=causes.model_copy(update={"items": items}))
    desk.groups_changed.emit()
    row, table = row_of(page, CauseAct.HAND_OVER), page.group_table
    qtbot.waitUntil(lambda: table.shown.act, timeout=WAIT)  # laid out
    index = page.groups.index(row, CauseColumn.ACT)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    assert page.card.case_dialog.state.key() == CaseState.WAITING_IT.value
    page.card.case_dialog.close_sheet()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A)
    assert page.card.case_dialog.state.key() == CaseState.IN_WORK.value
    page.card.case_dialog.close_sheet()
    row = row_of(page, CauseAct.DECIDE)
    table.selectRow(row)
    qtbot.keyClick(table, Qt.Key.Key_E)
    assert page.card.case_dialog.isVisible()
    assert page.card.case_dialog.state.key() == CaseState.IN_WORK.value
    page.card.case_dialog.close_sheet()
    before = page.card.case_dialog
    desk.filter = type(OPEN)(codes=("RG-604",))
    page.causes.act(page.groups.lines[row].group_id)
    page.causes.decide(page.groups.lines[row].group_id)
    assert page.card.case_dialog is before, "these counts are of another filter"
    desk.filter = OPEN


def test_the_order_is_chosen_in_the_head(rejections: Rejections) -> None:
    desk, page = rejections.desk, rejections.page
    order = page.causes.order
    assert order.text() == "за сумою"
    order.fill()
    assert [action.isChecked() for action in order.menu.actions()] == [True, False, False]
    order.menu.actions()[1].trigger()
    assert desk.causes.order is CauseOrder.COUNT
    assert order.text() == "за кількістю"
    assert order.accessibleName().endswith("за кількістю")
    numbers = [cause.whole for cause in desk.causes.listed()]
    assert numbers == sorted(numbers, reverse=True)
    assert [line.group_id for line in page.groups.lines] == [cause.group_id for cause in desk.causes.listed()]
    assert [group.group_id for group in page.strip._groups] == [cause.group_id for cause in desk.causes.listed()]


def test_one_button_of_the_view_is_filled(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    (first,) = filled(page)
    assert page.panel.isAncestorOf(first)
    rejections.click_row(0)
    assert filled(page) == [page.bulk.bar.correct]
    desk.ticks.clear()
    assert filled(page) == [first]


@pytest.mark.parametrize(("high", "foot"), [(720, True), (845, False), (900, True), (1_080, True)])
def test_the_foot_gives_way_before_causes_do(rejections: Rejections, qtbot: QtBot, high: int, foot: bool) -> None:
    page, shell, data = rejections.page, rejections.window.shell, rejections.desk.groups.data
    shell.resize(1_440, high)
    qtbot.waitUntil(lambda: page.causes.foot.isVisible() is foot, timeout=WAIT)
    assert data is not None
    said = page.causes.foot.accessibleName()
    assert count(data.whole) in said
    assert signed_money(data.whole_money.ggr_kop) in said
    assert "ставки" in page.causes.foot.toolTip()
    assert page.causes_meta.isVisible() is not foot
    qtbot.waitUntil(lambda: page.group_table.height() >= page.group_table.height_of(3), timeout=WAIT)


@pytest.mark.parametrize(("less", "made_up"), [(-1, True), (0, True), (1, False)])
def test_the_foot_drops_what_the_count_is_made_up_of_first(rejections: Rejections, less: int, made_up: bool) -> None:
    foot = rejections.page.causes.foot
    whole = round(foot._wide(with_tail=True) + 0.5) + 32
    foot.resize(whole - less, 60)
    assert foot.made_up() is made_up


@pytest.mark.parametrize("wide", [1_366, 1_440, 1_920])
def test_the_head_of_rows_makes_their_card_no_wider(rejections: Rejections, qtbot: QtBot, wide: int) -> None:
    page, shell = rejections.page, rejections.window.shell
    shell.resize(wide, 1_080)
    choose(rejections, row_of(page, CauseAct.CORRECT, hang=True))
    page.rows.resend.setVisible(True)
    page.rows.resend.set_text("Надіслати ще раз: 1 234")
    page.rows._fit_head()
    qtbot.waitUntil(lambda: page.rows.x() in {0, page._groups_card.width() + 12}, timeout=WAIT)
    assert page.rows.all.accessibleName() == "Усі причини"
    title = page.rows.title
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width(), timeout=WAIT)
