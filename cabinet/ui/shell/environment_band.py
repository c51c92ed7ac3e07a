"""The environment band: which perimeter this is, always on top, never to be missed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from cabinet.contract.environment import Environment, Implementation
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import clock
from cabinet.ui.paint import advance, fill, text
from cabinet.ui.sizes import BAND, BAND_BLOCK, ICON
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["EnvironmentBand"]

_NARROW = 1100


class EnvironmentBand(Painted):
    """Band of 28: a block with icon, the name in capitals, a sentence; right: address, state, clock of Kyiv."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAND)
        self._environment = Environment.TEST
        self._implementation = Implementation.TEST_CONTOUR
        self._known = False
        self._address = ""
        self._alive: bool | None = None
        self._at: datetime | None = None

    def show_perimeter(self, environment: Environment, implementation: Implementation, address: str) -> None:
        """Say which perimeter it is."""
        self._environment, self._implementation, self._address = environment, implementation, address
        self._known = True
        self._describe()

    def show_unknown(self) -> None:
        """Say that no perimeter has been chosen."""
        self._known, self._address = False, ""
        self._describe()

    def show_alive(self, alive: bool | None) -> None:
        """Say whether the server answers."""
        if alive != self._alive:
            self._alive = alive
            self._describe()

    def show_time(self, at: datetime) -> None:
        """Show the clock."""
        self._at = at
        self.update()

    def words(self) -> tuple[str, str]:
        """Return the name in capitals and the sentence."""
        if not self._known:
            return tr("NOT CONNECTED"), tr("Choose what to work with")
        if self._implementation is Implementation.TEST_CONTOUR:
            return tr("TEST CONTOUR"), tr("Runs on this computer. This is not the SOMS API")
        if self._environment is Environment.TEST:
            return tr("TEST ENVIRONMENT"), tr("Test data without legal force")
        return tr("PRODUCTION"), tr("Data go to the state and have legal force")

    def _describe(self) -> None:
        name, sentence = self.words()
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{sentence}. {self._address}")
        self.update()

    def _colors(self) -> tuple[QColor, QColor, str]:
        now = theme()
        if not self._known:
            return now.env_prod, now.env_prod_t, "plug"
        if self._implementation is Implementation.TEST_CONTOUR:
            return now.env_cont, now.env_cont_t, "laptop"
        if self._environment is Environment.TEST:
            return now.env_test, now.env_test_t, "flask-conical"
        return now.env_prod, now.env_prod_t, "landmark"

    def paint(self, painter: QPainter) -> None:
        """Paint the band."""
        ground, color, icon = self._colors()
        fill(painter, QRectF(self.rect()), ground)
        self._paint_block(painter, ground, color)
        draw_icon(painter, icon, (BAND_BLOCK - ICON) / 2, (BAND - ICON) / 2, ICON, color)
        name, sentence = self.words()
        left = BAND_BLOCK + 12.0
        left += text(painter, QRectF(left, 0, 400, BAND), name, font(12, 600), color) + 10
        right = self._paint_right(painter, color)
        if self.width() >= _NARROW or right - left > advance(sentence, font(12)):
            text(painter, QRectF(left, 0, right - left - 16, BAND), sentence, font(12), color)

    def _paint_block(self, painter: QPainter, ground: QColor, color: QColor) -> None:
        block = QRectF(0, 0, BAND_BLOCK, BAND)
        dark = QColor(color if ground.lightness() > 128 else Qt.GlobalColor.black)
        if self._environment is Environment.PRODUCTION and self._known:
            fill(painter, block, theme().env_block)
            return
        dark.setAlpha(90)
        painter.save()
        painter.setClipRect(block)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(dark, 4))
        contour = self._implementation is Implementation.TEST_CONTOUR
        for x in range(-BAND, BAND_BLOCK + BAND, 11):
            lean = BAND if contour else 0
            painter.drawLine(QPointF(x, BAND + 2), QPointF(x + lean, -2))
        painter.restore()
        side = (BAND_BLOCK - ICON - 10) / 2
        fill(painter, QRectF(side, 0, ICON + 10, BAND), ground)

    def _paint_right(self, painter: QPainter, color: QColor) -> float:
        right = self.width() - 16.0
        parts: list[tuple[str | None, str]] = []
        if self._alive is not None:
            parts.append(
                ("circle-check", tr("Contour is running")) if self._alive else ("cloud-off", tr("No connection"))
            )
        if self._address:
            parts.append(("server" if self._alive is None else None, self._address.removeprefix("https://")))
        if self._at is not None:
            parts.append(("clock", tr("Kyiv") + " " + clock(self._at)))
        for index, (icon, words) in enumerate(reversed(parts)):
            if index:
                text(painter, QRectF(right - 14, 0, 8, BAND), "·", font(12), color, "c")
                right -= 20
            width = advance(words, font(12))
            text(painter, QRectF(right - width, 0, width + 1, BAND), words, font(12), color)
            right -= width
            if icon:
                right -= ICON + 6
                draw_icon(painter, icon, right, (BAND - ICON) / 2, ICON, color)
        return right
