"""How the check of what is typed stands: one line that keeps its place, whatever it says."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.desks.live_check import LiveState
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import arc, frame, text
from cabinet.ui.sizes import ICON, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["CheckLine"]

_HIGH = 40


class _Look(NamedTuple):
    kind: str
    icon: str


_LOOKS = {
    LiveState.CHECKING: _Look("neutral", ""),
    LiveState.PASSED: _Look("success", "circle-check"),
    LiveState.REFUSED: _Look("danger", "circle-x"),
    LiveState.UNANSWERED: _Look("warning", "wifi-off"),
}


class CheckLine(Painted):
    """Says the state in words, also to a screen reader; a long sentence stands whole in the tip and at its field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HIGH)
        self.state, self.words = LiveState.CHECKING, ""
        self.show_state(LiveState.CHECKING)

    def show_state(self, state: LiveState, sentence: str = "") -> None:
        """Show a state; ``sentence`` says what is wrong."""
        self.state = state
        self.words = (
            sentence
            or {
                LiveState.CHECKING: tr("Checking…"),
                LiveState.PASSED: tr("The check is passed: the transaction will be accepted."),
                LiveState.REFUSED: tr("Something is still wrong."),
                LiveState.UNANSWERED: tr("Checked on this computer; the server does not answer."),
            }[state]
        )
        self.setAccessibleName(self.words)
        self.setToolTip(self.words)
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint surface, icon and sentence."""
        now, look, wide = theme(), _LOOKS[self.state], self.width()
        checking = self.state is LiveState.CHECKING
        surface, border, color = (now.sunken, now.border, now.text2) if checking else now.state(look.kind)
        frame(painter, QRectF(0, 0, wide, _HIGH), RADIUS_CONTROL, surface, border)
        top = (_HIGH - ICON) / 2
        if checking:
            arc(painter, 13, top, ICON, color)
        else:
            draw_icon(painter, look.icon, 13, top, ICON, color)
        room = QRectF(13 + ICON + 8, 0, wide - ICON - 34, _HIGH)
        text(painter, room, self.words, font(13, 400 if checking else 600), color, elastic=True)
