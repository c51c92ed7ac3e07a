"""Row A of the rejections page: saved views as tabs, what is done with them, and a link to what is listed."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter, parse_filter
from cabinet.desks.filtering.links import link_to
from cabinet.desks.filtering.views import BUILT_IN
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.pages.rejections.view_name import ViewName
from cabinet.ui.pages.rejections.view_tabs import ShownView, ViewTabs
from cabinet.ui.widgets.button import Button, Kind

__all__ = ["ViewsRow"]

_OWN = "own:"
_ROOMY = 940
"""A row that is less wide shows the link's icon alone."""


class ViewsRow(QWidget):
    """Opens, saves, renames, orders and deletes views of the desk.

    Signals:
        refused(object): why something was not done, a ``KnownError``.
        toasted(str): something went well.
    """

    refused = Signal(object)
    toasted = Signal(str)

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._views = desk, desk.views
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.tabs = ViewTabs()
        self.tabs.chosen.connect(self._open)
        self.tabs.menu_asked.connect(self._open_menu)
        self.save = Button(tr("Save the view…"), Kind.QUIET, "plus")
        self.save.clicked.connect(self._ask_name)
        self.restore = Button("", Kind.QUIET, "undo-2")
        self.restore.clicked.connect(self._views.restore)
        self.link = Button(tr("Link"), Kind.QUIET, "link-2")
        self.link.setToolTip(tr("Copy a link to what is listed"))
        self.link.clicked.connect(self._copy_link)
        row.addWidget(self.tabs, 1)
        for button in (self.restore, self.save, self.link):
            row.addWidget(button)
        self.name = ViewName(self, self._taken)
        self._renamed = ""
        self._views.changed.connect(self.show_views)
        self.show_views()

    @Slot()
    def show_views(self) -> None:
        """Show the views, which of them is listed, and what can be done."""
        counts, chosen = self._views.counts, self._desk.filter
        shown = [ShownView(key, _built_in(key), False, counts.of(f.text())) for key, f in BUILT_IN.items()]
        shown += [ShownView(f"{_OWN}{v.name}", v.name, True, counts.of(v.text)) for v in self._views.own]
        active = next((key for key, wanted in self._filters().items() if wanted == chosen), "")
        self.tabs.show_views(shown, active)
        # A list of ids is kept for days and a view for good.
        self.save.setVisible(not active and not chosen.lists)
        removed = self._views.removed
        self.restore.set_text(tr("Bring “{name}” back").format(name=removed.name) if removed is not None else "")
        self.restore.setVisible(removed is not None)

    def open_number(self, number: int) -> None:
        """Open the view of this place, from 1."""
        keys = list(self._filters())
        if 0 < number <= len(keys):
            self._open(keys[number - 1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the link's word out where there is no room."""
        super().resizeEvent(event)
        self.link.setText(tr("Link") if self.width() >= _ROOMY else "")
        self.link.updateGeometry()

    def _filters(self) -> dict[str, Filter]:
        """Return what every view lists, by its key."""
        own = {f"{_OWN}{view.name}": parse_filter(view.text) for view in self._views.own}
        return {**BUILT_IN, **own}

    @Slot(str)
    def _open(self, key: str) -> None:
        wanted = self._filters().get(key)
        if wanted is not None:
            self._desk.choose(wanted)

    def _taken(self, name: str) -> bool:
        place = self._views.place_of(name)
        return place is not None and self._views.own[place].name != self._renamed

    @Slot()
    def _ask_name(self) -> None:
        self._renamed = ""
        self.name.ask(self.save, "", lambda name: self._views.save(name, self._desk.filter))

    @Slot(str)
    def _open_menu(self, key: str) -> None:
        """Offer what can be done with an own view."""
        name, tab = key.removeprefix(_OWN), self.tabs.tabs[key]
        place, last = self._views.place_of(name), len(self._views.own) - 1
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        same = self._filters()[key] == self._desk.filter
        for words, act, possible in (
            (tr("Rename…"), partial(self._rename, key), True),
            (
                tr("Replace by the present filter"),
                partial(self._replace, name),
                not same and not self._desk.filter.lists,
            ),
            (tr("Move to the left"), partial(self._move, name, -1), place != 0),
            (tr("Move to the right"), partial(self._move, name, 1), place != last),
            (tr("Delete the view"), partial(self._remove, name), True),
        ):
            action = menu.addAction(words)
            action.setEnabled(possible)
            action.triggered.connect(act)
        menu.popup(tab.mapToGlobal(QPoint(0, tab.height() + 4)))

    def _rename(self, key: str, _checked: bool = False) -> None:
        name = self._renamed = key.removeprefix(_OWN)
        self.name.ask(self.tabs.tabs[key], name, lambda new: self._views.rename(name, new))

    def _replace(self, name: str, _checked: bool = False) -> None:
        self._views.save(name, self._desk.filter)

    def _move(self, name: str, step: int, _checked: bool = False) -> None:
        self._views.move(name, step)

    def _remove(self, name: str, _checked: bool = False) -> None:
        self._views.remove(name)

    @Slot()
    def _copy_link(self) -> None:
        """Copy what is listed in words, and the link to it."""
        chosen = self._desk.filter
        try:
            link = link_to(self._desk.office.session, chosen)
        except KnownError as error:
            self.refused.emit(error)
            return
        words = tr("Rejections by the filter “{words}”").format(words=chosen.text(language().value))
        QGuiApplication.clipboard().setText(f"{words}\n{link}")
        self.toasted.emit(tr("Link copied"))


def _built_in(key: str) -> str:
    return {
        "open": tr("Open ones"),
        "mine": tr("Mine"),
        "today": tr("New today"),
        "ready": tr("To be sent again"),
        "overdue": tr("Overdue ones"),
    }[key]
