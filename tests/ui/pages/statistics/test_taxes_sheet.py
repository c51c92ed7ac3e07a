"""The sheet of GGR and taxes shows the figures of the answers, what stands behind each, and what they are not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.desks.states import Loadable
from cabinet.desks.taxes import Taxes, TaxesDesk
from cabinet.rules.rates import RateTable
from cabinet.ui.numbers import money
from cabinet.ui.pages.statistics.taxes_sheet import TaxesSheet
from cabinet.ui.texts.taxes import csv_of, figure_lines, table_of_figures
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.plain_label import PlainLabel
from tests.contour.statistics.test_taxes import NOW, Shop

PERIOD = ("2024-11-29", "2024-12-02")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("tax") / "ledger.sqlite")
    yield made
    made.store.close()


def answers(shop: Shop, first: str, last: str, **how: Any) -> Taxes:
    """Return what the desk would be answered."""
    ggr, brands = shop.ggr(first, last, "day", "licence"), shop.ggr(first, last, "month", "brand")
    return Taxes(ggr, brands, shop.taxes(first, last, **how))


@pytest.fixture
def taxes(shop: Shop) -> Taxes:
    return answers(shop, *PERIOD)


class Desk(QObject):
    """As much of the desk as the sheet needs: it answers at once, or fails."""

    changed = Signal()
    write = TaxesDesk.write

    def __init__(self, data: Taxes | None, failure: KnownError | None = None) -> None:
        super().__init__()
        self._data, self._failure = data, failure
        self.state: Loadable[Taxes] = Loadable()

    def refresh(self) -> None:
        known = self.state.loading()
        self.state = known.ready(self._data, NOW) if self._data else known.failed(self._failure)
        self.changed.emit()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(window: QWidget, desk: Desk) -> TaxesSheet:
    sheet = TaxesSheet(window, desk)  # type: ignore[arg-type]  # as much of one as is needed
    sheet.open()
    return sheet


def test_figures_are_those_of_the_answers(window: QWidget, taxes: Taxes) -> None:
    sheet = opened(window, Desk(taxes))
    expected = [taxes.ggr.total.ggr_kop, taxes.ggr.total.stuck_ggr_kop, *(f.tax_kop for f in taxes.taxes.figures)]
    assert [value.text() for value in sheet.values] == [money(kop) for kop in expected]
    assert "2\u00a0592,69" in [value.text() for value in sheet.values]
    assert "Оцінка, не податкова декларація" in sheet.lead.text()
    assert sheet.watermark.isVisible()
    unverified = [chip for chip in sheet.findChildren(Chip) if chip.word == "не перевірено"]
    assert len(unverified) == 3, "the kinds of game, whose rates nobody has read in the code in force"


def test_production_has_no_watermark(window: QWidget, shop: Shop) -> None:
    data = answers(shop, *PERIOD, environment=Environment.PRODUCTION)
    assert not opened(window, Desk(data)).watermark.isVisible()
    assert "Тестові" not in table_of_figures(data)


def test_a_figure_opens_its_formula_its_rates_and_its_rows(qtbot: QtBot, window: QWidget, taxes: Taxes) -> None:
    sheet = opened(window, Desk(taxes))
    assert sheet.facts is None
    sheet.links[-1].click()
    assert sheet.facts is not None
    facts = [value for _, value in sheet.lines[-1].facts]
    assert any("1,5 %" in fact and "73,72" in fact for fact in facts)
    assert any("5 %" in fact and "474,49" in fact for fact in facts)
    assert any("Закон 4015-IX" in fact and "перевірено 28.11.2026" in fact for fact in facts)
    assert any(fact.startswith("кожна прийнята виплата") for fact in facts)
    assert any("/statistics?from=2024-11-29" in fact for fact in facts)
    assert any("zakon.rada.gov.ua/laws/show/4015-20" in fact for fact in facts)
    with qtbot.waitSignal(sheet.rows_asked) as asked:
        sheet.rows.click()
    assert asked.args == [len(sheet.lines) - 1]
    assert not sheet.isVisible()
    first = sheet.facts
    sheet.open()
    sheet.links[2].click()
    assert sheet.facts is not first
    assert not first.isVisible()


def test_copy_and_file_are_the_figures_as_data(window: QWidget, taxes: Taxes, tmp_path: Path) -> None:
    sheet = opened(window, Desk(taxes))
    sheet.copy.click()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert [cell.split("\t")[4] for cell in copied[1 : 1 + len(sheet.lines)]] == [
        "-4550.26", "0.00", "0.00", "248.74", "0.00", "2592.69", "548.21",
    ]  # fmt: skip
    sheet.write(tmp_path / "taxes.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "taxes.csv").read_text(encoding="utf-8-sig"))))
    assert rows == [line.split("\t") for line in copied]
    assert rows[-1] == ["Тестові дані"]
    assert rows[-2] == ["Оцінка, не податкова декларація"]
    sheet.write(tmp_path / "none" / "taxes.csv")
    assert sheet.notice.isVisible()
    assert csv_of(taxes).startswith(b"\xef\xbb\xbf")


def test_a_refusal_is_said_and_nothing_can_be_copied(window: QWidget) -> None:
    sheet = opened(window, Desk(None, KnownError("RIGHT_MISSING")))
    assert sheet.notice.isVisible()
    assert not sheet.copy.isEnabled()
    assert not sheet.save.isEnabled()
    assert sheet.values == []


def test_days_without_a_rate_say_so(shop: Shop) -> None:
    data = answers(shop, *PERIOD, table=RateTable("власна", (), own=True))
    line = figure_lines(data)[-1]
    assert (line.kopecks, line.verified) == (None, False)
    facts = [value for _, value in line.facts]
    assert any(fact.endswith("у таблиці немає ставки") for fact in facts)
    assert "власна · власний файл оператора" in facts


def test_figures_of_another_period_are_never_shown(window: QWidget, shop: Shop, taxes: Taxes) -> None:
    desk = Desk(taxes)
    desk.state = desk.state.ready(answers(shop, "2024-11-29", "2024-11-29"), NOW)
    desk.refresh = lambda: None  # type: ignore[method-assign]  # still under way
    desk.state = desk.state.loading()
    sheet = opened(window, desk)
    desk.changed.emit()
    assert sheet.values == []
    assert not sheet.copy.isEnabled()
    desk.state = desk.state.ready(taxes, NOW)
    desk.changed.emit()
    assert sheet.values[-1].text() == money(54_821)
    assert sheet.copy.isEnabled()


def test_nothing_is_squeezed_in_the_smallest_window(window: QWidget, taxes: Taxes) -> None:
    window.resize(1024, 720)
    sheet = opened(window, Desk(taxes))
    for link in sheet.links[2:]:
        link.click()
        for part in (*sheet.values, *sheet.facts.findChildren(PlainLabel)):  # type: ignore[union-attr]  # just opened
            least = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.sizeHint().height()
            assert part.height() >= least, part.text()
        assert sheet.sheet.geometry().bottom() < window.height()
