"""The little panel that asks for a view's name, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.popup import Popup
from cabinet.vault.filters import NAME_LIMIT

__all__ = ["ViewName"]

_WIDTH = 280


class ViewName(Popup):
    """``taken`` tells whether a name is another view's already: then the button says that it will be replaced."""

    def __init__(self, parent: QWidget, taken: Callable[[str], bool]) -> None:
        super().__init__(tr("Name of the view"), parent)
        self._taken = taken
        self._keep: Callable[[str], None] = lambda _: None
        self.field = Field(tr("Name of the view"))
        self.field.setFixedWidth(_WIDTH)
        self.field.edit.setMaxLength(2 * NAME_LIMIT)
        self.field.edit.textChanged.connect(self._edited)
        self.field.edit.returnPressed.connect(self._go)
        self.button = Button(tr("Save"), Kind.PRIMARY)
        self.button.clicked.connect(self._go)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addWidget(self.field)
        self.body.addLayout(row)

    def ask(self, anchor: QWidget, name: str, keep: Callable[[str], None]) -> None:
        """Open under a control with a name to begin from; ``keep`` takes the new one or raises ``KnownError``."""
        self._keep = keep
        self.field.edit.setText(name)
        self._edited()
        self.open_below(anchor)
        self.field.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.edit.selectAll()

    @Slot()
    def _edited(self) -> None:
        self.field.show_error("")
        self.button.set_text(tr("Replace") if self._taken(self.field.text()) else tr("Save"))

    @Slot()
    def _go(self) -> None:
        try:
            self._keep(self.field.text())
        except KnownError as error:
            self.field.show_error(failure_words(error)[0])
        else:
            self.close()
