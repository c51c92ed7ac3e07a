"""Kinds of differences as tabs with how many there are of each; arrows move, and tabs that do not fit go below."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.numbers import count
from cabinet.ui.paint import advance, chip, chip_width, text
from cabinet.ui.sizes import CHIP
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

__all__ = ["HEIGHT", "KindTab", "KindTabs"]

HEIGHT: Final = 40
"""Of one line of tabs."""
_EDGE, _GAP, _BESIDE, _MARK = 15, 20, 6, 2


class KindTab(NamedTuple):
    """A tab: its key, its name, how many there are, and the chip's kind (``neutral`` is no difference)."""

    key: str
    name: str
    number: int
    chip: str

    @property
    def width(self) -> float:
        """Its width, of the bold name: it stays when it is chosen."""
        return advance(self.name, font(13, 600)) + _BESIDE + chip_width(count(self.number))


class KindTabs(Painted):
    """Tabs by key.

    Signals:
        chosen(str): a person chose another one.
        left(): the keyboard goes down, to what the tabs list.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.tabs: Sequence[KindTab] = ()
        self.current = ""
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def show_tabs(self, tabs: Sequence[KindTab], current: str) -> None:
        """Show these, one of them chosen, without telling."""
        self.tabs, self.current = tabs, current
        self._describe()
        self._take_height()
        self.update()

    def places(self) -> list[QRectF]:
        """Return where each tab stands."""
        found: list[QRectF] = []
        left, top = float(_EDGE), 0.0
        for tab in self.tabs:
            if left > _EDGE and left + tab.width > self.width() - _EDGE:
                left, top = float(_EDGE), top + HEIGHT
            found.append(QRectF(left, top, tab.width, HEIGHT))
            left += tab.width + _GAP
        return found

    def sizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for tab, place in zip(self.tabs, self.places(), strict=True):
            if place.adjusted(-_GAP / 2, 0, _GAP / 2, 0).contains(event.position()):
                self._choose(tab.key)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = [tab.key for tab in self.tabs]
        if step is None or self.current not in keys:
            super().keyPressEvent(event)
            return
        self._choose(keys[max(0, min(len(keys) - 1, keys.index(self.current) + step))])

    def paint(self, painter: QPainter) -> None:
        now = theme()
        for tab, place in zip(self.tabs, self.places(), strict=True):
            on = tab.key == self.current
            used = text(painter, place, tab.name, font(13, 600 if on else 500), now.accent if on else now.text2)
            top = place.top() + (HEIGHT - CHIP) / 2
            chip(painter, place.left() + used + _BESIDE, top, count(tab.number), tab.chip)
            if on:
                painter.fillRect(QRectF(place.left(), place.bottom() - _MARK, place.width(), _MARK), now.accent)

    def _take_height(self) -> None:
        lines = self.places()
        self.setFixedHeight(round(lines[-1].bottom()) if lines else HEIGHT)

    def _choose(self, key: str) -> None:
        if key != self.current:
            self.current = key
            self._describe()
            self.update()
            self.chosen.emit(key)

    def _describe(self) -> None:
        on = next((f": {tab.name}, {count(tab.number)}" for tab in self.tabs if tab.key == self.current), "")
        self.setAccessibleName(f"{self._name}{on}")
