"""Replace a key: for how long the old one goes on, and where the new one is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.states import KeyPurpose
from cabinet.desks.credentials import Change, CredentialsDesk, Handover
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.texts import failure_words, overlap, purpose
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.hand_over_fields import HandOverFields, handed_over
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.lanes.lane import Failure

__all__ = ["RotateKeyDialog"]

_OVERLAPS = (24, 0, 1, 72, 168)


class RotateKeyDialog(Dialog):
    """First the wish, then, in the same sheet, what was handed over."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, credential: Credential, of: KeyPurpose) -> None:
        lead = tr("A new key is made on this computer. Both work until the old one ends, so no bet is lost.")
        super().__init__(window, tr("Replace the key"), lead, tr("Make and write files"), width=680)
        self._desk, self._credential, self._of = desk, credential, of
        self.done = False
        facts = FactsBox()
        facts.add(tr("Key"), credential.name, font(13, 600))
        facts.add(tr("Source"), credential.source_id, mono())
        facts.add(tr("Purpose"), purpose(of))
        self.body.addWidget(facts)
        self._overlap = Combo(tr("The old key goes on for"), [(str(h), overlap(h)) for h in _OVERLAPS], form=True)
        self.hand_over = HandOverFields(
            tr("A new folder, or the one the sender uses now: then it takes the new key by itself.")
        )
        self._fields: tuple[QWidget, ...] = (
            Field(tr("The old key goes on for"), control=self._overlap),
            self.hand_over,
        )
        for field in self._fields:
            self.body.addWidget(field)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.rotated.connect(self._rotated)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """Make the key; or close, once handed over."""
        if self.done:
            self.close_sheet()
            return
        folder = self.hand_over.path()
        if folder is None:
            return
        self._notice.say("info", "")
        self.accept.say(tr("Making…"), busy=True)
        form = self.hand_over.form()
        hours, password = int(self._overlap.key()), self.hand_over.password()
        self._desk.rotate(Change(self._credential, frozenset({self._of}), hours, folder, form, password))

    @Slot(object)
    def _rotated(self, handover: Handover) -> None:
        self.done = True
        for field in self._fields:
            field.hide()
        self.lead.say(tr("Hand the files over to the platform. They will not be shown or written again."))
        self._notice.say("success", tr("The new key is ready. Its first use will show on the page by itself."))
        names = {k.key_id: purpose(k.purpose) for k in handover.credential.keys}
        for widget in handed_over(handover, names):
            self.body.addWidget(widget)
        self.cancel.hide()
        self.accept.say(tr("Done"))
        self.place()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        if not self.done:
            sentence, action = failure_words(failure)
            self._notice.say("danger", sentence, f"{action}\n{failure.code}")
            self.accept.say(tr("Make and write files"))
            self.place()
