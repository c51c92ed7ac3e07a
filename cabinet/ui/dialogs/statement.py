"""The statement that is signed, word for word."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cabinet.ui.fonts import mono
from cabinet.ui.language import tr
from cabinet.ui.widgets.dialog import Dialog

__all__ = ["StatementDialog"]


class StatementDialog(Dialog):
    """Read-only; nothing else is ever signed."""

    def __init__(self, window: QWidget, text: str) -> None:
        lead = tr("The cabinet writes this text itself. The token signs exactly it and nothing else.")
        super().__init__(window, tr("Statement to be signed"), lead, tr("Close"), width=720)
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setFont(mono())
        view.setMinimumHeight(320)
        view.setTabChangesFocus(True)
        view.setAccessibleName(tr("Statement to be signed"))
        self.body.addWidget(view)
        self.cancel.hide()

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()
