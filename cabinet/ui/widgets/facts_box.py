"""A sunken box of facts: name at the left, value beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.id_label import IdLabel
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FactsBox"]


class FactsBox(Painted):
    """Add facts one by one; ``framed`` paints the box."""

    def __init__(self, *, framed: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._framed = framed
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*((12, 8, 12, 8) if framed else (0, 0, 0, 0)))
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 88)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, value: str, of: QFont | None = None, role: str = "text") -> PlainLabel:
        """Add a fact; returns its value's label."""
        row = self._grid.rowCount()
        label = PlainLabel(value, of or font(), role, wrap=True, selectable=True)
        label.setAccessibleName(f"{name}: {value}")
        self._grid.addWidget(PlainLabel(name, font(), "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        return label

    def add_id(self, name: str, value: str) -> IdLabel:
        """Add an id, which is never broken or cut unseen; returns its label."""
        row = self._grid.rowCount()
        label = IdLabel(value, name)
        self._grid.addWidget(PlainLabel(name, font(), "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        return label

    def clear(self) -> None:
        """Take all facts away."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def paint(self, painter: QPainter) -> None:
        """Paint the box."""
        if self._framed:
            frame(painter, QRectF(self.rect()), RADIUS_CONTROL, theme().sunken, theme().border)
