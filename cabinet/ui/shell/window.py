"""The window: environment band, and under it the log-in ladder, or the pages of whoever is logged in."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cabinet.desks.states import Phase
from cabinet.profile.settings import Language, ThemeChoice
from cabinet.ui.desks import Desks
from cabinet.ui.language import install, tr
from cabinet.ui.pages.login.page import LoginPage
from cabinet.ui.shell.asking import Asking
from cabinet.ui.shell.contour_strip import ContourStrip
from cabinet.ui.shell.environment_band import EnvironmentBand
from cabinet.ui.shell.toast import Toast
from cabinet.ui.sizes import NARROW_WIDTH
from cabinet.ui.theme_switch import theme_switch
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.program_name import program_icon
from cabinet.ui.window_place import kept_place, place_window

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent

    from cabinet.contract.login import Person
    from cabinet.desks.locking import Idleness
    from cabinet.ui.pages.page import Page
    from cabinet.ui.shell.auto_refresh import AutoRefresh
    from cabinet.ui.shell.idle_filter import IdleFilter
    from cabinet.ui.shell.notices import Notices
    from cabinet.ui.shell.page_specs import PageSpec
    from cabinet.ui.shell.router import Router

__all__ = ["FIRST_FRAME_MS", "Shell"]

_FIRST_PAGE = "overview"
_SECOND_MS, FIRST_FRAME_MS, _AFTER_FIRST_PAINT_MS = 1_000, 30, 200
"""After the window is shown: its first frame is painted, without the style sheet; then nothing hurries any more."""


class Shell(QMainWindow):
    """Shows desks; whatever is shown is made anew in another language.

    Attributes:
        login: the log-in page; None until nobody is logged in for the first time.
        router: rail, header and pages; None while the log-in page is all there is.
        auto_refresh: brings the open page up to date; None before the first log-in.
    """

    def __init__(self, desks: Desks) -> None:
        super().__init__()
        self.desks = desks
        settings = desks.settings.settings
        place_window(self, settings.window_place)
        if settings.window_maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.login: LoginPage | None = None
        self.router: Router | None = None
        self.auto_refresh: AutoRefresh | None = None
        self.notices: Notices | None = None
        self._left_at = ""
        self._link = ""
        self._first_page: Page | None = None
        self._follows_desks = False
        self._idleness: Idleness | None = None
        self._idle_filter: IdleFilter | None = None
        self._build()
        if desks.office.logged_in:
            self._show_router()
        else:
            self._show_login()
        self._toast = Toast(self)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._finishing = QTimer(self)
        self._finishing.setSingleShot(True)
        self._finishing.setInterval(_AFTER_FIRST_PAINT_MS)
        self._finishing.timeout.connect(self._finish)
        self._finishing.start()
        self.asking = Asking(self, desks)
        self._imported = False
        self.asking.preloaded.connect(self._make_first_page)
        desks.session.logged_in.connect(self._logged_in)
        desks.session.signed_out.connect(self._signed_out)
        desks.session.changed.connect(self._show_perimeter)
        desks.settings.language_changed.connect(self._language_changed)
        desks.settings.theme_changed.connect(self._theme_changed)
        theme_switch().changing.connect(self._drop_hidden_pages)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.band = EnvironmentBand()
        column.addWidget(self.band)
        self.strip = ContourStrip(self.desks.contour)
        column.addWidget(self.strip)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.setCentralWidget(whole)
        self._show_title()
        self._show_perimeter()
        self._tick()

    def _show_login(self) -> None:
        if self.login is None:
            desks = self.desks
            self.login = LoginPage(desks.session, desks.settings, desks.contour)
            self.login.settings_asked.connect(self._open_settings)
            self.login.contour_asked.connect(self._start_contour)
            self.login.toasted.connect(self.toast)
            self._stack.addWidget(self.login)
            self.login.set_narrow(self._narrow)
        self._stack.setCurrentWidget(self.login)
        self.login.take_keyboard()
        self._show_title()

    def _show_router(self) -> Router:
        """Return the pages, shown; made when there are none."""
        from cabinet.ui.shell.router import Router

        if self.router is None:
            self.router = Router(self.desks)
            self.router.page_asked.connect(self.open_page)
            self.router.lock_asked.connect(self._lock)
            self.router.back_asked.connect(self._leave_settings)
            self.router.toasted.connect(self.toast)
            self.router.title_changed.connect(self._show_title)
            self._stack.addWidget(self.router)
            self._fit()
        self._stack.setCurrentWidget(self.router)
        return self.router

    def _add_shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        from cabinet.ui.shell.page_specs import PAGES

        keys: list[tuple[str, Any]] = [("F5", self.refresh), ("Ctrl+L", self._lock), ("Ctrl+B", self._fold)]
        for words, slot in keys:
            QShortcut(QKeySequence(words), self).activated.connect(slot)
        for number, key in enumerate(PAGES, 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number % 10}"), self)
            shortcut.setObjectName(key)
            shortcut.activated.connect(self._jump)

    # -- what is open ------------------------------------------------------------------------------------------------

    @property
    def page_key(self) -> str:
        """The open page's key; empty while none is."""
        return self.router.key if self.router is not None else ""

    @property
    def pages(self) -> dict[str, Page]:
        """The pages that are made, by key."""
        return self.router.pages if self.router is not None else {}

    def opened(self) -> tuple[PageSpec, Page] | None:
        """Return the open page; None while none is."""
        return self.router.opened() if self.router is not None else None

    def watched(self) -> bool:
        """Tell whether the window can be seen."""
        return self.isVisible() and not self.isMinimized()

    def dialog_open(self) -> bool:
        """Tell whether a dialog stands over the page."""
        return any(sheet.isVisible() for sheet in self._sheets())

    def _sheets(self) -> list[QWidget]:
        return self.findChildren(QWidget, "sheet", Qt.FindChildOption.FindDirectChildrenOnly)

    # -- what a person does ------------------------------------------------------------------------------------------

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Open a page; what a person may not see stays closed.

        After ``rejections`` a filter's text may stand, after ``reconciliation`` a day file's path, after any other
        what on it is meant.
        """
        from cabinet.ui.shell.page_specs import spec_of

        key, _, wanted = key.partition(" ")
        person, right = self.desks.session.person, spec_of(key).right
        if person is None or (right is not None and right not in person.rights):
            return
        self._toast.end()
        router = self._show_router()
        if wanted and key == "rejections":
            self.desks.rejections.choose_text(wanted)
        elif wanted and key == "reconciliation":
            from pathlib import Path

            self.desks.of_page(spec_of(key)).choose([Path(wanted)])
        router.open(key)
        if wanted and key not in {"rejections", "reconciliation"}:
            router.pages[key].show_subject(wanted)

    @Slot(str)
    def open_link(self, link: str) -> None:
        """Open what a link names, after the log-in if there was none; its page says what is wrong with it."""
        if not self.desks.office.logged_in:
            self._link = link
            return
        self._link = ""
        self.open_page("rejections")
        if link and self.page_key == "rejections":
            page: Any = self.pages["rejections"]
            page.filter.enter(link)

    @Slot()
    def _open_settings(self) -> None:
        """Open the settings without a log-in: the driver and the profile are chosen there."""
        from cabinet.ui.shell.page_specs import SETTINGS

        self._show_router().open(SETTINGS)

    @Slot()
    def _leave_settings(self) -> None:
        self._drop_router()
        self._show_login()

    @Slot()
    def _start_contour(self) -> None:
        self.desks.contour.start()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self.desks.office.logged_in and self.router is not None:
            self.router.refresh()
        else:
            self.desks.session.carriers.look(fresh=True)

    @Slot()
    def _jump(self) -> None:
        sender = self.sender()
        # A dialog stands over the page that it is of.
        if sender is not None and not self.dialog_open():
            self.open_page(sender.objectName())

    @Slot()
    def _lock(self) -> None:
        self.desks.session.lock()

    @Slot()
    def _fold(self) -> None:
        settings = self.desks.settings
        settings.set_rail_narrow(not settings.settings.rail_narrow)
        self._fit()

    @Slot(str)
    def toast(self, words: str) -> None:
        """Show for six seconds that something went well; pages of a session that is over show nothing any more."""
        if self.sender() in {None, self.login, self.router}:
            self._toast.show_text(words)

    # -- what desks report -------------------------------------------------------------------------------------------

    @Slot(object)
    def _logged_in(self, _person: Person) -> None:
        self._follow_desks()
        # Asked before the page is there: the perimeter answers while its widgets are made.
        self.desks.overview.refresh()
        self._drop_router()
        router = self._show_router()
        if self._first_page is not None:
            router.take(_FIRST_PAGE, self._first_page)
            self._first_page = None
        self._watch_idleness()
        self.open_page(_FIRST_PAGE)
        if self.desks.session.resumed and self._left_at:
            self.open_page(self._left_at)
        self._left_at = ""
        if self._link:
            self.open_link(self._link)
        if self.auto_refresh is None:
            from cabinet.ui.shell.auto_refresh import AutoRefresh

            self.auto_refresh = AutoRefresh(self, self.desks.office, self)
            self.auto_refresh.alive_changed.connect(self._show_alive)
        self.auto_refresh.start()
        if self.notices is None:
            from cabinet.ui.shell.notices import Notices

            self.notices = Notices(self, self.desks.office, self.desks.settings)
            self.notices.told.connect(self._toast.show_notice)
            self.notices.page_asked.connect(self.open_page)
            self._toast.asked.connect(self.open_page)
        self.notices.causes.start()

    @Slot(str)
    def _signed_out(self, code: str) -> None:
        self.band.show_alive(alive=None)
        self._toast.end()
        if self._idle_filter is not None:
            self._idle_filter.follow(None)
        # Of the page that was open only its name is kept, and only for whoever locked it.
        self._left_at = self.page_key if self.desks.session.locked is not None else ""
        self._drop_router()
        self._show_login()
        if self.login is not None:
            self.login.show_ended(code)

    @Slot()
    def _make_first_page(self) -> None:
        """Make the page that comes after the log-in while the PIN is typed; nobody's data are in it yet."""
        from cabinet.ui.pages.overview.page import OverviewPage

        if not self._imported:
            self._imported = True
            self.desks.office.garbage.leave_out()
        if self._first_page is None and not self.desks.office.logged_in:
            self._first_page = OverviewPage(self.desks.overview, self)

    def _watch_idleness(self) -> None:
        """Begin to count the time in which nobody touches the window."""
        from cabinet.desks.locking import Idleness
        from cabinet.ui.shell.idle_filter import IdleFilter

        settings = self.desks.settings
        if self._idleness is None or self._idle_filter is None:
            self._idleness = Idleness(self.desks.office.clock, lambda: settings.settings.idle_minutes)
            self._idle_filter = IdleFilter(self._idleness.touch, self)
        self._idleness.touch()
        self._idle_filter.follow(self.windowHandle())

    def _follow_desks(self) -> None:
        from cabinet.ui.shell.page_specs import PAGE_SPECS

        if not self._follows_desks:
            self._follows_desks = True
            for spec in PAGE_SPECS:
                self.desks.of_page(spec).changed.connect(self._follow)
            self.desks.rejections.groups_changed.connect(self._show_badge)
            self.asking.follow_approval()

    def _drop_router(self) -> None:
        """Nothing of a person's pages outlives the session."""
        router, self.router = self.router, None
        if router is not None:
            self._stack.removeWidget(router)
            router.hide()
            router.deleteLater()
        for sheet in self._sheets():
            sheet.hide()
            sheet.deleteLater()

    @Slot()
    def _show_perimeter(self) -> None:
        self.strip.show_desk()
        profile = self.desks.session.profile
        if profile is None:
            self.band.show_unknown()
            self.band.show_alive(alive=None)
        else:
            self.band.show_perimeter(profile.environment, profile.implementation, profile.audience)
        self._show_title()

    @Slot(bool)
    def _show_alive(self, alive: bool) -> None:
        self.band.show_alive(alive=alive)
        if alive:
            self.desks.rejections.cards.outbox.flush()

    @Slot()
    def _follow(self) -> None:
        sender: Any = self.sender()
        state = getattr(sender, "state", None)
        if state is not None and not state.busy:
            if state.phase is Phase.READY:
                self.band.show_alive(alive=True)
            elif state.phase is Phase.OFFLINE:
                self.band.show_alive(alive=False)
        self._show_badge()

    @Slot()
    def _show_badge(self) -> None:
        if self.router is not None:
            self.router.show_badge()

    @Slot()
    def _show_title(self) -> None:
        """Show in the task bar which page it is, of which company, and on which perimeter."""
        person, parts, opened = self.desks.session.person, [tr("Operator cabinet")], self.opened()
        if opened is not None:
            parts.insert(0, opened[0].title())
        if person is not None:
            parts.append(plain(person.operator_name))
        if self.desks.session.profile is not None:
            parts.append(self.band.words()[0].capitalize())
        title = " · ".join(parts)
        if title != self.windowTitle():
            self.setWindowTitle(title)

    @Slot(str)
    def _language_changed(self, key: str) -> None:
        install(Language(key))
        page, alone = self.page_key, self.router is not None and self.router.alone
        self._drop_router()
        if self._first_page is not None:
            self._first_page.deleteLater()
        self._first_page = self.login = None
        self._build()
        self._toast.raise_()
        if alone:
            self._open_settings()
        elif self.desks.office.logged_in:
            self.open_page(page or "overview")
        else:
            self._show_login()

    @Slot(str)
    def _theme_changed(self, key: str) -> None:
        theme_switch().choose(ThemeChoice(key))

    @Slot()
    def _drop_hidden_pages(self) -> None:
        """Every widget there is takes the new style, a freeze of half a second; hidden pages are made anew in 50 ms."""
        if self.router is not None:
            self.router.drop_hidden()

    # -- the window itself -------------------------------------------------------------------------------------------

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW_WIDTH

    def _fit(self) -> None:
        narrow = self._narrow
        if self.router is not None:
            self.router.set_narrow(narrow=narrow, rail=narrow or self.desks.settings.settings.rail_narrow)
        if self.login is not None:
            self.login.set_narrow(narrow)

    @Slot()
    def _finish(self) -> None:
        """Make what the first frame can do without: icon and shortcuts bring enums of 230 members along.

        The first event that the focus ring sees makes PySide build every event's class, 30 ms of them.
        """
        from cabinet.ui.shell.focus_ring import FocusRing

        self._add_shortcuts()
        self.setWindowIcon(program_icon())
        FocusRing(self)

    @Slot()
    def _tick(self) -> None:
        if self.desks.office.logged_in and self._idleness is not None and self._idleness.due():
            from cabinet.desks.locking import LockReason

            minutes = self.desks.settings.settings.idle_minutes
            self.desks.session.lock(LockReason.IDLE, minutes=str(minutes))
        self.band.show_time(self.desks.office.clock.now())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  Qt's own name
        """Let the keyboard rest on the page when what had it went away.

        Qt would give it to the neighbour, which nobody asked for: a button that destroys, perhaps.
        """
        focused = QApplication.focusWidget()
        if focused is None or (focused.isVisible() and focused.isEnabled()):
            return super().focusNextPrevChild(next)
        self.rest_focus()
        return True

    def rest_focus(self) -> None:
        """Give the keyboard to what is shown as a whole; Tab goes on from there."""
        opened = self.opened()
        if opened is not None and self._stack.currentWidget() is self.router:
            opened[1].setFocus()
        elif self.login is not None:
            self.login.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not theme_switch().styled:
            QTimer.singleShot(FIRST_FRAME_MS, theme_switch().apply_style_sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self._toast.isVisible():
            self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desks.settings.set_window(kept_place(self), maximised=self.isMaximized())
        if self.desks.office.logged_in:
            self.desks.session.sign_out()
        else:
            # A PIN that was being typed goes with its dialog, and nothing is signed any more.
            self.desks.session.cancel()
        super().closeEvent(event)
