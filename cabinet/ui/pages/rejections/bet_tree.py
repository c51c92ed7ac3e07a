"""The bet with its refunds and payouts as they stand now; the transaction at hand is marked."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import advance, hline, text, vline
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.painted import Painted

__all__ = ["BetTree", "Branch"]

_ROW = 26


_MIDDLE = Qt.TextElideMode.ElideMiddle
"""A transaction's id stands at the end: its last digits tell it apart."""


@dataclass(frozen=True)
class Branch:
    """One transaction: ``root`` is the bet; ``rejected`` ones do not count into what is left.

    ``attempt`` is the one whose card its words open, empty where there is none to open; ``id`` is its own id.
    """

    words: str
    sum: str
    root: bool
    rejected: bool
    current: bool
    attempt: str = ""
    id: str = ""


class BetTree(Painted):
    """Rows of 26 and what is left of the stake below a line.

    Signals:
        asked(str): open the card of this attempt.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._branches: tuple[Branch, ...] = ()
        self._left: tuple[str, str] = ("", "")
        self.links: dict[int, Link] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_branches(self, branches: tuple[Branch, ...], left: tuple[str, str]) -> None:
        """Show a tree; ``left`` is the name and the sum of the last line, or two empty words."""
        self._branches, self._left = branches, left
        spoken = [f"{b.words} {b.sum}" for b in branches] + ([" ".join(left)] if left[0] else [])
        self.setAccessibleName("; ".join(spoken))
        self.setFixedHeight(self.sizeHint().height())
        self._lay_links()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_links()

    def _lay_links(self) -> None:
        """Make the words of those that can be opened links, where they are others than before."""
        for link in self.links.values():
            link.hide()
            link.deleteLater()
        self.links = {}
        for index, branch in enumerate(self._branches):
            if branch.attempt:
                link = Link(branch.words, tr("Open {id}").format(id=branch.id), parent=self)
                link.clicked.connect(self._asked)
                link.show()
                self.links[index] = link
        self._place_links()

    def _place_links(self) -> None:
        for index, link in self.links.items():
            left, room = self._words_at(index)
            link.setGeometry(left, index * _ROW + 3, min(room, link.sizeHint().width()), _ROW - 6)

    def _words_at(self, index: int) -> tuple[int, int]:
        """Return where the words of a row begin and how much room they have."""
        branch = self._branches[index]
        left = 24 if branch.root else 48
        side = advance(branch.sum, font(13, 600 if branch.current else 400)) + 1
        return left, max(0, round(self.width() - left - side - 8))

    @Slot()
    def _asked(self) -> None:
        sender = self.sender()
        for index, link in self.links.items():
            if link is sender:
                self.asked.emit(self._branches[index].attempt)
                return

    def sizeHint(self) -> QSize:
        return QSize(220, len(self._branches) * _ROW + (_ROW + 4 if self._left[0] else 0))

    def paint(self, painter: QPainter) -> None:
        now, y = theme(), 0.0
        last = len(self._branches) - 1
        for index, branch in enumerate(self._branches):
            indent = 0 if branch.root else 24
            middle = y + _ROW / 2
            if not branch.root:
                vline(painter, 8, y - (4 if index == 1 else _ROW / 2), middle, now.border_mid)
                if index < last:
                    vline(painter, 8, middle, y + _ROW, now.border_mid)
                hline(painter, 8, 20, round(middle), now.border_mid)
            icon, color = ("circle-x", now.danger) if branch.rejected else ("circle-check", now.success)
            draw_icon(painter, icon, indent, middle - 8, 16, color)
            face = font(13, 600 if branch.current else 400)
            tone = now.danger if branch.rejected else now.text
            left, room = self._words_at(index)
            side = advance(branch.sum, face) + 1
            if index not in self.links:
                text(painter, QRectF(left, y, room, _ROW), branch.words, face, now.text, mode=_MIDDLE)
            text(painter, QRectF(self.width() - side, y, side, _ROW), branch.sum, face, tone, "r")
            y += _ROW
        if self._left[0]:
            hline(painter, 0, self.width(), y + 2, now.border)
            text(painter, QRectF(0, y + 4, self.width(), _ROW), self._left[0], font(), now.text2)
            text(painter, QRectF(0, y + 4, self.width(), _ROW), self._left[1], font(13, 600), now.text, "r")
