"""A facet: a small button that says what of one key the filter takes, with a menu of values that can be ticked."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from cabinet.contract.filter_words import FilterKey
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import CONTROL_SMALL, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

__all__ = ["Facet"]

_ARROW, _LONGEST = 14, 150


class Facet(ChildWidget, QAbstractButton):
    """``single`` facets hold one value (a period, a bound of the sum), others many.

    Signals:
        chosen(object, object): key and the tuple of canonical values.
    """

    chosen = Signal(object, object)

    def __init__(self, key: FilterKey, name: str, *, single: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._name, self._single = name, single
        self._choices: list[tuple[str, str]] = []
        self._values: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._menu = QMenu(self)
        self._menu.setFont(font())
        self.clicked.connect(self._open)
        theme_switch().changed.connect(self._repaint)

    def show_choices(self, choices: list[tuple[str, str]], chosen: tuple[str, ...]) -> None:
        """Show what can be chosen (canonical value and words) and what is chosen."""
        known = {value for value, _ in choices}
        self._choices = choices + [(value, value) for value in chosen if value not in known]
        self._values = chosen
        self.setAccessibleName(f"{self._name}: {self._words()}" if chosen else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = advance(self._name, font()) + 24 + _ARROW + 6
        if self._values:
            width += min(advance(self._words(), font(13, 500)), _LONGEST) + 7
        return QSize(round(width), CONTROL_SMALL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, on = theme(), bool(self._values)
        with QPainter(self) as painter:
            fill = now.accent_surface if on else now.hover if self.underMouse() else now.raised
            rect = QRectF(self.rect())
            frame(painter, rect, RADIUS_CONTROL, fill, now.accent if on else now.border_mid)
            left = 12 + text(painter, rect.adjusted(12, 0, 0, 0), self._name, font(), now.accent if on else now.text)
            right = rect.right() - _ARROW - 10
            if on:
                room = QRectF(left + 7, 0, right - left - 11, rect.height())
                text(painter, room, self._words(), font(13, 500), now.accent)
            color = now.accent if on else now.text2
            draw_icon(painter, "chevron-down", right, (rect.height() - _ARROW) / 2, _ARROW, color)

    def _words(self) -> str:
        spoken = dict(self._choices)
        return spoken.get(self._values[0], self._values[0]) if len(self._values) == 1 else str(len(self._values))

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def fill_menu(self, menu: QMenu) -> None:
        """Put what can be chosen into a menu, ticked where it is."""
        menu.clear()
        menu.setTitle(f"{self._name}: {self._words()}" if self._values else self._name)
        for value, words in self._choices:
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(value in self._values)
            action.setData(value)
            action.triggered.connect(self._ticked)
            menu.addAction(action)

    @Slot()
    def _open(self) -> None:
        self.fill_menu(self._menu)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @Slot()
    def _ticked(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        value = str(action.data())
        if self._single:
            chosen: tuple[str, ...] = () if value in self._values else (value,)
        else:
            chosen = tuple(v for v in (*self._values, value) if not (v == value and value in self._values))
        self.chosen.emit(self.key, chosen)
