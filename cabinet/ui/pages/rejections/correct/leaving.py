"""What to do with a correction that was typed and not sent: keep it, throw it away, or go back to it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.dialog import Dialog

__all__ = ["LeavingQuestion"]


class LeavingQuestion(Dialog):
    """Escape goes back.

    Signals:
        answered(bool): True to keep the draft, False to throw it away.
    """

    answered = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        lead = tr("The correction is not sent. A draft stays on this computer, encrypted.")
        super().__init__(window, tr("Keep what you typed?"), lead, tr("Keep the draft"))
        self.cancel.set_text(tr("Go back"))
        self.discard = Button(tr("Discard"), Kind.DANGER_OUTLINE)
        self.discard.clicked.connect(self._discarded)
        self.foot.insertWidget(1, self.discard)

    def accepted(self) -> None:
        """Keep it."""
        self.close_sheet()
        self.answered.emit(True)

    @Slot()
    def _discarded(self) -> None:
        self.close_sheet()
        self.answered.emit(False)
