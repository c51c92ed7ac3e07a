"""The filter's line: its icon, lists of ids as chips, the text, and at the right how many fit."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.filter_words import FilterKey
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.filter_edit import FilterEdit
from cabinet.ui.pages.rejections.list_chips import ListChips
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import CONTROL, ICON, RADIUS_CHIP, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FilterLine"]

_HINT = 20
"""The place of the key that leads here, at the right end."""


class FilterLine(Painted):
    """The line in its frame; "/" at its right end says which key leads here, while the keyboard is elsewhere.

    Signals:
        entered(str): Return was pressed, or the text was emptied.
        edited(): a person changed the text.
    """

    entered = Signal(str)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = False
        self.setFixedHeight(CONTROL)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 1, 12 + _HINT, 1)
        self.chips = ListChips()
        self.edit = FilterEdit()
        self.edit.setAccessibleName(tr("Filter of rejections"))
        self.edit.setPlaceholderText(tr("Filter: key:value, or a transaction id"))
        self.edit.returnPressed.connect(self._enter)
        self.edit.textEdited.connect(self._edited)
        self.edit.focus_changed.connect(self.update)
        self._count = PlainLabel("", font(12), "text2")
        row.addWidget(self.chips)
        row.addWidget(self.edit, 1)
        row.addWidget(self._count)

    def set_text(self, words: str) -> None:
        """Show another filter."""
        self._wrong = False
        self.edit.listed = words
        if self.edit.text() != words:
            self.edit.setText(words)
        self.update()

    def say_count(self, words: str) -> None:
        """Show how many fit."""
        self._count.set_text(words)

    def show_wrong(self) -> None:
        """Mark the text as not understood."""
        self._wrong = True
        self.update()

    def offer(self, values: dict[FilterKey, tuple[str, ...]], recent: tuple[str, ...]) -> None:
        """Offer these values while one types, and these texts while there is none."""
        self.edit.values, self.edit.recent = values, recent

    def paint(self, painter: QPainter) -> None:
        now = theme()
        focused = self.edit.hasFocus()
        border = now.danger if self._wrong else now.focus if focused else now.border2
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, now.surface, border, 2 if focused else 1)
        draw_icon(painter, "funnel", 12, (CONTROL - ICON) / 2, ICON, now.text2)
        if not focused:
            hint = QRectF(self.width() - _HINT - 6, (CONTROL - _HINT) / 2, _HINT, _HINT)
            frame(painter, hint, RADIUS_CHIP, now.sunken, now.border)
            text(painter, hint, "/", font(12), now.text2, "c")

    @Slot()
    def take_keyboard(self) -> None:
        """Begin to type at the end of the text."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.end(False)

    @Slot()
    def _enter(self) -> None:
        self.entered.emit(self.edit.text())

    @Slot(str)
    def _edited(self, words: str) -> None:
        self._wrong = False
        self.update()
        self.edited.emit()
        if not words:
            self.entered.emit("")
