"""Pages that bring themselves up to date: the open one, when the log has grown, calmly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.pulse import Pulse

if TYPE_CHECKING:
    from cabinet.ui.shell import Shell

__all__ = ["Live"]

_FOLLOWING: Final = frozenset({"overview", "registry", "credentials", "statistics", "rejections"})
"""Pages that show what follows from the log."""
_CALM_MS: Final = 900
"""A page is renewed once a second at most, however fast the log grows."""


class Live(QObject):
    """Renews the open page; one that was left is renewed when it is opened again."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._read_at: dict[str, int] = {}
        self._since = QElapsedTimer()
        self.pulse = Pulse(shell.desks.office, self._watched)
        self.pulse.ticked.connect(self._ticked)
        self.pulse.alive_changed.connect(self._alive_changed)

    def start(self) -> None:
        """Begin with a fresh session."""
        self._read_at.clear()
        self._since.invalidate()
        self.pulse.start()

    def up_to_date(self, key: str) -> bool:
        """Tell whether a page shows what the log said last."""
        read = self._read_at.get(key)
        return read == self.pulse.size > 0 and not self._shell.desks.office.network.busy

    def _watched(self) -> bool:
        """Tell whether the window can be seen: a hidden one asks for nothing."""
        return self._shell.isVisible() and not self._shell.isMinimized()

    @Slot()
    def _ticked(self) -> None:
        key, size = self._shell.page_key, self.pulse.size
        if key not in _FOLLOWING or key not in self._shell.pages:
            return
        page = self._shell.pages[key]
        if page.desk.state.busy or page.desk.state.data is None:
            return
        if key not in self._read_at:
            # Its first data may be older than the first tick by a moment: once too often is right, once too few is not.
            self._read_at[key] = -1
        if size == self._read_at[key] or self._sheet_open():
            return
        if self._since.isValid() and self._since.elapsed() < _CALM_MS:
            return
        self._read_at[key] = size
        self._since.start()
        page.renew()

    @Slot(bool)
    def _alive_changed(self, alive: bool) -> None:
        self._shell.band.show_alive(alive=alive)
        self._read_at.clear()
        key = self._shell.page_key
        if key in _FOLLOWING and key in self._shell.pages:
            self._shell.pages[key].renew()

    def _sheet_open(self) -> bool:
        """Tell whether a dialog stands over the page: what it speaks of must not change under it."""
        sheets = self._shell.findChildren(QWidget, "sheet", Qt.FindChildOption.FindDirectChildrenOnly)
        return any(sheet.isVisible() for sheet in sheets)
