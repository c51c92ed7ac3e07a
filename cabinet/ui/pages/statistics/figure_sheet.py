"""The sheet of one figure: its formula with numbers put in, its rates and laws, and the rows that sum to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.desks.taxes import Taxes
from cabinet.ui.clipboard import table_text
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import money
from cabinet.ui.pages.statistics.data_table import DataTable
from cabinet.ui.pages.statistics.figure_rows import STUCK, FigureBy, figure_rows
from cabinet.ui.sizes import ROW, TABLE_HEAD
from cabinet.ui.texts.taxes import FigureLine, period_words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.canvas import scrolled
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented

__all__ = ["FigureSheet"]

_WIDTH, _BESIDE, _LEAST = 800, 296, 60
"""Pixels: the sheet's width; what of the window's height is neither facts nor rows; the least that facts get."""
_FEWEST, _MOST = 3, 8
"""Rows of the table that are seen without scrolling, where the window is low and where it is high."""
_HIGH = 800


class FigureSheet(Dialog):
    """:attr:`rows` is what makes up the figure; :attr:`facts` tells how.

    Signals:
        asked(): its rows stand on the page of rejections, which is to be shown.
    """

    asked = Signal()

    def __init__(
        self,
        window: QWidget,
        data: Taxes,
        place: int,
        line: FigureLine,
        names: Callable[[FigureBy], Mapping[str, str]],
        write: Callable[[Path, bytes], None],
    ) -> None:
        """``place`` is that of the figure, ``line`` its words; ``names`` are of licences and brands."""
        super().__init__(window, line.name, period_words(data), tr("Close"), width=min(_WIDTH, window.width() - 64))
        self._data, self._place, self._line = data, place, line
        self._names, self._write = names, write
        self._build_head()
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self.facts = FactsBox()
        for name, said in line.facts:
            if name != tr("Rows"):  # they stand below
                self.facts.add(name, said, font(12))
        self._facts_area = scrolled(self.facts)
        self.body.addWidget(self._facts_area)
        self._build_choice()
        self.rows = DataTable(tr("Rows of the figure"), tr("Total"))
        self.body.addWidget(self.rows)
        self.rows.view.copied.connect(self._said)
        self.copy = Button(tr("Copy"), Kind.QUIET, "copy")
        self.copy.clicked.connect(self._copy)
        self.copy_law = Button(tr("Copy the law"), Kind.QUIET, "link-2")
        self.copy_law.clicked.connect(self._copy_law)
        self.copy_law.setVisible(bool(line.law))
        self.list_rejections = Button(tr("Show in rejections"), Kind.SECONDARY, "arrow-right")
        self.list_rejections.clicked.connect(self._list)
        self.list_rejections.setVisible(place == STUCK)
        for at, button in enumerate((self.copy, self.copy_law, self.list_rejections), 1):
            self.foot.insertWidget(at, button)
        self.cancel.hide()
        if place == STUCK:
            words = tr("The list goes by the day of receipt, the figure by the day of the event.")
            self.facts.add(tr("Days"), words, font(12))
        self._show(FigureBy.PERIOD)

    def place(self) -> None:
        """Give facts and rows the height that there is."""
        seen = _MOST if self.height() >= _HIGH else _FEWEST
        self.rows.setFixedHeight(TABLE_HEAD + ROW * (seen + 1) + 3)
        room = self.height() - self.rows.height() - _BESIDE
        self._facts_area.setFixedHeight(max(_LEAST, min(self.facts.heightForWidth(self.sheet.width() - 48), room)))
        super().place()

    @property
    def by(self) -> FigureBy:
        """What the rows are divided by."""
        return FigureBy(self.choice.current)

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()

    def rows_file(self, form: str) -> bytes:
        """Return exactly the rows that are shown, in their order, as ``csv`` or ``xlsx``."""
        from cabinet.export.table_files import csv_table, workbook_table

        table = self.rows.table
        assert table is not None  # noqa: S101  shown from the beginning
        head, rows = table.data(self.rows.order)
        rows.append([tr("Estimate, not a tax return")])
        if self._data.taxes.test_data:
            rows.append([tr("Test data")])
        return csv_table(head, rows) if form == "csv" else workbook_table(self._line.short, head, rows)

    def write(self, path: Path, form: str) -> None:
        """Write the rows to a file, and say so."""
        try:
            self._write(path, self.rows_file(form))
            self._said(tr("The file is there: {path}").format(path=path))
        except KnownError as error:
            self.notice.show_failure(error)
            self.place()

    def _build_head(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        if self._data.taxes.test_data:
            head.addWidget(Chip(tr("Test data"), "info", "info"))
        if not self._line.verified:
            head.addWidget(Chip(tr("rate not verified"), "warning", "triangle-alert"))
        head.addStretch(1)
        self.value = PlainLabel(f"{money(self._line.kopecks)} {tr('UAH')}", font(16, 600), selectable=True)
        head.addWidget(self.value)
        self.body.addLayout(head)

    def _build_choice(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choice = Segmented(
            tr("Divided"),
            [
                (FigureBy.LICENCE.value, tr("by licence")), (FigureBy.BRAND.value, tr("by brand")),
                (FigureBy.PERIOD.value, tr("by period")),
            ],
        )  # fmt: skip
        self.choice.set_current(FigureBy.PERIOD.value)
        self.choice.chosen.connect(self._chosen)
        row.addWidget(self.choice)
        row.addStretch(1)
        self.csv = Button("CSV…", Kind.QUIET, "file-down", small=True)
        self.xlsx = Button("XLSX…", Kind.QUIET, "file-down", small=True)
        for button, form in ((self.csv, "CSV"), (self.xlsx, "XLSX")):
            button.setAccessibleName(tr("Save the table as {form}").format(form=form))
            row.addWidget(button)
        self.csv.clicked.connect(self._save_csv)
        self.xlsx.clicked.connect(self._save_xlsx)
        self.body.addLayout(row)

    def _show(self, by: FigureBy) -> None:
        self.rows.show_table(figure_rows(self._data, self._place, by, self._names(by)))

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self.choice.set_current(key)
        self._show(FigureBy(key))

    @Slot(str)
    def _said(self, words: str) -> None:
        self.notice.show_notice("success", words)
        self.place()

    @Slot()
    def _copy(self) -> None:
        table = self.rows.table
        if table is not None:
            rows = [table.row(at) for at in self.rows.order]
            QGuiApplication.clipboard().setText(table_text(table.columns(), [*rows, table.total()]))
            self._said(tr("Table copied"))

    @Slot()
    def _copy_law(self) -> None:
        QGuiApplication.clipboard().setText(self._line.law)
        self._said(tr("The law and its address are copied; nothing was opened"))

    @Slot()
    def _list(self) -> None:
        self.close_sheet()
        self.asked.emit()

    def _save(self, form: str) -> None:
        name = f"{self._place}-{self.by.value}-{self._data.taxes.first}_{self._data.taxes.last}.{form}"
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), f"ggr-taxes-{name}")
        if path:
            self.write(Path(path), form)

    @Slot()
    def _save_csv(self) -> None:
        self._save("csv")

    @Slot()
    def _save_xlsx(self) -> None:
        self._save("xlsx")
