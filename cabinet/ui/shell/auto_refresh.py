"""Renews the open page when the log has grown, once a second at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from cabinet.desks.log_poller import LogPoller

if TYPE_CHECKING:
    from cabinet.desks.office import Office
    from cabinet.ui.pages.page import Page
    from cabinet.ui.shell.page_specs import PageSpec

__all__ = ["AutoRefresh", "PageHost"]

_CALM_MS: Final = 900
"""The shortest time between two renewals of a page, however fast the log grows."""


class PageHost(Protocol):
    """What the refresh needs to know of the window."""

    def opened(self) -> tuple[PageSpec, Page] | None:
        """Return the open page; None while none is."""
        ...

    def watched(self) -> bool:
        """Tell whether the window can be seen: a hidden one asks for nothing."""
        ...

    def dialog_open(self) -> bool:
        """Tell whether a dialog stands over the page: what it speaks of must not change under it."""
        ...


class AutoRefresh(QObject):
    """Renews the open page; one that was left is renewed when it is opened again.

    Signals:
        alive_changed(bool): the perimeter answers again, or no longer.
    """

    alive_changed = Signal(bool)

    def __init__(self, host: PageHost, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._office = office
        self._read_at: dict[str, int] = {}
        self._since = QElapsedTimer()
        self.poller = LogPoller(office, host.watched)
        self.poller.ticked.connect(self._ticked)
        self.poller.alive_changed.connect(self._alive_changed)

    def start(self) -> None:
        """Begin with a fresh session."""
        self._read_at.clear()
        self._since.invalidate()
        self.poller.start()

    def up_to_date(self, key: str) -> bool:
        """Tell whether a page shows what follows from the log's last known size."""
        read = self._read_at.get(key)
        return read == self.poller.size > 0 and not self._office.network.busy

    @Slot()
    def _ticked(self) -> None:
        key, page, size = *self._refreshing(), self.poller.size
        if page is None or page.desk.state.busy or page.desk.state.data is None:
            return
        if key not in self._read_at:
            # Its first data may be older than the first tick by a moment: once too often is right, once too few is not.
            self._read_at[key] = -1
        if size == self._read_at[key] or self._host.dialog_open():
            return
        if self._since.isValid() and self._since.elapsed() < _CALM_MS:
            return
        self._read_at[key] = size
        self._since.start()
        page.renew()

    @Slot(bool)
    def _alive_changed(self, alive: bool) -> None:
        self.alive_changed.emit(alive)
        self._read_at.clear()
        _, page = self._refreshing()
        if page is not None:
            page.renew()

    def _refreshing(self) -> tuple[str, Page | None]:
        """Return the key and the open page, where it shows what follows from the log; else None for the page."""
        opened = self._host.opened()
        return (opened[0].key, opened[1]) if opened is not None and opened[0].refreshes else ("", None)
