"""By when a rejection is to be dealt with, in its card."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.texts.due import due_role, due_words
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["DueLine"]


class DueLine(PlainLabel):
    """Hidden where there is no term."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", font(13, 500), "text2", wrap=True, parent=parent)
        self.setContentsMargins(16, 0, 16, 10)
        self.hide()

    def show_due(self, due: datetime | None, now: datetime) -> None:
        """Show a term and what is left of it."""
        self.setVisible(due is not None)
        if due is not None:
            self.set_text(due_words(due, now))
            self.set_role(due_role(due, now))
