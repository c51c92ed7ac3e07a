"""Steps of a wizard in one strip: done, under way, still to come; narrow strips name only the current one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, hline, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["Step", "StepsStrip"]

_DOT, _ROOM_EACH = 22, 190


@dataclass(frozen=True)
class Step:
    """``state`` is done, current or coming."""

    words: str
    second: str
    state: str


class StepsStrip(Painted):
    """58 high, over a sunken ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setFixedHeight(58)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show where the wizard stands."""
        self._steps = steps
        current = next((s for s in steps if s.state == "current"), steps[-1])
        self.setAccessibleName(f"{current.words}. {current.second}")
        self.setAccessibleDescription("; ".join(f"{s.words}: {s.second}" for s in steps))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now, height = theme(), self.height()
        painter.fillRect(QRectF(self.rect()), now.sunken)
        hline(painter, 0, self.width(), 0, now.border)
        hline(painter, 0, self.width(), height - 1, now.border)
        if not self._steps:
            return
        cell = (self.width() - 32) / len(self._steps)
        for index, step in enumerate(self._steps):
            left = 16 + cell * index
            self._paint_dot(painter, left, (height - _DOT) / 2, index + 1, step)
            named = cell >= _ROOM_EACH or step.state == "current"
            x, room = left + _DOT + 10, cell - _DOT - 22
            wide = 0.0
            if named:
                face = font(13, 600 if step.state == "current" else 500)
                tone = now.text3 if step.state == "coming" else now.text
                text(painter, QRectF(x, 10, room, 19), step.words, face, tone)
                text(painter, QRectF(x, 30, room, 16), step.second, font(12), now.text2)
                wide = min(room, max(advance(step.words, face), advance(step.second, font(12)))) + 12
            if index < len(self._steps) - 1 and x + wide < left + cell - 12:
                color = now.success if step.state == "done" else now.border_mid
                painter.fillRect(QRectF(x + wide, height / 2 - 1, left + cell - 12 - x - wide, 2), color)

    @staticmethod
    def _paint_dot(painter: QPainter, x: float, y: float, number: int, step: Step) -> None:
        now = theme()
        if step.state == "done":
            draw_icon(painter, "circle-check", x, y, _DOT, now.success)
            return
        box = QRectF(x, y, _DOT, _DOT)
        current = step.state == "current"
        frame(painter, box, _DOT / 2, now.accent if current else None, None if current else now.border2)
        text(painter, box, str(number), font(12, 600), now.on_accent if current else now.text2, "c")
