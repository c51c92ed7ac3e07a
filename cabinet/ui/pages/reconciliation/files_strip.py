"""Where day files are dropped: large and in the middle while there are none, then one line about those there are."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import pen
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FilesStrip"]

_EMPTY_HIGH: Final = 200
_DROP: Final = 20
"""The icon before the words."""


class _Picture(Painted):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_DROP, _DROP)

    def paint(self, painter: QPainter) -> None:
        draw_icon(painter, "file-text", 0, 0, _DROP, theme().accent)


class FilesStrip(Painted):
    """Words, and what can be done with files.

    Signals:
        files_asked(), folder_asked(), columns_asked(), again_asked(), stop_asked(): a button was pressed.
        source_chosen(str): another source, by its id; empty for all.
    """

    files_asked = Signal()
    folder_asked = Signal()
    columns_asked = Signal()
    again_asked = Signal()
    stop_asked = Signal()
    source_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(16, 10, 16, 10)
        self.row.setSpacing(12)
        self._picture = _Picture()
        self.row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.file = PlainLabel("", font(13, 600), wrap=True, selectable=True)
        self.about = PlainLabel("", font(12), "text2", wrap=True)
        words.addStretch(1)
        words.addWidget(self.file)
        words.addWidget(self.about)
        words.addStretch(1)
        self.row.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.sources = Combo(tr("Source"), label=tr("Source"))
        self.sources.currentIndexChanged.connect(self._source)
        self.columns = Button(tr("Columns…"), icon="table")
        self.again = Button(tr("Compare again"), icon="refresh-cw")
        self.stop = Button(tr("Stop"), icon="x")
        self.folder = Button(tr("Folder…"), icon="folder-open")
        self.choose = Button(tr("Choose a file…"), Kind.PRIMARY, "file-text")
        acts.addWidget(self.sources)
        for button, asked in (
            (self.columns, self.columns_asked), (self.again, self.again_asked), (self.stop, self.stop_asked),
            (self.folder, self.folder_asked), (self.choose, self.files_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
            acts.addWidget(button)
        acts.addStretch(1)
        self.row.addLayout(acts)

    def show_words(self, file: str, about: str, *, empty: bool) -> None:
        """Say which files there are, or (``empty``) what may be dropped."""
        self.file.set_text(file)
        self.about.set_text(about)
        self.setMinimumHeight(_EMPTY_HIGH if empty else 0)

    def show_sources(self, choices: list[tuple[str, str]], chosen: str) -> None:
        """Offer sources by their id."""
        self.sources.blockSignals(True)
        self.sources.fill(choices)
        self.sources.set_key(chosen)
        self.sources.blockSignals(False)

    def show_over(self, *, over: bool) -> None:
        """Light up while files are above the page."""
        self._over = over
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put buttons below the words."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self.row.setDirection(way)
        self._picture.setVisible(not narrow)

    def paint(self, painter: QPainter) -> None:
        now = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(now.selected if self._over else now.surface)
        painter.setPen(pen(now.accent if self._over else now.border_mid, 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)

    def _source(self, _index: int) -> None:
        self.source_chosen.emit(self.sources.key())
