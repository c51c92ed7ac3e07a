"""Issue a key: for which source, for how long, into which folder. Private keys are written once and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.states import KeyPurpose
from cabinet.desks.credentials import MOST_LIVE, CredentialsDesk, Handover, Wish
from cabinet.ui.language import tr
from cabinet.ui.numbers import day
from cabinet.ui.pages.credentials.hand_over_dialog import HandOverDialog
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.registry import Source

__all__ = ["IssueKeyDialog"]

_DAYS = (30, 90, 180, 365)


class IssueKeyDialog(HandOverDialog):
    """A name, a source and a term."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, sources: list[Source]) -> None:
        lead = tr("Keys are made on this computer. The perimeter receives only certificate requests.")
        super().__init__(window, desk, tr("Issue an API key"), lead, tr("Issue and write files"))
        self._desk = desk
        self.name = Field(tr("Name"), tr("How you will recognise it in the list."))
        self.name.edit.setMaxLength(80)
        self.source = Combo(tr("Source"), [(s.source_id, f"{s.source_id} · {s.name}") for s in sources], form=True)
        self._days = Combo(tr("Term"), [(str(d), tr("%n day(s)", d)) for d in _DAYS], form=True)
        self._days.set_key("90")
        self.limit = Notice()
        self.source.currentIndexChanged.connect(self._source_chosen)
        self.put_in(
            self.name,
            Field(tr("Source of data"), control=self.source),
            self.limit,
            Field(tr("Term"), control=self._days),
            self.hand_over,
        )
        desk.issued.connect(self._issued)
        self._source_chosen()

    def accepted(self) -> None:
        """Issue; or close, once handed over."""
        if self.done:
            self.close_sheet()
            return
        folder = self.hand_over.path()
        self.name.show_error("" if self.name.text().strip() else tr("Give the key a name."))
        if not self.name.text().strip() or folder is None:
            return
        self.show_making(tr("Issuing…"))
        form = self.hand_over.form()
        name, source, days = self.name.text(), self.source.key(), int(self._days.key())
        self._desk.issue(Wish(name, source, days, folder, form, self.hand_over.password()))

    @Slot()
    def _source_chosen(self) -> None:
        """Say before anything is filled in what a second or a third key of this source would mean."""
        live = self._desk.live_keys(self.source.key(), KeyPurpose.SIGNING)
        if live >= MOST_LIVE:
            self.limit.show_notice(
                "danger",
                tr("This source has two live keys already: a third will be refused"),
                tr("To change a key, close this and press “Replace…” beside it; or revoke one first."),
            )
        elif live:
            self.limit.show_notice(
                "warning",
                tr("This source has a live key already"),
                tr("With a second one, each can be replaced only without an overlap. To change it, use “Replace…”."),
            )
        else:
            self.limit.show_notice("info", "")
        self.place()

    @Slot(object)
    def _issued(self, handover: Handover) -> None:
        credential = handover.credential
        words = tr("Key “{name}” is valid until {day}.")
        self.show_handed_over(handover, words.format(name=credential.name, day=day(credential.until)))
