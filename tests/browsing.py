"""The rows of a million live rejections in a table of the window, browsed as a person does: by pages and in jumps."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTableView

from cabinet.ui.pages.rejections.rows_model import RejectionsModel
from cabinet.ui.widgets.table_view import TableView
from tests.live_windows import rejections_window

SIZE, STEPS = (674, 318), 400


@contextmanager
def rejections_table(rows: int) -> Iterator[TableView]:
    """Return the table, shown, over a running contour with so many rejections."""
    with rejections_window(rows) as (window, _):
        model = RejectionsModel(window.desks.rejections)
        table = TableView("rejections", model, selects=True)
        table.visible_rows.connect(model.show_rows)
        table.resize(*SIZE)
        table.show()
        QApplication.processEvents()
        yield table
        table.close()


def frames(table: QTableView, rows: int, between: Callable[[], None], steps: int = STEPS) -> list[float]:
    """Step through the whole table, down by pages and in jumps; returns the seconds of each step and its repaint."""
    bar, port = table.verticalScrollBar(), table.viewport()
    top, taken = bar.maximum(), []
    for step in range(steps):
        place = step * bar.pageStep() if step % 4 else (step * 7919 % rows) * top // rows
        started = time.perf_counter()
        bar.setValue(place % max(1, top))
        port.repaint()
        taken.append(time.perf_counter() - started)
        between()
    return taken


def resident_kilobytes() -> int:
    """Return the memory that this process holds now (``proc_pid_status(5)``: VmRSS)."""
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0])


def main() -> int:
    """Browse so many rows, so many steps; print the kilobytes then held."""
    rows, steps = map(int, sys.argv[1:])
    with rejections_table(rows) as table:
        frames(table, rows, QApplication.processEvents, steps)
        sys.stdout.write(f"{resident_kilobytes()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
