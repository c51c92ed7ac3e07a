"""The header of a page: title and meta on one baseline, actions at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font, metrics
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import elided, fill, hline, text
from cabinet.ui.sizes import HEADER
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["PageHeader"]


class PageHeader(Painted):
    """QBoxLayout has no baseline alignment, so title and meta are painted as one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER)
        self._title = self._meta = self._age = ""
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(8)
        row.addStretch(1)
        self._actions: list[QWidget] = []

    def show_page(self, title: str, meta: str = "", age: str = "") -> None:
        """Show a page's name, its period and the age of its data."""
        self._title, self._meta, self._age = title, meta, age
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{meta} {age}".strip())
        self.update()

    def set_actions(self, actions: list[QWidget]) -> None:
        """Put a page's actions at the right; the former ones return to their page."""
        if actions == self._actions:
            return  # A refresh takes the keyboard from nobody.
        for old in self._actions:
            self._row.removeWidget(old)
            old.hide()
            old.setParent(None)
        self._actions = actions
        for widget in actions:
            self._row.addWidget(widget)
            widget.show()

    def paint(self, painter: QPainter) -> None:
        """Paint words and the line."""
        now = theme()
        fill(painter, QRectF(self.rect()), now.bg)
        hline(painter, 0, self.width(), self.height() - 1, now.border)
        right = min((w.x() for w in self._actions), default=self.width() - 24) - 16
        title_font, meta_font = font(20, 600), font(12)
        text(painter, QRectF(24, 0, right - 24, HEADER - 1), self._title, title_font, now.text)
        measured = metrics(title_font)
        baseline = round((HEADER - 1 - measured.ascent() - measured.descent()) / 2 + measured.ascent())
        left = 24 + measured.horizontalAdvance(self._title) + 12
        painter.setFont(meta_font)
        painter.setPen(now.text3)
        words = self._meta + (" · " if self._meta and self._age else "")
        words = elided(words, meta_font, right - left)
        painter.drawText(round(left), baseline, words)
        left += metrics(meta_font).horizontalAdvance(words)
        if self._age and right - left > metrics(meta_font).horizontalAdvance(self._age) + 20:
            draw_icon(painter, "refresh-cw", left + 2, baseline - 10, 12, now.text3)
            painter.setFont(meta_font)
            painter.setPen(now.text3)
            painter.drawText(round(left + 20), baseline, self._age)
