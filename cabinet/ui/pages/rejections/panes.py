"""How causes, rows and the card share the page: two columns, or three panes from 1900 wide; F6 goes round them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from cabinet.ui.sizes import GAP
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["WIDE_FROM", "Pane", "Panes"]

WIDE_FROM: Final = 1_900
"""Width of a window from which there are three panes."""
_CAUSES, _CARD = 612, 520
_ROWS_SHARE, _CARD_SHARE = 14, 10
_ROWS_SHARE_NARROW, _CARD_SHARE_NARROW = 11, 12
_ANY = 16_777_215
"""QWIDGETSIZE_MAX."""


class Pane(NamedTuple):
    """A part of the page, its title where it has one, and what leads the keyboard into it."""

    widget: QWidget
    title: PlainLabel | None
    enter: Callable[[], None]


class Panes(QWidget):
    """Causes above rows and the card beside them; wide, each has a column of its own.

    Attributes:
        wide: whether there are three columns.
    """

    def __init__(self, causes: Pane, rows: Pane, card: Pane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wide, self._narrow = False, False
        self._panes = (causes, rows, card)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._arrange()
        for key, step in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(key), self.parentWidget() or self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.go_round, step))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def set_wide(self, *, wide: bool, narrow: bool) -> None:
        """Take three columns, or two; ``narrow`` gives the card more of them."""
        if (wide, narrow) != (self.wide, self._narrow):
            self.wide, self._narrow = wide, narrow
            self._arrange()

    def _arrange(self) -> None:
        grid, (causes, rows, card) = self._grid, (pane.widget for pane in self._panes)
        for widget in (causes, rows, card):
            grid.removeWidget(widget)
        if self.wide:
            places = ((causes, 0, 0, 1), (rows, 0, 1, 1), (card, 0, 2, 1))
            shares, heights = (0, 1, 0), (1, 0)
        else:
            places = ((causes, 0, 0, 1), (rows, 1, 0, 1), (card, 0, 1, 2))
            shares = (_ROWS_SHARE_NARROW, _CARD_SHARE_NARROW, 0) if self._narrow else (_ROWS_SHARE, _CARD_SHARE, 0)
            heights = (0, 1)
        for widget, row, column, high in places:
            grid.addWidget(widget, row, column, high, 1)
        for column, share in enumerate(shares):
            grid.setColumnStretch(column, share)
        for row, share in enumerate(heights):
            grid.setRowStretch(row, share)
        grid.setVerticalSpacing(0 if self.wide else GAP)
        for widget, width in ((causes, _CAUSES), (card, _CARD)):
            widget.setMinimumWidth(width if self.wide else 0)
            widget.setMaximumWidth(width if self.wide else _ANY)
        self._focus_moved(None, QApplication.focusWidget())

    @Slot(int)
    def go_round(self, step: int) -> None:
        """Lead the keyboard into the next pane that is shown, or the one before."""
        shown = [pane for pane in self._panes if pane.widget.isVisible()]
        if not shown:
            return
        now = QApplication.focusWidget()
        here = next((at for at, pane in enumerate(shown) if _holds(pane, now)), None)
        # From outside F6 begins at the first pane, Shift+F6 at the last.
        at = (0 if step > 0 else -1) if here is None else (here + step) % len(shown)
        shown[at].enter()

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let the head of the pane that has the keyboard stand out, where they stand side by side."""
        for pane in self._panes:
            if pane.title is not None:
                pane.title.set_role("text2" if self.wide and not _holds(pane, now) else "text")


def _holds(pane: Pane, widget: QWidget | None) -> bool:
    return widget is not None and (pane.widget is widget or pane.widget.isAncestorOf(widget))
