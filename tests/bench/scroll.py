"""``scroll``: p99 frame while paging through a million live rejections ÷ p99 of a bare table on computed cells.

A frame is one step of the scroll bar and the repaint it makes. Between steps the event loop turns, so that pages
arrive and are painted as they do for a person.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from cabinet.app import Window
from cabinet.contract.clock import SystemClock
from cabinet.desks.contour import use_note
from cabinet.perimeter.login import PersonSession
from cabinet.profile.demo_note import DemoNote
from cabinet.profile.settings import SettingsFile
from cabinet.ui.pages.rejections.rows_model import RejectionsModel
from cabinet.ui.widgets.table_view import TableView
from tests.bench.result import Result
from tests.many import contour_with_rejections, officer

_ROWS, _SMALL, _STEPS, _RUNS = 1_000_000, 4_000, 400, 5
_SIZE = (674, 318)
Index = QModelIndex | QPersistentModelIndex


class _Computed(QAbstractTableModel):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"row {index.row()} · {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


def _frames(table: QTableView, rows: int, between: Callable[[], None]) -> list[float]:
    """Step through the whole table, down by pages and in jumps."""
    bar, port = table.verticalScrollBar(), table.viewport()
    top, taken = bar.maximum(), []
    for step in range(_STEPS):
        place = step * bar.pageStep() if step % 4 else (step * 7919 % rows) * top // rows
        started = time.perf_counter()
        bar.setValue(place % max(1, top))
        port.repaint()
        taken.append(time.perf_counter() - started)
        between()
    return taken


def _p99(frames: list[float]) -> float:
    return sorted(frames)[int(len(frames) * 0.99) - 1]


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows, runs = (_SMALL, 1) if small else (_ROWS, _RUNS)
    with tempfile.TemporaryDirectory() as name, contour_with_rejections(Path(name), rows) as contour:
        session, transport = officer(contour, Path(name))
        try:
            return _measure(Path(name), str(contour.data / "profile.json"), session, rows, runs)
        finally:
            transport.close()


def _measure(folder: Path, profile: str, session: PersonSession, rows: int, runs: int) -> Result:
    window = Window(SettingsFile(folder / "settings.json"), SystemClock(), demo=folder / "no-demo")
    try:
        use_note(DemoNote("", profile, "", "", ""), window.desks.session)
        window.office.open(session)
        desk = window.desks.rejections
        desk.refresh()
        app = QApplication.instance()
        assert app is not None
        deadline = time.perf_counter() + 30
        while desk.state.data is None:
            app.processEvents()
            assert time.perf_counter() < deadline
        model = RejectionsModel(desk)
        ours = TableView("rejections", model, selects=True)
        ours.visible_rows.connect(model.show_rows)
        bare = QTableView()
        bare.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        bare.verticalHeader().setDefaultSectionSize(32)
        bare.verticalHeader().hide()
        bare.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        bare.setModel(_Computed(rows))
        for table in (ours, bare):
            table.resize(*_SIZE)
            table.show()
            app.processEvents()
        mine, floor = [], []
        for _ in range(runs):
            mine.append(_p99(_frames(ours, rows, app.processEvents)))
            floor.append(_p99(_frames(bare, rows, app.processEvents)))
        ours.close()
        bare.close()
    finally:
        window.office.stop()
        window.close()
    middle = len(mine) // 2
    detail = {
        "rows": rows,
        "p99_ms": {"ours": [round(v * 1000, 3) for v in mine], "floor": [round(v * 1000, 3) for v in floor]},
    }
    return Result("scroll", sorted(mine)[middle] / sorted(floor)[middle], 1.3, "lower", detail)
