"""An open page follows what happens, within two seconds, and nothing on it jumps; a hidden window asks for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli import send as send_command
from cabinet.cli.demo.people import log_in
from cabinet.cli.demo.play import key_folders
from cabinet.contour.sample.play import play
from cabinet.contract.attendance import unattended
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.testdata import SetTime
from cabinet.desks import log_poller
from cabinet.perimeter.log import LogClient
from cabinet.profile.settings import SettingsFile
from cabinet.ui.pages.rejections.row_columns import RejectionColumn
from cabinet.ui.shell.page_specs import spec_of
from tests.company import WAIT, Company, person
from tests.played import copy_of, play_into


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_into(tmp_path_factory.mktemp("played"), 2500, 10)


@pytest.fixture
def company(played: Path, tmp_path: Path) -> Iterator[Company]:
    with copy_of(played, tmp_path) as made:
        yield made


@pytest.fixture
def window(company: Company, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A window in which the head is logged in, over ten days of play."""
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    window = Window(SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(window.shell)
    window.shell.show()
    window.desks.session.person = session.person
    window.office.open(session)
    window.desks.session.logged_in.emit(session.person)
    yield window
    window.close()
    transport.close()


def open_page(qtbot: QtBot, window: Window, key: str) -> Any:
    window.shell.open_page(key)
    desk: Any = window.desks.of_page(spec_of(key))
    qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)
    return window.shell.pages[key]


def settle(qtbot: QtBot, window: Window, key: str) -> None:
    """Wait until the page shows everything that there is."""
    live = window.shell.auto_refresh
    assert live is not None
    qtbot.waitUntil(lambda: live.up_to_date(key), timeout=WAIT)


def day_file(tmp_path: Path, seed: int) -> Path:
    end = datetime.now(UTC) - timedelta(seconds=5)
    path = tmp_path / f"day-{seed}.ndjson"
    path.write_bytes(b"".join(p.data + b"\n" for p in play(seed, 60, end, timedelta(minutes=4), mistakes=0.2)))
    return path


@pytest.mark.parametrize("key", ["overview", "statistics", "rejections"])
def test_from_send_to_the_open_page_in_two_looks(
    qtbot: QtBot, company: Company, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    page = open_page(qtbot, window, key)
    folder = key_folders(company.contour, tmp_path)["core-1"]
    settle(qtbot, window, key)

    def shown() -> object:
        if key == "overview":
            return page.kpis["accepted"].accessibleName()
        return [[c.text for c in row] for row in page.table.model().rows] if key == "statistics" else transactions(page)

    before, looks = shown(), list[int]()
    size = LogClient.size
    path = day_file(tmp_path, 7)
    assert send_command.run([str(path), "--credential", str(folder), "--quiet"]) == send_command.REJECTED

    def look(client: LogClient) -> int:
        """One may have been asked already, the next one shows it: whoever looks again learns nothing more."""
        if len(looks) < 2:
            looks.append(size(client))
        return looks[-1]

    monkeypatch.setattr(LogClient, "size", look)
    qtbot.waitUntil(lambda: shown() != before, timeout=WAIT)
    assert log_poller._EVERY_MS == 1_000
    assert looks
    if key == "rejections":
        sent_ids = {json.loads(line)["operatorTxId"] for line in path.read_bytes().splitlines() if line[:1] == b"{"}
        assert set(transactions(page)) & sent_ids, "the rejected rows themselves are there"


def transactions(page: Any) -> list[str]:
    """Return the ids of the rows that are on the page."""
    cells = [page.model.cell(row, RejectionColumn.TRANSACTION) for row in range(min(12, page.model.rowCount()))]
    return [cell.text for cell in cells if cell is not None]


def test_whoever_has_scrolled_keeps_their_rejections(
    qtbot: QtBot, company: Company, window: Window, tmp_path: Path
) -> None:
    page = open_page(qtbot, window, "rejections")
    folder = key_folders(company.contour, tmp_path)["core-1"]
    settle(qtbot, window, "rejections")
    window.desks.rejections.choose_text("")
    qtbot.waitUntil(lambda: page.model.rowCount() > 12 and not window.desks.rejections.state.busy, timeout=WAIT)
    settle(qtbot, window, "rejections")
    page.table.selectRow(5)
    page.table.verticalScrollBar().setValue(64)
    before, counts = transactions(page), window.desks.rejections.groups.data
    send_command.run([str(day_file(tmp_path, 9)), "--credential", str(folder), "--quiet"])
    qtbot.waitUntil(lambda: window.desks.rejections.groups.data not in (None, counts), timeout=WAIT)
    assert transactions(page) == before
    assert page.table.verticalScrollBar().value() == 64
    assert page.table.currentIndex().row() == 5


def test_nothing_jumps(qtbot: QtBot, company: Company, window: Window, tmp_path: Path) -> None:
    page = open_page(qtbot, window, "statistics")
    folder = key_folders(company.contour, tmp_path)["core-1"]
    # On the first days of a month this month has too few rows.
    today = window.desks.statistics.today()
    window.desks.statistics.choose_period(today - timedelta(days=13), today)
    qtbot.waitUntil(lambda: not window.desks.statistics.state.busy and len(page.data_table.order) == 14, timeout=WAIT)
    settle(qtbot, window, "statistics")
    page.table.selectRow(2)
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    page.table.verticalScrollBar().setValue(40)
    bucket = page.chart.bucket
    resets: list[None] = []
    page.table.model().modelReset.connect(lambda: resets.append(None))
    before = [[c.text for c in row] for row in page.table.model().rows]
    send_command.run([str(day_file(tmp_path, 8)), "--credential", str(folder), "--quiet"])
    qtbot.waitUntil(lambda: [[c.text for c in row] for row in page.table.model().rows] != before, timeout=WAIT)
    assert not resets
    assert page.table.currentIndex().row() == 2
    assert page.table.hasFocus() or not window.shell.isActiveWindow()
    assert page.table.verticalScrollBar().value() == 40
    assert page.chart.bucket == bucket >= 0


def test_a_hidden_window_asks_for_nothing_and_catches_up(
    qtbot: QtBot, company: Company, window: Window, tmp_path: Path
) -> None:
    page = open_page(qtbot, window, "overview")
    folder = key_folders(company.contour, tmp_path)["core-1"]
    settle(qtbot, window, "overview")
    live = window.shell.auto_refresh
    assert live is not None
    window.shell.hide()
    qtbot.waitUntil(lambda: not window.office.network.busy, timeout=WAIT)
    size, before = live.poller.size, page.kpis["accepted"].accessibleName()
    send_command.run([str(day_file(tmp_path, 9)), "--credential", str(folder), "--quiet"])
    ticks: list[None] = []
    live.poller.ticked.connect(lambda: ticks.append(None))
    live.poller.ask()
    assert not window.office.network.busy
    assert (live.poller.size, ticks) == (size, [])
    window.shell.show()
    qtbot.waitUntil(lambda: page.kpis["accepted"].accessibleName() != before, timeout=WAIT)


@pytest.mark.parametrize("wished", [True, False])
def test_what_nobody_asked_for_is_no_sign_of_life(company: Company, tmp_path: Path, *, wished: bool) -> None:
    """A window left alone idles out after a quarter of an hour, though it has asked all the time."""
    clock = ShiftedClock(SystemClock())
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), clock)
    try:
        log = LogClient(session, session.profile)
        for minutes in (7, 14):
            _go_on(company, clock, minutes)
            with nullcontext() if wished else unattended():
                assert log.size() >= 0
        _go_on(company, clock, 21)
        if wished:
            assert log.size() >= 0
        else:
            with pytest.raises(KnownError, match="SESSION_ENDED"):
                log.size()
    finally:
        transport.close()


def _go_on(company: Company, clock: ShiftedClock, minutes: int) -> None:
    clock.offset = timedelta(minutes=minutes)
    company.contour.testdata("testdata_time", SetTime(offset_seconds=minutes * 60))
