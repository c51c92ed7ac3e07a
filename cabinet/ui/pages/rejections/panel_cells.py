"""Three cells of the card: a name, a value, a second line each."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cabinet.ui.fonts import font
from cabinet.ui.paint import hline, text, vline
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["PanelCells"]


class PanelCells(Painted):
    """70 high."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(70)
        self._cells: tuple[tuple[str, str, str], ...] = ()

    def show_cells(self, cells: tuple[tuple[str, str, str], ...]) -> None:
        """Show others."""
        self._cells = cells
        self.setAccessibleName("; ".join(f"{name}: {value}" for name, value, _ in cells))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint them."""
        now, cell = theme(), self.width() / max(1, len(self._cells))
        hline(painter, 0, self.width(), 0, now.border)
        hline(painter, 0, self.width(), self.height() - 1, now.border)
        for index, (name, value, second) in enumerate(self._cells):
            left, room = index * cell + 16, cell - 24
            if index:
                vline(painter, round(index * cell), 1, self.height() - 1, now.border)
            text(painter, QRectF(left, 8, room, 18), name, font(12), now.text3)
            text(painter, QRectF(left, 26, room, 20), value, font(13, 600), now.text)
            text(painter, QRectF(left, 45, room, 16), second, font(12), now.text2)
