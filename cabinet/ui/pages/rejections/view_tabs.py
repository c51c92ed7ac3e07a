"""Saved views as a row of tabs; those that have no room go into a menu, and no name is ever cut."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.rejections.view_tab import ViewTab
from cabinet.ui.sizes import CONTROL
from cabinet.ui.widgets.button import Button, Kind

__all__ = ["ShownView", "ViewTabs"]


class ShownView(NamedTuple):
    """A view as it is shown; ``number`` is how many fit, None where that is not known yet."""

    key: str
    name: str
    own: bool
    number: int | None


class ViewTabs(QWidget):
    """The open view is always in the row; of the others as many as fit, from the first.

    Signals:
        chosen(str): a view is to be listed, by its key.
        menu_asked(str): the menu of an own view is wanted.
    """

    chosen = Signal(str)
    menu_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, ViewTab] = {}
        self._views: list[ShownView] = []
        self._active = ""
        self.more = Button("", Kind.QUIET, "chevron-down", trailing=True, parent=self)
        self.more.clicked.connect(self._open_more)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_views(self, views: list[ShownView], active: str) -> None:
        """Show these views; ``active`` is the key of the one that is listed, empty for none."""
        if [(v.key, v.name) for v in views] != [(v.key, v.name) for v in self._views]:
            for tab in self.tabs.values():
                tab.hide()
                tab.deleteLater()
            self.tabs = {view.key: self._made(view) for view in views}
        self._views, self._active = views, active
        for view in views:
            self.tabs[view.key].show_state(view.number, active=view.key == active)
        self._fold()

    def away(self) -> list[ShownView]:
        """Return the views that have no room."""
        return [view for view in self._views if self.tabs[view.key].isHidden()]

    def sizeHint(self) -> QSize:
        return QSize(sum(tab.sizeHint().width() for tab in self.tabs.values()), CONTROL)

    def minimumSizeHint(self) -> QSize:
        active = self.tabs.get(self._active)
        wide = active.sizeHint().width() if active is not None else 0
        return QSize(wide + self.more.sizeHint().width(), CONTROL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _made(self, view: ShownView) -> ViewTab:
        tab = ViewTab(view.key, view.name, own=view.own, parent=self)
        tab.clicked.connect(partial(self._pressed, view.key))
        tab.menu_asked.connect(partial(self.menu_asked.emit, view.key))
        return tab

    def _pressed(self, key: str, _checked: bool = False) -> None:
        if key == self._active and self.tabs[key].own:
            self.menu_asked.emit(key)
        else:
            self.chosen.emit(key)

    def _fold(self) -> None:
        order = [view.key for view in self._views]
        wide = {key: self.tabs[key].sizeHint().width() for key in order}
        shown = list(order)
        while shown and sum(wide[key] for key in shown) + self._more_room(len(order) - len(shown)) > self.width():
            foldable = [key for key in shown if key != self._active]
            if not foldable:
                break
            shown.remove(foldable[-1])
        x = 0
        for key in order:
            tab = self.tabs[key]
            tab.setVisible(key in shown)
            if key in shown:
                tab.setGeometry(x, 0, wide[key], CONTROL)
                x += wide[key]
        away = len(order) - len(shown)
        self._more_room(away)
        self.more.setVisible(away > 0)
        self.more.setGeometry(x, 0, self.more.sizeHint().width(), CONTROL)

    def _more_room(self, away: int) -> int:
        """Return the room that the menu's button takes, which names how many are in it."""
        if not away:
            return 0
        words = tr("{number} more").format(number=count(away))
        if words != self.more.text():
            self.more.set_text(words)
        return self.more.sizeHint().width()

    @Slot()
    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        for view in self.away():
            words = view.name if view.number is None else f"{view.name}\t{count(view.number)}"
            menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._from_menu, view.key))
        menu.popup(self.more.mapToGlobal(QPoint(0, CONTROL + 4)))

    def _from_menu(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)
