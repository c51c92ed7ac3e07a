"""The page's table: the first column and the sums stay, the others pass by; the total stands still below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from cabinet.ui.pages.statistics.table import StatisticsTable
from cabinet.ui.sizes import ROW, TABLE_HEAD
from cabinet.ui.widgets.card import Line
from cabinet.ui.widgets.cell import Column
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

__all__ = ["DataTable"]

_WHEEL = 120
_FEW = 3
"""Rows that it wants to show."""


class DataTable(QWidget):
    """:attr:`view` has the buckets, :attr:`total` the period; every column is there at every width.

    A click on a title sorts, a second one the other way round. Left, Right and the wheel with Shift move the columns.

    Signals:
        bucket_chosen(int): the row of this bucket was chosen.
    """

    bucket_chosen = Signal(int)

    def __init__(self, name: str, total_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: StatisticsTable | None = None
        self.order: list[int] = []
        self._sorted = (0, True)
        self._titles: list[str] = []
        self._rows, self._sums = RowsModel([Column("", 120)]), RowsModel([Column("", 120)])
        self.view = TableView(name, self._rows, selects=True)
        self.view.header.setSectionsClickable(True)
        self.total = TableView(total_name, self._sums)
        self.total.header.hide()
        self.total.setFixedHeight(ROW)
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(Line())
        column.addWidget(self.total)
        column.addWidget(self.bar)
        self._column = column
        self.view.header.sort_asked.connect(self.sort)
        self.view.row_chosen.connect(self._row_chosen)
        self.view.resized.connect(self._place)
        self.bar.valueChanged.connect(self._place)
        self.view.installEventFilter(self)
        self.view.viewport().installEventFilter(self)

    def show_table(self, table: StatisticsTable) -> None:
        """Show other figures; with the same columns order and place stay."""
        columns = table.columns()
        if [column.title for column in columns] != self._titles:
            self._titles = [column.title for column in columns]
            self._sorted = (0, True)
            self.bar.setValue(0)
        self.table = table
        self._fill()

    @Slot(int)
    def sort(self, column: int) -> None:
        """Sort by a column, largest first; by the same one the other way round."""
        row = self.view.currentIndex().row() if self.view.selectionModel().hasSelection() else -1
        chosen = self.order[row] if 0 <= row < len(self.order) else -1
        self._sorted = (column, not self._sorted[1] if self._sorted[0] == column else True)
        self._fill()
        self.choose_bucket(chosen)

    def hover_bucket(self, bucket: int) -> None:
        """Light up the row of a bucket; -1 for none."""
        self.view.hover_row(self.order.index(bucket) if bucket in self.order else -1)

    def choose_bucket(self, bucket: int) -> None:
        """Choose the row of a bucket, or none, without telling."""
        self.view.blockSignals(True)
        if bucket in self.order:
            self.view.selectRow(self.order.index(bucket))
        else:
            self.view.clearSelection()
        self.view.blockSignals(False)
        self.view.viewport().update()

    def _fill(self) -> None:
        if self.table is None:
            return
        columns = self.table.columns()
        self.order = self.table.order(self._sorted[0], descending=self._sorted[1])
        self._rows.show([self.table.row(at) for at in self.order], columns)
        self._sums.show([self.table.total()], columns)
        self.view.header.show_sort(self._sorted[0], descending=self._sorted[1])
        self._place()

    @Slot()
    def _place(self) -> None:
        """Show the columns that stay, and of the others as many as there is room for from the bar's place on."""
        columns = self._rows.columns
        passing = [at for at, column in enumerate(columns) if column.fold]
        room = self.view.viewport().width() - sum(column.width for column in columns if not column.fold)
        last = 0
        while last < len(passing) and sum(columns[at].width for at in passing[last:]) > room:
            last += 1
        last = min(last, max(0, len(passing) - 1))
        self.bar.blockSignals(True)
        self.bar.setRange(0, last)
        self.bar.setPageStep(max(1, len(passing) - last))
        self.bar.blockSignals(False)
        self.bar.setVisible(last > 0)
        # No row is cut by the total: what is left over is below.
        beside = TABLE_HEAD + ROW + 1 + (self.bar.sizeHint().height() if last else 0)
        self._column.setContentsMargins(0, 0, 0, max(0, self.height() - beside) % ROW)
        shown: list[int] = []
        for at in passing[self.bar.value() :]:
            if sum(columns[one].width for one in [*shown, at]) > room:
                break
            shown.append(at)
        hidden = set(passing) - set(shown)
        self.view.hide_columns(hidden)
        self.total.hide_columns(hidden)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        """Return the room for a few rows and the total: more are scrolled to, and the page stays as high."""
        return QSize(super().sizeHint().width(), TABLE_HEAD + (_FEW + 1) * ROW + 1 + self.bar.sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        """Return the room it needs, likewise."""
        return super().minimumSizeHint() - QSize(0, self._column.contentsMargins().bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's own name
        """Keep rows whole."""
        super().resizeEvent(event)
        self._place()

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        self.bucket_chosen.emit(self.order[row] if 0 <= row < len(self.order) else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        """Move the columns by keys and by the wheel."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.view:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.bar.setValue(self.bar.value() + step)
                return True
        if isinstance(event, QWheelEvent) and self.bar.maximum():
            sideways = event.angleDelta().x()
            if not sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                sideways = event.angleDelta().y()
            if sideways:
                self.bar.setValue(self.bar.value() - (1 if sideways > 0 else -1) * max(1, abs(sideways) // _WHEEL))
                return True
        return super().eventFilter(watched, event)
