"""Days of the chosen files as a grid: which agree, which do not, which were not compared; arrows move the day."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import ICON_CHIP, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent

__all__ = ["DayCell", "DaysCard", "DaysGrid"]

_CELL, _HIGH, _GAP = 60, 44, 8
_LINES: Final = 3
"""So many lines of days are seen at once; more are scrolled."""


@dataclass(frozen=True)
class DayCell:
    """One day: its key, how it is written, how it stands in words, the surface's kind ("" has none) and an icon."""

    key: str
    short: str
    words: str
    kind: str
    icon: str


class DaysGrid(Painted):
    """Cells in lines as wide as there is room.

    Signals:
        chosen(str): a person chose another day.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: Sequence[DayCell] = ()
        self.current = ""
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_cells(self, cells: Sequence[DayCell], current: str) -> None:
        """Show these days, one of them chosen, without telling."""
        self.cells, self.current = cells, current
        self._describe()
        self._take_height()
        self.update()

    @property
    def across(self) -> int:
        """How many stand in a line."""
        return max(1, (self.width() + _GAP) // (_CELL + _GAP))

    def place(self, at: int) -> QRectF:
        """Return where a cell stands."""
        line, column = divmod(at, self.across)
        wide = (self.width() - _GAP * (self.across - 1)) / self.across
        return QRectF(column * (wide + _GAP), line * (_HIGH + _GAP), wide, _HIGH)

    def sizeHint(self) -> QSize:
        return QSize(_CELL, _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, cell in enumerate(self.cells):
            if self.place(at).contains(event.position()):
                self._choose(cell.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.across, Qt.Key.Key_Down: self.across,
        }.get(Qt.Key(event.key()))  # fmt: skip
        at = next((at for at, cell in enumerate(self.cells) if cell.key == self.current), None)
        if step is None or at is None or not 0 <= at + step < len(self.cells):
            super().keyPressEvent(event)
            return
        self._choose(self.cells[at + step].key)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            asked: QHelpEvent = event  # type: ignore[assignment]  # a tool tip is asked for by this event
            over = (c.words for at, c in enumerate(self.cells) if self.place(at).contains(asked.pos().toPointF()))
            QToolTip.showText(asked.globalPos(), next(over, ""), self)
            return True
        return super().event(event)

    def paint(self, painter: QPainter) -> None:
        now = theme()
        for at, cell in enumerate(self.cells):
            place = self.place(at)
            surface, border, color = now.state(cell.kind) if cell.kind else (now.surface, now.border, now.text3)
            frame(painter, place, RADIUS_CONTROL, surface, border)
            if cell.key == self.current:
                frame(painter, place, RADIUS_CONTROL, None, now.accent, 2)
            words = QRectF(place.left(), place.top() + 4, place.width(), 18)
            text(painter, words, cell.short, font(13, 600 if cell.kind else 500), now.text, "c")
            left = round(place.center().x() - ICON_CHIP / 2)
            draw_icon(painter, cell.icon, left, place.top() + 25, ICON_CHIP, color)

    def _take_height(self) -> None:
        lines = -(-len(self.cells) // self.across)
        self.setFixedHeight(max(1, lines) * (_HIGH + _GAP) - _GAP)

    def _choose(self, key: str) -> None:
        if key != self.current:
            self.current = key
            self._describe()
            self.update()
            self.chosen.emit(key)

    def _describe(self) -> None:
        on = next((cell.words for cell in self.cells if cell.key == self.current), "")
        self.setAccessibleName(f"{tr('Days')}: {on}" if on else tr("Days"))


class DaysCard(Card):
    """The grid; more than a few lines are scrolled to the chosen day."""

    def __init__(self) -> None:
        super().__init__(tr("Days"))
        self.grid = DaysGrid()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.grid)
        for surface in (self._area.viewport(), self.grid):
            surface.setAutoFillBackground(False)
        self.body.addWidget(self._area)
        self.body.addStretch(1)

    def show_cells(self, cells: Sequence[DayCell], current: str, *, agree: int) -> None:
        """Show days; ``agree`` of them do."""
        self.grid.show_cells(cells, current)
        self.meta.set_text(tr("{count} of {all} agree").format(count=count(agree), all=count(len(cells))))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        most = _LINES * (_HIGH + _GAP) - _GAP
        self._area.setFixedHeight(min(most, self.grid.height()))
        at = next((at for at, cell in enumerate(self.grid.cells) if cell.key == self.grid.current), 0)
        middle = self.grid.place(at).center()
        self._area.ensureVisible(round(middle.x()), round(middle.y()), 0, _HIGH)
