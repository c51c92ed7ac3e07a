"""The line in which the right value is typed: its word at the left, its unit or its choices at the right."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.paint import advance
from cabinet.ui.sizes import CONTROL, CONTROL_SMALL
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FieldEdit"]

_EDGE, _GAP = 12, 8
_PADDING = 11
"""The style sheet's own padding and border."""


class FieldEdit(QLineEdit):
    """A sum stands at the right with its unit; anything else at the left, in the type of ids.

    Signals:
        entered(): Enter was pressed; the dialog never hears of it.
        chosen(): one of the choices was taken.
    """

    entered = Signal()
    chosen = Signal()

    def __init__(self, name: str, *, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font(14, 600) if unit else mono(13, 500))
        self.setFixedHeight(CONTROL)
        self.setAccessibleName(name)
        self._choices: list[tuple[str, str]] = []
        self._will = PlainLabel(tr("will be"), font(12), "text2", parent=self)
        self._unit = PlainLabel(unit, font(13), "text2", parent=self)
        self._open = Button("", Kind.QUIET, "chevron-down", small=True, parent=self)
        self._open.setAccessibleName(tr("Choices for the field"))
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.clicked.connect(self.open_choices)
        self._menu = QMenu(self)
        self._menu.setFont(font())
        self._menu.triggered.connect(self._taken)
        for part in (self._will, self._unit):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.show()
        self._unit.setVisible(bool(unit))
        self._open.hide()
        if unit:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lay()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen: value and words."""
        return self._choices

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer other choices; any text may still be typed."""
        self._choices = choices
        self._menu.clear()
        for value, words in choices:
            self._menu.addAction(words.replace("&", "&&")).setData(value)
        self._open.setVisible(bool(choices))
        self._lay()

    @Slot()
    def open_choices(self) -> None:
        """Show the choices below the line."""
        if self._choices:
            self._menu.setMinimumWidth(self.width())
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    @Slot(object)
    def _taken(self, action: QAction) -> None:
        self.choose(str(action.data()))

    def choose(self, value: str) -> None:
        """Take a choice."""
        self.setText(value)
        self.chosen.emit()

    def _lay(self) -> None:
        will, unit = round(advance(self._will.text(), font(12))) + 1, round(advance(self._unit.text(), font(13))) + 1
        right = unit + _GAP if self._unit.text() else CONTROL_SMALL if self._choices else 0
        self._will.setGeometry(_EDGE, 0, will, self.height())
        self._unit.setGeometry(self.width() - _EDGE - unit, 0, unit, self.height())
        self._open.setGeometry(self.width() - CONTROL_SMALL - 2, 2, CONTROL_SMALL, CONTROL_SMALL)
        self.setTextMargins(will + _GAP + _EDGE - _PADDING, 0, right, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_key = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain_key:
            self.entered.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Down and self._choices:
            self.open_choices()
            event.accept()
        else:
            super().keyPressEvent(event)
