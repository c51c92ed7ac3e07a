"""The strip under the band that says how the test contour of this computer stands, where it is not simply in order."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.desks.contour import ContourDesk, ContourPhase, HistoryPhase
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import fill, frame, hline
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["ContourStrip", "ShareBar"]

_HIGH, _WIDE, _THICK = 32, 208, 6


class ShareBar(Painted):
    """A thin bar, filled to a share in percent."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = 0
        self.setFixedSize(_WIDE, _THICK)

    def set_percent(self, percent: int) -> None:
        """Show another share, 0…100."""
        self.percent = percent
        self.setAccessibleDescription(f"{count(percent)} %")
        self.update()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        frame(painter, QRectF(0, 0, _WIDE, _THICK), _THICK / 2, now.border_mid, None)
        if self.percent:
            frame(painter, QRectF(0, 0, _WIDE * self.percent / 100, _THICK), _THICK / 2, now.accent, None)


class ContourStrip(Painted):
    """Follows a :class:`ContourDesk`: history being filled, filling stopped, or a contour that does not run."""

    def __init__(self, desk: ContourDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._made = False
        self.setFixedHeight(_HIGH)
        desk.changed.connect(self.show_desk)
        self.show_desk()

    def _make(self) -> None:
        """Make its parts, when there is something to say for the first time."""
        self._made, desk = True, self._desk
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 1)
        row.setSpacing(12)
        self.words = PlainLabel("", font(12))
        self.bar = ShareBar()
        self.bar.setAccessibleName(tr("Filled history of the test contour"))
        self.share = PlainLabel("", font(12), "text2")
        self.cancel = Button("", Kind.QUIET, "x", small=True)
        self.cancel.setAccessibleName(tr("Stop filling"))
        self.cancel.setToolTip(tr("Stop filling; what is there stays"))
        self.cancel.clicked.connect(desk.stop_filling)
        self.go_on = Button(tr("Go on filling"), Kind.QUIET, small=True)
        self.go_on.clicked.connect(desk.go_on_filling)
        self.start = Button(tr("Start the test contour"), small=True)
        self.start.clicked.connect(self._start)
        for part in (self.words, self.bar, self.share, self.cancel, self.go_on, self.start):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    @Slot()
    def show_desk(self) -> None:
        """Show how it stands now; hidden where there is nothing to say."""
        desk = self._desk
        running = desk.phase is ContourPhase.RUNNING
        filling = running and desk.history is HistoryPhase.FILLING
        stopped = running and desk.history is HistoryPhase.STOPPED
        starting = desk.phase is ContourPhase.STARTING and desk.note() is not None
        words = ""
        if filling:
            words = tr("Invented history of 90 days is being sent")
        elif stopped:
            words = tr("Filling has stopped; it goes on at the next start")
        elif starting:
            words = tr("The test contour is starting…")
        elif desk.down and desk.failure is not None:
            words = f"{' '.join(failure_words(desk.failure))} ({desk.failure.code})"
        elif desk.down:
            words = tr("The test contour is not running")
        self.setVisible(bool(words))
        if not words and not self._made:
            return
        if not self._made:
            self._make()
        self.words.set_text(words)
        self.bar.set_percent(desk.percent)
        self.share.set_text(f"{count(desk.percent)} %")
        for part in (self.bar, self.share):
            part.setVisible(filling or stopped)
        self.cancel.setVisible(filling)
        self.go_on.setVisible(stopped)
        self.start.setVisible(desk.down)

    @Slot()
    def _start(self) -> None:
        self._desk.start()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        fill(painter, QRectF(self.rect()), now.sunken)
        hline(painter, 0, self.width(), self.height() - 1, now.border)
