"""One window of a folder: a second start raises the first window, hands it a link perhaps, and ends."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.link import LONGEST_LINK, parse_link

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket
    from PySide6.QtWidgets import QWidget

__all__ = ["FirstWindow", "raise_first"]

_FILE: Final = "window.sock"
_LONGEST_PATH: Final = 100
"""Of a socket's path: systems take 104 to 108 bytes."""
_ANSWERED_MS: Final = 2_000
_RAISE, _RAISED = b"raise", b"raised\n"
_LONGEST: Final = len(_RAISE) + LONGEST_LINK + 2
"""Bytes of what is asked: the word, a blank and a link, and the line's end."""


def _place(folder: Path) -> str:
    """Return where the first window of a folder listens: beside its data, where nobody else may put a socket."""
    beside = folder / _FILE
    if sys.platform != "win32" and len(str(beside).encode()) <= _LONGEST_PATH:
        return str(beside)
    name = f"soms-cabinet-{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}"
    return name if sys.platform == "win32" else str(Path(tempfile.gettempdir()) / name)


def raise_first(folder: Path, link: str = "") -> bool:
    """Raise the window of this folder that is open already; False where there is none that answers.

    ``link`` is what it is to open, ASCII.
    """
    place = _place(folder)
    if sys.platform != "win32" and not Path(place).exists():
        return False  # nobody has ever listened: no need to load Qt's network
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(_ANSWERED_MS):
        return False
    socket.write(b" ".join((_RAISE, link.encode())).strip() + b"\n")
    answered = socket.waitForReadyRead(_ANSWERED_MS) and bytes(socket.readAll().data()) == _RAISED
    socket.close()
    return answered


class FirstWindow(QObject):
    """Listens for second starts as long as the window lives.

    Signals:
        link_asked(str): a second start was given a link, which reads as one.
    """

    link_asked = Signal(str)

    def __init__(self, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        from PySide6.QtNetwork import QLocalServer

        self._window = window
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = _place(folder)
        QLocalServer.removeServer(place)  # left by a window that was killed: one that lives was asked before
        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._server.listen(place)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    @Slot()
    def _asked(self) -> None:
        while (asking := self._server.nextPendingConnection()) is not None:
            asking.disconnected.connect(asking.deleteLater)
            asking.readyRead.connect(partial(self._read, asking))
            self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
            self._window.show()
            self._window.raise_()
            self._window.activateWindow()
            self._read(asking)

    def _read(self, asking: QLocalSocket) -> None:
        """Answer a whole line; one that is longer than any that is asked ends the talk."""
        if asking.bytesAvailable() > _LONGEST:
            asking.abort()
        if not asking.canReadLine():
            return
        _, _, link = bytes(asking.readLine(_LONGEST).data()).decode("ascii", "replace").strip().partition(" ")
        asking.write(_RAISED)
        asking.flush()
        try:
            parse_link(link)
        except KnownError:
            return
        self.link_asked.emit(link)
