"""The registry page: the next payment with its countdown, a licence that is asked for, the page to print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from cabinet.contract.registry import OperatorRecord
from cabinet.contract.states import Environment, LicenceState
from cabinet.desks.office import Office
from cabinet.desks.registry import RegistryDesk
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.registry.page import RegistryPage
from tests.contract.due_kit import licence
from tests.export.pdf_text import read_pdf
from tests.perimeter_in_process import NOW, FixedClock
from tests.ui.pages.overview.kit import TODAY, record


class Session:
    def __init__(self, environment: Environment) -> None:
        self.profile = SimpleNamespace(name="Контур", environment=environment)

    def forget(self) -> None:
        """Nothing to forget."""


@pytest.fixture
def office(qapp: object) -> Iterator[Office]:
    install(Language.UKRAINIAN)
    made: Any = Office(FixedClock())
    made.open(Session(Environment.TEST))
    yield made
    made.stop()


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def page_of(window: QMainWindow, office: Office, shown: OperatorRecord | None) -> RegistryPage:
    desk = RegistryDesk(office)
    if shown is not None:
        desk.state = desk.state.ready(shown, NOW)
    page = RegistryPage(desk)
    window.setCentralWidget(page)
    return page


def due_in(days: int, number: str = "OK-1") -> Any:
    fee = TODAY + timedelta(days=days)
    return licence(fee.replace(year=fee.year - 2)).model_copy(update={"number": number})


@pytest.mark.parametrize(("days", "words", "role"), [
    (61, "через 61 день", "text"), (60, "через 60 днів", "warning"), (15, "через 15 днів", "warning"),
    (14, "через 14 днів", "danger"), (0, "останній день", "danger"), (-1, "прострочено на 12 год 0 хв", "danger"),
])  # fmt: skip
def test_the_next_payment_with_its_countdown(
    window: QMainWindow, office: Office, days: int, words: str, role: str
) -> None:
    page = page_of(window, office, record(due_in(days)))
    cell = page.licences.cell(0, 2)
    assert cell is not None
    assert (cell.text, cell.second, cell.role) == (f"{TODAY + timedelta(days=days):%d.%m.%Y}", words, role)
    assert f"наступний внесок {cell.text}" in page._licence_meta.text()


def test_the_nearest_payment_is_in_the_title(window: QMainWindow, office: Office) -> None:
    page = page_of(window, office, record(due_in(50), due_in(20, "BD-2"), licence(paid=5)))
    assert f"наступний внесок {TODAY + timedelta(days=20):%d.%m.%Y}" in page._licence_meta.text()
    cell = page.licences.cell(2, 2)
    assert cell is not None
    assert cell.text == "усе сплачено"


def test_a_licence_that_is_over_has_no_payment(window: QMainWindow, office: Office) -> None:
    page = page_of(window, office, record(licence(state=LicenceState.ANNULLED)))
    cell = page.licences.cell(0, 2)
    assert cell is not None
    assert (cell.text, cell.second) == ("—", "")
    assert "внесок" not in page._licence_meta.text()


def test_a_licence_that_is_asked_for_is_chosen_when_it_is_here(window: QMainWindow, office: Office) -> None:
    page = page_of(window, office, None)
    page.show_subject("BD-2")
    assert page._licence_table.currentIndex().row() == -1
    page._desk.state = page._desk.state.ready(record(due_in(50), due_in(20, "BD-2")), NOW)
    page._desk.changed.emit()
    assert page._licence_table.currentIndex().row() == 1
    page._licence_table.setCurrentIndex(page.licences.index(0, 0))
    page._desk.changed.emit()
    assert page._licence_table.currentIndex().row() != 1, "asked for once, shown once"
    page.show_subject("none")
    assert page._licence_table.currentIndex().row() != 1


def test_the_page_is_saved_and_printed_with_its_watermark(
    qtbot: QtBot, window: QMainWindow, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window, office, record(due_in(50)))
    page._print.click()
    dialog = page.dialog
    assert dialog is not None
    assert dialog.view.sheet is not None
    assert dialog.view.sheet.across == "ТЕСТОВІ ДАНІ"
    path = tmp_path / "record.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(page._desk.sheet_saved):
        dialog.accept.click()
    assert read_pdf(path.read_bytes()).title == dialog.view.sheet.title
    assert dialog.notice.isVisibleTo(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path / "no"), ""))
    with qtbot.waitSignal(page._desk.sheet_not_saved):
        dialog.accept.click()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.print_on(printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    dialog.close_sheet()
    assert page.dialog is None


def test_production_has_no_watermark(window: QMainWindow, office: Office) -> None:
    office.open(Session(Environment.PRODUCTION))  # type: ignore[arg-type]
    sheet = page_of(window, office, record())._desk.sheet("en")
    assert sheet is not None
    assert sheet.across == ""


def test_there_is_no_page_without_a_record(window: QMainWindow, office: Office) -> None:
    page = page_of(window, office, None)
    assert not page._print.isEnabled()
    assert page._desk.sheet("uk") is None
