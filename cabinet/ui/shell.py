"""The window: environment band, rail, header, pages; the log-in ladder while nobody is logged in."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cabinet.contract.rights import Right
from cabinet.desks.states import Phase
from cabinet.profile.settings import Language, ThemeChoice
from cabinet.ui.desks import Desks
from cabinet.ui.keeper import keeper
from cabinet.ui.language import install, tr
from cabinet.ui.measure import NARROW_WIDTH
from cabinet.ui.pages.login import LoginPage
from cabinet.ui.preload import start_preload
from cabinet.ui.widgets.contour_strip import ContourStrip
from cabinet.ui.widgets.environment_band import EnvironmentBand
from cabinet.ui.widgets.focus_ring import FocusRing
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.program_name import program_icon
from cabinet.ui.widgets.toast import Toast
from cabinet.ui.window_place import kept_place, place_window

if TYPE_CHECKING:
    from cabinet.contract.login import Person
    from cabinet.desks.locking import Idleness
    from cabinet.ui.dialogs.pin import PinDialog, Signing, Wording
    from cabinet.ui.live import Live
    from cabinet.ui.pages.page import Page
    from cabinet.ui.touches import Touches
    from cabinet.ui.widgets.button import Button
    from cabinet.ui.widgets.page_header import PageHeader
    from cabinet.ui.widgets.rail import Rail

__all__ = ["PAGES", "Shell"]

PAGES = ("overview", "registry", "credentials", "statistics", "rejections", "people", "settings")
"""Pages in the order of the rail; Alt and a digit opens each."""
_ICONS = {
    "overview": "house",
    "registry": "landmark",
    "credentials": "key-round",
    "statistics": "chart-column",
    "rejections": "octagon-x",
    "people": "users",
    "settings": "settings",
}
_CLASSES = {
    "overview": "OverviewPage",
    "registry": "RegistryPage",
    "credentials": "CredentialsPage",
    "statistics": "StatisticsPage",
    "rejections": "RejectionsPage",
    "people": "PeoplePage",
    "settings": "SettingsPage",
}
_NEEDS = {"credentials": Right.CREDENTIALS_READ, "rejections": Right.REJECTIONS_READ}
_SECOND_MS, _FIRST_FRAME_MS, _AFTER_FIRST_PAINT_MS = 1_000, 30, 200
"""After the window is shown: its first frame is painted, without the style sheet; then nothing hurries any more."""


def page_name(key: str) -> str:
    """Return a page's name in the rail."""
    return {
        "overview": tr("Overview"),
        "registry": tr("Registry"),
        "credentials": tr("API keys"),
        "statistics": tr("Statistics"),
        "rejections": tr("Rejections"),
        "people": tr("People"),
        "settings": tr("Settings"),
    }[key]


class Shell(QMainWindow):
    """Shows desks; pages are made when they are first visited and made anew in another language."""

    def __init__(self, desks: Desks) -> None:
        super().__init__()
        self.desks = desks
        settings = desks.settings.settings
        place_window(self, settings.window_place)
        if settings.window_maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.page_key = ""
        self.pages: dict[str, Page] = {}
        self.login: LoginPage | None = None
        self.rail: Rail | None = None
        self.header: PageHeader | None = None
        self._settings_alone = False
        self._left_at = ""
        self._idleness: Idleness | None = None
        self._touches: Touches | None = None
        self._back_button: Button | None = None
        self._build()
        self._toast = Toast(self)
        self._ring = FocusRing(self)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        # Its pictures cost 10 ms: after the first paint.
        self._icon_timer = QTimer(self)
        self._icon_timer.setSingleShot(True)
        self._icon_timer.setInterval(_AFTER_FIRST_PAINT_MS)
        self._icon_timer.timeout.connect(self._show_icon)
        self._icon_timer.start()
        self._add_shortcuts()
        desks.session.logged_in.connect(self._logged_in)
        desks.session.signed_out.connect(self._signed_out)
        desks.session.company_wanted.connect(self._company_wanted)
        desks.session.pin_wanted.connect(self._pin_wanted)
        desks.session.changed.connect(self._show_perimeter)
        desks.settings.language_changed.connect(self._language_changed)
        desks.settings.theme_changed.connect(self._theme_changed)
        keeper().changing.connect(self._drop_hidden_pages)
        self._followed = False
        self.live: Live | None = None

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
        self._inside: QWidget | None = None
        self.setCentralWidget(whole)
        self._show_title()
        self._show_perimeter()
        self._tick()
        if self.desks.office.logged_in or self._settings_alone:
            self._show_inside()
        else:
            self._show_login()

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
        self.login.enter.setFocus()
        self._show_title()

    def _show_inside(self) -> None:
        from cabinet.ui.widgets.page_header import PageHeader
        from cabinet.ui.widgets.page_stack import PageStack
        from cabinet.ui.widgets.rail import Rail

        if self._inside is None:
            self._inside = QWidget()
            row = QHBoxLayout(self._inside)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            self.rail = Rail([(key, page_name(key), _ICONS[key]) for key in PAGES])
            self.rail.chosen.connect(self.open_page)
            self.rail.lock_asked.connect(self._lock)
            row.addWidget(self.rail)
            column = QVBoxLayout()
            column.setSpacing(0)
            self.header = PageHeader()
            self._pages = PageStack()
            column.addWidget(self.header)
            column.addWidget(self._pages, 1)
            row.addLayout(column, 1)
            self._stack.addWidget(self._inside)
            self._dress()
        self._stack.setCurrentWidget(self._inside)

    def _dress(self) -> None:
        """Show who is logged in, and only what that person may see."""
        if self.rail is None:
            return
        person = self.desks.session.person
        self.rail.setVisible(person is not None)
        if person is None:
            return
        self.rail.show_operator(person.operator_name, f"{tr('EDRPOU')} {person.edrpou}")
        from cabinet.ui.texts import role

        self.rail.show_person(person.name, role(person.role))
        for key, right in _NEEDS.items():
            self.rail.items[key].setVisible(right in person.rights)
        self._fit()
        self._show_badge()

    def _page(self, key: str) -> Page:
        if key not in self.pages:
            module = importlib.import_module(f"cabinet.ui.pages.{key}")
            page: Page = getattr(module, _CLASSES[key])(getattr(self.desks, key))
            page.header_changed.connect(self._show_header)
            page.leave_to.connect(self.open_page)
            page.toasted.connect(self.toast)
            page.set_narrow(self._narrow)
            self.pages[key] = page
            self._pages.add(page)
        return self.pages[key]

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Any]] = [("F5", self.refresh), ("Ctrl+L", self._lock), ("Ctrl+B", self._fold)]
        for words, slot in keys:
            QShortcut(QKeySequence(words), self).activated.connect(slot)
        for number, key in enumerate(PAGES, 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setObjectName(key)
            shortcut.activated.connect(self._jump)

    # -- what a person does ------------------------------------------------------------------------------------------

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Open a page, ``rejections`` perhaps with a filter's text after it; what a person may not see stays closed."""
        key, _, wanted = key.partition(" ")
        person = self.desks.session.person
        if person is None:
            return
        if key in _NEEDS and _NEEDS[key] not in person.rights:
            return
        self._settings_alone = False
        self._toast.end()
        self._show_inside()
        if wanted and key == "rejections":
            self.desks.rejections.choose_text(wanted)
        page = self._page(key)
        self.page_key = key
        self._pages.open(page)
        if self.rail is not None:
            self.rail.choose(key)
        self._show_header()
        page.entered()

    @Slot()
    def _open_settings(self) -> None:
        """Open the settings without a log-in: the driver and the profile are chosen there."""
        self._settings_alone = True
        self._show_inside()
        self._dress()
        self.page_key = "settings"
        page = self._page("settings")
        self._pages.open(page)
        self._show_header()
        page.entered()

    @Slot()
    def _start_contour(self) -> None:
        self.desks.contour.start()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        if self.desks.office.logged_in and self.page_key:
            self.pages[self.page_key].refresh()
        else:
            self.desks.session.carriers.look(fresh=True)

    @Slot()
    def _jump(self) -> None:
        sender = self.sender()
        if sender is not None:
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
        """Say for six seconds that something went well; a page that is gone says nothing any more."""
        sender = self.sender()
        if sender is None or sender is self.login or sender in self.pages.values():
            self._toast.say(words)

    # -- what desks tell ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _logged_in(self, _person: Person) -> None:
        self._follow_desks()
        self._drop_inside()
        self._show_inside()
        self._watch_touches()
        self.open_page("overview")
        if self.desks.session.resumed:
            self.open_page(self._left_at)
        self._left_at = ""
        if self.live is None:
            from cabinet.ui.live import Live

            self.live = Live(self)
        self.live.start()

    @Slot(str)
    def _signed_out(self, code: str) -> None:
        self.band.show_alive(alive=None)
        self._toast.end()
        if self._touches is not None:
            self._touches.follow(None)
        # Of the page that was open only its name is kept, and only for whoever locked it.
        self._left_at = self.page_key if self.desks.session.locked is not None else ""
        self._drop_inside()
        self._show_login()
        if self.login is not None:
            self.login.show_ended(code)

    def _watch_touches(self) -> None:
        """Begin to count the time in which nobody touches the window."""
        from cabinet.desks.locking import Idleness
        from cabinet.ui.touches import Touches

        settings = self.desks.settings
        if self._idleness is None or self._touches is None:
            self._idleness = Idleness(self.desks.office.clock, lambda: settings.settings.idle_minutes)
            self._touches = Touches(self._idleness.touch, self)
        self._idleness.touch()
        self._touches.follow(self.windowHandle())

    def _follow_desks(self) -> None:
        if not self._followed:
            self._followed = True
            desks = self.desks
            for key in PAGES[:-1]:
                getattr(desks, key).changed.connect(self._follow)
            desks.approval.pin_wanted.connect(self._approval_wanted)

    def _drop_inside(self) -> None:
        """Nothing of a person's pages outlives the session."""
        inside, self._inside = self._inside, None
        self.pages, self.page_key, self.rail, self.header = {}, "", None, None
        self._settings_alone = False
        if inside is not None:
            self._stack.removeWidget(inside)
            inside.hide()
            inside.deleteLater()
        for sheet in self.findChildren(QWidget, "sheet", Qt.FindChildOption.FindDirectChildrenOnly):
            sheet.hide()
            sheet.deleteLater()

    @Slot()
    def _pin_wanted(self) -> None:
        session = self.desks.session
        if not self._asks_for_pin(session):
            self.pin_dialog = self._ask_pin(session)

    def _asks_for_pin(self, asker: Signing) -> bool:
        """Tell whether its dialog stands open: it asks again by itself."""
        from cabinet.ui.dialogs.pin import PinDialog

        return any(dialog.asker is asker and dialog.isVisible() for dialog in self.findChildren(PinDialog))

    def _ask_pin(self, asker: Signing, wording: Wording | None = None) -> PinDialog:
        from cabinet.ui.dialogs.pin import PinDialog

        note = self.desks.contour.note()
        dialog = PinDialog(self, asker, note.pin if note is not None else "", wording)
        dialog.open(dialog.pin.edit)
        start_preload(self.desks.office.network)
        return dialog

    @Slot()
    def _company_wanted(self) -> None:
        from cabinet.ui.dialogs.company import CompanyDialog

        self.company_dialog = CompanyDialog(self, self.desks.session)
        self.company_dialog.open(self.company_dialog.code.edit)

    @Slot()
    def _approval_wanted(self) -> None:
        """Show the act in words and ask for the PIN."""
        from cabinet.ui.texts import act_wording

        approval = self.desks.approval
        to_sign = approval.to_sign()
        if to_sign is not None and not self._asks_for_pin(approval):
            self.approval_dialog = self._ask_pin(approval, act_wording(to_sign.statement))

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

    def _show_badge(self) -> None:
        if self.rail is None:
            return
        rejections, overview = self.desks.rejections, self.desks.overview
        number = overview.state.data.causes.count if overview.state.data is not None else 0
        if rejections.groups.data is not None and rejections.lists_open:
            number = rejections.groups.data.count
        self.rail.items["rejections"].set_badge(number)

    def _show_title(self) -> None:
        """Say in the task bar which page it is, of which company, and on which perimeter."""
        person, parts = self.desks.session.person, [tr("Operator cabinet")]
        if self.page_key:
            parts.insert(0, page_name(self.page_key))
        if person is not None:
            parts.append(plain(person.operator_name))
        if self.desks.session.profile is not None:
            parts.append(self.band.words()[0].capitalize())
        title = " · ".join(parts)
        if title != self.windowTitle():
            self.setWindowTitle(title)

    @Slot()
    def _show_header(self) -> None:
        if self.header is None or self.page_key not in self.pages:
            return
        sender = self.sender()
        page = self.pages[self.page_key]
        if sender in self.pages.values() and sender is not page:
            return
        self.header.say(page.title(), page.meta, page.age)
        self._show_title()
        actions = page.header_actions()
        if self._settings_alone:
            actions = [*actions, self._back()]
        self.header.set_actions(actions)

    def _back(self) -> QWidget:
        from cabinet.ui.widgets.button import Button

        if self._back_button is None:
            self._back_button = Button(tr("Back to log-in"), icon="log-in")
            self._back_button.clicked.connect(self._leave_settings)
        return self._back_button

    @Slot()
    def _leave_settings(self) -> None:
        self._drop_inside()
        self._show_login()

    @Slot(str)
    def _language_changed(self, key: str) -> None:
        install(Language(key))
        page, alone = self.page_key, self._settings_alone
        self._drop_inside()
        self.login = None
        self._back_button = None
        self._settings_alone = alone
        self._build()
        self._toast.raise_()
        if alone:
            self._open_settings()
        elif self.desks.office.logged_in:
            self.open_page(page or "overview")

    @Slot(str)
    def _theme_changed(self, key: str) -> None:
        keeper().choose(ThemeChoice(key))

    @Slot()
    def _drop_hidden_pages(self) -> None:
        """Every widget there is takes the new style, a freeze of half a second; hidden pages are made anew in 50 ms."""
        for name in [name for name in self.pages if name != self.page_key]:
            self._pages.drop(self.pages.pop(name))

    # -- the window itself -------------------------------------------------------------------------------------------

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW_WIDTH

    def _fit(self) -> None:
        narrow = self._narrow
        if self.rail is not None:
            self.rail.set_narrow(narrow=narrow or self.desks.settings.settings.rail_narrow)
        for page in self.pages.values():
            page.set_narrow(narrow)
        if self.login is not None:
            self.login.set_narrow(narrow)

    @Slot()
    def _show_icon(self) -> None:
        self.setWindowIcon(program_icon())

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
        if self._stack.currentWidget() is self._inside and self.page_key in self.pages:
            self.pages[self.page_key].setFocus()
        elif self.login is not None:
            self.login.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not keeper().dressed:
            QTimer.singleShot(_FIRST_FRAME_MS, keeper().dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desks.settings.set_window(kept_place(self), maximised=self.isMaximized())
        if self.desks.office.logged_in:
            self.desks.session.sign_out()
        else:
            # A PIN that was being typed goes with its dialog, and nothing is signed any more.
            self.desks.session.cancel()
        super().closeEvent(event)
