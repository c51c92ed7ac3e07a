"""Close an alarm of the log: only for a written reason, under one's own name; the evidence stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.vault.witness import LEAST_REASON

if TYPE_CHECKING:
    from cabinet.desks.proofs import ProofsDesk
    from cabinet.vault.witness import Alarm

__all__ = ["CloseAlarmDialog"]

_LONGEST: Final = 500


class CloseAlarmDialog(Dialog):
    """Names the alarm and asks what was found out."""

    def __init__(self, window: QWidget, desk: ProofsDesk, alarm: Alarm) -> None:
        lead = tr("The alarm is closed under your name. Its evidence, and what you write, stay here.")
        super().__init__(window, tr("Close the alarm?"), lead, tr("Close the alarm"), kind=Kind.DANGER)
        self._desk, self._alarm = desk, alarm
        facts = FactsBox()
        facts.add(tr("Alarm"), failure_words(alarm.error)[0])
        facts.add(tr("Raised at"), moment(alarm.raised_at))
        self.body.addWidget(facts)
        helping = tr("At least %n character(s): what was found out, and by whom.", LEAST_REASON)
        self.reason = Field(tr("Reason"), helping)
        self.reason.edit.setMaxLength(_LONGEST)
        self.body.addWidget(self.reason)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.closed.connect(self.close_sheet)
        desk.audited.connect(self._changed)

    def accepted(self) -> None:
        """Close it, where the reason is long enough."""
        reason = " ".join(self.reason.text().split())
        long_enough = len(reason) >= LEAST_REASON
        self.reason.show_error("" if long_enough else tr("The reason is too short."))
        if long_enough:
            self.accept.set_text(tr("Closing…"), busy=True)
            self._desk.close_alarm(self._alarm, reason)

    @Slot()
    def _changed(self) -> None:
        if self._desk.act_failure is not None and not self._desk.acting:
            self._notice.show_failure(self._desk.act_failure)
            self.accept.set_text(tr("Close the alarm"))
            self.place()
