"""The fields with which nothing is wrong: one line, and unfolded a list to read, each with a way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.correct.values import as_text, label_of, value_words
from cabinet.ui.paint import advance, fill, frame, hline, text
from cabinet.ui.sizes import ICON
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["FoldedRest"]

_HIGH, _EDGE = 44, 24
_SUMMARY = ("type", "licenceNo", "siteId", "pointId", "gameId")
"""What tells one transaction from another at a glance."""


class _Head(ChildWidget, QAbstractButton):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._summary = ""
        theme_switch().changed.connect(self._repaint)

    def show_words(self, words: str, summary: str) -> None:
        self.setText(words)
        self._summary = summary
        self.setAccessibleName(words)
        self.setAccessibleDescription(summary)
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        now, face = theme(), font(13, 600)
        with QPainter(self) as painter:
            wide = self.width()
            fill(painter, QRectF(0, 0, wide, _HIGH), now.hover if self.underMouse() else now.sunken)
            hline(painter, 0, wide, 0, now.border)
            hline(painter, 0, wide, _HIGH - 1, now.border)
            icon = "chevron-down" if self.isChecked() else "chevron-right"
            draw_icon(painter, icon, _EDGE, (_HIGH - ICON) / 2, ICON, now.text2)
            left = _EDGE + ICON + 8
            used = text(painter, QRectF(left, 0, advance(self.text(), face) + 1, _HIGH), self.text(), face, now.text)
            room = QRectF(left + used + 16, 0, wide - left - used - 16 - _EDGE, _HIGH)
            text(painter, room, self._summary, font(12), now.text2, "r", elastic=True)
            if self.hasFocus():
                frame(painter, QRectF(2, 2, wide - 4, _HIGH - 4), 4, None, now.focus, 2)


class FoldedRest(QWidget):
    """Shows a line's other fields.

    Signals:
        change_asked(str): a person wants to change the field of that name.
        folded(): it is folded or unfolded now, so its height is another one.
    """

    change_asked = Signal(str)
    folded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _Head()
        self.head.toggled.connect(self._fold)
        column.addWidget(self.head)
        self._list = QWidget()
        self._grid = QGridLayout(self._list)
        self._grid.setContentsMargins(_EDGE + ICON + 8, 8, _EDGE - 8, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._list.hide()
        column.addWidget(self._list)
        self.buttons: dict[str, Button] = {}

    def show_fields(self, names: list[str], value: dict[str, Any]) -> None:
        """Show these fields of a line."""
        words = [value_words(name, value[name]) for name in _SUMMARY if name in names and name in value]
        self.head.show_words(tr("Other %n field(s) unchanged", len(names)), " · ".join(words))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for row, name in enumerate(names):
            self._grid.addWidget(PlainLabel(label_of(name), font(13), "text2"), row, 0)
            shown = value_words(name, value.get(name))
            label = PlainLabel(shown, font(13) if shown != as_text(value.get(name)) else mono(12, 500))
            label.setMinimumWidth(40)
            label.setToolTip(plain(as_text(value.get(name))))
            self._grid.addWidget(label, row, 1)
            change = Button(tr("Change"), Kind.QUIET, small=True)
            change.setAccessibleName(f"{tr('Change')}: {label_of(name)}")
            change.clicked.connect(lambda _=False, wanted=name: self.change_asked.emit(wanted))
            self.buttons[name] = change
            self._grid.addWidget(change, row, 2)
        self.setVisible(bool(names))

    @Slot(bool)
    def _fold(self, opened: bool) -> None:
        self._list.setVisible(opened)
        self.folded.emit()
