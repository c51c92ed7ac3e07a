"""The focus ring: one overlay of the window. QFocusFrame is a child of its target's parent, so it gets clipped."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)

from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

__all__ = ["FocusRing"]

_GAP, _WIDTH, _INSIDE = 2, 2, 6
_AFTER_FIRST_PAINT_MS = 200
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show}


class FocusRing(Painted):
    """Follows the focused button or combo of its window; inputs and tables draw their own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        self._target: QWidget | None = None
        self._clip = QRect()
        self._by_keyboard = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_FIRST_PAINT_MS)
        self._later.timeout.connect(self._begin)
        self._later.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        self.hide()

    @Slot()
    def _begin(self) -> None:
        """Listen to the application: the first event seen makes PySide build every event's class, 30 ms of them."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
            app.installEventFilter(self)
            self._focus_changed(None, app.focusWidget())

    @Slot("QWidget*", "QWidget*")
    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        wanted = isinstance(new, (QAbstractButton, QComboBox)) or bool(new and new.property("ring"))
        mine = new is not None and new.window() is self.window()
        self._target = new if wanted and mine else None
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._by_keyboard = True
        elif kind == QEvent.Type.MouseButtonPress:
            if self._by_keyboard:
                self._by_keyboard = False
                self._soon.start()
        elif self._target is not None and kind in _MOVES and watched is not self:
            self._soon.start()
        return False

    @Slot()
    def _place(self) -> None:
        target = self._target
        try:
            visible = target is not None and self._by_keyboard and target.isVisible()
        except RuntimeError:  # the target was deleted meanwhile
            self._target, visible = None, False
        if not visible or target is None:
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
