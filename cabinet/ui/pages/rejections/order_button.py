"""The button in the head of the causes that tells their order, and its menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.texts.causes import order_words
from cabinet.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from cabinet.desks.causes import CausesDesk

__all__ = ["OrderButton"]


class OrderButton(Button):
    """Sorts causes otherwise; kept for the session."""

    def __init__(self, causes: CausesDesk, parent: QWidget | None = None) -> None:
        super().__init__("", Kind.QUIET, "chevron-down", small=True, trailing=True, parent=parent)
        self._causes = causes
        self.menu = QMenu(self)
        self.menu.setFont(font())
        self.clicked.connect(self._open)
        self.show_order()

    @Slot()
    def show_order(self) -> None:
        """Show the order that is chosen."""
        words = order_words(self._causes.order)
        if words != self.text():
            self.set_text(words)
        self.setAccessibleName(tr("Sorted by {order}").format(order=words))

    def fill(self) -> None:
        """Offer every order."""
        self.menu.clear()
        group = QActionGroup(self.menu)
        for order in type(self._causes.order):
            action = QAction(order_words(order), self.menu)
            action.setCheckable(True)
            action.setChecked(order is self._causes.order)
            action.triggered.connect(partial(self._causes.sort, order))
            group.addAction(action)
            self.menu.addAction(action)

    @Slot()
    def _open(self) -> None:
        self.fill()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
