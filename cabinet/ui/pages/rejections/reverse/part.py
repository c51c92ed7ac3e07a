"""The page's part that opens what was accepted, from the card that leads to it or from the bet's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.states import ReasonCode
from cabinet.desks.reasons import likely_reason
from cabinet.desks.rejections import RejectionsDesk
from cabinet.desks.reversals import named_accepted
from cabinet.ui.language import tr

if TYPE_CHECKING:
    from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

__all__ = ["ReversePart"]


class ReversePart(QObject):
    """Opens the dialog over the window.

    Signals:
        toasted(str): something was done, in words.
    """

    toasted = Signal(str)

    def __init__(self, page: QWidget, desk: RejectionsDesk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self.dialog: ReverseDialog | None = None

    def offered(self) -> bool:
        """Tell whether the opened card leads to something accepted that this person may reverse."""
        card = self._desk.cards.state.data
        return card is not None and self._desk.reversals.allowed and named_accepted(card) is not None

    @Slot()
    def open_named(self) -> None:
        """Open what the opened card leads to."""
        card = self._desk.cards.state.data
        attempt = named_accepted(card) if card is not None else None
        if attempt is not None:
            self.open(attempt)

    @Slot(str)
    def open(self, attempt_id: str) -> None:
        """Open an accepted attempt."""
        from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog

        card = self._desk.cards.state.data
        reason = likely_reason(card.findings[0].code) if card is not None and card.findings else ReasonCode.OTHER
        self._desk.reversals.select(attempt_id)
        self.dialog = ReverseDialog(self._page.window(), self._desk.reversals, reason)
        self.dialog.done.connect(self._done)
        self.dialog.open(self.dialog.first())

    @Slot()
    def _done(self) -> None:
        self.toasted.emit(tr("Reversal accepted and told to the platform"))
