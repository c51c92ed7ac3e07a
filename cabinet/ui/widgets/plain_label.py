"""A label that never interprets HTML: the only way server text reaches the window."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

__all__ = ["BREAK", "PlainLabel", "plain"]

_LONGEST = 2_000
BREAK: Final = "\u200b"
"""Where a long word may be broken; it has no width, and is in nothing that is copied."""
_LONG_WORD: Final = re.compile(r"\S{25,}")
_PIECES: Final = re.compile(r"[^/\\_.:-]{0,16}[/\\_.:-]?")


def plain(words: str) -> str:
    """Return server text cut at a sane length, control characters shown as symbols."""
    cut = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    return "".join(c if c >= " " or c == "\n" else chr(0x2400 + ord(c)) for c in cut)


def _breakable(found: re.Match[str]) -> str:
    """Return a word that may be broken after its separators, and within what has none."""
    return BREAK.join(piece for piece in _PIECES.findall(found[0]) if piece)


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
        self._words = ""
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
        self._words = plain(words)
        # Qt breaks lines between words alone, and a path or an id is one.
        self.setText(_LONG_WORD.sub(_breakable, self._words) if self.wordWrap() else self._words)

    def text(self) -> str:
        return self._words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtGui import QKeySequence  # its hundred standard keys are not wanted before the first paint

        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.hasSelectedText():
            super().contextMenuEvent(event)
            return
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self._copy)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        clipboard = QGuiApplication.clipboard()
        if self.hasSelectedText() and clipboard.supportsSelection():
            clipboard.setText(self._selected(), clipboard.Mode.Selection)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._selected())

    def _selected(self) -> str:
        return self.selectedText().replace(BREAK, "")

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
