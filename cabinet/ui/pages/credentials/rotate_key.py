"""Replace a key: for how long the old one goes on, and where the new one is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.states import KeyPurpose
from cabinet.desks.credentials import MOST_LIVE, Change, CredentialsDesk, Handover
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.credentials.hand_over_dialog import HandOverDialog
from cabinet.ui.texts.credentials import overlap, purpose
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential

__all__ = ["RotateKeyDialog"]

_OVERLAPS = (24, 0, 1, 72, 168)


class RotateKeyDialog(HandOverDialog):
    """One key of one purpose, and the old one's last hours."""

    def __init__(self, window: QWidget, desk: CredentialsDesk, credential: Credential, of: KeyPurpose) -> None:
        super().__init__(
            window,
            desk,
            tr("Replace the key"),
            tr("A new key is made on this computer. Both work until the old one ends, so no bet is lost."),
            tr("Make and write files"),
            helping=tr("A new folder, or the one the sender uses now: then it takes the new key by itself."),
        )
        self._desk, self._credential, self._of = desk, credential, of
        facts = FactsBox()
        facts.add(tr("Key"), credential.name, font(13, 600))
        facts.add_id(tr("Source"), credential.source_id)
        facts.add(tr("Purpose"), purpose(of))
        self.body.addWidget(facts)
        # Old and new beside another grant's key would be three.
        full = desk.live_keys(credential.source_id, of) >= MOST_LIVE
        self.limit = Notice()
        self.body.addWidget(self.limit)
        self.limit.show_notice(
            "warning",
            tr("Two keys of this source are live: this one can be replaced only without an overlap") if full else "",
            tr("The old key ends the moment the new one is made. Install it at once, or revoke the other key first."),
        )
        overlaps = (0,) if full else _OVERLAPS
        self._overlap = Combo(tr("The old key goes on for"), [(str(h), overlap(h)) for h in overlaps], form=True)
        self.put_in(Field(tr("The old key goes on for"), control=self._overlap), self.hand_over)
        desk.rotated.connect(self._rotated)

    def accepted(self) -> None:
        """Make the key; or close, once handed over."""
        if self.done:
            self.close_sheet()
            return
        folder = self.hand_over.path()
        if folder is None:
            return
        self.show_making(tr("Making…"))
        form = self.hand_over.form()
        hours, password = int(self._overlap.key()), self.hand_over.password()
        self._desk.rotate(Change(self._credential, frozenset({self._of}), hours, folder, form, password))

    @Slot(object)
    def _rotated(self, handover: Handover) -> None:
        self.show_handed_over(handover, tr("The new key is ready. Its first use will show on the page by itself."))
