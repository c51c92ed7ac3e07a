"""One cause in one line, for narrow windows: where it stands among all, and a way to the others."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Signal, Slot
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money
from cabinet.ui.paint import advance, chip, chip_width, frame, text
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import folded, trend_chip
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup

__all__ = ["GroupStrip"]

_BUTTONS = 190


class GroupStrip(Painted):
    """40 high.

    Signals:
        chosen(str): a cause by its id; empty for all.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self._groups: list[RejectionGroup] = []
        self._current = -1
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 6, 0)
        row.setSpacing(4)
        row.addStretch(1)
        back = Button("", Kind.QUIET, "chevron-left", small=True)
        back.setAccessibleName(tr("Previous cause"))
        back.clicked.connect(self._back)
        on = Button("", Kind.QUIET, "chevron-right", small=True)
        on.setAccessibleName(tr("Next cause"))
        on.clicked.connect(self._on)
        self._all = Button(tr("All causes"), icon="chevron-down", small=True, trailing=True)
        self._all.clicked.connect(self._open)
        for button in (back, on, self._all):
            row.addWidget(button)
        self._menu = QMenu(self)
        self._menu.setFont(font())

    def show_groups(self, groups: list[RejectionGroup], current: str | None) -> None:
        """Show the causes and which one is chosen."""
        self._groups = groups
        self._current = next((i for i, g in enumerate(groups) if g.group_id == current), -1)
        self.setAccessibleName(finding_title(groups[self._current].code) if self._current >= 0 else tr("All causes"))
        self.update()

    def paint(self, painter: QPainter) -> None:
        now, height = theme(), self.height()
        frame(painter, QRectF(self.rect()), RADIUS_CARD, now.surface, now.border)
        right = self.width() - _BUTTONS - 12
        if self._current < 0:
            total = sum(g.whole for g in self._groups)
            words = tr("All causes") + " · " + tr("%n cause(s)", len(self._groups))
            left = 16 + text(painter, QRectF(16, 0, right - 16, height), words, font(13, 600), now.text)
            rest = QRectF(left + 12, 0, right - left - 12, height)
            text(painter, rest, tr("%n rejection(s)", total), font(), now.text2)
            return
        group = self._groups[self._current]
        place = tr("{number} of {total}").format(number=count(self._current + 1), total=count(len(self._groups)))
        left = 16 + text(painter, QRectF(16, 0, 80, height), place, font(12), now.text2) + 12
        left += text(painter, QRectF(left, 0, 70, height), group.code, mono(12, 500), now.text) + 10
        rows = folded(group) or tr("%n row(s)", group.whole)
        sums = f"{rows} · {money(group.whole_money.operations_kop)} {tr('UAH')}"
        sums_wide, look = advance(sums, font(13, 500)) + 1, trend_chip(group.trend)
        text(painter, QRectF(right - sums_wide, 0, sums_wide, height), sums, font(13, 500), now.text, "r")
        chip_left = right - sums_wide - 12 - chip_width(look[0], look[2])
        if chip_left > left + 60:
            chip(painter, chip_left, (height - 20) / 2, *look)
        else:
            chip_left = right - sums_wide
        title = QRectF(left, 0, chip_left - left - 10, height)
        text(painter, title, finding_title(group.code), font(13, 600), now.text)

    @Slot()
    def _back(self) -> None:
        self._step(-1)

    @Slot()
    def _on(self) -> None:
        self._step(1)

    def _step(self, step: int) -> None:
        if self._groups:
            self.chosen.emit(self._groups[(self._current + step) % len(self._groups)].group_id)

    @Slot()
    def _open(self) -> None:
        self._menu.clear()
        for group_id, words in (
            ("", tr("All causes")),
            *((g.group_id, f"{g.code}  {finding_title(g.code)} · {count(g.whole)}") for g in self._groups),
        ):
            action = QAction(words, self._menu)
            action.setData(group_id)
            action.triggered.connect(self._chosen)
            self._menu.addAction(action)
        self._menu.popup(self._all.mapToGlobal(QPoint(0, self._all.height() + 4)))

    @Slot()
    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(str(action.data()))
