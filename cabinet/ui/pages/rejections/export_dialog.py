"""The dialog of an export: form and file, then progress with speed, and the folder when it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cabinet.contract.moment import kyiv_day
from cabinet.desks.export import ExportDesk, ExportPhase, ExportWish
from cabinet.ui.documents import documents_folder
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.texts.export import default_name, progress_words, what_words
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from cabinet.contract.filter import Filter
    from cabinet.desks.rejections import View

__all__ = ["ExportDialog"]

_WIDTH: Final = 560
_FORMS: Final = ("csv", "xlsx", "ndjson", "pdf")


class ExportDialog(Dialog):
    """Closing it hides it: what is under way goes on."""

    def __init__(self, window: QWidget, desk: ExportDesk, wanted: Filter, view: View | None) -> None:
        super().__init__(window, tr("Export of rejections"), "", tr("Export"), width=_WIDTH)
        self._desk, self._wanted, self._view = desk, wanted, view
        day = kyiv_day(desk.office.clock.now()).isoformat()
        self.out = documents_folder() / default_name(_FORMS[0], day)
        self.what = PlainLabel("", font(), wrap=True)
        self.forms = Segmented(tr("Form of the file"), [(form, form.upper()) for form in _FORMS])
        self.forms.chosen.connect(self._chose_form)
        self.about = PlainLabel("", font(12), "text2", wrap=True)
        self.bom = CheckBox(tr("With a byte order mark, for Excel"))
        self.bom.setChecked(True)
        self.path = PlainLabel("", font(), wrap=True)
        self.choose = Button(tr("Choose…"), icon="folder", small=True)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        self.bar = UsageBar("", "", 0)
        self.notice = Notice()
        self.body.addWidget(self.what)
        self.body.addWidget(self.forms)
        self.body.addWidget(self.about)
        self.body.addWidget(self.bom)
        self.body.addLayout(row)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.notice)
        self.stop = Button(tr("Stop"))
        self.stop.clicked.connect(self._stop)
        self.foot.insertWidget(1, self.stop)
        desk.changed.connect(self._show)
        self._show()

    def accepted(self) -> None:
        """Begin, go on, or open the folder: what the button says."""
        desk = self._desk
        if desk.phase is ExportPhase.STOPPED:
            desk.go_on()
        elif desk.phase is ExportPhase.DONE:
            if desk.out is not None:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(desk.out.parent)))
            self.close_sheet()
        elif desk.phase is ExportPhase.IDLE and self._view is not None:
            bom = self.forms.current == "csv" and self.bom.isChecked()
            desk.begin(ExportWish(self.forms.current, self.out, self._wanted, self._view.as_of, bom, language().value))

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        idle = desk.phase is ExportPhase.IDLE
        for widget in (self.forms, self.about, self.choose):
            widget.setVisible(idle)
        self.what.setVisible(idle)
        self.bom.setVisible(idle and self.forms.current == "csv")
        if idle and self._view is not None:
            self.what.set_text(what_words(self._wanted, self._view.total, self._view.as_of))
        self.about.set_text(_about(self.forms.current))
        self.path.set_text(str(self.out if idle or desk.out is None else desk.out))
        self.bar.setVisible(desk.phase is ExportPhase.RUNNING or (desk.phase is ExportPhase.STOPPED and self._begun()))
        self.bar.show_usage(*progress_words(desk.progress))
        self._show_notice()
        self.stop.setVisible(desk.phase in {ExportPhase.RUNNING, ExportPhase.STOPPED})
        self.stop.set_text(tr("Stop") if desk.phase is ExportPhase.RUNNING else tr("Discard"))
        self.accept.setVisible(desk.phase is not ExportPhase.RUNNING)
        self.accept.set_text({
            ExportPhase.STOPPED: tr("Continue"), ExportPhase.DONE: tr("Open the folder"),
        }.get(desk.phase, tr("Export")))  # fmt: skip
        self.accept.setEnabled(not idle or self._view is not None)
        self.cancel.set_text(tr("Hide") if desk.phase is ExportPhase.RUNNING else tr("Close"))
        self.place()

    def _show_notice(self) -> None:
        desk = self._desk
        if desk.phase is ExportPhase.DONE:
            self.notice.show_notice("success", tr("The file is there, whole: %n rejection(s).", desk.rows))
        elif desk.phase is ExportPhase.STOPPED:
            kept = tr("What was written is kept: the export goes on with the same row.")
            sentence = failure_words(desk.failure)[0] if desk.failure is not None else tr("The export stands still.")
            self.notice.show_notice("warning", sentence, kept if self._begun() else "")
        else:
            self.notice.hide()

    def _begun(self) -> bool:
        return self._desk.progress is not None

    @Slot(str)
    def _chose_form(self, form: str) -> None:
        self.out = self.out.with_suffix(f".{form}")
        self._show()

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(self.out))
        if path:
            self.out = Path(path)
            self._show()

    @Slot()
    def _stop(self) -> None:
        if self._desk.phase is ExportPhase.RUNNING:
            self._desk.stop()
        else:
            self._desk.discard()


def _about(form: str) -> str:
    """Say what a form is good for."""
    return {
        "csv": tr("A table for any program: ISO times, sums in kopecks."),
        "xlsx": tr("A workbook: sums in hryvnias, Kyiv time, a new sheet where one is full."),
        "ndjson": tr("A line of JSON for each, with the exact bytes that were sent."),
        "pdf": tr("A summary to print: causes, counts and sums."),
    }[form]
