"""A segmented control: a few choices in one frame, one of them on. Arrows move, as in a radio group."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import advance, frame, text, vline
from cabinet.ui.sizes import CONTROL, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

__all__ = ["Segmented"]


class Segmented(Painted):
    """Choices by key.

    Signals:
        chosen(str): a person chose another one.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.choices = choices
        self.current = choices[0][0]
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def set_current(self, key: str) -> None:
        """Turn one on without telling."""
        self.current = key
        self._describe()
        self.update()

    def show_choices(self, choices: list[tuple[str, str]]) -> None:
        """Call the same choices otherwise."""
        self.choices = choices
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        words = dict(self.choices).get(self.current, "")
        self.setAccessibleName(f"{self._name}: {words}" if words else self._name)

    def _widths(self) -> list[int]:
        return [round(advance(words, font(13, 500)) + 24) for _, words in self.choices]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()), CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def choose(self, key: str) -> None:
        """Turn one on as a person does."""
        if key != self.current:
            self.set_current(key)
            self.chosen.emit(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = 0
        for (key, _), width in zip(self.choices, self._widths(), strict=True):
            if left <= event.position().x() < left + width:
                self.choose(key)
            left += width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [key for key, _ in self.choices]
        at = keys.index(self.current) if self.current in keys else -1
        self.choose(keys[max(0, min(len(keys) - 1, at + step))])

    def paint(self, painter: QPainter) -> None:
        now = theme()
        whole = QRectF(0, 0, sum(self._widths()), CONTROL)
        frame(painter, whole, RADIUS_CONTROL, now.raised, now.border_mid)
        left = 0.0
        for index, ((key, words), width) in enumerate(zip(self.choices, self._widths(), strict=True)):
            part = QRectF(left, 0, width, CONTROL)
            on = key == self.current
            if on:
                painter.save()
                painter.setClipRect(part.adjusted(0 if not index else 0.5, 0, 0, 0))
                last = index == len(self.choices) - 1
                wide = part.adjusted(0 if index == 0 else -10, 0, 0 if last else 10, 0)
                frame(painter, wide.adjusted(1, 1, -1, -1), RADIUS_CONTROL - 1, now.selected, None)
                painter.restore()
                if now.contrast:
                    frame(painter, part.adjusted(3, 3, -3, -3), 3, None, now.accent)
            text(painter, part, words, font(13, 500), now.accent if on else now.text2, "c")
            if index:
                vline(painter, round(left), 1, CONTROL - 1, now.border_mid)
            left += width
