"""A chip: icon and word on a state's surface. Colour never speaks alone."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.paint import chip, chip_width
from cabinet.ui.sizes import CHIP
from cabinet.ui.widgets.painted import Painted

__all__ = ["Chip"]


class Chip(Painted):
    """``kind`` is success, warning, danger, info or neutral."""

    def __init__(self, word: str = "", kind: str = "neutral", icon: str | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(word, kind, icon)

    def set_text(self, word: str, kind: str = "neutral", icon: str | None = None) -> None:
        """Show another state."""
        self.word, self.kind, self.icon_name = word, kind, icon
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self.word, self.icon_name) + 0.5), CHIP)

    def paint(self, painter: QPainter) -> None:
        chip(painter, 0, 0, self.word, self.kind, self.icon_name)
