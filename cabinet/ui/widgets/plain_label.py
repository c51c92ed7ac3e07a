"""A label that never interprets HTML: the only way server text reaches the window."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

__all__ = ["PlainLabel", "plain"]

_LONGEST = 2_000


def plain(words: str) -> str:
    """Return server text cut at a sane length, control characters shown as symbols."""
    cut = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    return "".join(c if c >= " " or c == "\n" else chr(0x2400 + ord(c)) for c in cut)


class PlainLabel(ChildWidget, QLabel):
    """Plain text in a role's colour. People may select and copy it when ``selectable``."""

    def __init__(
        self,
        words: str = "",
        of: QFont | None = None,
        role: str = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(of or font())
        self.setProperty("role", role)
        if not theme_switch().styled:
            self._set_colour(role)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.set_text(words)

    def set_text(self, words: str) -> None:
        """Show other words."""
        self._heights.clear()
        self.setText(plain(words))

    def heightForWidth(self, width: int) -> int:
        """Return Qt's answer, remembered: one layout asks many times, and each time Qt would break the lines anew.

        Font and margins are set before the first layout.
        """
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def _set_colour(self, role: str) -> None:
        """Until the style sheet is on, which then decides."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, getattr(theme(), role))
        self.setPalette(palette)

    def set_role(self, role: str) -> None:
        """Take another role's colour."""
        if self.property("role") != role:
            self.setProperty("role", role)
            if not theme_switch().styled:
                self._set_colour(role)
            # Before the first polish there is nothing to undo; and asking for the style makes QStyle's enums, 4 ms.
            if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                self.style().unpolish(self)
                self.style().polish(self)
