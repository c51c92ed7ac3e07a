"""From the chart to its rejections: a period, a metric, a bar, its causes, the list; and files of what is shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.contract.states import Bucket, Compared, Slice
from cabinet.desks.statistics_metrics import Metric
from cabinet.perimeter.statistics import StatisticsClient
from cabinet.profile.settings import Language, SettingsFile, ThemeChoice
from cabinet.ui.pages.statistics.labels import data_names
from cabinet.ui.shell.page_specs import spec_of
from cabinet.ui.theme import DARK, LIGHT
from cabinet.ui.theme_switch import theme
from tests.company import WAIT, Company, person
from tests.played import copy_of, play_into


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_into(tmp_path_factory.mktemp("played"), 3_000, 20)


@pytest.fixture
def company(played: Path, tmp_path: Path) -> Iterator[Company]:
    with copy_of(played, tmp_path) as made:
        yield made


@pytest.fixture
def window(company: Company, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A window in which the head is logged in, on the statistics of the last seven days."""
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    window = Window(SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(window.shell)
    window.shell.show()
    window.desks.settings.set_language(Language.UKRAINIAN)
    window.desks.session.person = session.person
    window.office.open(session)
    window.desks.session.logged_in.emit(session.person)
    window.shell.open_page("statistics")
    window.desks.statistics.choose_preset("last-week")
    rest(qtbot, window)
    yield window
    window.close()
    transport.close()


def rest(qtbot: QtBot, window: Window, key: str = "statistics") -> None:
    desk: Any = window.desks.of_page(spec_of(key))
    qtbot.waitUntil(
        lambda: desk.state.data is not None and not desk.state.busy and not window.office.network.busy, timeout=WAIT
    )


def page_of(window: Window) -> Any:
    return window.shell.pages["statistics"]


def test_a_bar_leads_to_its_rejections(qtbot: QtBot, window: Window) -> None:
    desk = window.desks.statistics
    desk.choose_metric(Metric.REJECTED)
    rest(qtbot, window)
    page = page_of(window)
    rejected = [of.rejected for of in page.grid.totals]
    busiest = rejected.index(max(rejected))
    page.chart.setFocus()
    page.chart.choose(busiest, busiest)
    qtbot.waitUntil(lambda: desk.causes.state.data is not None, timeout=WAIT)
    assert page.panel.isVisible()
    day = page.grid.starts[busiest].date()
    assert desk.causes.wanted.text() == f"state:open period:{day.isoformat()}"
    whole = desk.causes.state.data.whole
    assert whole > 0
    assert page.panel.show_all.text().endswith(str(whole))
    assert page.panel.lead.text().endswith("за днем події")
    with qtbot.waitSignal(page.toasted) as told:
        page.panel.show_all.click()
    assert told.args == [f"Перелік за днем надходження: {day:%d.%m.%Y}"]
    rest(qtbot, window, "rejections")
    rejections = window.desks.rejections
    assert rejections.filter.text() == f"state:open period:{day.isoformat()}"
    listed = rejections.groups.data
    assert listed is not None
    assert listed.count + listed.consequences == whole
    window.shell.open_page("statistics")
    qtbot.keyClick(page.chart, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert desk.causes.wanted is None


def test_every_metric_and_comparison_is_the_perimeters_own(qtbot: QtBot, window: Window) -> None:
    desk, page = window.desks.statistics, page_of(window)
    client = StatisticsClient(window.office.session)
    for compared in (Compared.WEEKDAYS, Compared.YEAR, Compared.BEFORE, Compared.NONE):
        desk.choose_compared(compared)
        rest(qtbot, window)
        choice = desk.choice
        asked = client.read(choice.first, choice.last, Bucket.DAY, Slice.NONE, previous=compared)
        assert (page.grid.answer.previous is None) == (compared is Compared.NONE)
        if asked.previous is not None:
            assert page.grid.answer.previous.total == asked.previous.total
    desk.choose_compared(Compared.WEEKDAYS)
    asked = client.read(choice.first, choice.last, Bucket.DAY, Slice.NONE)
    for metric in Metric:
        desk.choose_metric(metric)
        rest(qtbot, window)
        whole = page.data_table.table.figures[0]
        expected = {
            Metric.ACCEPTED: asked.total.accepted,
            Metric.REJECTED: asked.total.rejected,
            Metric.BETS: asked.total.bet_kop,
            Metric.GGR: asked.total.ggr_kop,
            Metric.LATE: asked.total.late,
            Metric.LAG: asked.total.mean_lag_ms,
        }
        assert metric is Metric.REJECTED_SHARE or whole.total == expected[metric]
        assert page._slices.isEnabled() == metric.adds_up
        assert (page.grid.answer.by is Slice.NONE) != metric.adds_up
        axis = page.chart.bars.axis()
        assert 3 <= len(axis.ticks) - 1 <= 6
        drawn = sum(page.chart.bars.total(at) for at in range(len(page.grid.starts)))
        if metric.adds_up:
            assert drawn == whole.total


def test_files_hold_what_the_table_shows(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = page_of(window)
    path = tmp_path / "table.csv"
    page.files.write(path, page.files.table_file("csv"))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row[0] for row in rows[1:-1]] == data_names(page.grid.starts, Bucket.DAY)[::-1]
    assert rows[-1][1] == str(page.grid.answer.total.accepted)
    ggr = rows[0].index("GGR, грн")
    assert rows[-1][ggr] == f"{page.grid.answer.total.ggr_kop / 100:.2f}"
    assert page.files.table_file("xlsx").startswith(b"PK")
    page.files.copy.click()
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert copied[0] == rows[0]
    assert copied[-1][ggr] == rows[-1][ggr].replace(".", ",")
    page.files.write(path / "table.csv", b"")
    assert page.banner.isVisible(), "what could not be written is said"


def test_pictures_of_the_chart_are_light_in_any_theme(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.desks.settings.set_theme(ThemeChoice.DARK)
    page = page_of(window)
    picture = QImage.fromData(page.files.picture("PNG"))
    assert picture.pixelColor(2, 2) == QColor(LIGHT.surface)
    assert theme() is DARK, "the window keeps its own"
    assert ET.fromstring(page.files.picture("SVG")).tag.endswith("svg")  # noqa: S314  our own
    assert page.files.picture("PDF").startswith(b"%PDF")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.files.print_on(printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    page.files._copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()
    window.desks.settings.set_theme(ThemeChoice.LIGHT)


def test_figures_of_taxes_open_their_rows_and_lead_to_rejections(qtbot: QtBot, window: Window) -> None:
    window.shell.resize(1440, 900)
    desk, page = window.desks.statistics, page_of(window)
    desk.choose_preset("month")
    rest(qtbot, window)
    qtbot.waitUntil(lambda: bool(page.taxes.card.lines), timeout=WAIT)
    client = StatisticsClient(window.office.session)
    asked = client.taxes(desk.choice.first, desk.choice.last, Bucket.MONTH)
    assert [line.kopecks for line in page.taxes.card.lines[2:]] == [figure.tax_kop for figure in asked.figures]
    assert not page.taxes.button.isVisible()
    for place, line in enumerate(page.taxes.card.lines):
        page.taxes.card.links[place].click()
        for by in ("licence", "brand", "period"):
            page.taxes.figure.choice.chosen.emit(by)
            assert page.taxes.figure.rows.table.figures[-1].total == line.kopecks
        page.taxes.figure.choice.chosen.emit("brand")
        names = {name for name, _ in page.taxes.figure.rows.table.names}
        assert names <= {"Млинок", "Млинок Бет", "Ставкограй"}
        page.taxes.figure.accept.click()
    page.taxes.card.behind[1].click()
    rest(qtbot, window, "rejections")
    period = f"{desk.choice.first}..{desk.today()}" if desk.choice.first != desk.today() else f"{desk.today()}"
    assert window.desks.rejections.filter.text() == f"state:open period:{period}"


def test_taxes_follow_the_page(qtbot: QtBot, window: Window) -> None:
    window.shell.resize(1440, 900)
    desk, page = window.desks.statistics, page_of(window)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: bool(page.taxes.card.lines), timeout=WAIT)
    desk.choose_preset("month")
    assert desk.taxes.current is None
    rest(qtbot, window)
    qtbot.waitUntil(lambda: desk.taxes.current is not None, timeout=WAIT)
    assert desk.taxes.current.days == (desk.choice.first, desk.choice.last)
    window.shell.resize(1279, 800)
    qtbot.waitUntil(lambda: not page.taxes.card.isVisible() and page.taxes.button.isVisible(), timeout=WAIT)
    page.taxes.button.click()
    sheet = page.taxes.sheet
    qtbot.waitUntil(lambda: bool(sheet.lines), timeout=WAIT)
    sheet.links[-1].click()
    sheet.rows.click()
    assert page.taxes.sheet is None
    assert page.taxes.figure.isVisible()
    assert page.taxes.figure.rows.table.figures[-1].total == sheet.lines[-1].kopecks
    page.taxes.figure.accept.click()
    window.shell.resize(1280, 800)
    qtbot.waitUntil(lambda: page.taxes.card.isVisible() and not page.taxes.button.isVisible(), timeout=WAIT)


def test_the_page_is_asked_by_the_keyboard_alone(qtbot: QtBot, window: Window) -> None:
    window.shell.resize(1440, 900)
    desk, page = window.desks.statistics, page_of(window)
    qtbot.waitUntil(lambda: bool(page.taxes.card.lines), timeout=WAIT)
    visited: list[Any] = []
    page.period.presets.setFocus(Qt.FocusReason.TabFocusReason)
    while QApplication.focusWidget() not in visited:
        visited.append(QApplication.focusWidget())
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)
    card = page.taxes.card
    wanted = [
        page.period.presets, page.metrics, page._buckets, page._slices, page.compared, page.files.chart_button,
        page.chart, *page.files.table_buttons, page.table, *card.links, *card.behind,
    ]  # fmt: skip
    for widget in wanted:
        assert any(widget is one or widget.isAncestorOf(one) for one in visited), widget.accessibleName()
        assert widget.accessibleName(), type(widget)
    order = [visited.index(widget) for widget in (page.chart, page.table, card.links[0], card.behind[0], card.links[1])]
    assert order == sorted(order)

    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_End)
    last = page.grid.past - 1
    assert page.grid.titles()[last] in page.chart.accessibleName()
    assert page.chart.bars.figure(page.chart.bars.total(last)) in page.chart.accessibleName()
    assert page.chart.bars.previous_name in page.chart.accessibleName()
    assert page.panel.isVisible()
    assert page.table.currentIndex().row() == page.data_table.order.index(last)
    qtbot.keyClick(page.chart, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()

    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    newest = page.data_table.order[page.table.currentIndex().row()]
    assert QGuiApplication.clipboard().text().split("\t")[0] == f"{page.grid.starts[newest]:%Y-%m-%d}"
    assert desk.causes.wanted is None or page.panel.isVisible()

    qtbot.keyClick(card.links[0], Qt.Key.Key_Return)
    assert page.taxes.figure.isVisible()
    qtbot.keyClick(page.taxes.figure, Qt.Key.Key_Escape)
    assert not page.taxes.figure.isVisible()
