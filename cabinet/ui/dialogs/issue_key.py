"""Issue a key: for which source, for how long, into which folder. Private keys are written once and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.credentials import CredentialsDesk, Handover, Wish
from cabinet.ui.language import tr
from cabinet.ui.numbers import day
from cabinet.ui.texts import failure_words, purpose
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.hand_over_fields import HandOverFields, handed_over
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.registry import Source
    from cabinet.lanes.lane import Failure

__all__ = ["IssueKeyDialog"]

_DAYS = (30, 90, 180, 365)


class IssueKeyDialog(Dialog):
    """First the wish, then, in the same sheet, what was handed over."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, sources: list[Source]) -> None:
        lead = tr("Keys are made on this computer. The perimeter receives only certificate requests.")
        super().__init__(window, tr("Issue an API key"), lead, tr("Issue and write files"), width=680)
        self._desk = desk
        self.done = False
        self.name = Field(tr("Name"), tr("How you will recognise it in the list."))
        self.name.edit.setMaxLength(80)
        self._source = Combo(tr("Source"), [(s.source_id, f"{s.source_id} · {s.name}") for s in sources], form=True)
        self._days = Combo(tr("Term"), [(str(d), tr("%n day(s)", d)) for d in _DAYS], form=True)
        self._days.set_key("90")
        self.hand_over = HandOverFields()
        self._fields: tuple[QWidget, ...] = (
            self.name,
            Field(tr("Source of data"), control=self._source),
            Field(tr("Term"), control=self._days),
            self.hand_over,
        )
        for field in self._fields:
            self.body.addWidget(field)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.issued.connect(self._issued)
        desk.refused.connect(self._refused)

    def accepted(self) -> None:
        """Issue; or close, once handed over."""
        if self.done:
            self.close_sheet()
            return
        folder = self.hand_over.path()
        self.name.show_error("" if self.name.text().strip() else tr("Give the key a name."))
        if not self.name.text().strip() or folder is None:
            return
        self._notice.say("info", "")
        self.accept.say(tr("Issuing…"), busy=True)
        form = self.hand_over.form()
        name, source, days = self.name.text(), self._source.key(), int(self._days.key())
        self._desk.issue(Wish(name, source, days, folder, form, self.hand_over.password()))

    @Slot(object)
    def _issued(self, handover: Handover) -> None:
        self.done = True
        for field in self._fields:
            field.hide()
        self.lead.say(tr("Hand the files over to the platform. They will not be shown or written again."))
        words = tr("Key “{name}” is valid until {day}.")
        credential = handover.credential
        self._notice.say("success", words.format(name=credential.name, day=day(credential.until)))
        names = {k.key_id: purpose(k.purpose) for k in credential.keys}
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
            self.accept.say(tr("Issue and write files"))
            self.place()
