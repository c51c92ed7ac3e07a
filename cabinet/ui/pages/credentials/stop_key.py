"""Suspend a key, let it work again, or report that it has leaked: what happens, and why."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.credentials import CredentialsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.lanes.lane import Failure

__all__ = ["StopKeyDialog", "Stopping"]

_LONGEST = 200


class Stopping(Enum):
    """What is to be done."""

    SUSPEND = "suspend"
    RESUME = "resume"
    LEAK = "leak"


class StopKeyDialog(Dialog):
    """Cancel is the default, except for resuming."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, credential: Credential, act: Stopping) -> None:
        title, lead, accept = {
            Stopping.SUSPEND: (
                tr("Suspend the key?"),
                tr("The platform will be refused at once, until you resume it. Nothing is lost: it keeps its bets."),
                tr("Suspend"),
            ),
            Stopping.RESUME: (
                tr("Resume the key?"),
                tr("The platform may submit with it again."),
                tr("Resume"),
            ),
            Stopping.LEAK: (
                tr("Has the key leaked?"),
                tr(
                    "Every key of it ends at once and cannot be used again; an incident is opened. "
                    "Then replace the keys and resume."
                ),
                tr("End all its keys"),
            ),
        }[act]
        kind = Kind.PRIMARY if act is Stopping.RESUME else Kind.DANGER
        super().__init__(window, title, lead, accept, kind=kind, width=560)
        self._desk, self._credential, self._act, self._said = desk, credential, act, accept
        facts = FactsBox()
        facts.add(tr("Key"), credential.name, font(13, 600))
        facts.add_id(tr("Source"), credential.source_id)
        self.body.addWidget(facts)
        what = tr("What was done") if act is Stopping.RESUME else tr("Reason")
        self.reason = Field(what, tr("It stays in the history of keys."))
        self.reason.edit.setMaxLength(_LONGEST)
        self.body.addWidget(self.reason)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.changed_state.connect(self.close_sheet)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """Do it, with a reason."""
        reason = self.reason.text().strip()
        self.reason.show_error("" if reason else tr("Say why."))
        if not reason:
            return
        self.accept.set_text(tr("Under way…"), busy=True)
        act = {
            Stopping.SUSPEND: self._desk.suspend,
            Stopping.RESUME: self._desk.resume,
            Stopping.LEAK: self._desk.leak,
        }[self._act]
        act(self._credential.credential_id, reason)

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        self._notice.show_failure(failure)
        self.accept.set_text(self._said)
        self.place()
