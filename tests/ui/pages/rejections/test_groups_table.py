"""The table of causes by itself: lines come and go around the selection; keys, mouse and menu ask for what they do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cabinet.contract.rejections import RejectionGroup
from cabinet.contract.states import CaseState
from cabinet.desks.causes import Part
from cabinet.ui.pages.rejections.cause_columns import CauseColumn
from cabinet.ui.pages.rejections.cause_rows import Rights, lines_of
from cabinet.ui.pages.rejections.groups_table import CausesTable
from cabinet.ui.sizes import TABLE_HEAD
from cabinet.ui.theme_switch import theme
from tests.desks.test_causes import made
from tests.perimeter_in_process import NOW
from tests.ui.pages.rejections.test_cause_lines import MAY, PARTS

ONE, TWO, THREE = made(1, 2, 5), made(2, 3), made(3, 4, 1)


class Table:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.table = qtbot, CausesTable()
        qtbot.addWidget(self.table)
        self.heard: list[tuple[object, ...]] = []
        self.table.act_asked.connect(lambda group: self.heard.append(("act", group)))
        self.table.turned.connect(lambda group, on: self.heard.append(("turned", group, on)))
        self.table.rows_asked.connect(lambda: self.heard.append(("rows",)))
        self.table.decision_asked.connect(lambda group, state: self.heard.append(("decide", group, state)))
        self.table.resize(800, 500)
        self.table.show()

    def show(
        self, *causes: RejectionGroup, rights: Rights = MAY, expanded: dict[str, list[Part]] | None = None
    ) -> None:
        self.table.causes_model.show_lines(lines_of(causes, expanded or {}, rights, NOW))

    def press(self, row: int, column: int, left: int | None = None) -> None:
        rect = self.table.visualRect(self.table.causes_model.index(row, column))
        place = rect.center() if left is None else QPoint(rect.left() + left, rect.center().y())
        self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.table, key)

    @property
    def row(self) -> int:
        return self.table.currentIndex().row()


@pytest.fixture
def made_table(qtbot: QtBot) -> Iterator[Table]:
    made = Table(qtbot)
    QAbstractItemModelTester(made.table.causes_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def expand(group: RejectionGroup = ONE) -> dict[str, list[Part]]:
    return {group.group_id: PARTS if group is ONE else [Part(None, 1, 10)]}


def test_lines_come_and_go_around_the_selection(made_table: Table) -> None:
    table, model = made_table.table, made_table.table.causes_model
    chosen: list[int] = []
    made_table.show(ONE, TWO, THREE)
    table.row_chosen.connect(chosen.append)
    table.selectRow(1)
    made_table.show(ONE, TWO, THREE, expanded=expand())
    assert (made_table.row, model.rowCount()) == (4, 6)
    assert table.selectionModel().isRowSelected(4)
    assert [table.rowHeight(row) for row in range(6)] == [54, 32, 32, 32, 54, 54]
    made_table.show(ONE, made(9), TWO, THREE, expanded=expand())
    assert made_table.row == 5
    made_table.show(TWO)
    assert (made_table.row, model.rowCount()) == (0, 1)
    assert [table.rowHeight(row) for row in range(1)] == [54]
    assert chosen == [1], "nobody chose another row"
    made_table.show(THREE, TWO)
    assert made_table.row == 1
    made_table.show(TWO, THREE)
    assert [model.row_of(group.group_id) for group in (ONE, TWO, THREE)] == [-1, 0, 1]
    made_table.show()
    assert model.rowCount() == 0


def test_rows_are_low_in_a_low_window(made_table: Table) -> None:
    table = made_table.table
    made_table.show(ONE, TWO, THREE, expanded=expand())
    assert table.height_of(2) == TABLE_HEAD + 2 * 54
    assert table.height_of(9) == TABLE_HEAD + 3 * 54 + 3 * 32
    table.set_room(low=True, panes=False)
    assert [table.rowHeight(row) for row in range(6)] == [50, 28, 28, 28, 50, 50]
    made_table.show(TWO, ONE, expanded=expand())
    assert [table.rowHeight(row) for row in range(5)] == [50, 50, 28, 28, 28]


def test_arrows_expand_step_in_step_out_and_fold(made_table: Table) -> None:
    table = made_table.table
    made_table.show(ONE, TWO, THREE)
    table.setFocus()
    table.selectRow(0)
    made_table.key(Qt.Key.Key_Left)
    assert made_table.heard == [], "it is folded"
    made_table.key(Qt.Key.Key_Right)
    assert made_table.heard == [("turned", ONE.group_id, True)]
    made_table.show(ONE, TWO, THREE, expanded=expand())
    made_table.key(Qt.Key.Key_Right)
    assert made_table.row == 1
    made_table.key(Qt.Key.Key_Down)
    made_table.key(Qt.Key.Key_Right)
    assert made_table.row == 2
    made_table.key(Qt.Key.Key_Left)
    assert made_table.row == 0
    made_table.key(Qt.Key.Key_Left)
    assert made_table.heard[1:] == [("turned", ONE.group_id, False)]
    table.selectRow(4)
    made_table.key(Qt.Key.Key_Right)
    assert len(made_table.heard) == 2, "nothing hangs on it"


def test_steps_go_from_cause_to_cause(made_table: Table) -> None:
    made_table.show(ONE, TWO, THREE, expanded=expand())
    model = made_table.table.causes_model
    assert [model.step(row, 1) for row in (-1, 0, 2, 4, 5)] == [0, 4, 4, 5, 5]
    assert [model.step(row, -1) for row in (-1, 0, 2, 4, 5)] == [0, 0, 0, 0, 4]
    made_table.show()
    assert model.step(-1, 1) == -1


def test_the_mouse_turns_acts_and_opens_rows(made_table: Table) -> None:
    made_table.show(ONE, TWO, THREE, expanded=expand())
    made_table.press(0, CauseColumn.CAUSE, 10)
    assert made_table.heard == [("turned", ONE.group_id, False)]
    assert made_table.row == -1, "a chevron chooses nothing"
    made_table.press(5, CauseColumn.CAUSE, 10)
    assert made_table.heard[1:] == [("turned", THREE.group_id, True)]
    made_table.press(4, CauseColumn.CAUSE, 10)
    assert (len(made_table.heard), made_table.row) == (2, 4), "one without consequences has none"
    made_table.press(4, CauseColumn.ACT)
    assert made_table.heard[2:] == [("act", TWO.group_id)]
    made_table.press(1, CauseColumn.DUE)
    assert made_table.heard[3:] == [("rows",)]
    made_table.press(2, CauseColumn.DUE)
    made_table.press(1, CauseColumn.CAUSE)
    assert len(made_table.heard) == 4
    assert made_table.row == 1


def test_the_menu_acts_decides_and_expands(made_table: Table) -> None:
    table = made_table.table
    table.decides = True
    made_table.show(ONE, TWO, made(4, 1, code="RF-501"), expanded=expand())

    def words(row: int) -> list[str]:
        return [action.text() for action in table.menu_of(row).actions() if not action.isSeparator()]

    assert words(0) == [
        "Виправити 2…", "Призначити…", "Передати ІТ…", "Обґрунтувати…", "Згорнути", "Скопіювати рядок",
    ]  # fmt: skip
    assert words(1) == ["Скопіювати рядок"]
    assert words(5) == ["Передати ІТ…", "Призначити…", "Обґрунтувати…", "Скопіювати рядок"]
    menu = table.menu_of(0)
    for action in menu.actions()[:5]:
        action.trigger()
    group = ONE.group_id
    assert made_table.heard == [
        ("act", group), ("decide", group, CaseState.IN_WORK), ("decide", group, CaseState.WAITING_IT),
        ("decide", group, CaseState.JUSTIFIED), ("turned", group, False),
    ]  # fmt: skip
    table.decides = False
    made_table.show(TWO, rights=Rights())
    assert words(0) == ["Скопіювати рядок"]


def test_what_gave_way_is_heard_and_stands_in_the_tooltip(made_table: Table) -> None:
    table, model = made_table.table, made_table.table.causes_model
    made_table.show(ONE, TWO)
    whole = sum(model.widths.of(table.shown))
    table.resize(whole - 1, 500)
    assert not table.shown.days
    assert table.isColumnHidden(CauseColumn.DAYS)
    index = model.index(0, 0)
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        assert "уперше, 7 днів: 0 0 0 0 0 0 0" in model.data(index, role)
    assert model.data(model.index(0, CauseColumn.OPERATIONS), Qt.ItemDataRole.AccessibleTextRole) == "7 2,50"
    table.resize(whole, 500)
    assert table.shown.days
    table.set_room(low=False, panes=True)
    assert not table.shown.words
    table.resize(200, 500)
    wide = sum(table.columnWidth(at) for at in range(5) if not table.isColumnHidden(at))
    assert wide <= max(200, sum(model.widths.of(table.shown)[1:]) + 36)


def test_an_act_is_framed_in_the_chosen_row_alone(made_table: Table) -> None:
    table = made_table.table
    made_table.show(ONE, TWO)
    table.selectRow(0)
    image = QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        table.viewport().render(painter, QPoint())

    def edges(row: int) -> bool:
        rect = table.act_rect(QRectF(table.visualRect(table.causes_model.index(row, CauseColumn.ACT))))
        return image.pixelColor(round(rect.center().x()), round(rect.top())) == theme().border_mid

    assert edges(0)
    assert not edges(1)
    table.hover_row(1)
    with QPainter(image) as painter:
        table.viewport().render(painter, QPoint())
    assert edges(1)
