"""A field: label above, input, help or error below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.sizes import CONTROL
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["Field"]


class Field(ChildWidget, QWidget):
    """A labelled line; :attr:`edit` is the input. Any widget may stand for it (``control``)."""

    def __init__(
        self,
        label: str,
        helping: str = "",
        *,
        control: QWidget | None = None,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._helping = helping
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = PlainLabel(label, font(13, 500))
        self.edit = QLineEdit()
        self.control: QWidget = control or self.edit
        if control is None:
            self.edit.setFont(font())
            self.edit.setFixedHeight(CONTROL)
        self.control.setAccessibleName(label)
        self.label.setBuddy(self.control)
        self.below = PlainLabel(helping, font(12), "text2", wrap=True)
        self.below.setVisible(bool(helping))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.control, 1)
        if beside is not None:
            row.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.below)

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong; empty takes it back."""
        self.below.set_text(("! " + sentence) if sentence else self._helping)
        self.below.set_role("danger" if sentence else "text2")
        self.below.setVisible(bool(sentence or self._helping))
        self.control.setProperty("wrong", bool(sentence))
        self.control.setAccessibleDescription(sentence or self._helping)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
