"""A row of controls that shows as many as fit: the least used ones go first, and into a menu."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.widgets.button import Button

__all__ = ["FoldingRow"]


class FoldingRow(QWidget):
    """Parts from the left, ``tail`` at the right end; ``more`` stands for what is folded away.

    Signals:
        folded(): other parts are shown than before.
    """

    folded = Signal()

    def __init__(self, more: Button, tail: QWidget, spacing: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[QWidget, int]] = []
        self._more, self._tail, self._spacing = more, tail, spacing
        self._away: tuple[QWidget, ...] = ()
        self._tail_wanted = False
        for widget in (more, tail):
            widget.setParent(self)
            widget.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, part: QWidget, importance: int) -> None:
        """Add a part; of two, the one of less importance is folded first."""
        part.setParent(self)
        self._parts.append((part, importance))
        self._fold()

    def show_tail(self, *, wanted: bool) -> None:
        """Show or hide what stands at the right end."""
        if wanted != self._tail_wanted:
            self._tail_wanted = wanted
            self._fold()

    def away(self) -> tuple[QWidget, ...]:
        """Return the parts that are folded away, in their order."""
        return self._away

    def sizeHint(self) -> QSize:
        wide = sum(part.sizeHint().width() + self._spacing for part, _ in self._parts)
        return QSize(wide + self._tail_room(), max((p.sizeHint().height() for p, _ in self._parts), default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more.sizeHint().width(), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _tail_room(self) -> int:
        return self._tail.sizeHint().width() + self._spacing if self._tail_wanted else 0

    def _fold(self) -> None:
        room = self.width() - self._tail_room()
        shown = [part for part, _ in self._parts]
        away: list[QWidget] = []
        order = sorted(self._parts, key=lambda pair: pair[1])
        for part, _ in order:
            more = self._more.sizeHint().width() + self._spacing if away else 0
            if sum(p.sizeHint().width() + self._spacing for p in shown) - self._spacing + more <= room:
                break
            shown.remove(part)
            away.append(part)
        x = 0
        for part, _ in self._parts:
            part.setVisible(part in shown)
            if part in shown:
                part.setGeometry(x, 0, part.sizeHint().width(), part.sizeHint().height())
                x += part.width() + self._spacing
        self._more.setVisible(bool(away))
        if away:
            self._more.setGeometry(x, 0, self._more.sizeHint().width(), self._more.sizeHint().height())
        self._tail.setVisible(self._tail_wanted)
        if self._tail_wanted:
            wide = self._tail.sizeHint().width()
            self._tail.setGeometry(self.width() - wide, 0, wide, self._tail.sizeHint().height())
        found = tuple(part for part, _ in self._parts if part in away)
        if found != self._away:
            self._away = found
            self.folded.emit()
