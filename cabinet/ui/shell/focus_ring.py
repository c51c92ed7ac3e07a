"""The focus ring: one overlay of the window. QFocusFrame is a child of its target's parent, so it gets clipped."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["FocusRing"]

_GAP, _WIDTH, _INSIDE = 2, 2, 6
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show}


class FocusRing(Painted):
    """Follows the focused button or combo of its window; inputs and tables draw their own.

    It listens to the system's window, for what the person uses, and to the target with all that holds it, for where it
    is: a filter over all widgets would run Python for every event of each, 20 ms of a log-in.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._native: QWindow | None = None
        self._clip = QRect()
        self._by_keyboard = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
            self._focus_changed(None, app.focusWidget())

    @Slot("QWidget*", "QWidget*")
    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._listen_to_window()
        wanted = isinstance(new, (QAbstractButton, QComboBox)) or bool(new and new.property("ring"))
        mine = new is not None and new.window() is self.window()
        self._target = new if wanted and mine else None
        self._watch_target()
        self._place()

    def _listen_to_window(self) -> None:
        """Listen to the system's window, another one after the widget has got another."""
        native = self.window().windowHandle()
        if native is not None and native is not self._native:
            self._native = native
            native.installEventFilter(self)

    def _watch_target(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        holder = self._target
        while holder is not None and holder is not self.window():
            holder.installEventFilter(self)
            self._watched.append(holder)
            holder = holder.parentWidget()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._by_keyboard = True
        elif kind == QEvent.Type.MouseButtonPress:
            if self._by_keyboard:
                self._by_keyboard = False
                self._soon.start()
        elif self._target is not None and kind in _MOVES:
            self._soon.start()
        return False

    @Slot()
    def _place(self) -> None:
        target = self._target
        if target is not None and not isValid(target):  # it was deleted meanwhile
            self._target = target = None
        if target is None or not self._by_keyboard or not target.isVisible():
            self.hide()
            return
        grown = _GAP + _WIDTH
        corner = target.mapTo(self.window(), QPoint(0, 0))
        inside = bool(target.property("ring_inside"))
        place = QRect(corner, target.size())
        place = place.adjusted(_INSIDE, 0, -_INSIDE, 0) if inside else place.adjusted(-grown, -grown, grown, grown)
        clip = self.window().rect()
        above = target.parentWidget()
        while above is not None and above is not self.window():
            if isinstance(above, (QScrollArea, QAbstractScrollArea)):
                port = above.viewport()
                clip = clip.intersected(QRect(port.mapTo(self.window(), QPoint(0, 0)), port.size()))
            above = above.parentWidget()
        self._clip = clip.translated(-place.topLeft())
        self.setGeometry(place)
        self.raise_()
        self.show()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        painter.setClipRect(self._clip)
        width = 3 if now.contrast else _WIDTH
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL + 3, None, now.focus, width)
