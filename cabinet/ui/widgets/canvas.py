"""A scroll area without a frame, that goes down only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

__all__ = ["scrolled"]


def scrolled(canvas: QWidget) -> QScrollArea:
    """Return a scroll area around a canvas."""
    # A viewport of our own: asked for Qt's, PySide would make all classes of widgets to find which one it is, 6 ms.
    area, viewport = QScrollArea(), QWidget()
    area.setViewport(viewport)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(canvas)
    # What lies under it is seen in the first frame too, before the style sheet says so.
    viewport.setAutoFillBackground(False)
    canvas.setAutoFillBackground(False)
    return area
