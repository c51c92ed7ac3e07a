"""What leaves the page: the table as text, CSV or XLSX, the chart as a picture, a document, or on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from cabinet.contract.errors import KnownError
from cabinet.ui.clipboard import table_text
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.statistics.bars import chart_title
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from cabinet.ui.pages.statistics.page import StatisticsPage

__all__ = ["FilesPart"]


class FilesPart(QObject):
    """:attr:`table_buttons` stand over the table, :attr:`chart_button` opens :attr:`menu` of the chart."""

    def __init__(self, page: StatisticsPage) -> None:
        super().__init__(page)
        self._page = page
        self.copy = Button(tr("Copy"), Kind.QUIET, "copy", small=True)
        self.csv = Button("CSV", Kind.QUIET, "file-down", small=True)
        self.xlsx = Button("XLSX", Kind.QUIET, "file-down", small=True)
        self.csv.setAccessibleName(tr("Save the table as {form}").format(form="CSV"))
        self.xlsx.setAccessibleName(tr("Save the table as {form}").format(form="XLSX"))
        self.table_buttons = [self.copy, self.csv, self.xlsx]
        self.copy.clicked.connect(self._copy)
        self.csv.clicked.connect(self._save_csv)
        self.xlsx.clicked.connect(self._save_xlsx)
        self.chart_button = Button(tr("Chart…"), Kind.SECONDARY, "file-down")
        self.menu = QMenu(page)
        self.menu.setFont(font())
        self.menu.addAction(tr("Copy the picture"), self._copy_picture)
        for form in ("PNG", "SVG", "PDF"):
            self.menu.addAction(f"{form}…", partial(self._save_picture, form))
        self.menu.addAction(tr("Print…"), self._print)
        self.chart_button.clicked.connect(self._open_menu)

    def table_file(self, form: str) -> bytes:
        """Return the table as ``csv`` or ``xlsx``, in the order that is shown."""
        from cabinet.export.table_files import csv_table, workbook_table

        table = self._page.data_table.table
        if table is None:
            return b""
        head, rows = table.data(self._page.data_table.order)
        return csv_table(head, rows) if form == "csv" else workbook_table(self._name(), head, rows)

    def picture(self, form: str) -> bytes:
        """Return the chart as ``PNG``, ``SVG`` or ``PDF``."""
        from cabinet.ui.pages.statistics.chart_files import pdf_of, png_of, svg_of

        make = {"PNG": png_of, "SVG": svg_of, "PDF": pdf_of}[form]
        return make(self._page.chart, self._title())

    def print_on(self, printer: QPrinter) -> None:
        """Print the chart."""
        from cabinet.ui.pages.statistics.chart_files import print_on

        print_on(printer, self._page.chart, self._title())

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, and say that it is there or why it is not."""
        try:
            self._page.desk.taxes.write(path, content)
        except KnownError as error:
            self._page.banner.show_banner(f"{failure_words(error)[0]} ({error.code})", "danger", "octagon-alert")
        else:
            self._page.toasted.emit(tr("The file is there: {path}").format(path=path))

    def _title(self) -> str:
        choice = self._page.desk.choice
        return f"{chart_title(choice.metric, choice.bucket)}, {self._page.meta}"

    def _name(self) -> str:
        choice = self._page.desk.choice
        return f"{choice.metric.value} {choice.first}..{choice.last}"

    def _ask(self, form: str, content: Callable[[], bytes]) -> None:
        name = f"{self._name().replace(' ', '-').replace('..', '_')}.{form}"
        path, _ = QFileDialog.getSaveFileName(self._page, tr("Where to"), name)
        if path:
            self.write(Path(path), content())

    def _save_picture(self, form: str) -> None:
        self._ask(form.lower(), lambda: self.picture(form))

    @Slot()
    def _copy(self) -> None:
        shown = self._page.data_table
        if shown.table is not None:
            rows = [shown.table.row(at) for at in shown.order]
            QGuiApplication.clipboard().setText(table_text(shown.table.columns(), [*rows, shown.table.total()]))
            self._page.toasted.emit(tr("Table copied"))

    @Slot()
    def _save_csv(self) -> None:
        self._ask("csv", lambda: self.table_file("csv"))

    @Slot()
    def _save_xlsx(self) -> None:
        self._ask("xlsx", lambda: self.table_file("xlsx"))

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.chart_button.mapToGlobal(self.chart_button.rect().bottomLeft()))

    @Slot()
    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setImage(QImage.fromData(self.picture("PNG")))
        self._page.toasted.emit(tr("Picture copied"))

    @Slot()
    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)
