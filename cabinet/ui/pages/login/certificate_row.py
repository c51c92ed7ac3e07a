"""A certificate as a radio row of 60: who, as what, which company; unusable ones are sunken and say why."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, chip, chip_width, fill, frame, hline, text
from cabinet.ui.sizes import CHIP, ICON, ROW_TALL
from cabinet.ui.theme_switch import theme, theme_switch

__all__ = ["CertificateRow"]


class CertificateRow(QAbstractButton):
    """``chip`` is (word, kind, icon) of a usable one; ``reason`` says why another is not.

    Signals:
        explained(str): an unusable one was clicked: its object name, to say more of why.
    """

    explained = Signal(str)

    def __init__(
        self,
        name: str,
        role: str,
        second: str,
        *,
        chip: tuple[str, str, str] | None = None,
        reason: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._second, self._chip, self._reason = role, second, chip, reason
        self.setText(name)
        self.setCheckable(not reason)
        self.setAutoExclusive(not reason)
        if reason:
            self.clicked.connect(self._explain)
        self.setFixedHeight(ROW_TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{name}, {role}")
        self.setAccessibleDescription(", ".join(w for w in (second, reason or (chip[0] if chip else "")) if w))
        theme_switch().changed.connect(self._repaint)

    @Slot()
    def _explain(self) -> None:
        self.explained.emit(self.objectName())

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, ROW_TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        now, width = theme(), float(self.width())
        usable, on = not self._reason, self.isChecked()
        under = now.hover if self.underMouse() else now.surface if usable else now.sunken
        ground = now.selected if usable and on else under
        fill(painter, QRectF(self.rect()), ground)
        hline(painter, 0, width, ROW_TALL - 1, now.border)
        if on:
            fill(painter, QRectF(0, 0, 3, ROW_TALL - 1), now.accent)
        if usable:
            dot = QRectF(16, 22, 16, 16)
            frame(painter, dot, 8, now.accent if on else now.surface, None if on else now.border2, 1.5)
            if on:
                frame(painter, dot.adjusted(4.5, 4.5, -4.5, -4.5), 4, now.on_accent, None)
        else:
            draw_icon(painter, "ban", 16, 22, ICON, now.text3)
        right = width - 16
        if self._chip is not None and usable:
            word, kind, icon = self._chip
            right -= chip_width(word, icon)
            chip(painter, right, (ROW_TALL - CHIP) / 2, word, kind, icon)
        elif self._reason:
            right -= advance(self._reason, font(12, 500)) + 1
            text(painter, QRectF(right, 0, width, ROW_TALL), self._reason, font(12, 500), now.text2)
            right -= 22
            draw_icon(painter, "info", right, 22, ICON, now.text2)
        room = right - 44 - 12
        name_font = font(13, 600 if usable else 400)
        color = now.text if usable else now.text3
        used = text(painter, QRectF(44, 11, room, 20), self.text(), name_font, color)
        if room - used > 40:
            role_color = now.text2 if usable else now.text3
            text(painter, QRectF(44 + used + 8, 11, room - used - 8, 20), self._role, font(), role_color)
        text(painter, QRectF(44, 31, room, 16), self._second, font(12), now.text2 if usable else now.text3)
