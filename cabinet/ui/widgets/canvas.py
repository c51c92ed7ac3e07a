"""A scroll area without a frame, that goes down only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

__all__ = ["scrolled"]


def scrolled(canvas: QWidget) -> QScrollArea:
    """Return a scroll area around a canvas."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(canvas)
    # What lies under it is seen in the first frame too, before the style sheet says so.
    area.viewport().setAutoFillBackground(False)
    canvas.setAutoFillBackground(False)
    return area
