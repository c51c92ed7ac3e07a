"""The line from now to ninety days on: a mark for each thing that is due, in three zones of their own scales."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cabinet.contract.due import AHEAD_DAYS, DueDate, DueKind, Part, Severity
from cabinet.contract.moment import KYIV
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, day_short
from cabinet.ui.paint import advance, hline, pen, text, vline
from cabinet.ui.texts.due_dates import due_brief, due_left, due_spoken, due_when
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent

__all__ = ["DueLine", "Spot", "share_at", "spots_of"]

_ZONES: Final = ((0, 0.0), (7, 0.46), (30, 0.73), (AHEAD_DAYS, 1.0))
"""Days, and what share of the width they end at: what is near has the most room. Each zone is linear."""
_RADIUS: Final = 6
_NEAR: Final = 13
"""Marks that are nearer stand as one."""
_LEFT: Final = 10
_AXIS: Final = 24
_LINES: Final = 16
_TOP: Final = 36
_GAP: Final = 5
_SATURDAY: Final = 5
_HEIGHT: Final = 84
_LOW: Final = 68


@dataclass(frozen=True)
class Spot:
    """One mark at ``x`` from the line's beginning; several things where they would cover each other."""

    x: float
    due: tuple[DueDate, ...]


def share_at(days: float) -> float:
    """Return where on the line so many days from now are, from 0 to 1; the past is at its beginning."""
    for (before, start), (after, end) in itertools.pairwise(_ZONES):
        if days <= after:
            return start + (end - start) * max(0.0, days - before) / (after - before)
    return 1.0


def spots_of(due: Sequence[DueDate], now: datetime, width: float) -> list[Spot]:
    """Return the marks of a line of this width, from its beginning on."""
    found: list[Spot] = []
    for one in due:
        x = width * share_at((one.at - now) / timedelta(days=1))
        if found and x - found[-1].x < _NEAR:
            found[-1] = Spot(found[-1].x, (*found[-1].due, one))
        else:
            found.append(Spot(x, (one,)))
    return found


class DueLine(Painted):
    """One stop of Tab: Left and Right go from thing to thing, Home to the nearest, Enter opens its place.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.due: tuple[DueDate, ...] = ()
        self.at = 0
        self._now: datetime | None = None
        self._hovered: Spot | None = None
        self._low = False
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self._describe()

    def show_due(self, due: Sequence[DueDate], now: datetime) -> None:
        """Show things, the nearest first; the one that is chosen stays chosen while it is there."""
        chosen = self.due[self.at].key if self.due else ""
        self.due, self._now = tuple(due), now
        self.at = next((at for at, one in enumerate(self.due) if one.key == chosen), 0)
        self._hovered = None
        self._describe()
        self.update()

    def set_low(self, low: bool) -> None:
        """Take less height: labels lose their last line."""
        self._low = low
        self.setFixedHeight(_LOW if low else _HEIGHT)
        self.update()

    @property
    def spots(self) -> list[Spot]:
        """The marks as they stand."""
        return spots_of(self.due, self._now, self.width() - 2 * _LEFT) if self._now is not None else []

    def sizeHint(self) -> QSize:
        return QSize(600, _LOW if self._low else _HEIGHT)

    def _describe(self) -> None:
        name = tr("What is due within %n day(s)", AHEAD_DAYS)
        if self.due and self._now is not None:
            where = tr("{number} of {all}").format(number=self.at + 1, all=len(self.due))
            name = f"{name}: {where}. {due_spoken(self.due[self.at], self._now)}"
        self.setAccessibleName(name)

    def _go(self, at: int) -> None:
        if self.due:
            self.at = max(0, min(len(self.due) - 1, at))
            self._describe()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left:
                self._go(self.at - 1)
            case Qt.Key.Key_Right:
                self._go(self.at + 1)
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(len(self.due) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.due:
                self.asked.emit(self.due[self.at].opens)
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        if found != self._hovered:
            self._hovered = found
            self.setCursor(Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.PointingHandCursor)
            self.update()
        if found is not None and self._now is not None:
            told = "\n".join(due_spoken(one, self._now) for one in found.due)
            QToolTip.showText(event.globalPosition().toPoint(), told, self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self._go(self.due.index(found.due[0]))
            self.asked.emit(found.due[0].opens)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _spot_at(self, point: QPointF) -> Spot | None:
        """Return the mark within a finger's breadth."""
        near = [spot for spot in self.spots if abs(spot.x + _LEFT - point.x()) <= _NEAR]
        return min(near, key=lambda spot: abs(spot.x + _LEFT - point.x()), default=None)

    # -- painting ----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint axis, marks, and as many labels as have room."""
        if self._now is None:
            return
        width = self.width() - 2 * _LEFT
        self._axis(painter, width, self._now)
        spots = self.spots
        chosen = self._chosen(spots)
        taken: list[tuple[float, float]] = []
        for spot in self._by_weight(spots, chosen):
            self._label(painter, spot, taken, strong=spot is chosen)
        for spot in spots:
            self._mark(painter, spot, chosen=spot is chosen)

    def _chosen(self, spots: list[Spot]) -> Spot | None:
        if self._hovered is not None:
            return next((spot for spot in spots if spot.due == self._hovered.due), None)
        if self.hasFocus() and self.due:
            return next((spot for spot in spots if self.due[self.at] in spot.due), None)
        return None

    def _by_weight(self, spots: list[Spot], chosen: Spot | None) -> list[Spot]:
        """Return the marks as they may take room for words: the chosen one, what asks for somebody, the others."""
        now = self._now
        calm = {spot.x for spot in spots if now is not None and not any(due.asks(now) for due in spot.due)}
        return sorted(spots, key=lambda spot: (spot is not chosen, spot.x in calm, spot.x))

    def _axis(self, painter: QPainter, width: float, now: datetime) -> None:
        colours = theme()
        local = now.astimezone(KYIV)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        for ahead in range(_ZONES[1][0] + 1):
            morning = midnight + timedelta(days=ahead)
            start, end = (share_at((at - local) / timedelta(days=1)) for at in (morning, morning + timedelta(days=1)))
            end = min(end, _ZONES[1][1])
            if morning.weekday() >= _SATURDAY and end > start:
                painter.fillRect(QRectF(_LEFT + width * start, _AXIS - 9, width * (end - start), 18), colours.sunken)
        hline(painter, _LEFT, _LEFT + width, _AXIS, colours.border2)
        vline(painter, _LEFT - 1, 4, _AXIS + 10, colours.text, 2)
        text(painter, QRectF(_LEFT + 6, 0, 60, 14), tr("now"), font(11), colours.text3)
        painter.setPen(pen(colours.border2, 1, Qt.PenStyle.DashLine))
        names = {7: tr("week"), 30: tr("month")}
        for days, share in _ZONES[1:-1]:
            x = round(_LEFT + width * share)
            painter.setPen(pen(colours.border2, 1, Qt.PenStyle.DashLine))
            painter.drawLine(x, 2, x, _AXIS + 10)
            words = f"{day_short(local + timedelta(days=days))} · {names[days]}"
            text(painter, QRectF(x + 6, 0, 150, 14), words, font(11), colours.text3)
        last = day(local + timedelta(days=AHEAD_DAYS))
        text(painter, QRectF(_LEFT + width - 90, 0, 90, 14), last, font(11), colours.text3, "r")

    def _tone(self, due: DueDate) -> QColor:
        colours = theme()
        severity = due.severity(self._now) if self._now is not None else Severity.CALM
        return {
            Severity.DANGER: colours.danger,
            Severity.WARNING: colours.warning,
            Severity.CALM: colours.text3 if due.part is Part.OURS else colours.info,
        }[severity]

    def _mark(self, painter: QPainter, spot: Spot, *, chosen: bool) -> None:
        """Filled: somebody must act; a ring: to be known, or another's; a dashed ring: it comes by itself."""
        first, colours = spot.due[0], theme()
        tone = self._tone(first)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(_LEFT + spot.x, _AXIS + 0.5)
        filled = self._now is not None and first.asks(self._now) and first.part is Part.OURS
        dashed = first.part is Part.ITSELF
        painter.setBrush(tone if filled else colours.surface)
        painter.setPen(pen(tone, 2, Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(colours.focus, 2))
            painter.drawEllipse(centre, _RADIUS + 3, _RADIUS + 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _label(self, painter: QPainter, spot: Spot, taken: list[tuple[float, float]], *, strong: bool) -> None:
        """Paint date and words under a mark, where nothing stands yet; what is chosen is always told."""
        assert self._now is not None  # noqa: S101  nothing is painted before it is known
        first, colours = spot.due[0], theme()
        more = tr("and %n more", len(spot.due) - 1) if len(spot.due) > 1 else due_left(first, self._now)
        lines = [(due_when(first, self._now), font(11, 600)), (due_brief(first), font(11))]
        if not self._low:
            lines.append((more, font(11)))
        elif len(spot.due) > 1:
            what = plain(first.subject) if first.kind is DueKind.REJECTIONS_DUE else due_brief(first)
            lines[1] = (f"{what} +{len(spot.due) - 1}", font(11))
        widest = max(advance(words, face) for words, face in lines) + 1
        room = self.width() - 2.0
        widest = min(widest, room)
        left = max(1.0, min(_LEFT + spot.x - _RADIUS, room - widest))
        if any(left < end + _GAP and start < left + widest + _GAP for start, end in taken):
            return
        taken.append((left, left + widest))
        for number, (words, face) in enumerate(lines):
            tone = self._tone(first) if not number else colours.text if strong else colours.text2
            line = QRectF(left, _TOP + number * _LINES - 1, widest, _LINES)
            text(painter, line, words, face, tone, elastic=number > 0)
