"""What stands in the window after a log-in: rail, header and the pages, of which one is open."""

from __future__ import annotations

import importlib

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.desks import Desks
from cabinet.ui.language import tr
from cabinet.ui.pages.page import Page
from cabinet.ui.shell.page_header import PageHeader
from cabinet.ui.shell.page_specs import PAGE_SPECS, PageSpec, spec_of
from cabinet.ui.shell.page_stack import PageStack
from cabinet.ui.shell.rail import Rail
from cabinet.ui.texts.people import role
from cabinet.ui.widgets.button import Button

__all__ = ["Router"]


class Router(QWidget):
    """The pages of whoever is logged in; without a log-in the settings alone. Dropped as a whole at the session's end.

    Pages are made when they are first opened.

    Attributes:
        key: the open page; empty before one is. pages: those that are made, by key.

    Signals:
        page_asked(str): rail or page asks for another page, ``rejections`` perhaps with a filter's text after it.
        lock_asked(): the person leaves the desk.
        back_asked(): from the settings alone back to the log-in.
        toasted(str): something went well on a page.
        title_changed(): the open page, or its title, is another one.
    """

    page_asked = Signal(str)
    lock_asked = Signal()
    back_asked = Signal()
    toasted = Signal(str)
    title_changed = Signal()

    def __init__(self, desks: Desks) -> None:
        super().__init__()
        self._desks = desks
        self._narrow = False
        self.key = ""
        self.pages: dict[str, Page] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail([(spec.key, spec.title(), spec.icon) for spec in PAGE_SPECS])
        self.rail.chosen.connect(self.page_asked)
        self.rail.lock_asked.connect(self.lock_asked)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.header = PageHeader()
        self.stack = PageStack()
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)
        person = desks.session.person
        self._back: Button | None = None
        self.rail.setVisible(person is not None)
        if person is None:
            self._back = Button(tr("Back to log-in"), icon="log-in")
            self._back.clicked.connect(self.back_asked)
            return
        self.rail.show_operator(person.operator_name, f"{tr('EDRPOU')} {person.edrpou}")
        self.rail.show_person(person.name, role(person.role))
        for spec in PAGE_SPECS:
            if spec.right is not None:
                self.rail.items[spec.key].setVisible(spec.right in person.rights)
        self.show_badge()

    @property
    def alone(self) -> bool:
        """Whether these are the settings without a log-in."""
        return self._back is not None

    def open(self, key: str) -> None:
        """Open a page, from its top; it loads at the first visit."""
        page = self._page(spec_of(key))
        self.key = key
        self.stack.open(page)
        if not self.alone:
            self.rail.choose(key)
        self._show_header()
        page.entered()

    def take(self, key: str, page: Page) -> None:
        """Take a page that is made, not yet open."""
        page.header_changed.connect(self._show_header)
        page.leave_to.connect(self.page_asked)
        page.toasted.connect(self.toasted)
        page.set_narrow(self._narrow)
        self.pages[key] = page
        self.stack.add(page)

    def opened(self) -> tuple[PageSpec, Page] | None:
        """Return the open page; None before one is."""
        return (spec_of(self.key), self.pages[self.key]) if self.key else None

    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self.key:
            self.pages[self.key].refresh()

    def drop_hidden(self) -> None:
        """Destroy pages that are not open; they are made anew when they are opened."""
        for key in [key for key in self.pages if key != self.key]:
            self.stack.drop(self.pages.pop(key))

    def set_narrow(self, *, narrow: bool, rail: bool) -> None:
        """Take less room: ``narrow`` for pages, ``rail`` for the navigation, which then shows icons only."""
        self._narrow = narrow
        self.rail.set_narrow(narrow=rail)
        for page in self.pages.values():
            page.set_narrow(narrow)

    def show_badge(self) -> None:
        """Show in the rail how many rejections are open, by the newer of the two answers that say so."""
        rejections, overview = self._desks.rejections, self._desks.overview
        known = [rejections.open_causes, overview.state.data.causes if overview.state.data is not None else None]
        answers = [causes for causes in known if causes is not None]
        newest = max(answers, key=lambda causes: causes.as_of, default=None)
        self.rail.items["rejections"].set_badge(
            newest.whole if newest is not None else 0, tr("Rejections that are open, with what hangs on them")
        )

    def _page(self, spec: PageSpec) -> Page:
        if spec.key not in self.pages:
            module, _, name = spec.page.partition(":")
            self.take(spec.key, getattr(importlib.import_module(module), name)(self._desks.of_page(spec)))
        return self.pages[spec.key]

    @Slot()
    def _show_header(self) -> None:
        if not self.key:
            return
        sender, page = self.sender(), self.pages[self.key]
        if sender in self.pages.values() and sender is not page:
            return
        self.header.show_page(spec_of(self.key).title(), page.meta, page.age)
        self.title_changed.emit()
        actions = page.header_actions()
        self.header.set_actions([*actions, self._back] if self._back is not None else actions)
