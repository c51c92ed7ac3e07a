"""The box of a tick: empty, ticked, or part of what stands below it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import fill, frame
from cabinet.ui.theme_switch import theme

__all__ = ["TICK", "Tick", "draw_tick"]

TICK = 16
"""Its side."""


class Tick(Enum):
    """How a box stands; PARTLY only where it stands for several."""

    OFF = "off"
    PARTLY = "partly"
    ON = "on"


def draw_tick(painter: QPainter, left: float, top: float, state: Tick) -> None:
    """Paint it."""
    now, box = theme(), QRectF(left, top, TICK, TICK)
    if state is Tick.OFF:
        frame(painter, box, 4, now.surface, now.border2, 1.5)
        return
    frame(painter, box, 4, now.accent, None)
    if state is Tick.ON:
        draw_icon(painter, "check", left + 2, top + 2, 12, now.on_accent)
    else:
        fill(painter, QRectF(left + 4, top + 7, 8, 2), now.on_accent)
