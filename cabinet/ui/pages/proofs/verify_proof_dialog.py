"""The sheet behind a seal: the proof that an entry is in the log, as this computer verified it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cabinet.ui.documents import documents_folder
from cabinet.ui.language import language, tr
from cabinet.ui.pages.proofs.verify_result import head_of
from cabinet.ui.pages.proofs.verify_rows import Checks, Facts, Folded
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.rejections import Closing, RejectionCard
    from cabinet.desks.entry_proof import EntryProofDesk

__all__ = ["ProofDialog", "payload_of"]

_WIDE, _AROUND = 600, 32


def payload_of(card: RejectionCard | Closing) -> bytes | None:
    """Return the exact bytes of a rejection's transaction, or of what came instead; None where they are withheld."""
    if card.withheld:
        return None
    try:
        return base64.b64decode(card.payload, validate=True)
    except binascii.Error:
        return None


class ProofDialog(Dialog):
    """Shows what this computer found of an attempt's proof; ``payload`` goes into a package of evidence."""

    def __init__(self, window: QWidget, desk: EntryProofDesk, attempt_id: str, payload: bytes | None = None) -> None:
        width = min(_WIDE, window.width() - _AROUND)
        super().__init__(window, tr("Proof of the log"), "", tr("Close"), width=width)
        self._desk = desk
        self._attempt_id, self._payload = attempt_id, payload
        self.verdict = Notice()
        self.body.addWidget(self.verdict)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        self.body.addLayout(self._parts)
        self.outcome = Notice()
        self.body.addWidget(self.outcome)
        self.save = Button(tr("Save the proof…"), icon="file-down")
        self.package = Button(tr("Package of evidence…"), icon="folder")
        self.save.clicked.connect(self._save)
        self.package.clicked.connect(self._package)
        self.foot.insertWidget(1, self.save)
        self.foot.insertWidget(2, self.package)
        self.cancel.hide()
        self.checks: Checks | None = None
        self.facts: Facts | None = None
        self.folded: Folded | None = None
        desk.changed.connect(self._show)
        desk.wrote.connect(self._show_outcome)
        desk.select(attempt_id)
        self._show()
        self._show_outcome()

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()

    @Slot()
    def _show(self) -> None:
        from cabinet.evidence.telling import tell

        state = self._desk.state
        there = state.data is not None and state.data.attempt_id == self._attempt_id
        for button in (self.save, self.package):
            button.setVisible(there)
        if self.checks is not None or self._desk.attempt_id != self._attempt_id:
            return
        if not there or state.data is None:
            if state.failure is not None:
                self.verdict.show_failure(state.failure)
            else:
                self.verdict.show_notice("info", tr("Asking for the proof…"))
            return
        checked = state.data.checked
        self.package.setVisible(checked.problem is None)
        told = tell(checked, language().value)
        self.verdict.show_notice(head_of(told.standing), told.title, told.sentence)
        self.checks, self.facts = Checks(told.checks), Facts(told.facts)
        self.folded = Folded(tr("Technical data"), told.technical)
        for widget in (self.checks, self.facts, self.folded):
            self._parts.addWidget(widget)
        self.folded.setVisible(bool(told.technical))
        self.place()

    @Slot()
    def _show_outcome(self) -> None:
        desk = self._desk
        for button in (self.save, self.package):
            button.setEnabled(not desk.writing)
        if desk.write_failure is not None:
            sentence, action = failure_words(desk.write_failure)
            self.outcome.show_notice("danger", sentence, f"{action}\n{desk.write_failure.code}")
        elif desk.written is not None:
            self.outcome.show_notice("success", tr("Written."), str(desk.written))
        else:
            self.outcome.show_notice("info", "")

    @Slot()
    def _save(self) -> None:
        out = self._out(f"{self._attempt_id}.tlog-proof")
        if out is not None:
            self._desk.save(out)

    @Slot()
    def _package(self) -> None:
        out = self._out(f"evidence-{self._attempt_id}.zip")
        if out is not None:
            payloads = {self._attempt_id: self._payload} if self._payload is not None else {}
            self._desk.write_package(out, [self._attempt_id], payloads=payloads)

    def _out(self, name: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(documents_folder() / name))
        return Path(path) if path else None
