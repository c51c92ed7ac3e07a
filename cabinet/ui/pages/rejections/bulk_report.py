"""What became of an act over many rejections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from cabinet.desks.bulk.plan import Figures
from cabinet.desks.bulk.report import Report
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, signed_money
from cabinet.ui.texts.bulk import counted_types
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from cabinet.desks.bulk.desk import BulkDesk
    from cabinet.lanes.lane import Failure

__all__ = ["BulkReport"]

_WIDTH = 640


class BulkReport(Dialog):
    """Signals.

    Signals:
        shown(str): list the open rejections of this code.
    """

    shown = Signal(str)

    def __init__(self, window: QWidget, desk: BulkDesk, report: Report) -> None:
        title = tr("{accepted} of {total} accepted").format(accepted=count(report.accepted), total=count(report.total))
        lead = tr("The platform is told of every correction. The rejected entries stay in the log as they were.")
        super().__init__(window, title, lead, tr("Close"), width=min(_WIDTH, window.width() - 32))
        self.cancel.hide()
        self.save = Button(tr("Save the list…"))
        self.save.clicked.connect(self.save_list)
        self.foot.insertWidget(1, self.save)
        self._desk, self._report = desk, report
        desk.list_saved.connect(self._saved)
        desk.list_failed.connect(self._not_saved)
        share = report.accepted / report.total if report.total else 0
        self.body.addWidget(UsageBar(tr("GGR has moved by"), f"{signed_money(report.ggr_kop)} {tr('UAH')}", share))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self._part(tr("Corrected and accepted"), report.corrected)
        self._part(tr("Sent after them and accepted"), report.followed)
        for code, part in sorted(report.refused.items(), key=lambda pair: -pair[1].count):
            self._part(f"{tr('Refused')}: {code} {finding_title(code) if code else ''}".strip(), part, code)
        self._part(tr("Not sent"), report.unsent)
        words = tr("What was accepted is never deleted; a wrong one is reversed by an entry of its own.")
        self.told = Notice("info", words)
        self.body.addWidget(self.told)

    def _part(self, name: str, part: Figures, code: str = "") -> None:
        if not part.count:
            return
        row = self._grid.rowCount()
        words = f"{name}\n{counted_types(part.types)}"
        self._grid.addWidget(PlainLabel(words, font(), wrap=True), row, 0)
        self._grid.addWidget(PlainLabel(count(part.count), font(13, 600)), row, 1)
        self._grid.addWidget(PlainLabel(f"{money(part.operations_kop)} {tr('UAH')}", font(), "text2"), row, 2)
        if code:
            show = Button(tr("Show"), small=True)
            show.clicked.connect(lambda: self._show(code))
            self._grid.addWidget(show, row, 3)

    def _show(self, code: str) -> None:
        self.close_sheet()
        self.shown.emit(code)

    @Slot()
    def save_list(self) -> None:
        """Save what became of each line where the person chooses."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = f"soms-act-{self._report.digest[:8]}.csv"
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(folder / name))
        if path:
            self._desk.save_list(self._report, Path(path))

    @Slot(str)
    def _saved(self, path: str) -> None:
        self.told.show_notice("success", tr("The list is saved: {file}").format(file=Path(path).name))
        self.place()

    @Slot(object)
    def _not_saved(self, failure: Failure) -> None:
        self.told.show_failure(failure)
        self.place()

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()
