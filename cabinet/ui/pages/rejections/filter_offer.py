"""The words that complete a filter, each with how many rejections it would leave."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QStringListModel, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import text
from cabinet.ui.theme_switch import theme

__all__ = ["FilterOffer"]

_WIDTH, _LEAST, _COUNT, _SHOWN = 416, 200, 80, 8


class _Numbers(QStyledItemDelegate):
    """Draws a word's number at its right; none fits is pale."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.numbers: dict[str, int] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        number = self.numbers.get(str(index.data()))
        if number is not None:
            rect = QRectF(getattr(option, "rect"))  # noqa: B009  PySide's stubs leave the option's fields out
            place = QRectF(rect.right() - _COUNT - 8, rect.top(), _COUNT, rect.height())
            text(painter, place, count(number), font(12), theme().text2 if number else theme().text3, "r")


class FilterOffer(QCompleter):
    """Words below a line; the line puts the accepted one in.

    Signals:
        shown_for(str, object): words are offered: the key as it was typed, empty for keys themselves, and the words.
    """

    shown_for = Signal(str, object)

    def __init__(self, line: QLineEdit) -> None:
        self._words = QStringListModel()
        super().__init__(self._words, line)
        self._words.setParent(self)
        self._line = line
        self.setWidget(line)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(_SHOWN)
        self.list = QListView()
        self.list.setObjectName("offer")
        self.list.setAccessibleName(tr("Words for the filter"))
        self.list.setFont(font())
        self.setPopup(self.list)
        self._numbers = _Numbers(self.list)
        self.list.setItemDelegate(self._numbers)

    def offer(self, words: list[str], prefix: str, key: str = "") -> None:
        """Show the words that begin like this, if there is anything left to say."""
        self._words.setStringList(words)
        self.setCompletionPrefix(prefix)
        number = self.completionCount()
        if not words or not number or (number == 1 and self.currentCompletion() == prefix):
            self.list.hide()
            return
        self.shown_for.emit(key, tuple(words))
        place = self._line.cursorRect()
        place.setWidth(max(_LEAST, min(_WIDTH, self._line.width() - place.x())))
        self.complete(place)

    def show_numbers(self, numbers: dict[str, int]) -> None:
        """Show how many each word would leave; words that are not named have no number."""
        self._numbers.numbers = numbers
        self.list.viewport().update()

    def word(self) -> str:
        """Return the word that is chosen, or the first one."""
        chosen = self.list.currentIndex()
        return str((chosen if chosen.isValid() else self.completionModel().index(0, 0)).data())
