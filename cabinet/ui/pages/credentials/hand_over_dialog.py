"""A sheet that makes a key: first the wish, then, in the same sheet, what was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.credentials import CredentialsDesk, Handover
from cabinet.ui.language import tr
from cabinet.ui.pages.credentials.hand_over_fields import HandOverFields, handed_over
from cabinet.ui.texts.credentials import purpose
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure

__all__ = ["HandOverDialog"]


class HandOverDialog(Dialog):
    """The heirs put in their fields, send the wish and connect the desk's signal of success."""

    def __init__(
        self, window: QWidget, desk: CredentialsDesk, title: str, lead: str, accept: str, *, helping: str = ""
    ) -> None:
        super().__init__(window, title, lead, accept, width=680)
        self._accept_words = accept
        self._fields: tuple[QWidget, ...] = ()
        self._notice = Notice()
        self.hand_over = HandOverFields(helping)
        self.done = False
        desk.refused.connect(self._refused)

    def put_in(self, *fields: QWidget) -> None:
        """Show the fields of the wish, top to bottom; they go once the key is there."""
        self._fields = fields
        for field in fields:
            self.body.addWidget(field)
        self.body.addWidget(self._notice)

    def show_making(self, words: str) -> None:
        """Say that the wish is under way."""
        self._notice.show_notice("info", "")
        self.accept.set_text(words, busy=True)

    def show_handed_over(self, handover: Handover, words: str) -> None:
        """Show the files instead of the fields; ``words`` say what is ready."""
        self.done = True
        for field in self._fields:
            field.hide()
        self.lead.set_text(tr("Hand the files over to the platform. They will not be shown or written again."))
        self._notice.show_notice("success", words)
        names = {k.key_id: purpose(k.purpose) for k in handover.credential.keys}
        for widget in handed_over(handover, names):
            self.body.addWidget(widget)
        self.cancel.hide()
        self.accept.set_text(tr("Done"))
        self.place()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        if not self.done:
            self._notice.show_failure(failure)
            self.accept.set_text(self._accept_words)
            self.place()
