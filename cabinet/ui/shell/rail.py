"""The rail: operator above, pages, settings and the person below. Narrow it keeps the icons in place."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import chip, chip_width, fill, frame, hline, text, vline
from cabinet.ui.sizes import ICON_RAIL, RADIUS_CONTROL, RAIL, RAIL_ITEM, RAIL_NARROW
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted

__all__ = ["Rail", "RailItem"]

_ICON_AXIS, _LABEL = 28, 48
_PERSON = 60


class RailItem(QAbstractButton):
    """One page of the rail; a badge counts what waits there."""

    def __init__(self, words: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.badge, self._counts = 0, ""
        self.narrow = False
        self.setCheckable(True)
        self.setProperty("ring_inside", True)
        self.setText(words)
        self.setFixedHeight(RAIL_ITEM)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_switch().changed.connect(self._repaint)
        self._describe()

    def set_badge(self, number: int, counts: str = "") -> None:
        """Count what waits; ``counts`` says what that is."""
        self.badge, self._counts = number, counts
        self._describe()

    def set_narrow(self, narrow: bool) -> None:
        """Drop the words."""
        self.narrow = narrow
        self._describe()

    def _describe(self) -> None:
        name = f"{self.text()}, {count(self.badge)}" if self.badge else self.text()
        self.setAccessibleName(name)
        self.setToolTip("\n".join(filter(None, (name if self.narrow else "", self._counts if self.badge else ""))))
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL_NARROW if self.narrow else RAIL, RAIL_ITEM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            body = QRectF(8, 1, self.width() - 16, RAIL_ITEM - 2)
            on = self.isChecked()
            if on:
                frame(painter, body, RADIUS_CONTROL, now.selected, now.accent if now.contrast else None)
                frame(painter, QRectF(8, 9, 3, RAIL_ITEM - 18), 1.5, now.accent, None)
            elif self.underMouse():
                frame(painter, body, RADIUS_CONTROL, now.hover, None)
            color = now.accent if on else now.text2
            top = (RAIL_ITEM - ICON_RAIL) / 2
            draw_icon(painter, self.icon_name, _ICON_AXIS - ICON_RAIL / 2, top, ICON_RAIL, color)
            if self.narrow:
                if self.badge:
                    frame(painter, QRectF(_ICON_AXIS + 6, 7, 7, 7), 3.5, now.danger, None)
                return
            label = QRectF(_LABEL, 0, self.width() - _LABEL - 16, RAIL_ITEM)
            if self.badge:
                word = count(self.badge)
                width = chip_width(word)
                chip(painter, self.width() - 16 - width, (RAIL_ITEM - 20) / 2, word, "danger")
                label.setWidth(label.width() - width - 6)
            text(painter, label, self.text(), font(13, 500), color if on else now.text2)


class _Identity(Painted):
    """Initials, a name and a second line."""

    def __init__(self, *, round_badge: bool, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self._round = round_badge
        self.name = self.second = self.initials = ""
        self.narrow = False

    def show_words(self, name: str, second: str, initials: str) -> None:
        """Show somebody."""
        self.name, self.second, self.initials = name, second, initials
        self.setAccessibleName(f"{name}, {second}")
        self.setToolTip(f"{name}\n{second}" if name else "")
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint."""
        now, middle = theme(), self.height() / 2
        badge = QRectF(12, middle - 16, 32, 32)
        if self._round:
            frame(painter, badge, 16, now.surface, now.border_mid)
            text(painter, badge, self.initials, font(12, 600), now.text2, "c")
        else:
            frame(painter, badge, RADIUS_CONTROL, now.accent_surface, now.border)
            text(painter, badge, self.initials, font(14, 600), now.accent, "c")
        if self.narrow:
            return
        width = self.width() - 56 - 4
        text(painter, QRectF(56, middle - 18, width, 18), self.name, font(13, 600), now.text)
        text(painter, QRectF(56, middle, width, 18), self.second, font(12), now.text3)


class Rail(Painted):
    """Pages by key.

    Signals:
        chosen(str): a page was asked for.
        lock_asked(): lock the cabinet.
    """

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, pages: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.narrow = False
        self.items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(2)
        self._operator = _Identity(round_badge=False, height=56)
        column.addWidget(self._operator)
        for key, words, icon in pages:
            if key == "settings":
                column.addStretch(1)
            item = RailItem(words, icon)
            item.setObjectName(key)
            self.items[key] = item
            self._group.addButton(item)
            column.addWidget(item)
        self._group.buttonClicked.connect(self._clicked)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(0)
        self._person = _Identity(round_badge=True, height=_PERSON)
        self.lock = Button("", Kind.QUIET, "lock", small=True)
        self.lock.setAccessibleName(tr("Lock"))
        self.lock.setToolTip(tr("Lock") + " (Ctrl+L)")
        self.lock.clicked.connect(self.lock_asked)
        self._foot.addWidget(self._person, 1)
        self._foot.addWidget(self.lock)
        column.addSpacing(8)
        column.addLayout(self._foot)
        self.set_narrow(narrow=False)

    def show_operator(self, name: str, code: str) -> None:
        """Show whose cabinet it is."""
        bare = name.replace("ТОВ", "").strip(" «»\"'")
        self._operator.show_words(name, code, bare[:1].upper())

    def show_person(self, name: str, role: str) -> None:
        """Show who is logged in."""
        parts = name.split()
        self._person.show_words(" ".join(parts[:2]), role, "".join(p[0] for p in parts[:2]).upper())

    def choose(self, key: str) -> None:
        """Mark a page as shown."""
        if key in self.items:
            self.items[key].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons only."""
        self.narrow = narrow
        self.setFixedWidth(RAIL_NARROW if narrow else RAIL)
        for item in self.items.values():
            item.set_narrow(narrow)
        self._operator.narrow = self._person.narrow = narrow
        way = QBoxLayout.Direction
        self._foot.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        self._foot.setContentsMargins(0, 8 if narrow else 0, 0 if narrow else 8, 0)
        self._foot.setAlignment(self.lock, Qt.AlignmentFlag.AlignCenter)
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint ground and lines."""
        fill(painter, QRectF(self.rect()), theme().bg)
        vline(painter, self.width() - 1, 0, self.height(), theme().border)
        hline(painter, 12, self.width() - 13, self._foot.geometry().top() - 5, theme().border)

    @Slot(QAbstractButton)
    def _clicked(self, item: QAbstractButton) -> None:
        self.chosen.emit(item.objectName())
