"""The seal «in the log» on a card: it opens the proof. Light, since cards are built before anybody asks for one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Button, Kind

__all__ = ["seal_button"]


def seal_button(parent: QWidget | None = None) -> Button:
    """Return the seal."""
    seal = Button(tr("in the log"), Kind.QUIET, "shield-check", small=True, parent=parent)
    seal.setAccessibleName(tr("In the log: show the proof"))
    seal.setToolTip(tr("In the log: show the proof"))
    return seal
