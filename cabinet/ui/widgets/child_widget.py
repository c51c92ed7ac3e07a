"""A part of a window that never becomes a window of its own.

Qt makes one of any widget that is shown before it has a parent: it flashes on the screen and takes the keyboard away.
"""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtWidgets import QWidget

__all__ = ["ChildWidget"]


class ChildWidget:
    """Put it before the Qt class; showing waits for a parent, hiding works always."""

    def setVisible(self, visible: bool) -> None:
        """Show or hide."""
        assert isinstance(self, QWidget)  # noqa: S101  it stands before a widget's class
        if visible and self.parentWidget() is None:
            return
        super().setVisible(visible)  # type: ignore[misc]  # the next class is a QWidget
