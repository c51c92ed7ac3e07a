"""Take one of two keys out of use before its time: the old one, or the new one to go back to the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.credentials import CredentialsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.credentials import purpose
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential, CredentialKey
    from cabinet.lanes.lane import Failure

__all__ = ["RetireKeyDialog"]


class RetireKeyDialog(Dialog):
    """Names the key that ends and the one that stays; Cancel is the default."""

    def __init__(
        self, window: QWidget, desk: CredentialsDesk, credential: Credential, ending: CredentialKey, *, newer: bool
    ) -> None:
        if newer:
            title = tr("Back to the old key?")
            lead = tr("The new key is refused from now on, and the old one stays. The new one cannot be used again.")
        else:
            title = tr("Take the old key out of use?")
            lead = tr("The old key is refused from now on, and the new one stays. This cannot be undone.")
        self._said = tr("Take it out of use")
        super().__init__(window, title, lead, self._said, kind=Kind.DANGER, width=680)
        self._desk, self._credential, self._ending = desk, credential, ending
        facts = FactsBox()
        facts.add(tr("Key"), credential.name, font(13, 600))
        facts.add(tr("Purpose"), purpose(ending.purpose))
        facts.add_id(tr("Ends now"), ending.key_id)
        used = moment(ending.last_use.at) if ending.last_use is not None else tr("not used yet")
        facts.add(tr("Last used"), used)
        self.body.addWidget(facts)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.changed_state.connect(self.close_sheet)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """Take it out of use."""
        self._notice.show_notice("info", "")
        self.accept.set_text(tr("Under way…"), busy=True)
        self._desk.retire(self._credential.credential_id, self._ending.key_id)

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        self._notice.show_failure(failure)
        self.accept.set_text(self._said)
        self.place()
