"""The audit: how far it is, each check with its amount, what it found, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.audit.report import Checked, CheckKind, CheckState
from cabinet.desks.proofs import AuditPhase, ProofsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, percent
from cabinet.ui.texts.proofs import amount, audit_note, check_words, fault_words, time_left
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.timeline import Moment, Timeline
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["AuditCard"]

_FAULTS: Final = 5
_MARKS: Final = {
    CheckState.PASSED: "done", CheckState.FAILED: "bad", CheckState.RUNNING: "coming", CheckState.WAITING: "open",
    CheckState.SKIPPED: "open",
}  # fmt: skip


class AuditCard(Card):
    """Shows the desk's audit; its buttons are the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Audit it yourself"), tr("the whole log, by this computer"), parent=parent)
        self.left = PlainLabel("", font(12), "text2")
        self.add_right(self.left)
        self.bar = UsageBar("", "", 0.0)
        self.body.addWidget(self.bar)
        self.checks = Timeline(joined=False)
        self.body.addWidget(self.checks)
        self.found = Notice("danger")
        self.body.addWidget(self.found)
        self.outcome = Notice()
        self.body.addWidget(self.outcome)
        self.receipts_path = PlainLabel("", font(12), "text2", wrap=True, selectable=True)
        self.body.addWidget(self.receipts_path)
        self.body.addStretch(1)
        self.body.addWidget(Line())
        self.pause = Button(tr("Pause"), icon="timer")
        self.go_on = Button(tr("Continue"), icon="rotate-ccw")
        self.cancel = Button(tr("Cancel"), Kind.QUIET)
        self.receipts = Button(tr("Receipts…"), icon="folder-open")
        self.protocol = Button(tr("Save the protocol…"), icon="file-down")
        self.note = PlainLabel("", font(12), "text3", wrap=True)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.pause, self.go_on, self.cancel, self.receipts, self.protocol):
            acts.addWidget(button)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.body.addWidget(self.note)

    def show_audit(self, desk: ProofsDesk, now: datetime) -> None:
        """Show where it stands."""
        self._show_progress(desk, now)
        report, phase = desk.report, desk.phase
        shown = report if not desk.busy and phase is not AuditPhase.PAUSED else None
        self.found.show_notice("danger", "")
        if shown is not None and not shown.whole:
            title = tr("%n fault(s)", shown.total_faults)
            self.found.show_notice("danger", title, fault_words(shown, _FAULTS))
        if desk.failure is not None:
            self.outcome.show_failure(desk.failure)
        elif desk.act_failure is not None:
            self.outcome.show_failure(desk.act_failure)
        elif desk.written:
            self.outcome.show_notice("success", tr("The file is there."), desk.written)
        else:
            self.outcome.hide()
        folder = desk.receipts
        self.receipts_path.set_text(tr("Receipts: {path}").format(path=folder) if folder is not None else "")
        self.receipts_path.setVisible(folder is not None)
        self.pause.setVisible(desk.busy)
        self.pause.set_text(
            tr("Pausing…") if phase is AuditPhase.PAUSING else tr("Pause"), busy=phase is AuditPhase.PAUSING
        )
        self.go_on.setVisible(phase is AuditPhase.PAUSED)
        self.cancel.setVisible(desk.busy or phase is AuditPhase.PAUSED)
        self.receipts.setVisible(not desk.busy)
        self.protocol.setVisible(shown is not None)
        self.protocol.setEnabled(not desk.acting)
        on_way = desk.busy or phase is AuditPhase.PAUSED
        words = tr("After a restart it goes on from this place.") if on_way else ""
        self.note.set_text(audit_note(shown, now) if shown is not None else words)
        self.note.setVisible(bool(self.note.text()))

    def _show_progress(self, desk: ProofsDesk, now: datetime) -> None:
        progress, report = desk.progress, desk.report
        on_way = progress is not None and (desk.busy or desk.phase is AuditPhase.PAUSED)
        if on_way and progress is not None:
            checks, done, of = progress.checks, progress.done, progress.of
        elif report is not None and not desk.busy and desk.phase is not AuditPhase.PAUSED:
            checks, done, of = report.checks, report.size, report.size
        else:
            checks, done, of = {kind.value: Checked() for kind in CheckKind}, 0, desk_size(desk)
        words = tr("Looked through: {done} of {all} entries").format(done=count(done), all=count(of))
        self.bar.show_usage(words, percent(done, of, 0) if of else "", done / of if of else 0.0)
        self.checks.show_moments(
            tuple(Moment(check_words(kind), amount(kind, one), _MARKS[one.state]) for kind, one in checks.items())
        )
        running = on_way and desk.busy and progress is not None and desk.started_at is not None
        self.left.set_text(
            time_left(progress, desk.started_at, max(desk.started_with, 0), now)
            if running and progress is not None and desk.started_at is not None
            else ""
        )


def desk_size(desk: ProofsDesk) -> int:
    """Return how many entries the log has."""
    return desk.state.data.log.checkpoint.size if desk.state.data is not None else 0
