"""What is copied is what a spreadsheet reads as numbers and days; an id is copied whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.profile.settings import Language
from cabinet.ui.clipboard import machine_text, table_text
from cabinet.ui.language import install
from cabinet.ui.numbers import change_share, count, day, moment, money, percent
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

SUMMER = datetime(2026, 7, 14, 12, 30, 5, tzinfo=UTC)
LONG_ID = "2611270000-000309-B-with-a-long-tail"


@pytest.mark.parametrize(
    ("words", "copied"),
    [
        ("\u221217\u00a0021,00", "-17021,00"),
        ("1\u00a0234\u00a0567,89", "1234567,89"),
        ("1\u202f234", "1234"),
        ("+2\u00a0700,0\u00a0%", "+2700,0%"),
        ("9,62\u00a0%", "9,62%"),
        ("27.11.2026", "2026-11-27"),
        ("27.11.2026, 14:31", "2026-11-27 14:31"),
        ("3\u00a0год", "3 год"),
        ("a\tb\nc", "a b c"),
        ("—", "—"),
        ("OK-2024-017", "OK-2024-017"),
        ("10.20.0.9", "10.20.0.9"),
    ],
)
def test_shown_words_become_what_a_program_reads(words: str, copied: str) -> None:
    assert machine_text(words) == copied


@pytest.mark.parametrize("tongue", list(Language))
def test_no_group_and_no_typographic_minus_is_left(qapp: QApplication, tongue: Language) -> None:
    install(tongue)
    for shown in (money(-1234567), count(-1234567), percent(1234, 2345), change_share(1, 1000), change_share(5_000, 1)):
        copied = machine_text(shown)
        assert copied.isascii(), shown
        assert " " not in copied
        float(copied.rstrip("%").replace(",", "."))
    assert machine_text(day(SUMMER)) == f"{SUMMER:%Y-%m-%d}"
    assert machine_text(moment(SUMMER)).startswith(f"{SUMMER:%Y-%m-%d} ")
    install(Language.UKRAINIAN)


class Ids(RowsModel):
    def row_id(self, row: int) -> str:
        return LONG_ID if row == 0 else ""


def table(qtbot: QtBot) -> TableView:
    model = Ids([Column("Id", 60, middle=True), Column("UAH", 60, right=True), Column("Hidden", 60)])
    view = TableView("rows", model, selects=True)
    qtbot.addWidget(view)
    model.show([[Cell(LONG_ID), Cell("\u22121\u00a0000,00"), Cell("no")], [Cell("—"), Cell("5"), Cell("no")]])
    view.hide_columns({2})
    view.resize(200, 200)
    view.show()
    return view


def test_ctrl_c_copies_the_id_else_the_row(qtbot: QtBot) -> None:
    view = table(qtbot)
    board = QGuiApplication.clipboard()
    view.selectRow(0)
    with qtbot.waitSignal(view.copied):
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == LONG_ID
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == "—\t5"


def test_the_menu_of_a_row_copies_id_and_row(qtbot: QtBot) -> None:
    view = table(qtbot)
    board = QGuiApplication.clipboard()
    menu = view.menu_of(0)
    by_id, by_row = menu.actions()
    by_row.trigger()
    assert board.text() == f"{LONG_ID}\t-1000,00"
    by_id.trigger()
    assert board.text() == LONG_ID
    assert len(view.menu_of(1).actions()) == 1, "no id, no word of one"
    place = view.viewport().mapToGlobal(QPoint(10, 10))
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(10, 10), place))
    assert view.menu.isVisible()
    view.menu.close()
    view.selectRow(1)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), place))
    assert view.menu.isVisible()
    assert len(view.menu.actions()) == 1, "the keyboard's menu is of the chosen row"
    view.menu.close()


def test_a_table_has_a_head_in_its_copy() -> None:
    columns = [Column("Day", 50), Column("01.11–07.11", 50, copied="2026-11-01/2026-11-07")]
    rows = [[Cell("27.11", faint="пт", copied="2026-11-27"), Cell("1\u00a0000")], [Cell("Разом"), None]]
    assert table_text(columns, rows) == "Day\t2026-11-01/2026-11-07\n2026-11-27\t1000\nРазом\t"
