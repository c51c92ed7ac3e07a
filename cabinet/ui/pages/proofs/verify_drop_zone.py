"""Where a file is dropped to be verified: high while nothing is shown, low beside a result."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

__all__ = ["DropZone", "local_paths"]

_HIGH, _LOW = 184, 96
_ICON = 24


def local_paths(data: QMimeData) -> list[Path]:
    """Return the files that are dropped or pasted: as files, or as their paths, one a line."""
    if data.hasUrls():
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    lines = [line.strip().strip('"') for line in data.text().splitlines()] if data.hasText() else []
    return [path for path in map(Path, filter(None, lines)) if path.is_absolute()]


class DropZone(Painted):
    """Signals: ``dropped(object)``, a list of paths; ``choose_asked()``, the button was pressed."""

    dropped = Signal(object)
    choose_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self.low = False
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = PlainLabel(tr("Verify a file"), font(14, 600))
        self.about = PlainLabel(
            tr("receipt, proof, signature .p7s, package of evidence, day file"), role="text2", wrap=True
        )
        self._words = (self.title, self.about)
        for label in self._words:
            words.addWidget(label)
        self.choose = Button(tr("Choose a file…"), icon="folder-open")
        self.choose.clicked.connect(self.choose_asked)
        self._row.addLayout(words)
        self._row.addWidget(self.choose)
        self.show_low(low=False)

    def show_low(self, *, low: bool) -> None:
        """Take 96 of height, all in one row, or 184."""
        self.low = low
        self.setFixedHeight(_LOW if low else _HIGH)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
        self._row.setContentsMargins(*((56, 12, 16, 12) if low else (16, 56, 16, 16)))
        self._row.setSpacing(12)
        across = Qt.AlignmentFlag.AlignLeft if low else Qt.AlignmentFlag.AlignHCenter
        for label in self._words:
            label.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
        self._row.setAlignment(self.choose, Qt.AlignmentFlag.AlignCenter)
        self._row.setStretch(0, 1 if low else 0)
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the dashed frame and the icon."""
        now = theme()
        ground = now.accent_surface if self._over else now.sunken
        frame(painter, QRectF(self.rect()), RADIUS_CARD, ground, None)
        pen = QPen(now.accent if self._over else now.border2, 1, Qt.PenStyle.DashLine)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        painter.restore()
        left = 18.0 if self.low else (self.width() - _ICON) / 2
        top = (self.height() - _ICON) / 2 if self.low else 26.0
        draw_icon(painter, "file-down", left, top, _ICON, now.accent)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Be as before."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what is dropped."""
        self._over = False
        self.update()
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
