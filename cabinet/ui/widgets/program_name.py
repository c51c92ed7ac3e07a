"""The program's name over the log-in page."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import RADIUS_CONTROL
from cabinet.ui.theme import LIGHT
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

__all__ = ["ProgramName", "program_icon"]

_SIDES = (16, 32, 64)


class ProgramName(Painted):
    """Shield, the program's name, the system's."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Operator cabinet"))

    def paint(self, painter: QPainter) -> None:
        now = theme()
        frame(painter, QRectF(0, 16, 32, 32), RADIUS_CONTROL, now.accent, None)
        draw_icon(painter, "shield-check", 7, 23, 18, now.on_accent)
        text(painter, QRectF(44, 12, self.width() - 44, 20), tr("Operator cabinet"), font(14, 600), now.text)
        second = tr("For the State Online Monitoring System, SOMS")
        text(painter, QRectF(44, 32, self.width() - 44, 18), second, font(12), now.text3)


def program_icon() -> QIcon:
    """Return the shield of the program for the title bar, the task bar and the switcher."""
    from PySide6.QtGui import QIcon

    icon = QIcon()
    for side in _SIDES:
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            frame(painter, QRectF(0, 0, side, side), side * RADIUS_CONTROL / 32, LIGHT.accent, None)
            inner = round(side * 0.62)
            draw_icon(painter, "shield-check", (side - inner) / 2, (side - inner) / 2, inner, LIGHT.on_accent)
        icon.addPixmap(picture)
    return icon
