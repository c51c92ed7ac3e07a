"""A mandate's document, word for word, with what this computer thinks of its signature and time-stamp."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from cabinet.contract.errors import KnownError
from cabinet.desks.documents import save_document
from cabinet.desks.people import Document
from cabinet.ui.fonts import mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, moment
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import plain

__all__ = ["MandateDialog"]


class MandateDialog(Dialog):
    """Read-only.

    Signals:
        saved(str): words for a toast, after the files were written.
    """

    saved = Signal(str)

    def __init__(self, window: QWidget, document: Document) -> None:
        lead = tr("Signed by the head, time-stamped by the perimeter, checked on this computer.")
        super().__init__(window, tr("Mandate"), lead, tr("Close"), width=760)
        self._document = document
        self.notice = Notice()
        self.body.addWidget(self.notice)
        view = QPlainTextEdit(plain(document.document.text))
        view.setReadOnly(True)
        view.setFont(mono())
        view.setMinimumHeight(300)
        view.setTabChangesFocus(True)
        view.setAccessibleName(tr("Mandate"))
        self.body.addWidget(view)
        self.cancel.hide()
        self.save = Button(tr("Save…"), icon="file-down")
        self.save.clicked.connect(self._choose)
        self.foot.insertWidget(0, self.save)
        self._verify()

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()

    def save_to(self, folder: Path) -> None:
        """Write text and signature into a folder."""
        try:
            files = save_document(self._document.document, folder)
        except KnownError as error:
            sentence, action = failure_words(error)
            self.notice.show_notice("danger", sentence, action)
            self.place()
            return
        self.saved.emit(tr("Saved: {names}").format(names=", ".join(f.name for f in files)))

    @Slot()
    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the files"))
        if folder:
            self.save_to(Path(folder))

    def _verify(self) -> None:
        verified, failure = self._document.verified, self._document.failure
        if verified is not None:
            words = tr("Signed by {signer}, existed at {moment}. The certificate was good until {day}.")
            self.notice.show_notice(
                "success",
                tr("Signature and time-stamp are genuine."),
                words.format(signer=verified.signer, moment=moment(verified.stamped_at), day=day(verified.until)),
            )
        elif failure is not None:
            self.notice.show_failure(failure)
