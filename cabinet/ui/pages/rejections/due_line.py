"""By when a rejection is to be dealt with, or until when a held refund waits, in its card."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.texts.due import due_role, due_words, wait_words
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionRow

__all__ = ["DueLine"]


class DueLine(PlainLabel):
    """Hidden where there is no term."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", font(13, 500), "text2", wrap=True, parent=parent)
        self.setContentsMargins(16, 0, 16, 10)
        self.hide()

    def show_row(self, row: RejectionRow, now: datetime) -> None:
        """Show a row's term and what is left of it."""
        due, until = row.due_at, row.waits_until
        self.setVisible(due is not None or until is not None)
        if until is not None:
            self.set_text(wait_words(until, now))
            self.set_role("text2")
        elif due is not None:
            self.set_text(due_words(due, now))
            self.set_role(due_role(due, now))
