"""The sheet of a figure: formula, rates and law, rows that sum to it, files of exactly those rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.desks.taxes import Taxes
from cabinet.ui.numbers import money
from cabinet.ui.pages.statistics.figure_rows import STUCK, FigureBy
from cabinet.ui.pages.statistics.figure_sheet import FigureSheet
from cabinet.ui.sizes import ROW, TABLE_HEAD
from cabinet.ui.texts.taxes import figure_lines
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.plain_label import PlainLabel
from tests.contour.statistics.test_taxes import Shop
from tests.ui.fit import misfits
from tests.ui.pages.statistics.test_taxes_sheet import PERIOD, answers

LEVY, GAMING = 6, 3
NAMES = {FigureBy.LICENCE: {"OK-2024-017": "Казино"}, FigureBy.BRAND: {"mlynok": "Млинок"}, FigureBy.PERIOD: {}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("sheet") / "ledger.sqlite")
    yield made
    made.store.close()


@pytest.fixture
def taxes(shop: Shop) -> Taxes:
    return answers(shop, *PERIOD)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(window: QWidget, data: Taxes, place: int, write: Any = lambda path, lines: path.write_bytes(lines)) -> Any:
    sheet = FigureSheet(window, data, place, figure_lines(data)[place], NAMES.__getitem__, write)
    sheet.open(sheet.accept)
    return sheet


def words_of(sheet: Any) -> list[str]:
    return [label.text() for label in sheet.facts.findChildren(PlainLabel)]


def test_formula_rates_and_law_stand_above_the_rows(window: QWidget, taxes: Taxes) -> None:
    sheet = opened(window, taxes, LEVY)
    said = words_of(sheet)
    assert sheet.value.text() == f"{money(54_821)} грн"
    assert any("1,5 %" in fact and "73,72" in fact for fact in said)
    assert any("№ 4015-IX" in fact and "5 % з 01.12.2024" in fact and "laws/show/4015-20" in fact for fact in said)
    assert any("№ 2755-VI" in fact and "1,5 % з 03.09.2023 – 30.11.2024" in fact for fact in said)
    assert "Рядки" not in said
    assert [chip.word for chip in sheet.findChildren(Chip)] == ["Тестові дані"]
    assert [chip.word for chip in opened(window, taxes, GAMING).findChildren(Chip)] == [
        "Тестові дані", "ставка не перевірена",
    ]  # fmt: skip


def test_the_law_is_copied_and_never_opened(window: QWidget, taxes: Taxes) -> None:
    sheet = opened(window, taxes, LEVY)
    sheet.copy_law.click()
    copied = QGuiApplication.clipboard().text()
    assert len(copied.split("\n")) == 2
    assert "https://zakon.rada.gov.ua/laws/show/4015-20" in copied
    assert "нічого не відкрито" in sheet.notice.accessibleName()
    assert not opened(window, taxes, STUCK).copy_law.isVisible()


@pytest.mark.parametrize(("by", "first"), [(FigureBy.LICENCE, "Ліцензія"), (FigureBy.BRAND, "Бренд")])
def test_rows_are_divided_as_it_is_chosen(
    qtbot: QtBot, window: QWidget, taxes: Taxes, by: FigureBy, first: str
) -> None:
    sheet = opened(window, taxes, LEVY)
    assert sheet.by is FigureBy.PERIOD
    assert len(sheet.rows.table.names) == 4
    sheet.choice.setFocus()
    while sheet.by is not by:
        qtbot.keyClick(sheet.choice, Qt.Key.Key_Left)
    assert sheet.rows.table.first == first
    assert {name for name, _ in sheet.rows.table.names} & {"Казино", "Млинок"}
    assert sheet.rows.table.figures[-1].total == 54_821


def test_files_hold_exactly_the_rows_that_are_shown(
    window: QWidget, taxes: Taxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened(window, taxes, LEVY)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(tmp_path / given[2]), ""))
    sheet.csv.click()
    path = tmp_path / "ggr-taxes-6-period-2024-11-29_2024-12-02.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["День", "База, грн", "Сума, грн"]
    assert [row[0] for row in rows[1:5]] == ["2024-12-02", "2024-12-01", "2024-11-30", "2024-11-29"]
    assert sum(round(float(row[2]) * 100) for row in rows[1:5]) == 54_821
    assert rows[5:] == [["Разом", "14403.71", "548.21"], ["Оцінка, не податкова декларація"], ["Тестові дані"]]
    sheet.rows.sort(0)
    assert sheet.rows_file("csv").decode("utf-8-sig").split("\r\n")[1].startswith("2024-11-29")
    sheet.xlsx.click()
    assert path.with_suffix(".xlsx").read_bytes().startswith(b"PK")
    sheet.copy.click()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[1].startswith("2024-11-29\t")
    assert copied[-1] == "Разом\t14403,71\t548,21"


def test_files_of_production_are_not_marked(window: QWidget, shop: Shop) -> None:
    sheet = opened(window, answers(shop, *PERIOD, environment=Environment.PRODUCTION), LEVY)
    assert "Тестові" not in sheet.rows_file("csv").decode("utf-8-sig")
    assert sheet.findChildren(Chip) == []


def test_what_cannot_be_written_is_said(window: QWidget, taxes: Taxes, tmp_path: Path) -> None:
    def refuse(_path: Path, _lines: bytes) -> None:
        raise KnownError("DISK_FULL")

    sheet = opened(window, taxes, 0, refuse)
    sheet.write(tmp_path / "x.csv", "csv")
    assert sheet.notice.isVisible()
    assert "DISK_FULL" in sheet.notice.accessibleDescription()


def test_what_is_stuck_leads_to_rejections(qtbot: QtBot, window: QWidget, taxes: Taxes) -> None:
    sheet = opened(window, taxes, STUCK)
    assert any("за днем надходження" in said for said in words_of(sheet))
    with qtbot.waitSignal(sheet.asked):
        sheet.list_rejections.click()
    assert not sheet.isVisible()
    assert not opened(window, taxes, LEVY).list_rejections.isVisible()


@pytest.mark.parametrize(("size", "rows"), [((1024, 640), 3), ((1280, 799), 3), ((1280, 800), 8), ((1920, 1080), 8)])
def test_nothing_is_cut_at_any_size(window: QWidget, taxes: Taxes, size: tuple[int, int], rows: int) -> None:
    window.resize(*size)
    for place in range(len(figure_lines(taxes))):
        sheet = opened(window, taxes, place)
        assert misfits(sheet) == []
        assert sheet.sheet.geometry().bottom() < window.height()
        assert sheet.rows.height() == TABLE_HEAD + ROW * (rows + 1) + 3
        sheet.accept.click()
