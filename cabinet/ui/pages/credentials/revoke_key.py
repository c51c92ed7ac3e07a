"""Revoke a key, for good: Cancel is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.credentials import CredentialsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.texts.credentials import purpose
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.lanes.lane import Failure

__all__ = ["RevokeKeyDialog"]

_LONGEST = 200


class RevokeKeyDialog(Dialog):
    """Names the key and asks why."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, credential: Credential) -> None:
        lead = tr("The platform will at once lose the right to submit with this key. This cannot be undone.")
        super().__init__(window, tr("Revoke the key?"), lead, tr("Revoke for good"), kind=Kind.DANGER, width=680)
        self._desk, self._credential = desk, credential
        facts = FactsBox()
        facts.add(tr("Key"), credential.name, font(13, 600))
        facts.add_id(tr("Source"), credential.source_id)
        for key in credential.keys:
            facts.add_id(purpose(key.purpose), key.key_id)
        self.body.addWidget(facts)
        self.reason = Field(tr("Reason"), tr("It stays in the history of keys."))
        self.reason.edit.setMaxLength(_LONGEST)
        self.body.addWidget(self.reason)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.revoked.connect(self._gone)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """Revoke, with a reason."""
        reason = self.reason.text().strip()
        self.reason.show_error("" if reason else tr("Say why."))
        if reason:
            self.accept.set_text(tr("Revoking…"), busy=True)
            self._desk.revoke(self._credential.credential_id, reason)

    @Slot(str)
    def _gone(self, _credential_id: str) -> None:
        self.close_sheet()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        self._notice.show_failure(failure)
        self.accept.set_text(tr("Revoke for good"))
        self.place()
