"""Shows what a person should hear of at once: a toast that leads there; the tray tells where the window is not active.

Nothing is shown once the session is over, nor in a locked window; what was asked before that is forgotten with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.desks.cause_notices import CauseNotices
from cabinet.desks.reports import reports_of
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.desks.office import Office
    from cabinet.desks.reports import Scheduled
    from cabinet.desks.settings import SettingsDesk

__all__ = ["Notices"]


class Notices(QObject):
    """Of one window.

    Signals:
        told(str, str): a sentence, and the page that it leads to.
        page_asked(str): the tray's notice was pressed.
    """

    told = Signal(str, str)
    page_asked = Signal(str)

    def __init__(self, window: QWidget, office: Office, settings: SettingsDesk) -> None:
        super().__init__(window)
        self._window = window
        self.causes = CauseNotices(office, lambda: settings.settings.notices)
        self.causes.appeared.connect(self._appeared)
        self.causes.spiked.connect(self._spiked)
        reports_of(office).scheduled.connect(self._reported)
        self._tray: QSystemTrayIcon | None = None
        self._page = ""
        office.session_lost.connect(self._forget)

    @Slot(object)
    def _appeared(self, cause: RejectionGroup) -> None:
        self._tell(tr("New cause of rejections: {cause}"), cause)

    @Slot(object)
    def _spiked(self, cause: RejectionGroup) -> None:
        self._tell(tr("Many rejections of one cause: {cause}"), cause)

    @Slot(object)
    def _reported(self, found: Scheduled) -> None:
        """Tell of reports that the schedule has made; why one was not made stands in its dialog."""
        if len(found.made) == 1:
            self.told.emit(tr("Report made: {file}").format(file=plain(found.made[0].name)), "overview")
        elif found.made:
            self.told.emit(tr("%n report(s) made", len(found.made)), "overview")

    def _tell(self, words: str, cause: RejectionGroup) -> None:
        page = "rejections " + Filter(states=(Listed.OPEN,), groups=(cause.group_id,)).text()
        said = words.format(cause=f"{cause.code} · {finding_title(cause.code)} · {plain(cause.source)}")
        self.told.emit(said, page)
        if not self._window.isActiveWindow() and QSystemTrayIcon.isSystemTrayAvailable():
            self._page = page
            self._icon().showMessage(tr("Operator cabinet"), said, QSystemTrayIcon.MessageIcon.Warning)

    def _icon(self) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._pressed)
        self._tray.show()
        return self._tray

    @Slot()
    def _pressed(self) -> None:
        if self._page:
            self._window.raise_()
            self._window.activateWindow()
            self.page_asked.emit(self._page)

    @Slot(str)
    def _forget(self, _code: str) -> None:
        self._page = ""
        if self._tray is not None:
            self._tray.hide()
