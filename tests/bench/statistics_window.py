"""``statistics-window``: from the click on «Рік» to the painted chart ÷ the bare answer and one frame of 16.7 ms.

The window is the real one, off screen, at 1440×900, over a contour with a year of play; the click is on the period's
name, and the chart is painted when its own paint with the year's bars is over. Between the clicks today is shown. The
bare answer is the same ``GET /statistics`` by the same session, whose bytes are not even read.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.contract.statistics import STATISTICS
from cabinet.profile.settings import SettingsFile
from cabinet.wire.ask import Ask
from tests.bench.login import until
from tests.bench.result import Result, in_turn
from tests.company import Company, person
from tests.event_loop import FRAME
from tests.forked import ForkedContour
from tests.played import play_into

_ROUNDS, _TRANSACTIONS, _SMALL, _DAYS, _GOAL = 25, 20_000, 400, 365, 1.5
_SIZE = (1440, 900)


@contextmanager
def _page(transactions: int) -> Iterator[tuple[Window, Any]]:
    """Yield a window and its page of statistics, at rest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with ForkedContour(play_into(folder, transactions, _DAYS)) as contour:
            session, transport = log_in(Company(contour).contour, folder, person(Role.HEAD), SystemClock())
            window = Window(SettingsFile(folder / "settings.json"))
            try:
                window.shell.resize(*_SIZE)
                window.shell.show()
                window.desks.session.person = session.person
                window.office.open(session)
                window.desks.session.logged_in.emit(session.person)
                window.shell.open_page("statistics")
                _rest(window)
                yield window, window.shell.pages["statistics"]
            finally:
                window.office.stop()
                window.close()
                transport.close()


def _rest(window: Window) -> None:
    desk = window.desks.statistics
    until(lambda: desk.state.data is not None and not desk.state.busy and not window.office.network.busy)


def _click(window: Window, page: Any, name: str) -> float:
    """Click on a period's name; return the seconds until the chart of it is painted."""
    desk, chart = window.desks.statistics, page.chart
    painted: list[float] = []

    def paint(painter: Any) -> None:
        type(chart).paint(chart, painter)
        if desk.state.data is not None and not desk.state.busy and page.grid.answer is desk.state.data.answer:
            painted.append(time.perf_counter())

    chart.paint = paint
    try:
        started = time.perf_counter()
        _press(page.period.presets, name)
        assert desk.state.busy
        painted.clear()
        until(lambda: bool(painted))
    finally:
        del chart.paint
    assert page.grid.answer.first == desk.choice.first
    taken = painted[0] - started
    _rest(window)
    return taken


def _press(names: Any, name: str) -> None:
    left = 0
    for (key, _), wide in zip(names.choices, names._widths(), strict=True):
        if key == name:
            QTest.mouseClick(
                names, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(left + wide // 2, 16)
            )
            return
        left += wide


def _bare(window: Window) -> Callable[[], float]:
    """Return what times the answer alone, and adds a frame."""
    session, choice = window.office.session, window.desks.statistics.choice
    query = {
        "from": choice.first.isoformat(), "to": choice.last.isoformat(), "bucket": choice.bucket.value,
        "by": choice.asked.value, "previous": choice.compared.value,
    }  # fmt: skip

    def ask() -> float:
        started = time.perf_counter()
        session.call(Ask(STATISTICS, query=query))
        return time.perf_counter() - started + FRAME

    return ask


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    with _page(_SMALL if small else _TRANSACTIONS) as (window, page):
        _click(window, page, "year")
        bare = _bare(window)

        def year() -> float:
            _click(window, page, "today")
            return _click(window, page, "year")

        ours, floor, raw = in_turn(year, bare, 3 if small else _ROUNDS)
        detail = {"transactions": _SMALL if small else _TRANSACTIONS, "days": _DAYS, "seconds": raw}
        return Result("statistics-window", ours / floor, _GOAL, "lower", detail)
