"""End a mandate, at once: Cancel is the default, and no signature is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.people import PeopleDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.people import role
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.people import Member
    from cabinet.lanes.lane import Failure

__all__ = ["EndMandateDialog"]

_LONGEST = 200


class EndMandateDialog(Dialog):
    """Names the person and asks why."""

    def __init__(self, window: QWidget, desk: PeopleDesk, member: Member) -> None:
        lead = tr("The person is signed out at once and can log in no more. To let them back, appoint them anew.")
        super().__init__(window, tr("End the mandate?"), lead, tr("End at once"), kind=Kind.DANGER)
        self._desk, self._member = desk, member
        facts = FactsBox()
        facts.add(tr("Person"), member.name, font(13, 600))
        facts.add(tr("Role"), role(member.role))
        facts.add(tr("Until"), moment(member.until))
        self.body.addWidget(facts)
        self.reason = Field(tr("Reason"), tr("It stays with the mandate."))
        self.reason.edit.setMaxLength(_LONGEST)
        self.body.addWidget(self.reason)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.ended.connect(self._ended)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """End, with a reason."""
        reason = self.reason.text().strip()
        self.reason.show_error("" if reason else tr("Say why."))
        if reason:
            self.accept.set_text(tr("Ending…"), busy=True)
            self._desk.end(self._member.person_id, reason)

    @Slot(object)
    def _ended(self, _member: Member) -> None:
        self.close_sheet()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        self._notice.show_failure(failure)
        self.accept.set_text(tr("End at once"))
        self.place()
