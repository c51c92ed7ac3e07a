"""A filter as text: keys in one colour, values in another, words offered while one types, the count at the right."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QInputMethodEvent, QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QApplication, QCompleter, QHBoxLayout, QLineEdit, QListView, QWidget

from cabinet.contract.filter import LONGEST, split_filter
from cabinet.contract.filter_words import KEY_WORDS, VALUE_WORDS, FilterKey
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import language, tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import CONTROL, ICON, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FilterLine"]


class _Edit(QLineEdit):
    """A line whose formats are sent to it as an input method would: the one way to colour a line edit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setFont(font())
        # Longer than a filter may be: a list that is pasted is refused in words, not cut in silence.
        self.setMaxLength(10 * LONGEST)
        self.values: dict[FilterKey, tuple[str, ...]] = {}
        self._words = QStringListModel(self)
        self._offer = QCompleter(self._words, self)
        self._offer.setWidget(self)
        self._offer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = QListView()
        self._list.setObjectName("offer")
        self._list.setAccessibleName(tr("Words for the filter"))
        self._list.setFont(font())
        self._offer.setPopup(self._list)
        self._offer.activated.connect(self._accept_offer)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self.colour)
        theme_switch().changed.connect(self.colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list.isVisible() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self._typed()
            return
        super().keyPressEvent(event)

    @Slot()
    def colour(self) -> None:
        """Colour keys and values."""
        now, attributes, words = theme(), [], self.text()
        for start, end in split_filter(words):
            key, colon, value = words[start:end].partition(":")
            if colon:
                attributes.append(self._format(start, len(key) + 1, now.text2, QFont.Weight.Normal))
                attributes.append(self._format(start + len(key) + 1, len(value), now.accent, QFont.Weight.Medium))
            else:
                attributes.append(self._format(start, end - start, now.accent, QFont.Weight.Medium))
        QApplication.sendEvent(self, QInputMethodEvent("", [a for a in attributes if a.length]))

    def _format(self, start: int, length: int, color: QColor, weight: QFont.Weight) -> QInputMethodEvent.Attribute:
        shape = QTextCharFormat()
        shape.setForeground(color)
        shape.setFontWeight(weight)
        kind = QInputMethodEvent.AttributeType.TextFormat
        return QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), length, shape)

    @Slot()
    def _typed(self) -> None:
        """Offer words for what stands before the cursor."""
        before = self.text()[: self.cursorPosition()]
        word = before.rpartition(" ")[2]
        key, colon, rest = word.partition(":")
        prefix = rest.rpartition(",")[2] if colon else key
        offered = self._values(key) if colon else [f"{k[_spoken()]}:" for k in KEY_WORDS.values()]
        self._words.setStringList(offered)
        self._offer.setCompletionPrefix(prefix)
        count = self._offer.completionCount()
        if not offered or not count or (count == 1 and self._offer.currentCompletion() == prefix):
            self._list.hide()
            return
        place = self.cursorRect()
        place.setWidth(260)
        self._offer.complete(place)

    def _values(self, name: str) -> list[str]:
        for key, spoken in KEY_WORDS.items():
            if name.casefold() in {w.casefold() for w in spoken.values()}:
                fixed = [w[_spoken()] for w in VALUE_WORDS.get(key, {}).values()]
                return fixed + [v for v in self.values.get(key, ()) if v not in fixed]
        return []

    @Slot(str)
    def _accept_offer(self, offered: str) -> None:
        at = self.cursorPosition()
        before, after = self.text()[:at], self.text()[at:]
        cut = max(before.rfind(" "), before.rfind(":"), before.rfind(",")) + 1
        value = f'"{offered}"' if " " in offered else offered
        self.setText(before[:cut] + value + after)
        self.setCursorPosition(cut + len(value))
        if value.endswith(":"):
            self._typed()


def _spoken() -> str:
    return language().value


class FilterLine(Painted):
    """The line in its frame.

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
        row.setContentsMargins(36, 1, 12, 1)
        self.edit = _Edit()
        self.edit.setAccessibleName(tr("Filter of rejections"))
        self.edit.setPlaceholderText(tr("Filter: key:value, or a transaction id"))
        self.edit.returnPressed.connect(self._enter)
        self.edit.textEdited.connect(self._edited)
        self._count = PlainLabel("", font(12), "text2")
        row.addWidget(self.edit, 1)
        row.addWidget(self._count)

    def set_text(self, text: str) -> None:
        """Show another filter."""
        self._wrong = False
        if self.edit.text() != text:
            self.edit.setText(text)
        self.update()

    def say_count(self, words: str) -> None:
        """Show how many fit."""
        self._count.set_text(words)

    def show_wrong(self) -> None:
        """Mark the text as not understood."""
        self._wrong = True
        self.update()

    def offer(self, values: dict[FilterKey, tuple[str, ...]]) -> None:
        """Offer these values while one types."""
        self.edit.values = values

    def paint(self, painter: QPainter) -> None:
        now = theme()
        focused = self.edit.hasFocus()
        border = now.danger if self._wrong else now.focus if focused else now.border2
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, now.surface, border, 2 if focused else 1)
        draw_icon(painter, "funnel", 12, (CONTROL - ICON) / 2, ICON, now.text2)

    @Slot()
    def _enter(self) -> None:
        self.entered.emit(self.edit.text())

    @Slot(str)
    def _edited(self, text: str) -> None:
        self._wrong = False
        self.update()
        self.edited.emit()
        if not text:
            self.entered.emit("")
