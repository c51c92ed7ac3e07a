"""The sheet of GGR and taxes: every figure, and what stands behind the one that was chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.desks.taxes import Taxes, TaxesDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import money
from cabinet.ui.texts.taxes import FigureLine, csv_of, figure_lines, period_words, table_of_figures
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["TaxesSheet"]

_WIDTH = 720


class TaxesSheet(Dialog):
    """:attr:`values` are the sums shown, in the order of the lines; :attr:`facts` is what stands behind one.

    Signals:
        rows_asked(int): the rows of a figure are to be shown; the sheet has closed.
    """

    rows_asked = Signal(int)

    def __init__(self, window: QWidget, desk: TaxesDesk) -> None:
        super().__init__(window, tr("GGR and taxes"), " ", tr("Close"), width=_WIDTH)
        self._desk = desk
        self._shown: Taxes | None = None
        self.watermark = Chip(tr("Test data"), "warning", "flask-conical")
        self.body.addWidget(self.watermark)
        self.watermark.hide()
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self.links: list[Link] = []
        self.values: list[PlainLabel] = []
        self.lines: list[FigureLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        self._behind = QVBoxLayout()
        self.body.addLayout(self._behind)
        self.facts: FactsBox | None = None
        self._opened = -1
        self.rows = Button(tr("Rows…"), Kind.QUIET, "table")
        self.rows.clicked.connect(self._ask_rows)
        self.rows.hide()
        self.copy = Button(tr("Copy"), Kind.QUIET, "copy")
        self.save = Button(tr("CSV…"), Kind.QUIET, "file-down")
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.foot.insertWidget(1, self.copy)
        self.foot.insertWidget(2, self.save)
        self.foot.insertWidget(3, self.rows)
        self.cancel.hide()
        desk.changed.connect(self._show)
        desk.refresh()

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if self.lines:
            return
        if state.failure is not None:
            self.notice.show_failure(state.failure)
        elif state.busy or state.data is None:
            # What the desk still holds may be of another period.
            self.notice.show_notice("info", tr("Asking…"))
        else:
            self.notice.hide()
            self._shown = state.data
            self.lead.set_text(period_words(state.data))
            self.lead.show()
            self.watermark.setVisible(state.data.taxes.test_data)
            self.lines = figure_lines(state.data)
            for number, line in enumerate(self.lines):
                strip = self._row(number, line)
                self._rows.addWidget(strip)
                strip.show()
        for button in (self.copy, self.save):
            button.setEnabled(self._shown is not None)
        self.place()

    def _row(self, number: int, line: FigureLine) -> QWidget:
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        link = Link(line.name, tr("What stands behind: {figure}").format(figure=line.name))
        link.clicked.connect(lambda: self.open_figure(number))
        value = PlainLabel(money(line.kopecks), font(13, 600), selectable=True)
        value.setAccessibleName(f"{line.name}: {value.text()}")
        row.addWidget(link)
        if not line.verified:
            row.addWidget(Chip(tr("not verified"), "warning", "triangle-alert"))
        row.addStretch(1)
        row.addWidget(value)
        row.addWidget(PlainLabel(tr("UAH"), font(12), "text3"))
        self.links.append(link)
        self.values.append(value)
        return strip

    def open_figure(self, number: int) -> None:
        """Show formula, sums, rates with their reference, and where the rows are."""
        if self.facts is not None:
            self._behind.removeWidget(self.facts)
            self.facts.hide()
            self.facts.deleteLater()
        self.facts = FactsBox()
        for name, value in self.lines[number].facts:
            if name != tr("Law"):  # in full it stands beside the rows, where there is room
                self.facts.add(name, value, font(12))
        self._behind.addWidget(self.facts)
        self.facts.show()
        self._opened = number
        self.rows.show()
        self.place()

    @Slot()
    def _ask_rows(self) -> None:
        self.close_sheet()
        self.rows_asked.emit(self._opened)

    @Slot()
    def _copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(table_of_figures(self._shown))
            self.notice.show_notice("success", tr("Table copied"))
            self.place()

    @Slot()
    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), "ggr-taxes.csv")
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the figures to a file, and say so."""
        if self._shown is None:
            return
        try:
            self._desk.write(path, csv_of(self._shown))
            self.notice.show_notice("success", tr("The file is there: {path}").format(path=path))
        except KnownError as error:
            self.notice.show_failure(error)
        self.place()
