"""Proofs: one plain sentence first, then the audit of the whole log and the checkpoints that were seen here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from cabinet.contract.moment import kyiv_day
from cabinet.desks.proofs import AuditPhase, ProofsDesk
from cabinet.desks.states import Phase
from cabinet.ui.documents import documents_folder
from cabinet.ui.language import language, tr
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.proofs.alarms_card import AlarmsCard
from cabinet.ui.pages.proofs.audit_card import AuditCard
from cabinet.ui.pages.proofs.checkpoints_card import CheckpointsCard
from cabinet.ui.pages.proofs.lead_card import LeadCard
from cabinet.ui.pages.proofs.verify_part import VerifyPart
from cabinet.ui.sizes import GAP
from cabinet.ui.texts.proofs import lead
from cabinet.ui.widgets.button import Button

if TYPE_CHECKING:
    from cabinet.ui.pages.proofs.close_alarm import CloseAlarmDialog
    from cabinet.vault.witness import Alarm

__all__ = ["ProofsPage"]

_LEFT, _RIGHT = 6, 4
"""Shares of the width: what the log is, and what a file is."""


class ProofsPage(Page):
    """``state.data`` of its desk is what the witness knows."""

    def __init__(self, desk: ProofsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self.alarm_dialog: CloseAlarmDialog | None = None
        self.meta = tr("compared at each contact")
        self.lead = LeadCard()
        self.content.addWidget(self.lead)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        self.audit = AuditCard()
        self.checkpoints = CheckpointsCard()
        self.checkpoints.table.copied.connect(self.toasted)
        left.addWidget(self.audit)
        left.addWidget(self.checkpoints)
        self.alarms = AlarmsCard()
        self.alarms.evidence_asked.connect(self._save_evidence_of)
        left.addWidget(self.alarms)
        left.addStretch(1)
        self._columns.addLayout(left, _LEFT)
        self.verify = VerifyPart(desk)
        self.verify.leave_to.connect(self.leave_to)
        self.verify.toasted.connect(self.toasted)
        self.package = Button(tr("Package of evidence…"), icon="download")
        self.package.clicked.connect(self.verify.write_package)
        self.verify.shown.connect(self._show_package)
        self._columns.addWidget(self.verify, _RIGHT)
        self.content.addLayout(self._columns)
        self.content.addStretch(1)
        self.lead.audit.clicked.connect(desk.start)
        self.lead.evidence.clicked.connect(self._save_evidence)
        self.lead.close_alarm.clicked.connect(self.open_close_alarm)
        self.audit.pause.clicked.connect(desk.pause)
        self.audit.go_on.clicked.connect(desk.resume)
        self.audit.cancel.clicked.connect(desk.cancel)
        self.audit.receipts.clicked.connect(self._choose_receipts)
        self.audit.protocol.clicked.connect(self._save_protocol)
        self._packages = False
        desk.changed.connect(self._show)
        desk.audited.connect(self._show)
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Put one column over the other, the file above the checkpoints."""
        way = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self.lead.set_narrow(narrow=narrow)

    def header_actions(self) -> list[QWidget]:
        """The package of evidence, where what was verified makes one."""
        return [self.package] if self.verify.can_package else []

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        data = desk.state.data
        if not self.show_state(desk.state) or data is None:
            return
        now = desk.office.clock.now()
        reached = desk.state.phase is Phase.READY
        report = desk.report if desk.phase in {AuditPhase.IDLE, AuditPhase.DONE} else None
        alarm = data.alarm is not None
        self.lead.show_lead(lead(data, report, now, reached=reached), alarm=alarm, busy=desk.busy)
        self.audit.show_audit(desk, now)
        self.checkpoints.show_checkpoints(data, now)
        self.alarms.show_alarms(data.alarms)

    @Slot()
    def _show_package(self) -> None:
        if self._packages is not self.verify.can_package:
            self._packages = self.verify.can_package
            self.header_changed.emit()

    @Slot()
    def open_close_alarm(self) -> None:
        """Ask for the reason to close the alarm."""
        from cabinet.ui.pages.proofs.close_alarm import CloseAlarmDialog

        data = self._desk.state.data
        if data is not None and data.alarm is not None:
            self.alarm_dialog = CloseAlarmDialog(self.window(), self._desk, data.alarm)
            self.alarm_dialog.open(self.alarm_dialog.reason.edit)

    @Slot()
    def _choose_receipts(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Choose the folder of receipts"), str(documents_folder()))
        if path:
            self._desk.choose_receipts(Path(path))

    @Slot()
    def _save_protocol(self) -> None:
        of = kyiv_day(self._desk.office.clock.now()).isoformat()
        out = self._out(f"audit-{of}.pdf", "PDF (*.pdf);;JSON (*.json)")
        if out is not None:
            self._desk.write_protocol(out, language().value)

    @Slot()
    def _save_evidence(self) -> None:
        data = self._desk.state.data
        if data is not None and data.alarm is not None:
            self._save_evidence_of(data.alarm)

    @Slot(object)
    def _save_evidence_of(self, alarm: Alarm) -> None:
        out = self._out(f"alarm-{alarm.number}.json")
        if out is not None:
            self._desk.write_evidence(alarm, out)

    def _out(self, name: str, kinds: str = "JSON (*.json)") -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(documents_folder() / name), kinds)
        return Path(path) if path else None
