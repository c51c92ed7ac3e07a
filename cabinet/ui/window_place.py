"""Where the window stands when it opens: where it was left, and always inside the screen's available area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["DEFAULT_SIZE", "FRAME", "kept_place", "opening_place", "place_window"]

DEFAULT_SIZE: Final = QSize(1440, 900)
FRAME: Final = QSize(16, 40)
"""Room for the window manager's frame, which nobody knows before the window is shown: borders and a title bar."""
Place = tuple[int, int, int, int]


def opening_place(available: QRect, wanted: QRect | None) -> QRect:
    """Return where the window opens in a screen's area: as wanted, else in the middle, never larger than its room."""
    room = QSize(max(1, available.width() - FRAME.width()), max(1, available.height() - FRAME.height()))
    size = (wanted.size() if wanted is not None else DEFAULT_SIZE).boundedTo(room)
    left, top = available.left() + FRAME.width() // 2, available.top() + FRAME.height() - FRAME.width() // 2
    if wanted is None:
        x, y = left + (room.width() - size.width()) // 2, top + (room.height() - size.height()) // 2
    else:
        x = min(max(wanted.left(), left), left + room.width() - size.width())
        y = min(max(wanted.top(), top), top + room.height() - size.height())
    return QRect(x, y, size.width(), size.height())


def place_window(window: QWidget, kept: Place | None) -> None:
    """Put a window that is not shown yet where it was left, on a screen that is there now."""
    wanted = QRect(*kept) if kept is not None else None
    screen = QGuiApplication.screenAt(wanted.center()) if wanted is not None else None
    screen = screen or QGuiApplication.primaryScreen()
    if screen is not None:
        window.setGeometry(opening_place(screen.availableGeometry(), wanted))


def kept_place(window: QWidget) -> Place:
    """Return the place to remember: the one it has, or would have again were it not maximised."""
    now = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    return now.x(), now.y(), now.width(), now.height()
