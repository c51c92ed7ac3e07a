"""One thing that is due: icon, what it is and what happens, whose, when, and the button that leads there."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.due import DueDate, Severity
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import hline, text
from cabinet.ui.sizes import ICON, ROW_TASK
from cabinet.ui.texts.due_dates import due_happens, due_icon, due_left, due_owner, due_spoken, due_title, due_when
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.painted import Painted

__all__ = ["TaskRow", "tone_of"]

_WHEN: Final = 146
_WHO: Final = 112
_WORDS: Final = 46
_LEAST: Final = 560
"""Narrower than this, whose it is stands on the second line."""


def tone_of(severity: Severity) -> str:
    """Return the state whose colours a severity has."""
    return {Severity.DANGER: "danger", Severity.WARNING: "warning", Severity.CALM: "info"}[severity]


class TaskRow(Painted):
    """Row of 54, with a line above unless it is the first.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, due: DueDate, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = False
        self.setFixedHeight(ROW_TASK)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.addStretch(1)
        self._button = Button(tr("Show"), small=True)
        self._button.clicked.connect(self._ask)
        row.addWidget(self._button)
        self.show_due(due, now)

    def show_due(self, due: DueDate, now: datetime) -> None:
        """Show another thing; the button keeps the focus."""
        self._due, self._now = due, now
        self.setAccessibleName(due_spoken(due, now))
        self.setToolTip(f"{due_title(due)}\n{due_happens(due)}")
        self._button.setAccessibleName(tr("Show: {words}").format(words=due_title(due)))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now, due = theme(), self._due
        severity = due.severity(self._now)
        tone = now.state(tone_of(severity))[2]
        if not self.first:
            hline(painter, 0, self.width(), 0, now.border)
        draw_icon(painter, due_icon(due), 16, (ROW_TASK - ICON) / 2, ICON, tone)
        right = self._button.x() - 12
        upper, lower = 8, 28
        when = QRectF(right - _WHEN, upper, _WHEN, 19)
        text(painter, when, due_when(due, self._now), font(13), now.text, elastic=True)
        pressing = severity is not Severity.CALM
        face = font(12, 600 if pressing else 400)
        left_tone = tone if pressing else now.text3
        text(painter, when.translated(0, lower - upper), due_left(due, self._now), face, left_tone, elastic=True)
        who, what = due_owner(due)
        room = right - _WHEN - 12 - _WORDS
        happens = due_happens(due)
        if room >= _LEAST - _WHEN - _WORDS:
            x = right - _WHEN - 12 - _WHO
            whose = now.text if due.owner else now.text3
            text(painter, QRectF(x, upper, _WHO, 19), who, font(13), whose, elastic=True)
            text(painter, QRectF(x, lower, _WHO, 16), what, font(12), now.text3, elastic=True)
            room -= _WHO + 12
        else:
            happens = f"{who} · {happens}"
        text(painter, QRectF(_WORDS, upper, room, 19), due_title(due), font(13, 500), now.text, elastic=True)
        text(painter, QRectF(_WORDS, lower, room, 16), happens, font(12), now.text3, elastic=True)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._due.opens)
