"""A panel that opens under a control and closes by Escape or a press elsewhere.

Not a menu: in QMenu the Tab key moves among its actions, so fields in it could not be reached one from another.
"""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["Popup"]

_GAP = 4


class Popup(Painted):
    """Fill :attr:`body`; it is as large as what it holds, also when that grows."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def open_below(self, anchor: QWidget) -> None:
        """Show under a control, inside the screen."""
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + _GAP))
        area = anchor.screen().availableGeometry()
        x = max(area.left(), min(place.x(), area.right() - self.width()))
        y = max(area.top(), min(place.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        now = theme()
        painter.fillRect(self.rect(), now.raised)
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, now.raised, now.border_mid)
