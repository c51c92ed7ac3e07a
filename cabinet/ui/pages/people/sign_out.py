"""Sign out everywhere: this session ends too, so it is asked once more."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cabinet.desks.people import PeopleDesk
from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.dialog import Dialog

__all__ = ["SignOutDialog"]


class SignOutDialog(Dialog):
    """Says how many sessions end."""

    def __init__(self, window: QWidget, desk: PeopleDesk, count: int) -> None:
        lead = tr("%n session(s) will end, this one too. Log in again with your QES.", count)
        super().__init__(window, tr("Sign out everywhere?"), lead, tr("Sign out everywhere"), kind=Kind.DANGER)
        self._desk = desk

    def accepted(self) -> None:
        """End them all; the log-in page follows."""
        self.accept.set_text(tr("Ending…"), busy=True)
        self._desk.sign_out_everywhere()
