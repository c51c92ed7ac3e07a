"""A timeline: what happened to the record, newest first; what is still to come has a dashed ring."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["Moment", "Timeline"]


@dataclass(frozen=True)
class Moment:
    """One line: ``kind`` is done, coming, bad or open; ``second`` is a fainter line below."""

    words: str
    right: str
    kind: str = "done"
    second: str = ""
    strong: bool = False


class Timeline(Painted):
    """Rows of 32 (44 with a second line) joined by a line."""

    def __init__(self, parent: QWidget | None = None, *, joined: bool = True) -> None:
        super().__init__(parent)
        self._moments: tuple[Moment, ...] = ()
        self._joined = joined
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_moments(self, moments: tuple[Moment, ...]) -> None:
        """Show moments, first on top."""
        self._moments = moments
        self.setAccessibleName("; ".join(f"{m.words} {m.right}" for m in moments))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _height(self, moment: Moment) -> int:
        return 44 if moment.second else 32 if self._joined else 24

    def sizeHint(self) -> QSize:
        return QSize(240, sum(self._height(m) for m in self._moments))

    def paint(self, painter: QPainter) -> None:
        now = theme()
        icons = {
            "done": ("circle-check" if self._joined else "check", now.success),
            "coming": ("circle-dashed", now.info),
            "bad": ("octagon-x", now.danger),
            "open": ("circle", now.border2),
        }
        y, size = 0.0, 18 if self._joined else 16
        for index, moment in enumerate(self._moments):
            height = self._height(moment)
            middle = y + (12 if not self._joined else 16)
            name, color = icons[moment.kind]
            if index and self._joined:
                painter.fillRect(QRectF(8, y - height + 26 if not moment.second else y - 16, 2, 14), now.border_mid)
            draw_icon(painter, name, 0, middle - size / 2, size, color)
            side = advance(moment.right, font(12)) + 1 if moment.right else 0
            face = font(13, 600 if moment.strong else 400)
            tone = now.text if moment.kind in {"done", "bad", "coming"} else now.text3
            room = self.width() - 28 - (side + 8 if side else 0)
            text(painter, QRectF(28, middle - 10, room, 20), moment.words, face, tone)
            text(painter, QRectF(self.width() - side, middle - 10, side, 20), moment.right, font(12), now.text3)
            if moment.second:
                text(painter, QRectF(28, middle + 9, self.width() - 28, 16), moment.second, font(11), now.text3)
            y += height
