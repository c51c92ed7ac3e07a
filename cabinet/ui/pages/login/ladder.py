"""The log-in ladder: rungs of 50 with check, arc or circle; the last one unfolds the server's five checks."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, arc, fill, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["Ladder", "LadderCheck", "LadderRung"]

RUNG, CHECK, _DOT, _ONE_LINE = 50, 28, 20, 32
_ARC_MS, _ARC_STEP = 40, 12


class LadderCheck(NamedTuple):
    """One sub-check: ``state`` is waiting, running, passed or failed; ``right`` is its time or a word."""

    words: str
    state: str
    right: str


class LadderRung(NamedTuple):
    """One rung; ``beside`` is the room at its right that something else takes."""

    title: str
    second: str
    state: str
    checks: tuple[LadderCheck, ...] = ()
    beside: int = 0


_ACTIVE = {"running", "person", "failed"}


class Ladder(Painted):
    """Shows rungs; the arc turns while the computer works, unless the desktop wants no motion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rungs: tuple[LadderRung, ...] = ()
        self._angle = 0
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(_ARC_MS)
        self._timer.timeout.connect(self._turn)

    @property
    def turning(self) -> bool:
        """Whether the arc turns: 25 pictures a second, so only while the computer works."""
        return self._timer.isActive()

    def set_compact(self, *, compact: bool) -> None:
        """Show rungs that are done in one line, and checks only once they run: for windows with little room."""
        if compact != self._compact:
            self._compact = compact
            self._resize()

    def show_rungs(self, rungs: tuple[LadderRung, ...]) -> None:
        """Show how every rung stands."""
        if rungs == self._rungs:
            return
        self._rungs = rungs
        running = next((r for r in rungs if r.state in _ACTIVE), None)
        self.setAccessibleName(f"{running.title}. {running.second}" if running else "")
        self.setAccessibleDescription("; ".join(f"{c.words}: {c.right}" for r in rungs for c in r.checks))
        if any(r.state == "running" for r in rungs):
            self._timer.start()
        else:
            self._timer.stop()
        self._resize()

    def _resize(self) -> None:
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _line(self, rung: LadderRung) -> bool:
        return self._compact and rung.state == "passed"

    def _height(self, rung: LadderRung) -> int:
        if self._line(rung):
            return _ONE_LINE
        return RUNG + (len(self._checks(rung)) * CHECK + 12 if self._checks(rung) else 0)

    def _checks(self, rung: LadderRung) -> tuple[LadderCheck, ...]:
        return () if self._compact and rung.state in {"waiting", "passed"} else rung.checks

    @Slot()
    def _turn(self) -> None:
        # Asked here and not when the arc appears: QStyle's enums cost 6 ms before the first paint.
        from PySide6.QtWidgets import QStyle

        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0:
            self._timer.stop()
            return
        self._angle = (self._angle + _ARC_STEP) % 360
        if self.isVisible():
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, sum(self._height(rung) for rung in self._rungs))

    def paint(self, painter: QPainter) -> None:
        now = theme()
        y = 0.0
        for index, rung in enumerate(self._rungs):
            height = self._height(rung)
            active = rung.state in _ACTIVE
            if active:
                ground = now.danger_s if rung.state == "failed" else now.accent_surface
                fill(painter, QRectF(0, y, self.width(), height), ground)
            line = self._line(rung)
            if index:
                before = self._rungs[index - 1]
                above = 6 if self._line(before) else 15
                self._link(painter, y - (above - 2), above - 2 + (6 if line else 13), before.state == "passed")
            self._dot(painter, 16, y + (6 if line else 15), _DOT, rung.state)
            color = now.text if rung.state != "waiting" else now.text3
            second = now.danger if rung.state == "failed" else now.text2 if rung.state != "waiting" else now.text3
            room = self.width() - 48 - 16 - rung.beside
            face = font(13, 600 if active else 500)
            used = text(painter, QRectF(48, y + 6, room, 20), rung.title, face, color)
            if line:
                text(painter, QRectF(48 + used + 8, y + 6, room - used - 8, 20), rung.second, font(12), second)
            else:
                text(painter, QRectF(48, y + 26, room, 16), rung.second, font(12), second)
            for row, check in enumerate(self._checks(rung)):
                self._check(painter, y + RUNG + row * CHECK, check)
            y += height

    def _link(self, painter: QPainter, y: float, length: float, done: bool) -> None:
        fill(painter, QRectF(25, y, 2, length), theme().success if done else theme().border_mid)

    def _dot(self, painter: QPainter, x: float, y: float, size: int, state: str) -> None:
        now = theme()
        if state == "passed":
            draw_icon(painter, "circle-check", x, y, size, now.success)
        elif state == "failed":
            draw_icon(painter, "circle-x", x, y, size, now.danger)
        elif state == "running":
            arc(painter, x, y, size, now.accent, self._angle)
        elif state == "person":
            draw_icon(painter, "circle-dot", x, y, size, now.accent)
        else:
            draw_icon(painter, "circle", x, y, size, now.border2)

    def _check(self, painter: QPainter, y: float, check: LadderCheck) -> None:
        now = theme()
        colors = {"passed": now.success, "failed": now.danger, "running": now.accent}
        color = colors.get(check.state, now.border2)
        if check.state == "running":
            arc(painter, 48, y + 7, 14, color, self._angle)
        else:
            name = {"passed": "check", "failed": "circle-x"}.get(check.state, "circle")
            draw_icon(painter, name, 48, y + 7, 14, color)
        waiting = check.state == "waiting"
        face = font(13, 500 if check.state in {"running", "failed"} else 400)
        side = advance(check.right, font(12))
        room = self.width() - 70 - 16 - side - 8
        text(painter, QRectF(70, y, room, CHECK), check.words, face, now.text3 if waiting else now.text)
        tone = colors.get(check.state, now.text3) if check.state != "passed" else now.text3
        text(painter, QRectF(self.width() - 16 - side - 1, y, side + 1, CHECK), check.right, font(12), tone)
