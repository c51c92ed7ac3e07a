"""How causes, rows and the card share the page; F6 goes round them.

From 1900 wide they are three panes. Less wide, causes stand above rows beside the card; in a window too low for both,
each takes the whole left side, and a switch in their heads turns from one to the other.
"""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from cabinet.ui.language import tr
from cabinet.ui.sizes import GAP
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented

__all__ = ["WIDE_FROM", "Pane", "Panes"]

WIDE_FROM: Final = 1_900
"""Width of a window from which there are three panes."""
_CAUSES, _CARD = 612, 520
_CARD_LEAST = 424
"""Beside causes above rows; the card's three facts are whole."""
_ROWS_SHARE, _CARD_SHARE = 15, 10
_ROWS_SHARE_NARROW, _CARD_SHARE_NARROW = 11, 12
_CAUSES_MODE, _ROWS_MODE = "causes", "rows"
_ANY = 16_777_215
"""QWIDGETSIZE_MAX."""


class Pane(NamedTuple):
    """A part of the page, its title where it has one, and what leads the keyboard into it."""

    widget: QWidget
    title: PlainLabel | None
    enter: Callable[[], None]


class Panes(QWidget):
    """Three parts of a page.

    Attributes:
        wide: whether there are three columns.
        switches: one for the head of the causes, one for that of the rows; shown where one of them is.

    Signals:
        resized(): there is another height to share, or another way to share it.
    """

    resized = Signal()

    def __init__(self, causes: Pane, rows: Pane, card: Pane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wide = self._narrow = self._low = False
        self._mode = _CAUSES_MODE
        self._panes = (causes, rows, card)
        choices = [(_CAUSES_MODE, tr("Causes")), (_ROWS_MODE, tr("Rows"))]
        self.switches = (Segmented(tr("What is shown"), choices), Segmented(tr("What is shown"), choices))
        for switch in self.switches:
            switch.chosen.connect(self._switched)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of another height."""
        super().resizeEvent(event)
        self.resized.emit()

    @property
    def one_at_a_time(self) -> bool:
        """Whether either causes or rows are shown."""
        return self._low and not self.wide and not self._narrow

    def fit(self, *, wide: bool, narrow: bool, low: bool) -> None:
        """Take three columns or two; ``narrow`` has no causes, ``low`` no room for them above rows."""
        if (wide, narrow, low) != (self.wide, self._narrow, self._low):
            self.wide, self._narrow, self._low = wide, narrow, low
            self._arrange()
            self.resized.emit()

    def show_causes(self) -> None:
        """Show the causes where either they or the rows are shown."""
        self._switched(_CAUSES_MODE)

    def show_rows(self) -> None:
        """Show the rows where either they or the causes are shown."""
        self._switched(_ROWS_MODE)

    @Slot(str)
    def _switched(self, mode: str) -> None:
        if mode != self._mode:
            held = any(pane.widget.isVisible() and _holds(pane, QApplication.focusWidget()) for pane in self._panes[:2])
            self._mode = mode
            self._arrange()
            if held:
                self._panes[mode == _ROWS_MODE].enter()

    def _show(self) -> None:
        """Show causes, rows, or both."""
        causes, rows, _ = (pane.widget for pane in self._panes)
        alone = self.one_at_a_time
        causes.setVisible(not self._narrow and (not alone or self._mode == _CAUSES_MODE))
        rows.setVisible(not alone or self._mode == _ROWS_MODE)
        for switch in self.switches:
            switch.set_current(self._mode)
            switch.setVisible(alone)

    def _arrange(self) -> None:
        self._show()
        grid, (causes, rows, card) = self._grid, (pane.widget for pane in self._panes)
        for widget in (causes, rows, card):
            grid.removeWidget(widget)
        if self.wide:
            places = ((causes, 0, 0, 1), (rows, 0, 1, 1), (card, 0, 2, 1))
            shares, heights = (0, 1, 0), (1, 0)
        else:
            places = ((causes, 0, 0, 1), (rows, 1, 0, 1), (card, 0, 1, 2))
            shares = (_ROWS_SHARE_NARROW, _CARD_SHARE_NARROW, 0) if self._narrow else (_ROWS_SHARE, _CARD_SHARE, 0)
            heights = (1, 0) if self.one_at_a_time and self._mode == _CAUSES_MODE else (0, 1)
        for widget, row, column, high in places:
            grid.addWidget(widget, row, column, high, 1)
        for column, share in enumerate(shares):
            grid.setColumnStretch(column, share)
        for row, share in enumerate(heights):
            grid.setRowStretch(row, share)
        # A grid keeps the gap of a row that is empty.
        grid.setVerticalSpacing(0 if self.wide or self._narrow or self.one_at_a_time else GAP)
        for widget, width in ((causes, _CAUSES), (card, _CARD)):
            widget.setMinimumWidth(width if self.wide else 0)
            widget.setMaximumWidth(width if self.wide else _ANY)
        grid.setColumnMinimumWidth(1, 0 if self.wide or self._narrow else _CARD_LEAST)
        self._focus_moved(None, QApplication.focusWidget())

    @Slot(int)
    def go_round(self, step: int) -> None:
        """Lead the keyboard into the next pane that is shown, or the one before."""
        causes, rows, card = self._panes
        shown = [causes, rows, card] if self.one_at_a_time else [p for p in self._panes if p.widget.isVisible()]
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
