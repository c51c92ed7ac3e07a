"""A card: a surface with a border, and a head of 44 with title, meta and what stands at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.paint import frame, hline
from cabinet.ui.sizes import CARD_HEAD, RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["Card", "Line"]


class Line(Painted):
    """A horizontal line of one pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paint(self, painter: QPainter) -> None:
        """Paint it."""
        hline(painter, 0, self.width(), 0, theme().border)


class Card(Painted):
    """Add content to :attr:`body`; :attr:`head` takes chips and links at its right end."""

    def __init__(
        self, title: str = "", meta: str = "", *, line: bool = True, padding: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.setSpacing(8)
        self.title = PlainLabel(title, font(14, 600))
        self.meta = PlainLabel(meta, font(12), "text3")
        self.meta.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.head.addWidget(self.title)
        self.head.addWidget(self.meta, 1)
        if title:
            strip = QWidget()
            strip.setFixedHeight(CARD_HEAD - 1)
            strip.setLayout(self.head)
            outer.addWidget(strip)
            if line:
                outer.addWidget(Line())
        else:
            self._unused = QWidget(self)
            self._unused.setLayout(self.head)
            self._unused.hide()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(padding - 1, padding - 1, padding - 1, padding - 1)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def paint(self, painter: QPainter) -> None:
        """Paint surface and border."""
        frame(painter, QRectF(self.rect()), RADIUS_CARD, theme().surface, theme().border)

    def head_room(self, *but: QWidget) -> int:
        """Return the width that the head has for these, with one gap, beside everything else in it."""
        margins = self.head.contentsMargins()
        room = self.width() - 2 - margins.left() - margins.right() - self.head.spacing()
        for at in range(self.head.count()):
            item = self.head.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in but and not widget.isHidden():
                room -= widget.sizeHint().width() + self.head.spacing()
        return room

    def add_right(self, widget: QWidget) -> None:
        """Put something at the right end of the head."""
        self.head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
