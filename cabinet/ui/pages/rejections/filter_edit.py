"""The text of a filter as it is typed: coloured, completed, and what is pasted into it taken for what it is."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import LONGEST, split_filter
from cabinet.contract.filter_words import KEY_WORDS, VALUE_WORDS, FilterKey
from cabinet.contract.link import find_link
from cabinet.contract.pasted_ids import pasted_ids
from cabinet.ui.fonts import font
from cabinet.ui.language import language
from cabinet.ui.pages.rejections.filter_offer import FilterOffer
from cabinet.ui.theme_switch import theme, theme_switch

__all__ = ["FilterEdit"]


class FilterEdit(QLineEdit):
    """A line whose formats are sent to it as an input method would: the one way to colour a line edit.

    Signals:
        ids_pasted(object): a list of ids, a tuple of them; the text is what it was.
        link_pasted(str): a link to a filtered page.
        refused(object): what was pasted cannot be taken; a ``KnownError``.
        stepped(int): undo (-1) or redo (1) beyond what was typed.
        emptied_further(): Backspace in an empty text.
        focus_changed(): the keyboard came or went.
    """

    ids_pasted = Signal(object)
    link_pasted = Signal(str)
    refused = Signal(object)
    stepped = Signal(int)
    emptied_further = Signal()
    focus_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setFont(font())
        # Longer than a filter may be: what is pasted is refused in words, not cut in silence.
        self.setMaxLength(10 * LONGEST)
        self.values: dict[FilterKey, tuple[str, ...]] = {}
        self.recent: tuple[str, ...] = ()
        self.listed = ""
        """The text of what is listed: as long as nothing else is typed, undo goes on to filters before it."""
        self.words = FilterOffer(self)
        self.words.activated.connect(self._accept_offer)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self.colour)
        theme_switch().changed.connect(self.colour)

    def event(self, event: QEvent) -> bool:
        """Let Tab take the word that is offered: it would go on to the next widget."""
        tab = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and self.words.list.isVisible():
            offered = self.words.word()
            self.words.list.hide()
            self._accept_offer(offered)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, offered = event.key(), self.words.list
        if offered.isVisible() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if offered.currentIndex().isValid():
                event.ignore()
                return
            # Nothing is chosen of what is offered: Return is of the text as it stands.
            offered.hide()
        if key == Qt.Key.Key_Down and not offered.isVisible():
            self._typed()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.take_paste()
        elif event.matches(QKeySequence.StandardKey.Undo) and self.text() == self.listed:
            self.stepped.emit(-1)
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied_further.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                paste = QAction(action.icon(), action.text(), menu)
                paste.setEnabled(action.isEnabled())
                paste.triggered.connect(self.take_paste)
                menu.insertAction(action, paste)
                menu.removeAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def dropEvent(self, event: QDropEvent) -> None:
        if self._taken(event.mimeData().text()):
            event.acceptProposedAction()
            return
        super().dropEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    @Slot()
    def take_paste(self) -> None:
        """Take what the clipboard holds: a link, a list of ids, or text."""
        if not self._taken(QGuiApplication.clipboard().text()):
            self.paste()

    def _taken(self, given: str) -> bool:
        """Tell whether a text was more than text, and was taken as that."""
        link = find_link(given)
        if link is not None:
            self.link_pasted.emit(link)
            return True
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        if self.text()[:start].rstrip(" ") and not self.text()[:start].endswith(" "):
            return False  # in the middle of a word: values of a key
        try:
            ids = pasted_ids(given)
        except KnownError as error:
            self.refused.emit(error)
            return True
        if ids is not None:
            self.ids_pasted.emit(ids)
        return ids is not None

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
        """Offer words for what stands before the cursor; filters used last where there is nothing yet."""
        before = self.text()[: self.cursorPosition()]
        if not self.text() and self.recent:
            self.words.offer([*self.recent, *self._keys()], "")
            return
        word = before.rpartition(" ")[2]
        key, colon, rest = word.partition(":")
        prefix = rest.rpartition(",")[2] if colon else key
        self.words.offer(self._values(key) if colon else self._keys(), prefix, key if colon else "")

    def _keys(self) -> list[str]:
        # A list of ids is pasted, never named by hand.
        return [f"{spoken[_spoken()]}:" for key, spoken in KEY_WORDS.items() if key is not FilterKey.LIST]

    def _values(self, name: str) -> list[str]:
        for key, spoken in KEY_WORDS.items():
            if name.casefold() in spoken.values():
                known = [words[_spoken()] for words in VALUE_WORDS.get(key, {}).values()]
                return known + [v for v in self.values.get(key, ()) if v not in VALUE_WORDS.get(key, {})]
        return []

    @Slot(str)
    def _accept_offer(self, offered: str) -> None:
        if offered in self.recent and not self.text().strip():
            self.setText(offered)
            return
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
