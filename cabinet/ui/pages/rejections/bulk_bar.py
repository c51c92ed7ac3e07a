"""What stands below the rows: the act on everything listed, or on what is ticked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cabinet.contract.states import CaseState
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money
from cabinet.ui.paint import frame, hline
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["BAR", "BulkBar"]

BAR = 60


class BulkBar(Painted):
    """Nothing ticked: one button for all rows of the view. Something ticked: how much, and what can be done with it.

    Signals:
        correct_asked(): correct what is ticked, everything where nothing is.
        all_asked(): tick everything of the view.
        clear_asked(): tick nothing.
        decision_asked(object): decide about what is ticked; a ``CaseState`` is proposed.
    """

    correct_asked = Signal()
    all_asked = Signal()
    clear_asked = Signal()
    decision_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR)
        self._ticked = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        self.head = PlainLabel("", font(13, 600))
        self.sum = PlainLabel("", font(12), "text2")
        words.addWidget(self.head)
        words.addWidget(self.sum)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.all = Button("", Kind.QUIET, small=True)
        self.all.clicked.connect(self.all_asked)
        self.clear = Button(tr("Clear ticks"), Kind.QUIET, small=True)
        self.clear.clicked.connect(self.clear_asked)
        self.correct = Button("", Kind.SECONDARY, "pencil")
        self.correct.clicked.connect(self.correct_asked)
        self.more = Button("", icon="ellipsis")
        self.more.setAccessibleName(tr("More"))
        self.more.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        self.menu.setFont(font())
        for title, state in (
            (tr("Hand to IT…"), CaseState.WAITING_IT), (tr("Assign…"), CaseState.IN_WORK),
            (tr("Justify…"), CaseState.JUSTIFIED),
        ):  # fmt: skip
            self.menu.addAction(title, partial(self.decision_asked.emit, state))
        for button in (self.all, self.clear, self.correct, self.more):
            row.addWidget(button)

    def show_ticks(self, ticked: int, listed: int, operations_kop: int, refusal: str, *, decides: bool) -> None:
        """Show how many of how many are ticked.

        ``refusal`` says why nothing can be corrected here, if so; ``decides`` whether cases may be changed.
        """
        self._ticked = ticked
        some = tr("{ticked} of {listed} ticked").format(ticked=count(ticked), listed=count(listed))
        self.head.set_text(some if ticked else tr("Nothing is ticked"))
        hint = tr("X ticks a row, Ctrl+A all of them")
        self.sum.set_text(f"{money(operations_kop)} {tr('UAH')}" if ticked else hint)
        self.all.set_text(tr("Tick all {number}").format(number=count(listed)))
        self.all.setVisible(0 < ticked < listed)
        self.clear.setVisible(bool(ticked))
        self.more.setVisible(bool(ticked) and decides)
        number = count(ticked or listed)
        self.correct.set_text(tr("Correct {number}…").format(number=number))
        self.correct.kind = Kind.PRIMARY if ticked else Kind.SECONDARY
        self.correct.setEnabled(not refusal)
        self.correct.setToolTip(refusal)
        self.correct.update()
        self.update()

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, -self.menu.sizeHint().height() - 4)))

    def paint(self, painter: QPainter) -> None:
        """Paint the surface; another one where something is ticked."""
        now = theme()
        surface = now.selected if self._ticked else now.sunken
        place = QRectF(1, 0, self.width() - 2, self.height())
        painter.setClipRect(place)
        frame(painter, place.adjusted(0, -RADIUS_CARD, 0, 0), RADIUS_CARD - 1, surface, None)
        hline(painter, 1, self.width() - 1, 0, now.border)
