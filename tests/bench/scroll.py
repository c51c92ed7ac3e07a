"""``scroll``: p99 frame while paging through a million live rejections ÷ p99 of a bare table on computed cells.

A frame is one step of the scroll bar and the repaint it makes. Between steps the event loop turns, so that pages
arrive and are painted as they do for a person.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from tests.bench.result import Result
from tests.browsing import SIZE, frames, rejections_table

_ROWS, _SMALL, _RUNS = 1_000_000, 4_000, 5
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


def _p99(frames: list[float]) -> float:
    return sorted(frames)[int(len(frames) * 0.99) - 1]


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    rows, runs = (_SMALL, 1) if small else (_ROWS, _RUNS)
    mine, floor = [], []
    with rejections_table(rows) as ours:
        bare = QTableView()
        bare.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        bare.verticalHeader().setDefaultSectionSize(32)
        bare.verticalHeader().hide()
        bare.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        bare.setModel(_Computed(rows))
        bare.resize(*SIZE)
        bare.show()
        QApplication.processEvents()
        for _ in range(runs):
            mine.append(_p99(frames(ours, rows, QApplication.processEvents)))
            floor.append(_p99(frames(bare, rows, QApplication.processEvents)))
        bare.close()
    middle = len(mine) // 2
    detail = {
        "rows": rows,
        "p99_ms": {"ours": [round(v * 1000, 3) for v in mine], "floor": [round(v * 1000, 3) for v in floor]},
    }
    return Result("scroll", sorted(mine)[middle] / sorted(floor)[middle], 1.3, "lower", detail)
