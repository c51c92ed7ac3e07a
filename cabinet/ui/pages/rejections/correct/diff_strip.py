"""Two lines for each change, as they stand in the payload: what goes, what comes."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.desks.correction_draft import Change
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.correct.values import is_sum, value_words
from cabinet.ui.paint import advance, fill, hline, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import plain

__all__ = ["DiffStrip"]

_ROW, _EDGE, _BAR = 28, 24, 3
_SHOWN = 2
"""Changes with lines of their own; more are counted."""


class DiffStrip(Painted):
    """Hidden while nothing differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, str, str]] = []
        """Sign, line and what it means."""
        self._more = 0
        self.hide()

    def show_changes(self, changes: list[Change]) -> None:
        """Show these changes."""
        self.rows = []
        for change in changes[:_SHOWN]:
            for sign, value in (("−", change.before), ("+", change.after)):
                if value is not None:
                    self.rows.append((sign, _line(change.name, value), _meaning(change.name, value)))
        self._more = max(0, len(changes) - _SHOWN)
        self.setFixedHeight(len(self.rows) * _ROW + (_ROW if self._more else 0))
        spoken = [" ".join(row).strip() for row in self.rows]
        self.setAccessibleName("; ".join(spoken + ([self._more_words()] if self._more else [])))
        self.setVisible(bool(self.rows or self._more))
        self.update()

    def _more_words(self) -> str:
        return tr("%n more field(s) changed", self._more)

    def paint(self, painter: QPainter) -> None:
        """Paint the lines."""
        now, wide = theme(), self.width()
        for number, (sign, line, meaning) in enumerate(self.rows):
            surface, _, color = now.state("danger" if sign == "−" else "success")
            top = number * _ROW
            fill(painter, QRectF(0, top, wide, _ROW), surface)
            fill(painter, QRectF(0, top, _BAR, _ROW), color)
            text(painter, QRectF(_EDGE, top, 16, _ROW), sign, mono(12, 500), color)
            side = advance(meaning, mono(12, 500)) + 1
            text(painter, QRectF(wide - _EDGE - side, top, side, _ROW), meaning, mono(12, 500), color, "r")
            room = QRectF(_EDGE + 22, top, wide - 2 * _EDGE - 22 - side - 12, _ROW)
            text(painter, room, line, mono(12, 500), color, elastic=True)
        if self._more:
            top = len(self.rows) * _ROW
            fill(painter, QRectF(0, top, wide, _ROW), now.sunken)
            text(painter, QRectF(_EDGE, top, wide - 2 * _EDGE, _ROW), self._more_words(), font(12), now.text2)
        hline(painter, 0, wide, 0, now.border)


def _line(name: str, value: Any) -> str:
    return plain(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}")


def _meaning(name: str, value: Any) -> str:
    return value_words(name, value) if is_sum(name) and isinstance(value, int) else ""
